//! Changes since the page was shown that somebody decided upon.

use crate::{
    account::rights::any,
    error::Result,
    onboarding::{
        case::Case,
        registration::{self, Object},
    },
    services::Services,
    store::submissions::{self, Submission},
    vault::Place,
};
use app::{error::AppError, review::data::Seen, viewer::Viewer};
use domain::ids::BusinessId;
use std::collections::BTreeMap;

/// Refuses a decision on an older page: a newer submission exists, or a slot holds another file than the page showed. A
/// decision that names no version is `NothingSeen`.
pub fn is_current(case: &Case, seen: &Seen) -> Result<(), AppError> {
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

/// Returns what was submitted of each item, by its key.
fn parts(case: &Case, submission: &Submission) -> Result<BTreeMap<String, Vec<Object>>> {
    let body = case.key.open_json(&Place::Submission(submission.id), &submission.body)?;
    let mut parts: BTreeMap<String, Vec<Object>> = BTreeMap::new();
    for (part, fields) in registration::parts(&body) {
        if let Some(row) = part.row() {
            parts.entry(row).or_default().push(fields);
        }
    }
    Ok(parts)
}
