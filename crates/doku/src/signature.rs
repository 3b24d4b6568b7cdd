//! DOKU's Non-SNAP signature over requests, notifications and answers. Source: CONTRACT §9.1 to §9.3.

use base64::Engine;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use http::header::InvalidHeaderValue;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

const PREFIX: &str = "HMACSHA256=";

/// The base64 of signatures: published ones appear with and without the final `=`.
const PADDING_OPTIONAL: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The signed values, each exactly as in the header or on the request line.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    pub client_id: &'a str,
    pub request_id: &'a str,
    /// `2025-11-03T05:35:00Z`.
    pub timestamp: &'a str,
    pub timestamp_label: TimestampLabel,
    /// The path without host, and without query unless a setting says so.
    pub target: &'a str,
    /// The bytes on the wire. `None` leaves the Digest line out, as in every GET.
    pub body: Option<&'a [u8]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampLabel {
    /// The label of calls and notifications.
    Request,
    /// The label of answers.
    Response,
}

impl Parts<'_> {
    /// Builds the headers that carry the signature; a value that cannot be in a header is an error.
    pub fn headers(&self, key: &SecretString) -> Result<HeaderMap, InvalidHeaderValue> {
        let mut headers = HeaderMap::new();
        headers.insert("Client-Id", self.client_id.parse()?);
        headers.insert("Request-Id", self.request_id.parse()?);
        headers.insert(self.timestamp_label.header(), self.timestamp.parse()?);
        headers.insert("Signature", sign(key, self).parse()?);
        Ok(headers)
    }
}

impl TimestampLabel {
    /// Returns the label, which is also the name of the header.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Request => "Request-Timestamp",
            Self::Response => "Response-Timestamp",
        }
    }
}

/// Returns true for a delivery signed the SNAP way, which we do not understand: it is kept, refused and never acted
/// upon. Source: CONTRACT §8.4.
pub fn is_snap(headers: &HeaderMap) -> bool {
    headers.contains_key("X-Signature") && headers.contains_key("X-Timestamp") && !headers.contains_key("Signature")
}

/// Cuts the first segment off a target: `/adv-core-api/partner/v1.0/token` becomes `/partner/v1.0/token`. The only
/// segment stays. Source: CONTRACT §9.1, `sign_prefix`.
pub fn inner(target: &str) -> &str {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    path.get(1..).and_then(|rest| rest.find('/')).map_or(target, |end| &target[end + 1..])
}

/// Joins the signed lines by LF, with none at the end.
pub fn component(parts: &Parts<'_>) -> String {
    let mut lines = format!(
        "Client-Id:{}\nRequest-Id:{}\n{}:{}\nRequest-Target:{}",
        parts.client_id,
        parts.request_id,
        parts.timestamp_label.header(),
        parts.timestamp,
        parts.target,
    );
    if let Some(body) = parts.body {
        lines.push_str("\nDigest:");
        lines.push_str(&digest(body));
    }
    lines
}

/// Returns the base64 of SHA-256.
pub fn digest(body: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(body))
}

/// Returns the value of the `Signature` header: `HMACSHA256=` and base64.
pub fn sign(key: &SecretString, parts: &Parts<'_>) -> String {
    format!("{PREFIX}{}", STANDARD.encode(mac(key, parts).finalize().into_bytes()))
}

/// Compares the decoded 32 bytes in constant time.
pub fn verify(key: &SecretString, parts: &Parts<'_>, given: &str) -> bool {
    let Some(encoded) = given.trim().strip_prefix(PREFIX) else { return false };
    let Ok(decoded) = PADDING_OPTIONAL.decode(encoded) else { return false };
    mac(key, parts).verify_slice(&decoded).is_ok()
}

