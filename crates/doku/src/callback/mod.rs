//! Reads a KYB callback, whose body DOKU has not published; we know three shapes. Source: CONTRACT §8.2, reader rules.

use domain::Millis;
use domain::ids::{DokuBrandId, DokuBusinessId, looks_like_doku_id};
use domain::kyb::{EntityKind, Reported};
use serde_json::Value;

use crate::decode;
use crate::lenient::{Object, Pointer, first_text, text};
use crate::{readback, tree};

const TYPE: &[&str] = &["type", "callback_type", "event", "event_type", "entity_type", "notification_type"];
const ENVELOPES: &[&str] = &["data", "payload", "notification"];
/// Words of `business.type`, which may share the key with the type of the callback.
const BUSINESS_TYPES: &[&str] = &["PERSONAL", "CORPORATE", "INTERNATIONAL"];

/// The facts of one callback, as far as it could be read. A missing one asks for a read-back.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct CallbackFacts {
    /// `None` when DOKU names a type that we do not know: see `kind_text`.
    pub kind: Option<EntityKind>,
    /// The type in upper case.
    pub kind_text: Option<String>,
    pub business: Option<DokuBusinessId>,
    pub brand: Option<DokuBrandId>,
    pub entity_id: Option<String>,
    pub entity_code: Option<String>,
    /// DOKU's verdict; `Pending` also for a word that we do not know: ask `Reported::is_known(status_text)`.
    pub reported: Option<Reported>,
    pub status_text: Option<String>,
    /// The notes as DOKU wrote them, lines joined by LF. They may hold personal data.
    pub notes: Option<String>,
    /// The fields that lines of the notes point to.
    pub pointers: Vec<Pointer>,
    pub updated_at: Option<Millis>,
    /// Every id of DOKU's pattern named anywhere, sorted, without the partner's own.
    pub ids: Vec<String>,
}

// `Debug` omits the notes.
debug_only! { CallbackFacts: kind, business, brand, entity_id, entity_code, reported, updated_at }

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the callback holds no JSON object")]
pub struct NotJson;

/// Reads a callback. `partner_client_id` has the form of a brand's id, but is never the brand of a callback.
pub fn read(body: &[u8], partner_client_id: &str) -> Result<CallbackFacts, NotJson> {
    let mut value = decode::object(body).ok_or(NotJson)?;
    decode::open_texts(&mut value, ENVELOPES);
    let root = value.as_object().ok_or(NotJson)?;
    Ok(Reader::new(root).facts(partner_client_id))
}

/// Removes every brand's key from a body that is about to be kept. `None` means that it holds none.
pub fn without_shared_keys(body: &[u8]) -> Option<Vec<u8>> {
    if !decode::text(body).contains("shared_key") {
        return None;
    }
    let mut value = decode::object(body).or_else(|| decode::value(body))?;
    decode::open_texts(&mut value, ENVELOPES);
    readback::take_shared_keys(&mut value);
    serde_json::to_vec(&value).ok()
}

struct Reader<'a> {
    /// The body and, if there is one, the object it wraps.
    roots: Vec<&'a Object>,
    kind: Option<EntityKind>,
    kind_text: Option<String>,
}

impl<'a> Reader<'a> {
    fn new(root: &'a Object) -> Self {
        let wrapped = ENVELOPES.iter().filter_map(|key| root.get(*key).and_then(Value::as_object));
        let roots: Vec<&Object> = std::iter::once(root).chain(wrapped).collect();
        let kind_text = roots.iter().find_map(|root| kind_text(root));
        let kind = kind_text.as_deref().and_then(EntityKind::of_type);
        Self { roots, kind, kind_text }
    }

    fn facts(self, partner_client_id: &str) -> CallbackFacts {
        let mut ids = Vec::new();
        self.roots.iter().take(1).flat_map(|root| root.values()).for_each(|value| collect_ids(value, &mut ids));
        ids.retain(|id| id != partner_client_id);
        ids.sort_unstable();
        ids.dedup();

        let subjects = self.subjects();
        let entity_id = subjects.iter().find_map(|object| tree::id(object)).or_else(|| self.flat(&["entity_id"]));
        let business = self.owner(&ids, "BSN-", "business", entity_id.as_ref());
        let brand = self.owner(&ids, "BRN-", "brand", entity_id.as_ref());
        let speakers: Vec<&Object> =
            self.roots.iter().filter(|root| !self.is_another_entity(root)).chain(&subjects).copied().collect();
        let status_text = self.status_text(&speakers);
        CallbackFacts {
            entity_id: entity_id.or_else(|| match self.kind? {
                EntityKind::Business => business.clone(),
                EntityKind::Brand | EntityKind::OperationalStatus => brand.clone(),
                _ => None,
            }),
            entity_code: self.entity_code(&subjects),
            reported: status_text.as_deref().map(Reported::read),
            status_text,
            notes: speakers.iter().find_map(|object| tree::notes(object)),
            pointers: speakers
                .iter()
                .map(|object| tree::pointers(object))
                .find(|all| !all.is_empty())
                .unwrap_or_default(),
            updated_at: speakers.iter().find_map(|object| tree::updated_at(object)),
            business: business.map(DokuBusinessId::new),
            brand: brand.map(DokuBrandId::new),
            kind: self.kind,
            kind_text: self.kind_text,
            ids,
        }
    }

