//! The page, slot and fields of a part. A part is named by the key of its facet; `place` knows its place on the wire.

use super::page::{Page, number};
use crate::{
    forms::{Field, Filled, Pairs, SocialForm},
    kyb::FacetKey,
    requirement::{BANK_BOOK, Subject},
};
use serde_json::{Map, Value};

/// The codes of files that DOKU does not judge as documents.
const PHOTO: &str = "PHOTO_PROOF";
const SELFIE: &str = "OWNER_LIVENESS";
const LOGO: &str = "LOGO";
const AGREEMENT: &str = "SERVICE_AGREEMENT";

/// The files with a place of their own on the wire, outside any list. The place is named by their code in lower case.
pub(super) const OWN_PLACES: [&str; 3] = [SELFIE, LOGO, AGREEMENT];

impl FacetKey {
    /// Returns the facet of a file on the checklist, which covers the first brand only. See also `judged_with`.
    pub fn of_slot(slot: &str) -> Self {
        let nth = match slot.strip_prefix(PHOTO) {
            Some("") => Some(0),
            Some(rest) => rest.strip_prefix('-').and_then(number).filter(|nth| *nth > 1).map(|nth| nth - 1),
            None => None,
        };
        nth.map_or_else(|| Self::Document(slot.to_owned()), |nth| Self::Photo(0, nth))
    }

    /// Returns the slot of its file. `None`: it is no file, or the photo of a brand that the checklist lacks.
    pub fn slot(&self) -> Option<String> {
        match self {
            Self::Document(slot) => Some(slot.clone()),
            Self::Photo(0, 0) => Some(PHOTO.to_owned()),
            Self::Photo(0, nth) => Some(format!("{PHOTO}-{}", nth + 1)),
            _ => None,
        }
    }

    /// Returns the fields in which it is typed. A file has none of its own: see `Requirement::forms`.
    pub fn fields(&self) -> &'static [Field] {
        let all = Page::of_facet(self).map_or(&[][..], |page| Filled::fields(page.task()));
        match self {
            Self::Social(_, network) => {
                let at = all.iter().position(|field| Some(field.name) == SocialForm::field_of(network));
                at.map_or(&[], |at| &all[at..=at])
            }
            _ => all,
        }
    }

    /// Returns its values in a body that was sent, by the names of our fields; empty where the body has none.
    pub fn values_in(&self, body: &Map<String, Value>) -> Pairs {
        self.fields().iter().map(|field| (field.name, (field.of_body)(body, field.sent_as()))).collect()
    }

    /// Returns the key of its row: see `Item::key`.
    pub fn row(&self) -> Option<String> {
        self.slot().or_else(|| Some(Page::of_facet(self)?.to_string()))
    }

    /// Returns true unless it is a file that is judged with another facet.
    pub fn has_verdict(&self) -> bool {
        !matches!(self, Self::Document(slot) if judged_with(slot).is_some())
    }
}

impl Page {
    /// Returns the page on which a facet is filled in. `None`: operation, products, networks that we do not ask for.
    pub fn of_facet(facet: &FacetKey) -> Option<Self> {
        match facet {
            FacetKey::Business => Some(Self::Business),
            FacetKey::Brand(n) => Some(Self::Brand(*n)),
            FacetKey::Contact(n) => Some(Self::Contact(*n)),
            FacetKey::Address(n) => Some(Self::Address(*n)),
            FacetKey::Bank(n) => Some(Self::Bank(*n)),
            FacetKey::Social(brand, network) => SocialForm::field_of(network).map(|_| Self::Social(*brand)),
            FacetKey::Photo(..) | FacetKey::Document(_) => Some(Self::Documents),
            FacetKey::Operational(_) | FacetKey::Product(..) => None,
        }
    }
}

impl Subject {
    /// Returns the facet that a file is about. The checklist covers the first of each kind only.
    pub const fn facet(self) -> FacetKey {
        match self {
            Self::Business => FacetKey::Business,
            Self::Brand => FacetKey::BRAND,
            Self::Contact => FacetKey::CONTACT,
            Self::Bank => FacetKey::BANK,
        }
    }
}

/// Returns the facet that a file is judged with: the person for the selfie, the account for the bank book.
pub(super) fn judged_with(slot: &str) -> Option<FacetKey> {
    match slot.split_once('-').map_or(slot, |(code, _)| code) {
        SELFIE => Some(FacetKey::CONTACT),
        BANK_BOOK => Some(FacetKey::BANK),
        LOGO => Some(FacetKey::BRAND),
        AGREEMENT => Some(FacetKey::Business),
        _ => None,
    }
}
