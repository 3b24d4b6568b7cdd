use super::page::{NotAPart, Page, number};
use crate::{
    codes::SocialMedia,
    forms::{Field, Filled, SocialForm},
    kyb::FacetKey,
    requirement::{BANK_BOOK, Subject},
};

/// What a body sends and DOKU judges. It alone knows its page, its facet and its place on the wire (see `place`).
///
/// Its text counts from the second on, since there was one of each kind at first: `bank`, `bank-1`; `photo`, `photo-1`,
/// and of the second brand `photo-1-0`; `social-INSTAGRAM`, `social-1-INSTAGRAM`; `file-KTP`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Part {
    Business,
    Brand(usize),
    Contact(usize),
    Address(usize),
    Bank(usize),
    /// Brand and network.
    Social(usize, SocialMedia),
    /// Brand, and place among its photos.
    Photo(usize, usize),
    /// By its slot in the checklist. See `of_slot`: a photo is none.
    File(String),
}

/// The codes of files that DOKU does not judge as documents.
pub(super) const PHOTO: &str = "PHOTO_PROOF";
const SELFIE: &str = "OWNER_LIVENESS";
const LOGO: &str = "LOGO";
const AGREEMENT: &str = "SERVICE_AGREEMENT";

impl Part {
    /// A file of the checklist. It speaks of the first brand alone.
    pub fn of_slot(slot: &str) -> Self {
        let nth = match slot.strip_prefix(PHOTO) {
            Some("") => Some(0),
            Some(rest) => rest.strip_prefix('-').and_then(number).filter(|nth| *nth > 1).map(|nth| nth - 1),
            None => None,
        };
        nth.map_or_else(|| Self::File(slot.to_owned()), |nth| Self::Photo(0, nth))
    }

    /// Where its file goes. `None`: it is none, or the photo of a brand that the checklist does not speak of.
    pub fn slot(&self) -> Option<String> {
        match self {
            Self::File(slot) => Some(slot.clone()),
            Self::Photo(0, 0) => Some(PHOTO.to_owned()),
            Self::Photo(0, nth) => Some(format!("{PHOTO}-{}", nth + 1)),
            Self::Photo(..) | Self::Business | Self::Brand(_) | Self::Contact(_) => None,
            Self::Address(_) | Self::Bank(_) | Self::Social(..) => None,
        }
    }

    /// Where it is filled in.
    pub const fn page(&self) -> Page {
        match self {
            Self::Business => Page::Business,
            Self::Brand(n) => Page::Brand(*n),
            Self::Contact(n) => Page::Contact(*n),
            Self::Address(n) => Page::Address(*n),
            Self::Bank(n) => Page::Bank(*n),
            Self::Social(brand, _) => Page::Social(*brand),
            Self::Photo(..) | Self::File(_) => Page::Documents,
        }
    }

    /// What DOKU judges it as. Some files have no verdict of their own: the selfie is judged with the person, the photo of a
    /// bank book with the account.
    pub fn facet(&self) -> FacetKey {
        match self {
            Self::Business => FacetKey::Business,
            Self::Brand(n) => FacetKey::Brand(*n),
            Self::Contact(n) => FacetKey::Contact(*n),
            Self::Address(n) => FacetKey::Address(*n),
            Self::Bank(n) => FacetKey::Bank(*n),
            Self::Social(brand, network) => FacetKey::Social(*brand, network.to_string()),
            Self::Photo(brand, nth) => FacetKey::Photo(*brand, *nth),
            Self::File(slot) => judged_with(slot).unwrap_or_else(|| FacetKey::Document(slot.clone())),
        }
    }

    /// What a facet is about by itself, not what else is judged with it. `None`: operation and services have no part.
    pub fn of_facet(facet: &FacetKey) -> Option<Self> {
        Some(match facet {
            FacetKey::Business => Self::Business,
            FacetKey::Brand(n) => Self::Brand(*n),
            FacetKey::Contact(n) => Self::Contact(*n),
            FacetKey::Address(n) => Self::Address(*n),
            FacetKey::Bank(n) => Self::Bank(*n),
            FacetKey::Social(brand, code) => Self::Social(*brand, code.as_str().into()),
            FacetKey::Photo(brand, nth) => Self::Photo(*brand, *nth),
            FacetKey::Document(slot) => Self::File(slot.clone()),
            FacetKey::Operational(_) | FacetKey::Product(..) => return None,
        })
    }

