//! The fields and files that a rejected facet opens.

use super::{
    page::Page,
    row::{FacetRow, Item},
};
use crate::{
    forms::{DocumentsForm, Filled},
    kyb::{FacetKey, Verdict},
    reason::Reason,
    requirement::{Requirement, Subject},
};
use std::collections::BTreeSet;

/// Tells whether a page holds values of a facet. The number of a KTP is typed beside its file, yet is the contact's.
pub fn is_of(page: Page, facet: &FacetKey) -> bool {
    Page::of_facet(facet) == Some(page) || page == Page::Documents && *facet == FacetKey::CONTACT
}

/// Returns the rejected facets that we can correct, in the order of the task list: those with a page of ours, and
/// those of a file on the checklist.
pub(super) fn open_to_corrections(
    pages: &BTreeSet<Page>,
    checklist: &[Requirement],
    facets: &[FacetRow],
) -> Vec<FacetKey> {
    let file = |facet: &FacetKey| checklist.iter().position(|file| Item::from(file).answers_for(facet));
    let ours = |facet: &FacetKey| match Page::of_facet(facet) {
        Some(Page::Documents) => file(facet).is_some(),
        Some(page) => pages.contains(&page),
        None => false,
    };
    let rejected = facets.iter().filter(|row| row.verdict == Verdict::Rejected && ours(&row.key));
    let mut wanted: Vec<FacetKey> = rejected.map(|row| row.key.clone()).collect();
    wanted.sort_by_key(|facet| (Page::of_facet(facet), file(facet)));
    wanted
}

/// Tells whether a note asks for a photo of the bank book, which DOKU's checklist never does.
pub(super) fn wants_bank_book(facets: &[FacetRow]) -> bool {
    let asks = |row: &FacetRow| row.verdict == Verdict::Rejected && row.reason == Some(Reason::MissingPage);
    facets.iter().any(|row| row.key == FacetKey::BANK && asks(row))
}

pub(super) fn is_slot_open(checklist: &[Requirement], wanted: &[FacetKey], slot: &str) -> bool {
    let file = checklist.iter().find(|file| file.slot == slot);
    file.is_some_and(|file| wanted.iter().any(|facet| Item::from(file).answers_for(facet)))
}

/// Tells whether the file beside a value is open, or the person whose paper it is.
pub(super) fn is_value_open(checklist: &[Requirement], wanted: &[FacetKey], name: &str) -> bool {
    let file = checklist.iter().find(|file| DocumentsForm::is_beside(&file.slot, name));
    file.is_some_and(|file| {
        is_slot_open(checklist, wanted, &file.slot)
            || file.subject == Subject::Contact && wanted.contains(&FacetKey::CONTACT)
    })
}

/// Tells whether a part on this page that is to be corrected has this field.
pub(super) fn is_field_open(wanted: &[FacetKey], page: Page, field: &str) -> bool {
    let mut here = wanted.iter().filter(|facet| Page::of_facet(facet) == Some(page));
    here.any(|part| part.fields().iter().any(|own| own.name == field))
}

/// Returns a correction in which locked values are as DOKU has them, on a page with several parts.
pub fn only_open(checklist: &[Requirement], wanted: &[FacetKey], page: Page, sent: &Filled, mut fix: Filled) -> Filled {
    if let (Filled::Documents(sent), Filled::Documents(fix)) = (sent, &mut fix) {
        let open = |name: &str| is_value_open(checklist, wanted, name);
        let given = std::mem::take(&mut fix.values);
        fix.values = sent.values.clone();
        fix.values.retain(|name, _| !open(name));
        fix.values.extend(given.into_iter().filter(|(name, _)| open(name)));
    } else if page.holds_several() {
        for (name, stands) in sent.typed() {
            if let Some(value) = fix.value_mut(&name).filter(|_| !is_field_open(wanted, page, &name)) {
                *value = stands;
            }
        }
    }
    fix
}
