use domain::ids::{DokuBrandId, DokuBusinessId};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::{self, Object, first_text, objects};
use crate::{readback, tree};

/// The result of a registration. Source: CONTRACT §5.6.
#[derive(Clone, Debug)]
pub struct Registered {
    pub business: DokuBusinessId,
    pub brand: DokuBrandId,
    /// The merchant's secret for payment calls: kept encrypted, never logged.
    pub shared_key: Option<SecretString>,
    pub services: Vec<Product>,
}

/// A service or payment method of a brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub code: String,
    pub name: String,
    /// `PENDING`, later `ACTIVE` or `REJECTED`; empty when DOKU says nothing.
    pub status: String,
}

impl Registered {
    /// Reads any body with a `BSN-…` and a `BRN-…`, with or without the outer `business`.
    pub fn read(body: &Value) -> Option<Self> {
        Some(Self {
            business: readback::business_id(body)?,
            brand: readback::brand_id(body)?,
            shared_key: readback::shared_key(body),
            services: services(body),
        })
    }
}

fn services(body: &Value) -> Vec<Product> {
    let Some(business) = tree::business(body) else { return Vec::new() };
    let brands = tree::brands(business, body.as_object());
    let lists = brands.iter().take(1).filter_map(|brand| brand.get("services"));
    lists.flat_map(objects).filter_map(service).collect()
}

fn service(object: &Object) -> Option<Product> {
    let code = first_text(object, &["code", "name"])?;
    let name = first_text(object, &["name", "code"])?;
    let status = object.get("status").and_then(lenient::code).unwrap_or_default();
    Some(Product { code, name, status })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Option<Registered> {
        Registered::read(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn registration_answers_and_their_replay_are_read() {
        let personal = read(include_str!("../../tests/fixtures/registration-response.personal.json")).unwrap();
        let replay = read(include_str!("../../tests/fixtures/errors/409.replay-of-first-response.json")).unwrap();
        for registered in [personal, replay] {
            assert_eq!(registered.business.as_str(), "BSN-0214-1762148405220");
            assert_eq!(registered.brand.as_str(), "BRN-0214-1762148405231");
            assert_eq!(registered.shared_key.unwrap().expose_secret(), "SK-sampleRatna000000001");
            assert_eq!(
                registered.services,
                [Product { code: "QRIS".into(), name: "QRIS".into(), status: "PENDING".into() }]
            );
        }
        let corporate = read(include_str!("../../tests/fixtures/registration-response.corporate.json")).unwrap();
        assert_eq!(corporate.services.len(), 2);
        let lite = read(include_str!("../../tests/fixtures/registration-lite-response.json")).unwrap();
        assert!(lite.shared_key.is_none());
    }

    #[test]
    fn other_nestings_are_read() {
        let (business, brand) = ("BSN-0214-1762148405220", "BRN-0214-1762148405231");
        for body in [
            json!({"id": business, "brands": [{"id": brand}]}),
            json!({"business": {"id": business}, "brand": {"id": brand}}),
            json!({"business": {"id": business}, "brands": [{"id": brand}]}),
            json!({"business_id": business, "brand_id": brand}),
            json!({"message": ["SUCCESS"], "data": {"business": {"id": business, "brand": {"id": brand}}}}),
        ] {
            let registered = Registered::read(&body);
            assert_eq!(
                registered.map(|it| (it.business.to_string(), it.brand.to_string())),
                Some((business.into(), brand.into())),
                "{body}"
            );
        }
    }

    #[test]
    fn without_both_ids_it_is_no_success() {
        for body in [
            json!(null),
            json!({}),
            json!({"message": ["SUCCESS"]}),
            json!({"business": {"id": "BSN-0214-1762148405220"}}),
            json!({"business": {"id": 12, "brands": [{"id": "BRN-0214-1762148405231"}]}}),
            json!({"business": {"id": "BSN-0214-1762148405220", "partner": "BRN-0214-1739411205118"}}),
        ] {
            assert!(Registered::read(&body).is_none(), "{body}");
        }
    }

    #[test]
    fn the_key_is_never_printed() {
        let registered = read(include_str!("../../tests/fixtures/registration-response.personal.json")).unwrap();
        assert!(!format!("{registered:?}").contains("SK-sample"));
    }
}