    /// Whether it is put right when DOKU rejects that facet: its own, and of a file also a document's of its name.
    pub fn answers_for(&self, facet: &FacetKey) -> bool {
        let by_name = matches!((self, facet), (Self::File(slot), FacetKey::Document(named)) if slot == named);
        by_name || self.facet() == *facet
    }

    /// The fields in which it is typed. A file has none of its own: see `Requirement::forms`.
    pub fn fields(&self) -> &'static [Field] {
        let all = Filled::fields(self.page().task());
        match self {
            Self::Social(_, network) => {
                let at = all.iter().position(|field| Some(field.name) == SocialForm::field_of(network.as_str()));
                at.map_or(&[], |at| &all[at..=at])
            }
            _ => all,
        }
    }
}

impl Page {
    /// Where a facet is put right. `None`: on no page, as of operation, services, and networks that we do not ask for.
    pub fn of_facet(facet: &FacetKey) -> Option<Self> {
        let is_asked = |part: &Part| !matches!(part, Part::Social(..)) || !part.fields().is_empty();
        Part::of_facet(facet).filter(is_asked).map(|part| part.page())
    }
}

impl Subject {
    /// Whose file it is: the checklist speaks of the first of each alone.
    pub const fn part(self) -> Part {
        match self {
            Self::Business => Part::Business,
            Self::Brand => Part::Brand(0),
            Self::Contact => Part::Contact(0),
            Self::Bank => Part::Bank(0),
        }
    }
}

/// What a file without a verdict of its own is judged with.
pub(super) fn judged_with(slot: &str) -> Option<FacetKey> {
    match slot.split_once('-').map_or(slot, |(code, _)| code) {
        SELFIE => Some(FacetKey::CONTACT),
        BANK_BOOK => Some(FacetKey::BANK),
        LOGO => Some(FacetKey::BRAND),
        AGREEMENT => Some(FacetKey::Business),
        _ => None,
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Social(0, network) => write!(f, "social-{network}"),
            Self::Social(brand, network) => write!(f, "social-{brand}-{network}"),
            Self::Photo(0, 0) => f.write_str("photo"),
            Self::Photo(0, nth) => write!(f, "photo-{nth}"),
            Self::Photo(brand, nth) => write!(f, "photo-{brand}-{nth}"),
            Self::File(slot) => write!(f, "file-{slot}"),
            form => form.page().fmt(f),
        }
    }
}

impl std::str::FromStr for Part {
    type Err = NotAPart;

    fn from_str(text: &str) -> Result<Self, NotAPart> {
        let (kind, rest) = text.split_once('-').unwrap_or((text, ""));
        match kind {
            "social" => social(rest),
            "photo" => photo(rest),
            "file" => Some(rest).filter(|slot| is_slot(slot)).map(Self::of_slot),
            _ => match text.parse::<Page>()? {
                Page::Business => Some(Self::Business),
                Page::Brand(n) => Some(Self::Brand(n)),
                Page::Contact(n) => Some(Self::Contact(n)),
                Page::Address(n) => Some(Self::Address(n)),
                Page::Bank(n) => Some(Self::Bank(n)),
                Page::Documents | Page::Social(_) => None,
            },
        }
        // One thing has one name: no `bank-0`, no `file-PHOTO_PROOF`.
        .filter(|part| part.to_string() == text)
        .ok_or(NotAPart)
    }
}

fn social(rest: &str) -> Option<Part> {
    let later = rest.split_once('-').and_then(|(brand, network)| Some((number(brand)?, network)));
    let (brand, network) = match later {
        Some((brand, network)) if brand > 0 => (brand, network),
        _ => (0, rest),
    };
    let is_code = !network.is_empty() && network.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_code.then(|| Part::Social(brand, network.into()))
}

fn photo(rest: &str) -> Option<Part> {
    match rest.split_once('-') {
        None if rest.is_empty() => Some(Part::Photo(0, 0)),
        None => number(rest).filter(|nth| *nth > 0).map(|nth| Part::Photo(0, nth)),
        Some((brand, nth)) => Some(Part::Photo(number(brand).filter(|brand| *brand > 0)?, number(nth)?)),
    }
}

/// As `requirement::walk` makes them.
fn is_slot(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

crate::words::as_text!(Part: NotAPart);
