//! Reads the answer of Get Business Data: the state of a business at DOKU. Source: CONTRACT §7.1.

use domain::Millis;
use domain::ids::{DokuBrandId, DokuBusinessId};
use domain::kyb::{EntityKind, Reported};
use secrecy::SecretString;
use serde_json::Value;

use crate::lenient::{Object, Pointer, first_text, text};
use crate::tree::{self, Instance};

/// One judged entity; an entity without a status is left out.
#[derive(Clone, PartialEq, Eq)]
pub struct Entity {
    pub kind: EntityKind,
    pub id: Option<String>,
    pub code: Option<String>,
    /// The place among the entities of this kind, counting those without a status too.
    pub position: usize,
    /// DOKU's verdict; `Pending` also for a word that we do not know: ask `Reported::is_known(&status_text)`.
    pub reported: Reported,
    pub status_text: String,
    /// The notes as DOKU wrote them; none beside a good verdict. They may hold personal data.
    pub notes: Option<String>,
    /// The fields that lines of the notes point to.
    pub pointers: Vec<Pointer>,
    /// `None` means the time of the answer.
    pub updated_at: Option<Millis>,
}

// `Debug` omits the notes.
debug_only! { Entity: kind, id, code, position, reported, updated_at }

/// Lists all judged entities, the business first.
pub fn entities(body: &Value) -> Vec<Entity> {
    let Some(business) = tree::business(body) else { return Vec::new() };
    let brands = tree::brands(business, body.as_object());
    tree::instances(business, &brands).iter().filter_map(entity).collect()
}

pub fn business_id(body: &Value) -> Option<DokuBusinessId> {
    let business = tree::business(body)?;
    let id = first_text(business, &["id", "business_id"]).or_else(|| first_text(body.as_object()?, &["business_id"]));
    id.filter(|id| id.starts_with("BSN-")).map(DokuBusinessId::new)
}

/// Returns the first brand. The partner's own id is elsewhere, in `partner`.
pub fn brand_id(body: &Value) -> Option<DokuBrandId> {
    let business = tree::business(body)?;
    let ids = tree::brands(business, body.as_object()).into_iter().filter_map(tree::id);
    let flat = first_text(business, &["brand_id"]).or_else(|| first_text(body.as_object()?, &["brand_id"]));
    ids.chain(flat).find(|id| id.starts_with("BRN-")).map(DokuBrandId::new)
}

/// Returns the key for payment calls of the brand that `brand_id` returns, never another brand's.
pub fn shared_key(body: &Value) -> Option<SecretString> {
    let business = tree::business(body)?;
    let brands = tree::brands(business, body.as_object());
    let named = brands.iter().find(|brand| tree::id(brand).is_some_and(|id| id.starts_with("BRN-")));
    match named.or(brands.first()) {
        Some(brand) => own_key(brand),
        None => own_key(business).or_else(|| own_key(body.as_object()?)),
    }
}

/// Cuts every `shared_key` out of a body that is about to be kept, and returns the one of [`shared_key`].
pub fn take_shared_keys(body: &mut Value) -> Option<SecretString> {
    let key = shared_key(body);
    cut(body);
    key
}

fn entity(instance: &Instance<'_>) -> Option<Entity> {
    let status_text = instance.status_text()?;
    let reported = Reported::read(&status_text);
    let part = detail(instance);
    let notes = part.and_then(tree::notes).or_else(|| tree::notes(instance.object));
    let notes = notes.filter(|_| reported != Reported::Accepted);
    let pointers = part.map(tree::pointers).filter(|all| !all.is_empty());
    let pointers = pointers.unwrap_or_else(|| tree::pointers(instance.object));
    Some(Entity {
        kind: instance.kind,
        id: tree::id(instance.object),
        code: match instance.kind {
            EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus => None,
            _ => tree::code_of(instance.object),
        },
        position: instance.position,
        reported,
        pointers: if notes.is_some() { pointers } else { Vec::new() },
        notes,
        updated_at: part.and_then(tree::updated_at).or_else(|| tree::updated_at(instance.object)),
        status_text,
    })
}

/// Returns the object of `operational_status`, if it is one: it may have a note and a time other than the brand's.
fn detail<'a>(instance: &Instance<'a>) -> Option<&'a Object> {
    match instance.kind {
        EntityKind::OperationalStatus => instance.object.get("operational_status").and_then(Value::as_object),
        _ => None,
    }
}

fn own_key(object: &Object) -> Option<SecretString> {
    object.get("shared_key").and_then(text).map(SecretString::from)
}

