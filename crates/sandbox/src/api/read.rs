//! `GET /business/{id}`: a bare object, codes as `{code, name}`, a status on every entity. Source: CONTRACT §7.1.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use domain::Millis;
use domain::kyb::EntityKind;
use serde_json::{Value, json};

use super::answer::{Answer, content};
use crate::document::{self, Object};
use crate::store::businesses::{self, Business};
use crate::store::entities::{self, Entity};
use crate::world::World;

pub async fn get(State(world): State<Arc<World>>, Path(id): Path<String>) -> Result<Answer, Answer> {
    let mut conn = world.db.acquire().await?;
    let found = businesses::find(&mut conn, &id).await?;
    let business = found.ok_or_else(|| content(404, "BUSINESS NOT FOUND"))?;
    let bare = answer(&world, &business, &entities::of(&mut conn, business.id).await?);
    Ok(Answer::new(200, if world.switches().wrap_get_response { json!({ "business": bare }) } else { bare }))
}

pub fn answer(world: &World, business: &Business, entities: &[Entity]) -> Value {
    let by_slot: HashMap<&str, &Entity> = entities.iter().map(|entity| (entity.slot.as_str(), entity)).collect();
    let mut document = business.document.0.clone();
    document::visit(&mut document, &mut |part| {
        let Some(entity) = by_slot.get(part.slot.as_str()) else { return };
        match part.kind {
            EntityKind::OperationalStatus => {
                part.object.insert("operational_status".to_owned(), entity.status.clone().into());
            }
            kind => {
                judged(part.object, entity, kind);
                decorate(part.object, kind, business, entity);
            }
        }
    });
    if let Some(top) = document.as_object_mut() {
        top.insert("partner".to_owned(), world.config.client_id.clone().into());
        top.insert("platform".to_owned(), "api".into());
    }
    document
}

fn judged(object: &mut Object, entity: &Entity, kind: EntityKind) {
    object.insert("status".to_owned(), entity.status.clone().into());
    object.insert("updated_at".to_owned(), Millis(entity.updated_at).to_iso().into());
    // DOKU's sample shows no notes on a service, so they are sent only when there are some.
    if kind != EntityKind::Product || entity.note.is_some() {
        object.insert("reject_notes".to_owned(), entity.note.clone().into());
    }
}

/// Labels the plain codes and adds what only DOKU knows.
fn decorate(object: &mut Object, kind: EntityKind, business: &Business, entity: &Entity) {
    match kind {
        EntityKind::Business => {
            object.remove("callback_url");
            for key in ["website_readiness", "mobile_app_readiness", "legal_entity"] {
                label(object, key);
            }
        }
        EntityKind::Brand => {
            object.remove("description");
            label(object, "transaction_frequency");
            label(object, "transaction_quantity");
            let own = [
                ("shared_key", json!(business.shared_key)),
                ("minimum_transaction", json!(0)),
                ("maximum_transaction", json!(100)),
                ("ticket_size", json!({"code": "UP_TO_50K", "name": "Less than or equal to IDR 50.000"})),
                ("finance_status", json!("PROBATION")),
                ("risk_engine_status", json!("ON_PROCESS")),
            ];
            object.extend(own.map(|(key, value)| (key.to_owned(), value)));
        }
        EntityKind::Contact => {
            object.remove("owner_liveness");
        }
        EntityKind::SocialMedia | EntityKind::Product => {
            object.remove("id");
        }
        EntityKind::PhotoProof => {
            object.remove("file");
            let photo = format!("https://files.sandbox.example/PHOTO_PROOF/{}.jpeg", entity.doku_id);
            object.insert("photo".to_owned(), photo.into());
        }
        EntityKind::OperationalStatus | EntityKind::Address | EntityKind::Document | EntityKind::Bank => {}
    }
}

fn label(object: &mut Object, key: &str) {
    let Some(code) = object.get(key).and_then(Value::as_str).map(str::to_owned) else { return };
    let name = match (key, code.as_str()) {
        ("website_readiness", "DONT_HAVE") => "Don't have a website",
        ("mobile_app_readiness", "DONT_HAVE") => "Don't have a mobile app",
        (_, "HAVE") => "Have",
        (_, "UNDER_DEVELOPMENT") => "Under development",
        (_, "PERSEORANGAN") => "Personal",
        (_, "UMI") => "< IDR 20 Mio",
        (_, "UP_TO_100") => "< 100",
        (_, other) => other,
    };
    let labelled = json!({"code": code, "name": name});
    object.insert(key.to_owned(), labelled);
}
