//! The file ids of a registration, each checked against the category and code of its upload.

use std::collections::HashMap;

use domain::codes::FileCategory;
use serde_json::Value;

use crate::document::items;
use crate::store::{Conn, files};
use crate::verdicts::FILE_MILLIS;
use crate::world::World;

/// The uploads that a registration names, as far as they are known.
#[derive(Default)]
pub struct Known(HashMap<String, NamedFile>);

impl Known {
    pub async fn of(world: &World, db: &mut Conn, business: &Value) -> sqlx::Result<Self> {
        let oldest = world.clocks.due.now().plus(-FILE_MILLIS);
        let mut known = Self::default();
        for named in named_files(business) {
            if let Some(file) = files::find(db, &named.id, oldest).await? {
                known.0.insert(named.id, NamedFile { id: file.id, category: file.category.into(), code: file.code });
            }
        }
        Ok(known)
    }

    /// Describes what is wrong with this file, if anything.
    pub fn problem(&self, named: &NamedFile) -> Option<String> {
        match self.0.get(&named.id) {
            None => Some(format!("FILE {} NOT FOUND", named.id)),
            Some(file) if file.category != named.category => Some(format!("FILE {} HAS ANOTHER CATEGORY", named.id)),
            Some(file) if named.code.is_some() && file.code != named.code => {
                Some(format!("FILE {} HAS ANOTHER CODE", named.id))
            }
            Some(_) => None,
        }
    }

    /// Adds the files of an earlier registration, which never become unknown.
    pub fn and_those_of(mut self, business: &Value) -> Self {
        for named in named_files(business) {
            self.0.entry(named.id.clone()).or_insert(named);
        }
        self
    }
}

/// A file id as a registration quotes it; its place in the registration decides its category.
pub struct NamedFile {
    pub id: String,
    pub category: FileCategory,
    pub code: Option<String>,
}

pub fn named_files(business: &Value) -> Vec<NamedFile> {
    let mut named = Vec::new();
    let mut add = |value: Option<&Value>, category: FileCategory, code: Option<&str>| {
        if let Some(id) = value.and_then(Value::as_str) {
            named.push(NamedFile { id: id.to_owned(), category, code: code.map(str::to_owned) });
        }
    };
    let contacts = items(business, "contacts");
    let documents = contacts.iter().flat_map(|contact| items(contact, "documents")).chain(items(business, "documents"));
    for document in documents {
        add(document.get("id"), FileCategory::Document, document.get("code").and_then(Value::as_str));
    }
    for paper in items(business, "banks").iter().flat_map(|bank| items(bank, "documents")) {
        let text = |name: &str| paper.get(name).and_then(Value::as_str);
        let category = FileCategory::from(text("category").unwrap_or_default());
        let code = text("code").filter(|_| category == FileCategory::Document);
        add(paper.get("id"), category, code);
    }
    for contact in contacts {
        add(contact.pointer("/owner_liveness/id"), FileCategory::OwnerLiveness, None);
    }
    for brand in items(business, "brands") {
        add(brand.pointer("/logo/id"), FileCategory::Logo, None);
        for photo in items(brand, "photo_proofs") {
            add(photo.get("file").or_else(|| photo.get("id")), FileCategory::PhotoProof, None);
        }
    }
    add(business.pointer("/service_agreement/id"), FileCategory::ServiceAgreement, None);
    named
}
