//! The registration as it is kept: the places of the judged parts, their ids, and how an update is merged.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::Millis;
use domain::kyb::EntityKind;
use serde_json::{Map, Value, json};

pub type Object = Map<String, Value>;

/// Services that every brand offers for switching on once it is ACTIVE.
const SERVICES: [(&str, &str); 3] =
    [("QRIS", "QRIS"), ("VIRTUAL_ACCOUNT", "Virtual Account"), ("CREDIT_CARD", "Credit Card")];

/// Returns the items of a list; none when the list is missing.
pub fn items<'a>(object: &'a Value, list: &str) -> &'a [Value] {
    object.get(list).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Returns a text; empty when it is missing.
pub fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// One thing that is judged, and its place: `contacts/0/documents/KTP`.
pub struct Part<'a> {
    pub kind: EntityKind,
    pub slot: String,
    pub object: &'a mut Object,
}

impl Part<'_> {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.object.get(key).and_then(Value::as_str)
    }

    fn prefix(&self) -> &'static str {
        match self.kind {
            EntityKind::Business => "BSN",
            EntityKind::Brand | EntityKind::OperationalStatus => "BRN",
            EntityKind::Contact => "CNT",
            EntityKind::Address => "ADR",
            EntityKind::Document => "DCM",
            EntityKind::Bank => "BNK",
            EntityKind::SocialMedia => "SCM",
            EntityKind::PhotoProof => "PHP",
            EntityKind::Product => "PRD",
        }
    }
}