/// Keys the MAC with the secret as text: nothing is decoded.
fn mac(key: &SecretString, parts: &Parts<'_>) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()).expect("HMAC takes a key of any length");
    mac.update(component(parts).as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vectors {
        vectors: Vec<Vector>,
    }

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        expect: String,
        secret: String,
        client_id: String,
        request_id: String,
        timestamp: String,
        timestamp_label: String,
        request_target: String,
        body: Option<String>,
        digest: Option<String>,
        component_string: String,
        signature: String,
    }

    impl Vector {
        fn parts(&self) -> Parts<'_> {
            Parts {
                client_id: &self.client_id,
                request_id: &self.request_id,
                timestamp: &self.timestamp,
                timestamp_label: match self.timestamp_label.as_str() {
                    "Response-Timestamp" => TimestampLabel::Response,
                    _ => TimestampLabel::Request,
                },
                target: &self.request_target,
                body: self.body.as_deref().map(str::as_bytes),
            }
        }

        fn key(&self) -> SecretString {
            self.secret.as_str().into()
        }
    }

    fn vectors() -> Vec<Vector> {
        let text = include_str!("../tests/fixtures/signature-vectors.json");
        serde_json::from_str::<Vectors>(text).unwrap().vectors
    }

    #[test]
    fn every_vector_gives_the_published_string_and_signature() {
        let good: Vec<_> = vectors().into_iter().filter(|v| v.expect != "invalid").collect();
        assert_eq!(good.len(), 13);
        for vector in good {
            assert_eq!(component(&vector.parts()), vector.component_string, "{}", vector.name);
            assert_eq!(vector.body.as_ref().map(|body| digest(body.as_bytes())), vector.digest, "{}", vector.name);
            assert_eq!(sign(&vector.key(), &vector.parts()), vector.signature, "{}", vector.name);
            assert!(verify(&vector.key(), &vector.parts(), &vector.signature), "{}", vector.name);
            let unpadded = vector.signature.trim_end_matches('=');
            assert!(verify(&vector.key(), &vector.parts(), unpadded), "{} without padding", vector.name);
        }
    }

    #[test]
    fn a_snap_signed_delivery_is_told_by_its_headers() {
        for (names, is_one) in [
            (&["X-SIGNATURE", "X-TIMESTAMP"][..], true),
            (&["x-signature", "x-timestamp", "X-PARTNER-ID", "Client-Id"], true),
            (&["X-SIGNATURE", "X-TIMESTAMP", "Signature"], false),
            (&["X-SIGNATURE"], false),
            (&["X-TIMESTAMP"], false),
            (&["Client-Id", "Request-Id", "Request-Timestamp", "Signature"], false),
            (&[], false),
        ] {
            let mut headers = HeaderMap::new();
            for name in names {
                headers.insert(
                    http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                    http::HeaderValue::from_static("x"),
                );
            }
            assert_eq!(is_snap(&headers), is_one, "{names:?}");
        }
    }

    #[test]
    fn the_inner_target_leaves_the_first_segment_out() {
        for (target, inner_target) in [
            ("/adv-core-api/partner/v1.0/token", "/partner/v1.0/token"),
            ("/adv-core-api/partner/v1.0/file?a=/b", "/partner/v1.0/file?a=/b"),
            ("/token?a=/b", "/token?a=/b"),
            ("/token", "/token"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(inner(target), inner_target);
        }
        let named = |name: &str| vectors().into_iter().find(|vector| vector.name == name).unwrap();
        let (full, short) = (named("update-put.with-digest"), named("update-put.inner-prefix"));
        assert_eq!(inner(&full.request_target), short.request_target);
    }

    #[test]
    fn the_four_wrong_ones_are_refused() {
        let bad: Vec<_> = vectors().into_iter().filter(|v| v.expect == "invalid").collect();
        assert_eq!(bad.len(), 4);
        for vector in bad {
            assert_ne!(component(&vector.parts()), vector.component_string, "{}", vector.name);
            assert!(!verify(&vector.key(), &vector.parts(), &vector.signature), "{}", vector.name);
        }
    }

    #[test]
    fn anything_changed_is_refused() {
        let vector = vectors().swap_remove(0);
        let (key, parts) = (vector.key(), vector.parts());
        let changed = [
            Parts { client_id: "BRN-0001-1700000000000", ..parts },
            Parts { request_id: "another", ..parts },
            Parts { timestamp: "2025-11-03T05:35:01Z", ..parts },
            Parts { timestamp_label: TimestampLabel::Response, ..parts },
            Parts { target: "/token", ..parts },
            Parts { body: Some(b"{}"), ..parts },
            Parts { body: None, ..parts },
        ];
        for parts in &changed {
            assert!(!verify(&key, parts, &vector.signature));
        }
        assert!(!verify(&"another key".into(), &parts, &vector.signature));
    }

    #[test]
    fn odd_signatures_are_refused_quietly() {
        let vector = vectors().swap_remove(0);
        let bare = vector.signature.trim_start_matches(PREFIX).to_owned();
        let cut = vector.signature[..20].to_owned();
        for given in ["", "HMACSHA256=", "HMACSHA256=%%%", "hmacsha256=AAAA", "HMACSHA256=é", &bare, &cut] {
            assert!(!verify(&vector.key(), &vector.parts(), given), "{given}");
        }
    }
}
