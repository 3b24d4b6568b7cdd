//! Changes since the page was shown that somebody decided upon.

use crate::{
    account::rights::any,
    error::Result,
    onboarding::{case::Case, registration},
    services::Services,
    store::submissions::{self, Submission},
    vault::Place,
};
use app::{error::AppError, review::data::Seen, viewer::Viewer};
use doku::wire::{self, Registration};
use domain::{application::Page, ids::BusinessId, kyb::FacetKey, requirement::Requirement};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Refuses a decision on an older page: a newer submission exists, or a slot holds another file than the page showed. A
/// decision that names no version is `NothingSeen`.
pub fn is_current(case: &Case, seen: &Seen) -> std::result::Result<(), AppError> {
    match seen.revision {
        None => Err(AppError::NothingSeen),
        Some(revision) if revision != case.business.revision => Err(AppError::OutOfDate),
        Some(_) if !other_files(case, seen).is_empty() => Err(AppError::OutOfDate),
        Some(_) => Ok(()),
    }
}

/// Returns the slots that hold another file than the page named, or one that it did not name.
fn other_files(case: &Case, seen: &Seen) -> Vec<String> {
    let now = |slot: &str| case.documents.get(slot).map(|file| file.id);
    let slots = case.checklist.iter().map(|file| file.slot.clone());
    slots.filter(|slot| now(slot) != seen.documents.get(slot).copied()).collect()
}

impl Case {
    /// Returns the current versions.
    pub fn versions(&self) -> Seen {
        let documents = self.checklist.iter().filter_map(|file| {
            let stands = self.documents.get(&file.slot)?;
            Some((file.slot.clone(), stands.id))
        });
        Seen { revision: Some(self.business.revision), documents: documents.collect() }
    }
}

impl Services {
    /// Returns the keys of changed items, in the order of the task list.
    pub async fn newer_than(&self, viewer: &Viewer, business: BusinessId, seen: &Seen) -> Result<Vec<String>> {
        let mut db = self.store.read().await?;
        let row = any(&mut db, viewer, business).await?;
        let case = Case::load(&mut db, &self.vault, row).await?;
        let mut newer = other_files(&case, seen);
        if let Some(shown) = seen.revision.filter(|shown| *shown != case.business.revision) {
            let then = submissions::of_revision(&mut db, business, shown).await?;
            let now = submissions::newest(&mut db, business).await?;
            if let (Some(then), Some(now)) = (then, now) {
                let (then, now) = (parts(&case, &then)?, parts(&case, &now)?);
                newer.extend(now.keys().chain(then.keys()).filter(|key| then.get(*key) != now.get(*key)).cloned());
            }
        }
        let mut all: Vec<String> = case.checklist.iter().map(|file| file.slot.clone()).collect();
        all.extend(case.pages().iter().map(ToString::to_string));
        all.retain(|key| newer.contains(key));
        Ok(all)
    }
}

/// Returns the submitted values of each item.
fn parts(case: &Case, submission: &Submission) -> Result<BTreeMap<String, Value>> {
    let body = case.key.open_json(&Place::Submission(submission.id), &submission.body)?;
    Ok(parts_of(&case.checklist, &body))
}

fn parts_of(checklist: &[Requirement], body: &Registration) -> BTreeMap<String, Value> {
    let b = &body.business;
    let bare = wire::Business {
        callback_url: String::new(),
        documents: Vec::new(),
        brands: Vec::new(),
        addresses: Vec::new(),
        banks: Vec::new(),
        contacts: Vec::new(),
        ..b.clone()
    };
    let bare_brand =
        |brand: &wire::Brand| wire::Brand { social_media: Vec::new(), photo_proofs: Vec::new(), ..brand.clone() };
    let bare_contact =
        |contact: &wire::Contact| wire::Contact { documents: Vec::new(), owner_liveness: None, ..contact.clone() };
    let forms = [
        (Page::Business, json!(bare)),
        (Page::Brand(0), json!(b.brands.iter().map(bare_brand).collect::<Vec<_>>())),
        (Page::Contact(0), json!(b.contacts.iter().map(bare_contact).collect::<Vec<_>>())),
        (Page::Address(0), json!(b.addresses)),
        (Page::Bank(0), json!(b.banks)),
        (Page::Social(0), json!(b.brands.iter().map(|brand| &brand.social_media).collect::<Vec<_>>())),
    ];
    let mut parts: BTreeMap<String, Value> = forms.into_iter().map(|(page, value)| (page.to_string(), value)).collect();
    for (facet, document) in registration::papers(body) {
        if let FacetKey::Document(slot) = facet {
            parts.insert(slot, json!(document));
        }
    }
    let by_code = |code: &str| checklist.iter().find(|file| file.code == code).map(|file| file.slot.clone());
    let photos = b.brands.iter().map(|brand| &brand.photo_proofs).collect::<Vec<_>>();
    let selfies = b.contacts.iter().map(|contact| &contact.owner_liveness).collect::<Vec<_>>();
    parts.extend(by_code("PHOTO_PROOF").map(|slot| (slot, json!(photos))));
    parts.extend(by_code("OWNER_LIVENESS").map(|slot| (slot, json!(selfies))));
    parts
}
