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
    /// Reads a type in any case; `None` for one that we do not know yet.
    pub fn of_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text.trim()))
    }
}

/// One part that DOKU judges: `contact[0]`, `document[KTP]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum FacetKey {
    Business,
    Brand(usize),
    /// The operational status of a brand.
    Operational(usize),
    Contact(usize),
    Address(usize),
    Document(String),
    Bank(usize),
    /// The brand, and the place among its photos.
    Photo(usize, usize),
    /// The brand, and the network.
    Social(usize, String),
    /// The brand, and the product.
    Product(usize, String),
}

impl FacetKey {
    /// The first of each kind, which every application has. These names are only for what DOKU judges as a whole
    /// (`BRAND`, `OPERATIONAL`) and for the owners of papers on the checklist. All else uses the facet or page at hand.
    pub const BRAND: Self = Self::Brand(0);
    pub const OPERATIONAL: Self = Self::Operational(0);
    pub const CONTACT: Self = Self::Contact(0);
    pub const ADDRESS: Self = Self::Address(0);
    pub const BANK: Self = Self::Bank(0);
    pub const PHOTO: Self = Self::Photo(0, 0);

    pub const fn kind(&self) -> EntityKind {
        match self {
            Self::Business => EntityKind::Business,
            Self::Brand(_) => EntityKind::Brand,
            Self::Operational(_) => EntityKind::OperationalStatus,
            Self::Contact(_) => EntityKind::Contact,
            Self::Address(_) => EntityKind::Address,
            Self::Document(_) => EntityKind::Document,
            Self::Bank(_) => EntityKind::Bank,
            Self::Photo(..) => EntityKind::PhotoProof,
            Self::Social(..) => EntityKind::SocialMedia,
            Self::Product(..) => EntityKind::Product,
        }
    }

    /// Returns the constructor for a kind that DOKU lists without names, by place; photos are the first brand's.
    pub fn by_position(kind: EntityKind) -> Option<fn(usize) -> Self> {
        match kind {
            EntityKind::Contact => Some(Self::Contact),
            EntityKind::Address => Some(Self::Address),
            EntityKind::Bank => Some(Self::Bank),
            EntityKind::PhotoProof => Some(|nth| Self::Photo(0, nth)),
            EntityKind::OperationalStatus | EntityKind::Business | EntityKind::Brand => None,
            EntityKind::Document | EntityKind::SocialMedia | EntityKind::Product => None,
        }
    }

    /// Returns the constructor for a kind that DOKU tells apart by codes.
    pub fn by_code(kind: EntityKind) -> Option<fn(String) -> Self> {
        match kind {
            EntityKind::Document => Some(Self::Document),
            EntityKind::SocialMedia => Some(|code| Self::Social(0, code)),
            EntityKind::Product => Some(|code| Self::Product(0, code)),
            EntityKind::OperationalStatus | EntityKind::Business | EntityKind::Brand => None,
            EntityKind::Contact | EntityKind::Address | EntityKind::Bank | EntityKind::PhotoProof => None,
        }
    }

    /// Tells whether verification waits for it: not for products, which come later.
    pub const fn is_kyb(&self) -> bool {
        !matches!(self, Self::Product(..))
    }

    /// Returns the document with this code and place among those with the same code, counted from 0, by the checklist's
    /// slots: `document[NPWP]`, `document[NPWP-2]`.
    pub fn document(code: &str, nth: usize) -> Self {
        Self::Document(if nth == 0 { code.to_owned() } else { format!("{code}-{}", nth + 1) })
    }

    /// Returns DOKU's code, for the kinds that have one: `NPWP` of `document[NPWP-2]`.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Document(slot) => Some(slot.split_once('-').map_or(slot, |(code, _)| code)),
            Self::Social(_, code) | Self::Product(_, code) => Some(code),
            Self::Business | Self::Brand(_) | Self::Operational(_) => None,
            Self::Contact(_) | Self::Address(_) | Self::Bank(_) | Self::Photo(..) => None,
        }
    }
}