/// Visits every part, in the order of a simulated approval. Source: CONTRACT §8.3.
pub fn visit(document: &mut Value, see: &mut dyn FnMut(Part<'_>)) {
    list(document, "contacts", |n, contact| {
        part(contact, EntityKind::Contact, format!("contacts/{n}"), see);
        list(contact, "documents", |m, inner| {
            let slot = format!("contacts/{n}/documents/{}", code_or(inner, m));
            part(inner, EntityKind::Document, slot, see);
        });
    });
    list(document, "addresses", |n, one| part(one, EntityKind::Address, format!("addresses/{n}"), see));
    list(document, "documents", |n, one| {
        let slot = format!("documents/{}", code_or(one, n));
        part(one, EntityKind::Document, slot, see);
    });
    list(document, "banks", |n, one| part(one, EntityKind::Bank, format!("banks/{n}"), see));
    list(document, "brands", |n, brand| visit_brand(brand, n, see));
    part(document, EntityKind::Business, "business".to_owned(), see);
}

fn visit_brand(brand: &mut Value, n: usize, see: &mut dyn FnMut(Part<'_>)) {
    list(brand, "social_media", |m, one| {
        let slot = format!("brands/{n}/social_media/{}", code_or(one, m));
        part(one, EntityKind::SocialMedia, slot, see);
    });
    list(brand, "photo_proofs", |m, one| {
        part(one, EntityKind::PhotoProof, format!("brands/{n}/photo_proofs/{m}"), see)
    });
    list(brand, "services", |m, one| {
        let slot = format!("brands/{n}/services/{}", code_or(one, m));
        part(one, EntityKind::Product, slot, see);
    });
    part(brand, EntityKind::Brand, format!("brands/{n}"), see);
    part(brand, EntityKind::OperationalStatus, format!("brands/{n}/operational_status"), see);
}

fn part(value: &mut Value, kind: EntityKind, slot: String, see: &mut dyn FnMut(Part<'_>)) {
    if let Some(object) = value.as_object_mut() {
        see(Part { kind, slot, object });
    }
}

fn list(parent: &mut Value, key: &str, mut see: impl FnMut(usize, &mut Value)) {
    if let Some(items) = parent.get_mut(key).and_then(Value::as_array_mut) {
        items.iter_mut().enumerate().for_each(|(n, item)| see(n, item));
    }
}

fn code_or(value: &Value, position: usize) -> String {
    value.get("code").and_then(Value::as_str).map_or_else(|| position.to_string(), str::to_owned)
}

/// Gives ids of the pattern `PPP-0001-<epoch ms>`, each only once.
pub struct Ids {
    last: AtomicI64,
}

impl Ids {
    /// Starts behind `last`, the largest number that an earlier process gave.
    pub fn after(last: i64) -> Self {
        Self { last: AtomicI64::new(last) }
    }

    pub fn next(&self, prefix: &str, now: Millis) -> String {
        let newest = |last: i64| now.0.max(last + 1);
        let last = self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(newest(last)));
        format!("{prefix}-0001-{:013}", newest(last.unwrap_or_else(|last| last)))
    }
}

/// Gives an id to everything without one, makes a photo's upload id its `file`, and adds the brands' services.
pub fn adopt(document: &mut Value, ids: &Ids, now: Millis) {
    let business = document.as_object_mut().filter(|business| !business.contains_key("id"));
    if let Some(business) = business {
        business.insert("id".to_owned(), ids.next("BSN", now).into());
    }
    list(document, "brands", |_, brand| {
        let Some(brand) = brand.as_object_mut() else { return };
        brand.entry("id").or_insert_with(|| ids.next("BRN", now).into());
        let services = || SERVICES.iter().map(|(code, name)| json!({"code": code, "name": name})).collect();
        brand.entry("services").or_insert_with(services);
    });
    visit(document, &mut |part| {
        let id = part.text("id").map(str::to_owned);
        match (part.kind, id) {
            (EntityKind::PhotoProof, Some(file)) if !file.starts_with("PHP-") => {
                part.object.insert("file".to_owned(), file.into());
                part.object.insert("id".to_owned(), ids.next("PHP", now).into());
            }
            (_, Some(_)) => {}
            (_, None) => {
                let id = ids.next(part.prefix(), now);
                part.object.insert("id".to_owned(), id.into());
            }
        }
    });
}

/// Turns the other spellings that CONTRACT §5.2 admits into ours.
pub fn normalise(business: &mut Value) {
    let Some(business) = business.as_object_mut() else { return };
    for (spelled, ours) in
        [("bank_accounts", "banks"), ("bank_account", "banks"), ("calling_code", "phone_calling_code")]
    {
        if let Some(value) = business.remove(spelled) {
            business.entry(ours).or_insert(value);
        }
    }
    if let Some(bank) = business.get_mut("banks").filter(|banks| banks.is_object()) {
        *bank = json!([bank.take()]);
    }
    for key in ["website_readiness", "mobile_app_readiness"] {
        if let Some(readiness) = business.get_mut(key)
            && let Some(have) = readiness.as_bool()
        {
            *readiness = if have { "HAVE" } else { "DONT_HAVE" }.into();
        }
    }
}

/// Collects every NIK and NIB in the document.
pub fn identities(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    visit(&mut document.clone(), &mut |part| {
        let forms = part.object.get("forms").and_then(Value::as_array).into_iter().flatten();
        let is_one = |form: &&Value| form.get("code").is_some_and(|code| code == "NO_KTP" || code == "NO_NIB");
        found.extend(forms.filter(is_one).filter_map(|form| form.get("value")?.as_str().map(str::to_owned)));
    });
    found
}

/// Merges an update into the document by the rule of CONTRACT §7.2.
pub fn merge(target: &mut Value, update: &Value) {
    let (Some(target), Some(update)) = (target.as_object_mut(), update.as_object()) else {
        *target = update.clone();
        return;
    };
    for (key, new) in update {
        let old = target.entry(key.clone()).or_insert(Value::Null);
        match (key.as_str(), new) {
            ("brands" | "addresses" | "banks" | "contacts", Value::Array(items)) => merge_list(old, items, by_id),
            ("documents", Value::Array(items)) => merge_list(old, items, by_code),
            ("photo_proofs", Value::Array(_)) => *old = keep_photo_files(old, new),
            (_, Value::Object(_)) => merge(old, new),
            _ => *old = new.clone(),
        }
    }
}

fn merge_list(old: &mut Value, items: &[Value], find: fn(&[Value], usize, &Value) -> Option<usize>) {
    if !old.is_array() {
        *old = json!([]);
    }
    let Some(list) = old.as_array_mut() else { return };
    for (position, item) in items.iter().enumerate() {
        match find(list, position, item).and_then(|at| list.get_mut(at)) {
            Some(found) => merge(found, item),
            None => list.push(item.clone()),
        }
    }
}

fn by_id(list: &[Value], position: usize, item: &Value) -> Option<usize> {
    match item.get("id") {
        Some(id) => list.iter().position(|old| old.get("id") == Some(id)),
        None => (position < list.len()).then_some(position),
    }
}

fn by_code(list: &[Value], position: usize, item: &Value) -> Option<usize> {
    match item.get("code") {
        Some(code) => list.iter().position(|old| old.get("code") == Some(code)),
        None => by_id(list, position, item),
    }
}

/// Keeps the known photo for each item that names it by its `PHP-…` id.
fn keep_photo_files(old: &Value, new: &Value) -> Value {
    let known = old.as_array().map_or(&[][..], Vec::as_slice);
    let items = new.as_array().into_iter().flatten();
    items.map(|item| known.iter().find(|old| old.get("id") == item.get("id")).unwrap_or(item).clone()).collect()
}

/// A part that an update changes or repeats; a part that merely contains such a part is not one.
pub struct Touched {
    pub slot: String,
    pub changed: bool,
}

pub fn touched(before: &Value, after: &Value, update: &Value) -> Vec<Touched> {
    let mut old = BTreeMap::new();
    visit(&mut before.clone(), &mut |part| drop(old.insert(part.slot.clone(), own(&part))));
    let mut update = update.clone();
    align(&mut update, before);
    let mut named = Vec::new();
    visit(&mut update, &mut |part| {
        if !own(&part).is_empty() {
            named.push(part.slot);
        }
    });
    let mut touched = Vec::new();
    visit(&mut after.clone(), &mut |part| {
        let known = old.get(&part.slot);
        if part.kind != EntityKind::OperationalStatus && (known.is_none() || named.contains(&part.slot)) {
            let changed = known != Some(&own(&part));
            touched.push(Touched { slot: part.slot, changed });
        }
    });
    touched
}

/// Moves each item of an update to the position of the one it changes.
fn align(update: &mut Value, before: &Value) {
    for key in ["brands", "addresses", "banks", "contacts"] {
        let Some(changes) = update.get_mut(key).and_then(Value::as_array_mut) else { continue };
        let known = items(before, key);
        let mut placed: Vec<Value> = vec![Value::Null; known.len()];
        for (position, item) in changes.drain(..).enumerate() {
            match by_id(known, position, &item) {
                Some(at) => placed[at] = item,
                None => placed.push(item),
            }
        }
        *changes = placed;
    }
}

/// Returns a part without its id and without the parts inside it.
pub fn own(part: &Part<'_>) -> Object {
    let mut own = part.object.clone();
    let inner: &[&str] = match part.kind {
        EntityKind::Business => &["id", "brands", "addresses", "banks", "contacts", "documents", "callback_url"],
        EntityKind::Brand | EntityKind::OperationalStatus => &["id", "social_media", "photo_proofs", "services"],
        EntityKind::Contact => &["id", "documents"],
        EntityKind::Document | EntityKind::PhotoProof => &[],
        EntityKind::Address | EntityKind::Bank | EntityKind::SocialMedia | EntityKind::Product => &["id"],
    };
    own.retain(|key, _| !inner.contains(&key.as_str()));
    own
}
