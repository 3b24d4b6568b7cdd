//! The body of a callback in the three shapes that we know. Source: CONTRACT §8.2; A is our default, B and C are
//! tolerated.

use domain::Millis;
use domain::kyb::EntityKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::document;
use crate::store::businesses::Business;
use crate::store::entities::Entity;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// `type`, `business`, `brand`, `entity`, `status`, `reject_notes` as text.
    #[default]
    A,
    /// `callback_type`, flat ids, an object named after the entity, notes as a list of texts.
    B,
    /// `event` and the read shape cut down to the changed branch; status as object, notes as a list of objects.
    C,
    /// The shapes A, B, C, A, … in turn within each business.
    Mixed,
}

impl Shape {
    /// Returns the shape of the callback number `turn` of a business, counted from 0.
    pub const fn at(self, turn: i64) -> Self {
        match (self, turn.rem_euclid(3)) {
            (Self::Mixed, 0) => Self::A,
            (Self::Mixed, 1) => Self::B,
            (Self::Mixed, _) => Self::C,
            (fixed, _) => fixed,
        }
    }
}

/// Builds the body. All shapes have `updated_at`, as the read shape has: without it a late retry would pass for news.
pub fn body(shape: Shape, business: &Business, entity: &Entity) -> Value {
    let place = Place::of(business, entity);
    match shape {
        Shape::A | Shape::Mixed => json!({
            "type": entity.kind,
            "business": { "id": business.business_id },
            "brand": { "id": place.brand },
            "entity": place.about,
            "status": entity.status,
            "reject_notes": entity.note,
            "updated_at": Millis(entity.updated_at).to_iso(),
        }),
        Shape::B => flat(business, entity, place),
        Shape::C => branch(business, entity, &place),
    }
}

/// The facts in a callback about an entity, beside its verdict.
struct Place {
    /// The brand that the entity belongs to; the first one for parts of the business.
    brand: String,
    about: Value,
}

impl Place {
    fn of(business: &Business, entity: &Entity) -> Self {
        let mut place = Self { brand: business.brand_id.clone(), about: json!({ "id": entity.doku_id }) };
        document::visit(&mut business.document.0.clone(), &mut |part| {
            let is_its_brand = entity.slot == part.slot || entity.slot.starts_with(&format!("{}/", part.slot));
            if part.kind == EntityKind::Brand && is_its_brand {
                place.brand = part.text("id").unwrap_or_default().to_owned();
            }
            if part.slot == entity.slot {
                for key in keys_of(part.kind) {
                    place.about[*key] = part.object.get(*key).cloned().unwrap_or(Value::Null);
                }
            }
        });
        if entity.kind() == EntityKind::OperationalStatus {
            place.about["field"] = "operational_status".into();
        }
        place
    }
}

const fn keys_of(kind: EntityKind) -> &'static [&'static str] {
    match kind {
        EntityKind::Business | EntityKind::PhotoProof | EntityKind::OperationalStatus => &[],
        EntityKind::Contact | EntityKind::Brand => &["name"],
        EntityKind::Address => &["area"],
        EntityKind::Document | EntityKind::SocialMedia => &["code"],
        EntityKind::Bank => &["bank_name", "account_number"],
        EntityKind::Product => &["code", "name"],
    }
}

fn flat(business: &Business, entity: &Entity, place: Place) -> Value {
    let mut about = place.about;
    about["status"] = entity.status.clone().into();
    about["reject_notes"] = entity.note.iter().map(|note| json!(note)).collect();
    about["updated_at"] = Millis(entity.updated_at).to_iso().into();
    let name = entity.kind.to_ascii_lowercase().replace('.', "_");
    let mut body = json!({
        "callback_type": entity.kind,
        "business_id": business.business_id,
        "brand_id": place.brand,
    });
    body[name] = about;
    body
}

fn branch(business: &Business, entity: &Entity, place: &Place) -> Value {
    let leaf = leaf(entity, &place.about);
    let in_brand = |list: &str, leaf: Value| json!({ "brands": [{ "id": place.brand, list: [leaf] }] });
    let mut tree = match entity.kind() {
        EntityKind::Business => leaf,
        EntityKind::Contact => json!({ "contacts": [leaf] }),
        EntityKind::Address => json!({ "addresses": [leaf] }),
        EntityKind::Bank => json!({ "banks": [leaf] }),
        EntityKind::Document if entity.slot.starts_with("contacts/") => {
            json!({ "contacts": [{ "documents": [leaf] }] })
        }
        EntityKind::Document => json!({ "documents": [leaf] }),
        EntityKind::Brand | EntityKind::OperationalStatus => json!({ "brands": [leaf] }),
        EntityKind::PhotoProof => in_brand("photo_proofs", leaf),
        EntityKind::SocialMedia => in_brand("social_media", leaf),
        EntityKind::Product => in_brand("services", leaf),
    };
    tree["id"] = business.business_id.clone().into();
    json!({ "event": entity.kind, "business": tree })
}

fn leaf(entity: &Entity, about: &Value) -> Value {
    let mut words = entity.status.chars();
    let name: String = words.next().into_iter().chain(words.map(|c| c.to_ascii_lowercase())).collect();
    let status = json!({ "code": entity.status, "name": name });
    let mut leaf = about.clone();
    let key = if entity.kind() == EntityKind::OperationalStatus { "operational_status" } else { "status" };
    leaf[key] = status;
    leaf["reject_notes"] = entity.note.iter().map(|note| json!({ "code": "NOTE", "value": note })).collect();
    leaf["updated_at"] = Millis(entity.updated_at).to_iso().into();
    if let Some(leaf) = leaf.as_object_mut() {
        leaf.remove("field");
    }
    leaf
}