fn cut(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("shared_key");
            object.values_mut().for_each(cut);
        }
        Value::Array(list) => list.iter_mut().for_each(cut),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    fn fixture(name: &str) -> Value {
        let path = format!("{}/tests/fixtures/get-business-response.{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn reported(body: &Value) -> Vec<(EntityKind, String, Reported)> {
        let name = |one: &Entity| one.code.clone().or_else(|| one.id.clone()).unwrap_or_default();
        entities(body).iter().map(|one| (one.kind, name(one), one.reported)).collect()
    }

    #[test]
    fn every_entity_of_a_personal_business_is_found() {
        use EntityKind::*;
        let brand = "BRN-0214-1762148405231".to_owned();
        let pending = |kind, name: &str| (kind, name.to_owned(), Reported::Pending);
        assert_eq!(
            reported(&fixture("personal.in-review")),
            [
                pending(Business, "BSN-0214-1762148405220"),
                pending(Contact, "CNT-0214-1762148405271"),
                pending(Address, "ADR-0214-1762148405282"),
                pending(Document, "KTP"),
                pending(Bank, "BNK-0214-1762148405283"),
                pending(Brand, &brand),
                (OperationalStatus, brand, Reported::Inactive),
                pending(PhotoProof, "PHP-0214-1762148405260"),
                pending(SocialMedia, "INSTAGRAM"),
                pending(Product, "QRIS"),
            ]
        );
    }

    #[test]
    fn a_rejected_document_brings_its_note_and_time() {
        let all = entities(&fixture("personal.rejected"));
        let rejected: Vec<_> = all.iter().filter(|one| one.reported == Reported::Rejected).collect();
        assert_eq!(rejected.len(), 1);
        assert_eq!(rejected[0].code.as_deref(), Some("KTP"));
        assert!(rejected[0].notes.as_deref().unwrap().starts_with("Foto KTP buram"));
        assert_eq!(rejected[0].updated_at, Millis::from_iso("2025-11-04T06:31:00Z"));
    }

    #[test]
    fn documents_of_the_company_come_before_those_of_people() {
        let body = fixture("corporate.active");
        let documents: Vec<_> = entities(&body).into_iter().filter(|one| one.kind == EntityKind::Document).collect();
        let codes: Vec<_> = documents.iter().filter_map(|one| one.code.as_deref()).collect();
        assert_eq!(codes, ["AKTA_PENDIRIAN_PERUSAHAAN", "NIB", "NPWP", "IZIN_USAHA", "KTP"]);
        assert_eq!(documents[4].position, 4);
        let products: Vec<_> = reported(&body).into_iter().filter(|(kind, ..)| *kind == EntityKind::Product).collect();
        assert_eq!(products[1], (EntityKind::Product, "VIRTUAL_ACCOUNT".to_owned(), Reported::Pending));
    }

    #[test]
    fn a_bank_account_is_verified_or_says_why_not_and_where() {
        let bank = |status: &str| {
            json!({"banks": [{"id": "BNK-1", "status": status,
                "failure_reasons": [{"field": "business.banks.0.account_name", "message": "Nama tidak sesuai"}]}]})
        };
        let refused = entities(&bank("FAILED")).remove(0);
        assert_eq!((refused.reported, refused.notes.as_deref()), (Reported::Rejected, Some("Nama tidak sesuai")));
        assert_eq!(refused.pointers[0].field, "business.banks.0.account_name");
        let verified = entities(&bank("Verified")).remove(0);
        assert_eq!((verified.kind, verified.reported), (EntityKind::Bank, Reported::Accepted));
        assert_eq!((verified.notes, verified.pointers), (None, Vec::new()), "a note beside a good verdict is none");
    }

    #[test]
    fn wrapped_and_bare_answers_read_the_same() {
        let bare = fixture("personal.active");
        for wrapped in [json!({"business": bare}), json!({"data": bare}), json!({"data": {"business": bare}})] {
            assert_eq!(reported(&wrapped), reported(&bare));
            assert_eq!(business_id(&wrapped), Some(DokuBusinessId::new("BSN-0214-1762148405220")));
            assert_eq!(brand_id(&wrapped), Some(DokuBrandId::new("BRN-0214-1762148405231")));
        }
    }

    #[test]
    fn an_entity_without_a_status_says_nothing() {
        let body = json!({"id": "BSN-0214-1762148405220", "banks": [{"id": "BNK-1"}, {"id": "BNK-2", "status": {"code": "ACTIVE"}}]});
        let all = entities(&body);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].id.as_deref(), all[0].position, all[0].reported), (Some("BNK-2"), 1, Reported::Accepted));
    }

    #[test]
    fn an_operational_status_may_be_an_object() {
        let body = json!({"brands": [{"id": "BRN-0214-1762148405231", "updated_at": "2025-11-04T06:31:00Z",
            "operational_status": {"code": "SUSPENDED", "reject_notes": ["beku"], "updated_at": "2025-11-05T06:31:00Z"}}]});
        let all = entities(&body);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].reported, all[0].notes.as_deref()), (Reported::Suspended, Some("beku")));
        assert_eq!(all[0].updated_at, Millis::from_iso("2025-11-05T06:31:00Z"));
    }

    #[test]
    fn shared_keys_are_cut_out_everywhere() {
        let mut body =
            json!({"shared_key": null, "old": [{"shared_key": {"odd": 1}}], "brands": [{"shared_key": "SK-1"}]});
        assert_eq!(take_shared_keys(&mut body).unwrap().expose_secret(), "SK-1");
        assert!(!body.to_string().contains("shared_key"));
        assert!(take_shared_keys(&mut body).is_none());
    }

    #[test]
    fn a_key_is_never_taken_from_another_brand() {
        let (first, second) = ("BRN-0214-1762148405231", "BRN-0214-1762148405299");
        let body = json!({"brands": [{"id": first}, {"id": second, "shared_key": "SK-2"}]});
        assert_eq!(brand_id(&body), Some(DokuBrandId::new(first)));
        assert!(shared_key(&body).is_none());
        let flat = json!({"business_id": "BSN-0214-1762148405220", "brand_id": first, "shared_key": "SK-1"});
        assert_eq!(shared_key(&flat).unwrap().expose_secret(), "SK-1");
    }
}
