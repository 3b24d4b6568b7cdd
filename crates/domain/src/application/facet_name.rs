use crate::kyb::{FacetKey, NotAFacet};

/// A facet with the brand that it is judged with. The first brand's keep the spelling that they had when there was only one:
/// `brand`, `photo[0]`; those of the second are `brand[1]`, `photo[1,0]`, `social[1,INSTAGRAM]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FacetName {
    /// 0 of what belongs to no brand.
    brand: usize,
    key: FacetKey,
}

impl FacetName {
    pub const fn new(brand: usize, key: FacetKey) -> Self {
        Self { brand: if is_of_a_brand(&key) { brand } else { 0 }, key }
    }

    pub const fn brand(&self) -> usize {
        self.brand
    }

    /// As if there were one brand alone.
    pub const fn key(&self) -> &FacetKey {
        &self.key
    }
}

const fn is_of_a_brand(key: &FacetKey) -> bool {
    match key {
        FacetKey::Brand | FacetKey::Operational => true,
        FacetKey::Photo(_) | FacetKey::Social(_) | FacetKey::Product(_) => true,
        FacetKey::Business | FacetKey::Document(_) => false,
        FacetKey::Contact(_) | FacetKey::Address(_) | FacetKey::Bank(_) => false,
    }
}

impl From<FacetKey> for FacetName {
    /// Of the first brand.
    fn from(key: FacetKey) -> Self {
        Self::new(0, key)
    }
}

impl std::fmt::Display for FacetName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = self.key.to_string();
        match (self.brand, key.split_once('[')) {
            (0, _) => f.write_str(&key),
            (brand, None) => write!(f, "{key}[{brand}]"),
            (brand, Some((kind, rest))) => write!(f, "{kind}[{brand},{rest}"),
        }
    }
}

impl std::str::FromStr for FacetName {
    type Err = NotAFacet;

    fn from_str(text: &str) -> Result<Self, NotAFacet> {
        let Some((kind, inner)) = text.strip_suffix(']').and_then(|text| text.split_once('[')) else {
            return text.parse().map(|key| Self::new(0, key));
        };
        let whole = || Some((later(inner)?, kind.parse::<FacetKey>().ok()?));
        let within = || {
            let (brand, rest) = inner.split_once(',')?;
            Some((later(brand)?, format!("{kind}[{rest}]").parse::<FacetKey>().ok()?))
        };
        match whole().or_else(within).filter(|(_, key)| is_of_a_brand(key)) {
            Some((brand, key)) => Ok(Self::new(brand, key)),
            None => text.parse().map(|key| Self::new(0, key)),
        }
    }
}

/// The place of a second brand, or of a later one.
fn later(text: &str) -> Option<usize> {
    text.parse().ok().filter(|brand: &usize| *brand > 0 && brand.to_string() == text)
}
