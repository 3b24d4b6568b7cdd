//! What a rejected facet opens.

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

/// Whether a page holds values of a facet. The number of a KTP stands beside its file, but it is the person's.
pub fn is_of(page: Page, facet: &FacetKey) -> bool {
    Page::of_facet(facet) == Some(page) || page == Page::Documents && *facet == FacetKey::CONTACT
}

/// Rejected, and ours to correct: on a page of ours, a file of the checklist, a network that we ask for. In the order of the
/// task list.
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

/// DOKU's list asks for no photo of the bank book; a note may.
pub(super) fn wants_bank_book(facets: &[FacetRow]) -> bool {
    let asks = |row: &FacetRow| row.verdict == Verdict::Rejected && row.reason == Some(Reason::MissingPage);
    facets.iter().any(|row| row.key == FacetKey::BANK && asks(row))
}

pub(super) fn is_slot_open(checklist: &[Requirement], wanted: &[FacetKey], slot: &str) -> bool {
    let file = checklist.iter().find(|file| file.slot == slot);
    file.is_some_and(|file| wanted.iter().any(|facet| Item::from(file).answers_for(facet)))
}

/// A value beside a file is open with that file, and with the person whose paper it is.
pub(super) fn is_value_open(checklist: &[Requirement], wanted: &[FacetKey], name: &str) -> bool {
    let file = checklist.iter().find(|file| DocumentsForm::is_beside(&file.slot, name));
    file.is_some_and(|file| {
        is_slot_open(checklist, wanted, &file.slot)
            || file.subject == Subject::Contact && wanted.contains(&FacetKey::CONTACT)
    })
}

/// Of a page with several parts, each part is open by itself.
pub(super) fn is_field_open(wanted: &[FacetKey], page: Page, field: &str) -> bool {
    let mut here = wanted.iter().filter(|facet| Page::of_facet(facet) == Some(page));
    here.any(|part| part.fields().iter().any(|own| own.name == field))
}

/// A correction with its locked parts as DOKU has them. Where one page holds several parts, each is open by itself.
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