    /// Returns the first known word, else the first word.
    fn status_text(&self, speakers: &[&Object]) -> Option<String> {
        let words: Vec<String> = speakers.iter().filter_map(|object| tree::status_text(object, self.kind)).collect();
        words.iter().find(|word| Reported::is_known(word)).or(words.first()).cloned()
    }

    /// Returns the code; only parts that come in several kinds have one.
    fn entity_code(&self, subjects: &[&Object]) -> Option<String> {
        match self.kind {
            Some(EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus) => None,
            _ => {
                subjects.iter().find_map(|object| tree::code_of(object)).or_else(|| self.flat(&["entity_code", "code"]))
            }
        }
    }

    /// Returns the objects that stand for the entity: `entity` (shape A), one named after it (B), its only place in the
    /// tree (C).
    fn subjects(&self) -> Vec<&'a Object> {
        let Some(kind) = self.kind else { return self.named("entity") };
        let own_name = kind.as_str().to_ascii_lowercase().replace('.', "_");
        let short_name = own_name.split_once('_').map_or("", |(_, rest)| rest);
        let named = ["entity", &own_name, short_name].into_iter().flat_map(|key| self.named(key));
        named.chain(self.only_in_tree(kind)).collect()
    }

    fn named(&self, key: &str) -> Vec<&'a Object> {
        self.roots.iter().filter_map(|root| root.get(key).and_then(Value::as_object)).collect()
    }

    /// Returns the only candidate in the tree. Several candidates are no answer: then the read-back decides.
    fn only_in_tree(&self, kind: EntityKind) -> Option<&'a Object> {
        self.roots.iter().find_map(|root| {
            let business = root.get("business").and_then(Value::as_object).unwrap_or(root);
            let brands = tree::brands(business, Some(root));
            let mut judged = tree::instances(business, &brands)
                .into_iter()
                .filter(|one| one.kind == kind && one.status_text().is_some());
            let only = judged.next().filter(|_| judged.next().is_none())?;
            (!std::ptr::eq(only.object, *root)).then_some(only.object)
        })
    }

    /// Tells whether the id at the top is another entity's: a bare business there is not the part that the callback is
    /// about.
    fn is_another_entity(&self, root: &Object) -> bool {
        let id = tree::id(root).unwrap_or_default();
        match self.kind {
            Some(EntityKind::Business) => id.starts_with("BRN-"),
            Some(EntityKind::Brand | EntityKind::OperationalStatus) => id.starts_with("BSN-"),
            _ => id.starts_with("BSN-") || id.starts_with("BRN-"),
        }
    }

    /// Returns the id at its usual place, else the first of that kind anywhere.
    fn owner(&self, ids: &[String], prefix: &str, name: &str, entity: Option<&String>) -> Option<String> {
        let nested = self.named(name).into_iter().filter_map(tree::id);
        let usual = nested.chain(self.flat(&[&format!("{name}_id")])).chain(entity.cloned());
        usual.chain(ids.iter().cloned()).find(|id| id.starts_with(prefix) && ids.contains(id))
    }

    fn flat(&self, keys: &[&str]) -> Option<String> {
        self.roots.iter().find_map(|root| first_text(root, keys))
    }
}

fn kind_text(root: &Object) -> Option<String> {
    let words = TYPE.iter().filter_map(|key| root.get(*key)).filter_map(text).map(|word| word.to_ascii_uppercase());
    words.into_iter().find(|word| !BUSINESS_TYPES.contains(&word.as_str()))
}

fn collect_ids(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::String(text) if looks_like_doku_id(text.trim()) => ids.push(text.trim().to_owned()),
        Value::Array(list) => list.iter().for_each(|item| collect_ids(item, ids)),
        Value::Object(object) => object.values().for_each(|item| collect_ids(item, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests;
