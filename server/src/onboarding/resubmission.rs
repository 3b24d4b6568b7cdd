//! Shows the corrections that wait to be sent.

use super::case::{Case, file_name};
use crate::{error::Result, store::documents::Document};
use app::onboarding::data::{Change, FileChange, FileRow, Fix, Item, Resubmission};
use domain::{
    application::Page,
    forms::Filled,
    kyb::{FacetKey, Verdict},
    mask,
    requirement::{FileType, Listed},
};

/// Returns `None` if there is nothing to correct now.
pub fn of(case: &Case) -> Result<Option<Resubmission>> {
    if !case.is_fixing() {
        return Ok(None);
    }
    let fixes = case.wanted.iter().map(|facet| fix(case, facet)).collect::<Result<Vec<_>>>()?;
    let rejected = case.facets.iter().filter(|row| row.key.is_kyb() && row.verdict == Verdict::Rejected);
    let others = rejected.map(|row| row.key.clone()).filter(|key| !case.wanted.contains(key)).collect();
    Ok(Some(Resubmission { business: case.business.id, fixes, others }))
}

fn fix(case: &Case, facet: &FacetKey) -> Result<Fix> {
    let items = case.items_of(facet);
    let (before, after) = case.values_of(facet);
    let old = |name: &str| before.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    let mut fields: Vec<&String> = before.iter().chain(&after).map(|(field, _)| field).collect();
    fields.dedup();
    let mut changes: Vec<Change> = Vec::new();
    for field in fields {
        let new = after.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone()).unwrap_or_default();
        let old = old(field).unwrap_or_default();
        if old != new && !changes.iter().any(|change| change.field == *field) {
            // A number beside a file belongs to the page of documents.
            let page = Page::of_facet(facet).filter(|_| !field.contains('.')).unwrap_or(Page::Documents);
            let before = if Filled::is_masked(page.task(), field) { mask::last_four(&old) } else { old };
            changes.push(Change { page, field: field.clone(), before, after: new });
        }
    }
    let mut files = Vec::new();
    for item in &items {
        let Item::File(Listed { slot, .. }) = item else { continue };
        if let Some(now) = case.documents.get(slot).filter(|_| case.has_new_file(slot)) {
            let before = case.sent.documents.get(slot).map(|file| file_row(case, file)).transpose()?;
            files.push(FileChange { item: item.clone(), before, after: file_row(case, now)? });
        }
    }
    let note = items.iter().find_map(|item| case.note(item));
    let (along, as_is) = (case.goes_along(facet), case.is_as_is(facet));
    Ok(Fix { facet: facet.clone(), ready: case.is_ready(facet), along, as_is, note, items, changes, files })
}

pub fn file_row(case: &Case, file: &Document) -> Result<FileRow> {
    Ok(FileRow {
        id: file.id,
        name: file_name(&case.key, file.id, &file.name)?,
        bytes: u64::try_from(file.size_bytes).unwrap_or_default(),
        is_image: FileType::from_media_type(&file.media_type).is_image(),
        received_at: file.received_at,
        sent: file.doku_file_id.is_some(),
    })
}
