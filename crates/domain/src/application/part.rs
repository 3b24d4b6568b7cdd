//! Where a part is filled in, and where its file goes. What names a part is the key of its facet: that alone knows its page, its
//! slot, its fields and its place on the wire (see `place`).

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

/// Files that have a place of their own on the wire, not one of a list. It is called as their code, in small letters.
pub(super) const OWN_PLACES: [&str; 3] = [SELFIE, LOGO, AGREEMENT];

impl FacetKey {
    /// A file of the checklist, which speaks of the first brand alone. Some have no verdict of their own: see `judged_with`.
    pub fn of_slot(slot: &str) -> Self {
        let nth = match slot.strip_prefix(PHOTO) {
            Some("") => Some(0),
            Some(rest) => rest.strip_prefix('-').and_then(number).filter(|nth| *nth > 1).map(|nth| nth - 1),
            None => None,
        };
        nth.map_or_else(|| Self::Document(slot.to_owned()), |nth| Self::Photo(0, nth))
    }

    /// Where its file goes. `None`: it is none, or the photo of a brand that the checklist does not speak of.
    pub fn slot(&self) -> Option<String> {
        match self {
            Self::Document(slot) => Some(slot.clone()),
            Self::Photo(0, 0) => Some(PHOTO.to_owned()),
            Self::Photo(0, nth) => Some(format!("{PHOTO}-{}", nth + 1)),
            _ => None,
        }
    }

    /// The fields in which it is typed. A file has none of its own: see `Requirement::forms`.
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

    /// What a body that was sent tells of it, by the names of our fields; empty where it tells nothing.
    pub fn values_in(&self, body: &Map<String, Value>) -> Pairs {
        self.fields().iter().map(|field| (field.name, (field.of_body)(body, field.sent_as()))).collect()
    }

    /// The row that it stands in: see `Item::key`.
    pub fn row(&self) -> Option<String> {
        self.slot().or_else(|| Some(Page::of_facet(self)?.to_string()))
    }

    /// `false`: a file that is judged with something else.
    pub fn has_verdict(&self) -> bool {
        !matches!(self, Self::Document(slot) if judged_with(slot).is_some())
    }
}

impl Page {
    /// Where a facet is filled in and put right. `None`: on no page, as of operation, services, and networks that we do not ask
    /// for.
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
    /// Whose file it is: the checklist speaks of the first of each alone.
    pub const fn facet(self) -> FacetKey {
        match self {
            Self::Business => FacetKey::Business,
            Self::Brand => FacetKey::BRAND,
            Self::Contact => FacetKey::CONTACT,
            Self::Bank => FacetKey::BANK,
        }
    }
}

/// What a file without a verdict of its own is judged with: the selfie with the person, the photo of a bank book with the account.
pub(super) fn judged_with(slot: &str) -> Option<FacetKey> {
    match slot.split_once('-').map_or(slot, |(code, _)| code) {
        SELFIE => Some(FacetKey::CONTACT),
        BANK_BOOK => Some(FacetKey::BANK),
        LOGO => Some(FacetKey::BRAND),
        AGREEMENT => Some(FacetKey::Business),
        _ => None,
    }
}
