//! Ten types × three shapes × every verdict, with notes as text, list and objects. Source: CONTRACT §8.2.

use doku::callback::{CallbackFacts, read};
use domain::Millis;
use domain::kyb::{EntityKind, Reported};
use serde_json::{Value, json};

use crate::world::CLIENT_ID;

const BUSINESS: &str = "BSN-0214-1762148405220";
const BRAND: &str = "BRN-0214-1762148405231";
const AT: &str = "2025-11-04T06:30:28Z";

/// Type, id and code of one entity, and its place in the read shape: lists from the outside in.
const TEN: [(EntityKind, &str, Option<&str>, &[&str]); 10] = [
    (EntityKind::OperationalStatus, BRAND, None, &["brands"]),
    (EntityKind::Business, BUSINESS, None, &[]),
    (EntityKind::Contact, "CNT-0214-1762148405271", None, &["contacts"]),
    (EntityKind::Address, "ADR-0214-1762148405282", None, &["addresses"]),
    (EntityKind::Document, "DCM-0214-1762148211402", Some("KTP"), &["contacts", "documents"]),
    (EntityKind::Bank, "BNK-0214-1762148405293", None, &["banks"]),
    (EntityKind::Brand, BRAND, None, &["brands"]),
    (EntityKind::SocialMedia, "SCM-0214-1762148405304", Some("INSTAGRAM"), &["brands", "social_media"]),
    (EntityKind::PhotoProof, "PHP-0214-1762148405260", None, &["brands", "photo_proofs"]),
    (EntityKind::Product, "PRD-0214-1762148405315", Some("QRIS"), &["brands", "services"]),
];

fn entity(id: &str, code: Option<&str>) -> Value {
    match code {
        Some(code) => json!({"id": id, "code": code}),
        None => json!({ "id": id }),
    }
}

fn shape_a(kind: EntityKind, entity: Value, word: &str, notes: &Value) -> Value {
    json!({"type": kind.as_str(), "business": {"id": BUSINESS}, "brand": {"id": BRAND}, "entity": entity,
        "status": word, "reject_notes": notes, "updated_at": AT})
}

fn shape_b(kind: EntityKind, mut entity: Value, word: &str, notes: &Value) -> Value {
    entity["status"] = word.into();
    entity["reject_notes"] = notes.clone();
    entity["updated_at"] = AT.into();
    let name = kind.as_str().to_ascii_lowercase().replace('.', "_");
    json!({"callback_type": kind.as_str(), "business_id": BUSINESS, "brand_id": BRAND, name: entity})
}

fn shape_c(kind: EntityKind, mut leaf: Value, place: &[&str], word: &str, notes: &Value) -> Value {
    let key = if kind == EntityKind::OperationalStatus { "operational_status" } else { "status" };
    leaf[key] = json!({"code": word, "name": "as DOKU calls it"});
    leaf["reject_notes"] = notes.clone();
    leaf["updated_at"] = AT.into();
    let mut tree = leaf;
    for (depth, list) in place.iter().enumerate().rev() {
        tree = json!({ *list: [tree] });
        if depth == 1 && place[0] == "brands" {
            tree["id"] = BRAND.into();
        }
    }
    tree["id"] = BUSINESS.into();
    json!({"event": kind.as_str(), "business": tree})
}

fn all(kind: EntityKind, id: &str, code: Option<&str>, place: &[&str], word: &str, notes: &Value) -> [Value; 3] {
    let one = || entity(id, code);
    [shape_a(kind, one(), word, notes), shape_b(kind, one(), word, notes), shape_c(kind, one(), place, word, notes)]
}

fn facts(body: &Value) -> CallbackFacts {
    read(body.to_string().as_bytes(), CLIENT_ID).unwrap()
}

fn words(kind: EntityKind) -> Vec<&'static str> {
    let mut words = vec!["ACTIVE", "approved", "REJECTED", "Declined", "PENDING", "MENUNGGU_SURVEI"];
    if matches!(kind, EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus) {
        words.extend(["SUSPENDED", "INACTIVE"]);
    }
    words
}

/// Returns the same note as text, as a list and as objects under each of the three names.
fn notes() -> [Value; 6] {
    [
        json!("Foto buram\nNIK tidak terbaca"),
        json!(["Foto buram", "NIK tidak terbaca"]),
        json!([{"code": "BLUR", "value": "Foto buram"}, {"code": "NIK", "value": "NIK tidak terbaca"}]),
        json!([{"name": "Foto buram"}, {"message": "NIK tidak terbaca"}]),
        json!(["Foto buram", {"message": "NIK tidak terbaca"}, null, ""]),
        json!({"message": "Foto buram\nNIK tidak terbaca"}),
    ]
}

#[test]
fn ten_types_in_three_shapes_with_every_word_and_every_kind_of_note() {
    let mut cases = 0;
    for (kind, id, code, place) in TEN {
        for word in words(kind) {
            for notes in notes() {
                for body in all(kind, id, code, place, word, &notes) {
                    let read = facts(&body);
                    assert_eq!(read.kind, Some(kind), "{body}");
                    assert_eq!(read.business.as_ref().map(|id| id.as_str()), Some(BUSINESS), "{body}");
                    assert_eq!(read.entity_id.as_deref(), Some(id), "{body}");
                    assert_eq!(read.entity_code.as_deref(), code, "{body}");
                    assert_eq!(read.status_text.as_deref(), Some(word), "{body}");
                    assert_eq!(read.reported, Some(Reported::read(word)), "{body}");
                    assert_eq!(read.notes.as_deref(), Some("Foto buram\nNIK tidak terbaca"), "{body}");
                    assert_eq!(read.updated_at, Millis::from_iso(AT), "{body}");
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, (7 * 6 + 3 * 8) * 6 * 3);
}

#[test]
fn the_brand_is_found_wherever_it_is_named() {
    for (kind, id, code, place) in TEN {
        let [a, b, c] = all(kind, id, code, place, "ACTIVE", &Value::Null).map(|body| facts(&body).brand);
        assert_eq!(a.as_ref().map(|id| id.as_str()), Some(BRAND), "{kind:?}");
        assert_eq!(a, b);
        assert_eq!(c.is_some(), place.first() == Some(&"brands"), "{kind:?}");
    }
}

#[test]
fn unknown_types_fields_and_empty_notes_disturb_nothing() {
    for (kind, id, code, place) in TEN {
        for mut body in all(kind, id, code, place, "REJECTED", &json!([])) {
            body["trace"] = json!({"deep": [{"status": "ACTIVE", "id": "XYZ-0001-1762148405231"}]});
            body["version"] = 3.into();
            let read = facts(&body);
            assert_eq!((read.kind, read.reported), (Some(kind), Some(Reported::Rejected)), "{body}");
            assert_eq!((read.entity_id.as_deref(), read.notes), (Some(id), None), "{body}");
            assert!(read.ids.contains(&"XYZ-0001-1762148405231".to_owned()), "{body}");
        }
        for name in ["type", "callback_type", "event", "event_type", "entity_type", "notification_type"] {
            let read = facts(&json!({name: "brand_logo", "business_id": BUSINESS, "status": "ACTIVE"}));
            assert_eq!((read.kind, read.kind_text.as_deref()), (None, Some("BRAND_LOGO")), "{name}");
            assert_eq!(read.business.map(|id| id.to_string()).as_deref(), Some(BUSINESS), "{name}");
        }
    }
}
