use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use serde::{Deserialize, Serialize};

/// The ten kinds of entity that DOKU reports about. Source: DOKU, Partner API, list of callback types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityKind {
    OperationalStatus,
    Business,
    Contact,
    Address,
    Document,
    Bank,
    Brand,
    SocialMedia,
    PhotoProof,
    Product,
}

impl EntityKind {
    pub const ALL: [Self; 10] = [
        Self::OperationalStatus,
        Self::Business,
        Self::Contact,
        Self::Address,
        Self::Document,
        Self::Bank,
        Self::Brand,
        Self::SocialMedia,
        Self::PhotoProof,
        Self::Product,
    ];

    /// The callback type.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OperationalStatus => "BRAND.OPERATIONAL_STATUS",
            Self::Business => "BUSINESS",
            Self::Contact => "BUSINESS_CONTACT",
            Self::Address => "BUSINESS_ADDRESS",
            Self::Document => "BUSINESS_DOCUMENT",
            Self::Bank => "BUSINESS_BANK",
            Self::Brand => "BRAND",
            Self::SocialMedia => "BRAND_SOCIAL_MEDIA",
            Self::PhotoProof => "BRAND_PHOTO_PROOF",
            Self::Product => "BRAND_PRODUCT",
        }
    }

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

impl std::str::FromStr for FacetKey {
    type Err = NotAFacet;
    fn from_str(text: &str) -> Result<Self, NotAFacet> {
        let (name, inner) = match text.split_once('[') {
            None => (text, None),
            Some((name, rest)) => (name, Some(rest.strip_suffix(']').ok_or(NotAFacet)?)),
        };
        let index = || inner.and_then(|n| n.parse().ok()).ok_or(NotAFacet);
        let code = || inner.filter(|code| !code.is_empty()).map(str::to_owned).ok_or(NotAFacet);
        match (name, inner) {
            ("business", None) => Ok(Self::Business),
            ("brand", None) => Ok(Self::Brand),
            ("operational", None) => Ok(Self::Operational),
            ("contact", _) => index().map(Self::Contact),
            ("address", _) => index().map(Self::Address),
            ("bank", _) => index().map(Self::Bank),
            ("photo", _) => index().map(Self::Photo),
            ("document", _) => code().map(Self::Document),
            ("social", _) => code().map(Self::Social),
            ("product", _) => code().map(Self::Product),
            _ => Err(NotAFacet),
        }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
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
    /// Anything we do not know: in review.
    Pending,
    /// INACTIVE: not yet on, or, after ACTIVE, off again.
    Inactive,
    Accepted,
    Rejected,
    Suspended,
}

impl Reported {
    pub fn read(status: &str) -> Self {
        match status.trim().to_ascii_uppercase().as_str() {
            "ACTIVE" | "APPROVED" | "VERIFIED" => Self::Accepted,
            "REJECTED" | "DECLINED" | "DENIED" | "FAILED" => Self::Rejected,
            "SUSPENDED" => Self::Suspended,
            "INACTIVE" => Self::Inactive,
            _ => Self::Pending,
        }
    }

    /// `false` for a word outside CONTRACT §8.3: kept, flagged and read back.
    pub fn is_known(status: &str) -> bool {
        Self::read(status) != Self::Pending
            || matches!(
                status.trim().to_ascii_uppercase().as_str(),
                "PENDING" | "UPDATING" | "ON_PROCESS" | "IN_REVIEW"
            )
    }
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
