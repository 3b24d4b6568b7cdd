//! The places of judged entities in Get Business Data, which callbacks of shape C share. Source: CONTRACT §7.1.

use domain::kyb::EntityKind;
use serde_json::Value;

use crate::lenient::{self, Object, Pointer, code, first_text, note, objects, time};

const STATUS: &[&str] = &["status", "result", "state"];
const OPERATIONAL_STATUS: &[&str] = &["operational_status", "status", "result", "state"];
const ANY_STATUS: &[&str] = &["status", "operational_status", "result", "state"];
const NOTES: &[&str] = &[
    "reject_notes",
    "reject_note",
    "rejected_notes",
    "reject_reason",
    "rejection_reason",
    "rejected_reason",
    "reason",
    "notes",
    "failure_reasons",
];
const UPDATED_AT: &[&str] = &["updated_at", "updated_date", "last_updated_at"];

/// One entity at its place in the answer.
#[derive(Clone, Copy)]
pub(crate) struct Instance<'a> {
    pub kind: EntityKind,
    /// The place among the instances of this kind.
    pub position: usize,
    pub object: &'a Object,
}

impl Instance<'_> {
    pub(crate) fn status_text(&self) -> Option<String> {
        let keys = match self.kind {
            EntityKind::OperationalStatus => &["operational_status"],
            _ => STATUS,
        };
        first_code(self.object, keys)
    }
}

/// Finds the business in an answer: bare, or under `business` or `data`.
pub(crate) fn business(body: &Value) -> Option<&Object> {
    let root = body.as_object()?;
    let inner = |key| root.get(key).and_then(Value::as_object);
    inner("business")
        .or_else(|| inner("data").map(|data| data.get("business").and_then(Value::as_object).unwrap_or(data)))
        .or(Some(root))
}

/// Finds the brands of a business: inside it, or beside it at `root`.
pub(crate) fn brands<'a>(business: &'a Object, root: Option<&'a Object>) -> Vec<&'a Object> {
    let inside = children(business, &["brands", "brand"]);
    match root {
        Some(root) if inside.is_empty() => children(root, &["brands", "brand"]),
        _ => inside,
    }
}

/// Lists every place where DOKU may judge something, with or without a status.
pub(crate) fn instances<'a>(business: &'a Object, brands: &[&'a Object]) -> Vec<Instance<'a>> {
    let contacts = children(business, &["contacts", "contact"]);
    let mut documents = children(business, &["documents", "document"]);
    documents.extend(below(&contacts, &["documents", "document"]));
    let kinds = [
        (EntityKind::Business, vec![business]),
        (EntityKind::Contact, contacts),
        (EntityKind::Address, children(business, &["addresses", "address"])),
        (EntityKind::Document, documents),
        (EntityKind::Bank, children(business, &["banks", "bank", "bank_accounts", "bank_account"])),
        (EntityKind::Brand, brands.to_vec()),
        (EntityKind::OperationalStatus, brands.to_vec()),
        (EntityKind::PhotoProof, below(brands, &["photo_proofs", "photo_proof"])),
        (EntityKind::SocialMedia, below(brands, &["social_media", "social_medias"])),
        (EntityKind::Product, below(brands, &["services", "products", "service", "product"])),
    ];
    let number = |(kind, found): (EntityKind, Vec<&'a Object>)| {
        found.into_iter().enumerate().map(move |(position, object)| Instance { kind, position, object })
    };
    kinds.into_iter().flat_map(number).collect()
}

/// Returns the status text of an object, under the keys that a callback of this kind may use.
pub(crate) fn status_text(object: &Object, kind: Option<EntityKind>) -> Option<String> {
    let keys = match kind {
        Some(EntityKind::OperationalStatus) => OPERATIONAL_STATUS,
        _ => ANY_STATUS,
    };
    first_code(object, keys)
}

pub(crate) fn notes(object: &Object) -> Option<String> {
    NOTES.iter().find_map(|key| object.get(*key).and_then(note))
}

/// Collects pointers from every key of notes.
pub(crate) fn pointers(object: &Object) -> Vec<Pointer> {
    NOTES.iter().filter_map(|key| object.get(*key)).flat_map(lenient::pointers).collect()
}

pub(crate) fn updated_at(object: &Object) -> Option<domain::Millis> {
    UPDATED_AT.iter().find_map(|key| object.get(*key).and_then(time))
}

pub(crate) fn id(object: &Object) -> Option<String> {
    first_text(object, &["id"])
}

pub(crate) fn code_of(object: &Object) -> Option<String> {
    object.get("code").and_then(code)
}

fn first_code(object: &Object, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| object.get(*key).and_then(lenient::code))
}

fn children<'a>(parent: &'a Object, keys: &[&str]) -> Vec<&'a Object> {
    keys.iter().filter_map(|key| parent.get(*key)).flat_map(objects).collect()
}

fn below<'a>(parents: &[&'a Object], keys: &[&str]) -> Vec<&'a Object> {
    parents.iter().flat_map(|parent| children(parent, keys)).collect()
}
