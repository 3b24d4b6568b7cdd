//! DOKU's JSON, field by field and under its names.
//!
//! A type with personal data has no `Debug`, or one without fields: it cannot end up in a log.

mod registered;
mod registration;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use registered::{Product, Registered};
pub use registration::{
    Address, Bank, Brand, Business, Contact, Document, FileRef, FormValue, Partner, Registration, SocialMedia,
};

/// `POST /token`: the lifetime is in minutes, as text. Source: DOKU, Generate Token API.
pub fn token_request(minutes: u32) -> Value {
    json!({ "grant_type": "client_credentials", "valid_time": minutes.to_string() })
}

/// The answer of `POST /token`: an RS256 JWT and nothing else.
#[derive(Clone, Debug, Deserialize)]
pub struct TokenResponse {
    pub token: SecretString,
}

/// The answer of `POST /file`. Source: DOKU, Upload File API.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadResponse {
    /// `DCM-…` or `CNT-…`; stays usable after `link` has expired.
    pub id: domain::ids::DokuFileId,
    /// Address of the stored file, valid for 60 minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_token_request_is_written_as_published() {
        let published: Value = serde_json::from_str(include_str!("../../tests/fixtures/token-request.json")).unwrap();
        assert_eq!(token_request(360), published);
    }

    #[test]
    fn a_token_is_never_printed() {
        let answer: TokenResponse =
            serde_json::from_str(include_str!("../../tests/fixtures/token-response.json")).unwrap();
        assert!(answer.token.expose_secret().starts_with("eyJ"));
        assert!(!format!("{answer:?}").contains("eyJ"));
    }

    #[test]
    fn upload_answers_are_read() {
        for (text, id, category) in [
            (
                include_str!("../../tests/fixtures/upload-response.document-ktp.json"),
                "DCM-0214-1762148211402",
                "DOCUMENT",
            ),
            (
                include_str!("../../tests/fixtures/upload-response.owner-liveness.json"),
                "CNT-0214-1762148232190",
                "OWNER_LIVENESS",
            ),
            (
                include_str!("../../tests/fixtures/upload-response.photo-proof.json"),
                "DCM-0214-1762148250771",
                "PHOTO_PROOF",
            ),
        ] {
            let answer: UploadResponse = serde_json::from_str(text).unwrap();
            assert_eq!((answer.id.as_str(), answer.category.as_deref()), (id, Some(category)));
        }
    }
}
