use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use serde::{Deserialize, Serialize};

crate::words! {
    /// The ten kinds of entity that DOKU reports about. Source: DOKU, Partner API, list of callback types.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    pub enum EntityKind {
        OperationalStatus = "BRAND.OPERATIONAL_STATUS",
        Business = "BUSINESS",
        Contact = "BUSINESS_CONTACT",
        Address = "BUSINESS_ADDRESS",
        Document = "BUSINESS_DOCUMENT",
        Bank = "BUSINESS_BANK",
        Brand = "BRAND",
        SocialMedia = "BRAND_SOCIAL_MEDIA",
        PhotoProof = "BRAND_PHOTO_PROOF",
        Product = "BRAND_PRODUCT",
    }
}

impl EntityKind {
    /// Any case; `None` for a type that we do not know yet.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text.trim()))
    }
}

/// One instance that is judged: `contact[0]`, `document[KTP]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum FacetKey {
    Business,
    Brand,
    Operational,
    Contact(usize),
    Address(usize),
    Document(String),
    Bank(usize),
    Photo(usize),
    Social(String),
    Product(String),
}

impl FacetKey {
    pub const fn kind(&self) -> EntityKind {
        match self {
            Self::Business => EntityKind::Business,
            Self::Brand => EntityKind::Brand,
            Self::Operational => EntityKind::OperationalStatus,
            Self::Contact(_) => EntityKind::Contact,
            Self::Address(_) => EntityKind::Address,
            Self::Document(_) => EntityKind::Document,
            Self::Bank(_) => EntityKind::Bank,
            Self::Photo(_) => EntityKind::PhotoProof,
            Self::Social(_) => EntityKind::SocialMedia,
            Self::Product(_) => EntityKind::Product,
        }
    }

    /// Services come later and gate nothing.
    pub const fn is_kyb(&self) -> bool {
        !matches!(self, Self::Product(_))
    }

    /// The document with this code that stands at this place among those with the same code, counted from 0, as the
    /// checklist names its slots: `document[NPWP]`, `document[NPWP-2]`.
    pub fn document(code: &str, nth: usize) -> Self {
        Self::Document(if nth == 0 { code.to_owned() } else { format!("{code}-{}", nth + 1) })
    }

    /// DOKU's code of it, for the kinds that have one: `NPWP` of `document[NPWP-2]`.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Document(slot) => Some(slot.split_once('-').map_or(slot, |(code, _)| code)),
            Self::Social(code) | Self::Product(code) => Some(code),
            Self::Business | Self::Brand | Self::Operational => None,
            Self::Contact(_) | Self::Address(_) | Self::Bank(_) | Self::Photo(_) => None,
        }
    }
}

impl std::fmt::Display for FacetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Business => f.write_str("business"),
            Self::Brand => f.write_str("brand"),
            Self::Operational => f.write_str("operational"),
            Self::Contact(n) => write!(f, "contact[{n}]"),
            Self::Address(n) => write!(f, "address[{n}]"),
            Self::Document(code) => write!(f, "document[{code}]"),
            Self::Bank(n) => write!(f, "bank[{n}]"),
            Self::Photo(n) => write!(f, "photo[{n}]"),
            Self::Social(code) => write!(f, "social[{code}]"),
            Self::Product(code) => write!(f, "product[{code}]"),
        }
    }
}

/// Not a facet's name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a facet")]
pub struct NotAFacet;

/// The word before the bracket, and what it makes of what stands in it.
type Named<T> = (&'static str, fn(T) -> FacetKey);

impl std::str::FromStr for FacetKey {
    type Err = NotAFacet;
    fn from_str(text: &str) -> Result<Self, NotAFacet> {
        const WHOLE: [FacetKey; 3] = [FacetKey::Business, FacetKey::Brand, FacetKey::Operational];
        const COUNTED: [Named<usize>; 4] = [
            ("contact", FacetKey::Contact),
            ("address", FacetKey::Address),
            ("bank", FacetKey::Bank),
            ("photo", FacetKey::Photo),
        ];
        const CODED: [Named<String>; 3] =
            [("document", FacetKey::Document), ("social", FacetKey::Social), ("product", FacetKey::Product)];
        let Some((name, rest)) = text.split_once('[') else {
            return WHOLE.into_iter().find(|key| key.to_string() == text).ok_or(NotAFacet);
        };
        let inner = rest.strip_suffix(']').filter(|inner| !inner.is_empty()).ok_or(NotAFacet)?;
        if let Some((_, make)) = COUNTED.into_iter().find(|(kind, _)| *kind == name) {
            return inner.parse().map(make).map_err(|_| NotAFacet);
        }
        let coded = CODED.into_iter().find(|(kind, _)| *kind == name).ok_or(NotAFacet)?;
        Ok(coded.1(inner.to_owned()))
    }
}
impl From<FacetKey> for String {
    fn from(key: FacetKey) -> Self {
        key.to_string()
    }
}
impl TryFrom<String> for FacetKey {
    type Error = NotAFacet;
    fn try_from(text: String) -> Result<Self, NotAFacet> {
        text.parse()
    }
}

/// What we hold to be DOKU's judgement of one facet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    #[default]
    NotSent,
    Pending,
    Accepted,
    Rejected,
    Suspended,
}

/// A status word as DOKU reports it. Source: CONTRACT §8.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// In review.
    Pending,
    /// INACTIVE: not yet on, or, after ACTIVE, off again.
    Inactive,
    Accepted,
    Rejected,
    /// DECLINED: rejected, and nothing that the merchant could mend; docs/adr/012.
    Declined,
    Suspended,
}

/// Every word that we know. Source: CONTRACT §8.3; the last two of *pending* are ours.
const WORDS: [(&str, Reported); 13] = [
    ("PENDING", Reported::Pending),
    ("UPDATING", Reported::Pending),
    ("ON_PROCESS", Reported::Pending),
    ("IN_REVIEW", Reported::Pending),
    ("INACTIVE", Reported::Inactive),
    ("ACTIVE", Reported::Accepted),
    ("APPROVED", Reported::Accepted),
    ("VERIFIED", Reported::Accepted),
    ("REJECTED", Reported::Rejected),
    ("DENIED", Reported::Rejected),
    ("FAILED", Reported::Rejected),
    ("DECLINED", Reported::Declined),
    ("SUSPENDED", Reported::Suspended),
];

impl Reported {
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Inactive, Self::Accepted, Self::Rejected, Self::Declined, Self::Suspended];

    /// Any case. Of what was never judged a word that we do not know is in review; it moves nothing that was, so ask `is_known`
    /// before it becomes an observation.
    pub fn read(status: &str) -> Self {
        known(status).unwrap_or(Self::Pending)
    }

    /// `false` for a word outside CONTRACT §8.3: kept, flagged and read back.
    pub fn is_known(status: &str) -> bool {
        known(status).is_some()
    }
}

fn known(status: &str) -> Option<Reported> {
    let status = status.trim();
    WORDS.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(status)).map(|(_, reported)| reported)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Callback,
    /// Beats a callback of the same time.
    ReadBack,
}

/// DOKU said this of that facet at that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    pub fact: FactId,
    pub facet: FacetKey,
    pub reported: Reported,
    pub note: Option<String>,
    pub at: Millis,
    pub source: Source,
    /// The file that the verdict is about, where DOKU named one.
    pub file: Option<DokuFileId>,
}

/// We sent this facet, and DOKU took it (2xx) at that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub facet: FacetKey,
    pub revision: u32,
    pub at: Millis,
    pub file: Option<DokuFileId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    Sent(Sent),
    Observed(Observation),
}
