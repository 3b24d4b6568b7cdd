use domain::ids::DokuFileId;
use serde::{Deserialize, Serialize};

use crate::lenient::scalar;

/// The body of `POST /business`. Source: DOKU, Business Registration API; the parts for CORPORATE are inferred
/// (CONTRACT §5.5).
///
/// Reading is lenient: missing fields are empty, and a number is taken for text (CONTRACT §1.5).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Registration {
    pub business: Business,
    pub partner: Partner,
}

// `Debug` prints no field.
debug_only! { Registration: }

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Business {
    /// `PERSONAL` or `CORPORATE`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The address that receives the KYB callbacks.
    pub callback_url: String,
    /// `PERSEORANGAN`, `PT`, …
    pub legal_entity: String,
    /// The name equals the brand's for PERSONAL, by DOKU's table; its sample differs.
    pub name: String,
    pub description: String,
    pub email: String,
    /// `62`, without plus.
    #[serde(deserialize_with = "scalar", alias = "calling_code")]
    pub phone_calling_code: String,
    /// The digits without the leading 0.
    #[serde(deserialize_with = "scalar")]
    pub phone_number: String,
    /// `HAVE`, `DONT_HAVE` or `UNDER_DEVELOPMENT`.
    #[serde(deserialize_with = "scalar")]
    pub website_readiness: String,
    #[serde(deserialize_with = "scalar")]
    pub mobile_app_readiness: String,
    /// The documents of the company. We infer that only CORPORATE has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    pub brands: Vec<Brand>,
    pub addresses: Vec<Address>,
    pub banks: Vec<Bank>,
    pub contacts: Vec<Contact>,
    /// We infer that only CORPORATE has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_agreement: Option<FileRef>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brand {
    pub name: String,
    pub description: String,
    /// `RETAIL` or `NON_RETAIL`.
    pub category: String,
    /// We infer that only CORPORATE has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_line: Option<String>,
    /// The QRIS merchant class: `UMI`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_frequency: Option<String>,
    /// `UP_TO_100`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_quantity: Option<String>,
    pub social_media: Vec<SocialMedia>,
    /// We infer that only CORPORATE has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<FileRef>,
    pub photo_proofs: Vec<FileRef>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SocialMedia {
    /// The addresses of profiles.
    pub accounts: Vec<String>,
    /// `INSTAGRAM`, `FACEBOOK`, …
    pub code: String,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// `17133 - Kali Baru - Medan Satria - Bekasi - Jawa Barat`.
    pub area: String,
    /// The code is that of ISO 3166-1 alpha-2.
    pub country: String,
    /// The street line.
    pub name: String,
    pub primary: bool,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bank {
    pub account_name: String,
    #[serde(deserialize_with = "scalar")]
    pub account_number: String,
    /// DOKU's own number, not the clearing code.
    #[serde(deserialize_with = "scalar")]
    pub bank_id: String,
    pub bank_name: String,
    pub country: String,
    pub currency: String,
    /// The three-digit clearing code, whatever the name says.
    #[serde(deserialize_with = "scalar")]
    pub swift_code: String,
    /// A photo of the bank book, where DOKU asks for one; inferred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub documents: Vec<Document>,
    pub email: String,
    pub name: String,
    /// The code is that of ISO 3166-1 alpha-2.
    pub nationality: String,
    #[serde(deserialize_with = "scalar", alias = "calling_code")]
    pub phone_calling_code: String,
    #[serde(deserialize_with = "scalar")]
    pub phone_number: String,
    /// `OWNER`, …
    pub position: String,
    pub primary: bool,
    /// The selfie. PERSONAL only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_liveness: Option<FileRef>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// `KTP`, `NIB`, …
    pub code: String,
    /// The category it was uploaded under.
    #[serde(default)]
    pub category: String,
    pub id: DokuFileId,
    #[serde(default)]
    pub forms: Vec<FormValue>,
}

/// A value printed on a document: `NO_KTP` and its 16 digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormValue {
    pub code: String,
    #[serde(default, deserialize_with = "scalar")]
    pub value: String,
}

/// An uploaded file, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    pub id: DokuFileId,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Partner {
    /// E-mail addresses of people invited to DOKU's dashboard.
    pub invited_user: Vec<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn both_samples_survive_reading_and_writing() {
        for text in [
            include_str!("../../tests/fixtures/registration-request.personal.json"),
            include_str!("../../tests/fixtures/registration-request.corporate.json"),
        ] {
            let sample: Value = serde_json::from_str(text).unwrap();
            let read: Registration = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), sample);
        }
    }

    #[test]
    fn a_partial_update_is_read() {
        let bank: Registration =
            serde_json::from_str(include_str!("../../tests/fixtures/update-request.personal-bank.json")).unwrap();
        assert_eq!(bank.business.banks.len(), 1);
        let ktp: Registration =
            serde_json::from_str(include_str!("../../tests/fixtures/update-request.personal-ktp-resubmit.json"))
                .unwrap();
        assert_eq!(ktp.business.contacts[0].documents[0].code, "KTP");
        assert!(!format!("{ktp:?}").contains("KTP"));
    }

    #[test]
    fn numbers_and_other_names_are_read() {
        let read: Registration = serde_json::from_value(
            json!({"business": {"calling_code": 62, "phone_number": 81_320_445_566_u64, "website_readiness": true}}),
        )
        .unwrap();
        assert_eq!(read.business.phone_calling_code, "62");
        assert_eq!(read.business.phone_number, "81320445566");
        assert_eq!(read.business.website_readiness, "true");
        assert!(read.business.brands.is_empty());
    }
}