/// Parts of the first brand keep their spelling from when there was only one: `brand`, `photo[0]`. Those of the second
/// are `brand[1]`, `photo[1,0]`, `social[1,INSTAGRAM]`.
impl std::fmt::Display for FacetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Business => f.write_str("business"),
            Self::Brand(0) => f.write_str("brand"),
            Self::Brand(n) => write!(f, "brand[{n}]"),
            Self::Operational(0) => f.write_str("operational"),
            Self::Operational(n) => write!(f, "operational[{n}]"),
            Self::Contact(n) => write!(f, "contact[{n}]"),
            Self::Address(n) => write!(f, "address[{n}]"),
            Self::Document(code) => write!(f, "document[{code}]"),
            Self::Bank(n) => write!(f, "bank[{n}]"),
            Self::Photo(0, n) => write!(f, "photo[{n}]"),
            Self::Photo(brand, n) => write!(f, "photo[{brand},{n}]"),
            Self::Social(0, code) => write!(f, "social[{code}]"),
            Self::Social(brand, code) => write!(f, "social[{brand},{code}]"),
            Self::Product(0, code) => write!(f, "product[{code}]"),
            Self::Product(brand, code) => write!(f, "product[{brand},{code}]"),
        }
    }
}

/// The error of a text that names no facet.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a facet")]
pub struct NotAFacet;

impl std::str::FromStr for FacetKey {
    type Err = NotAFacet;
    fn from_str(text: &str) -> Result<Self, NotAFacet> {
        let Some((kind, rest)) = text.split_once('[') else {
            return match text {
                "business" => Ok(Self::Business),
                "brand" => Ok(Self::BRAND),
                "operational" => Ok(Self::OPERATIONAL),
                _ => Err(NotAFacet),
            };
        };
        let inner = rest.strip_suffix(']').filter(|inner| !inner.is_empty()).ok_or(NotAFacet)?;
        let of_a_later_brand = inner.split_once(',').and_then(|(brand, rest)| Some((later(brand).ok()?, rest)));
        let (brand, own) = of_a_later_brand.filter(|(_, own)| !own.is_empty()).unwrap_or((0, inner));
        let number = |text: &str| text.parse().map_err(|_| NotAFacet);
        let key = match kind {
            "brand" => Self::Brand(later(inner)?),
            "operational" => Self::Operational(later(inner)?),
            "contact" => Self::Contact(number(inner)?),
            "address" => Self::Address(number(inner)?),
            "document" => Self::Document(inner.to_owned()),
            "bank" => Self::Bank(number(inner)?),
            "photo" => Self::Photo(brand, number(own)?),
            "social" => Self::Social(brand, own.to_owned()),
            "product" => Self::Product(brand, own.to_owned()),
            _ => return Err(NotAFacet),
        };
        // One part has one name.
        if key.to_string() == text { Ok(key) } else { Err(NotAFacet) }
    }
}

/// Reads the number of a brand after the first.
fn later(text: &str) -> Result<usize, NotAFacet> {
    text.parse().ok().filter(|brand: &usize| *brand > 0 && brand.to_string() == text).ok_or(NotAFacet)
}

crate::words::as_text!(FacetKey: NotAFacet);

/// DOKU's judgement of one facet, as far as we know.
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
    /// DOKU is reviewing it.
    Pending,
    /// INACTIVE: it is not yet on, or is off again after ACTIVE.
    Inactive,
    Accepted,
    Rejected,
    /// DECLINED: it is rejected, and the merchant cannot mend it; docs/adr/012.
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

    /// Reads a word in any case. An unknown word reads as in review, which holds only for a facet never judged before:
    /// ask `is_known` before it becomes an observation.
    pub fn read(status: &str) -> Self {
        known(status).unwrap_or(Self::Pending)
    }

    /// Returns false for a word outside CONTRACT §8.3, which is kept, flagged and read back.
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
    /// A read-back beats a callback of the same time.
    ReadBack,
}

/// DOKU's word about a facet at some time.
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

/// A facet that we sent and that DOKU took (2xx) at that time.
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
