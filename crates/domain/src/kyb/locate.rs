//! The facet that DOKU means. An ambiguous name gives none, and a read-back follows.

use super::{EntityKind, FacetKey, Sent};
use crate::ids::DokuBrandId;
use std::collections::{BTreeMap, BTreeSet};

/// The parts that we know of one business.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Every revision of every part that DOKU took, each with its file.
    pub sent: Vec<Sent>,
    /// The ids that DOKU gave to its entities, learnt by reading back.
    pub ids: BTreeMap<String, FacetKey>,
    /// The id of our brand. Another brand of the same business is none of our facets.
    pub brand: Option<DokuBrandId>,
}

/// The name by which DOKU refers to a part.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    pub kind: EntityKind,
    pub id: Option<&'a str>,
    pub code: Option<&'a str>,
    /// The part's place among those of its kind in a read-back, from 0.
    pub position: Option<usize>,
}

/// Finds a facet by DOKU's id, our file id or the code, else takes the only one of its kind, unless DOKU has another id
/// for that one. `None`: we sent nothing of the kind, or several would fit.
pub fn locate(known: &Known, named: &Named<'_>) -> Option<FacetKey> {
    let another = |key: &FacetKey| named.id.is_some() && known.ids.values().any(|known| known == key);
    let only = || may_be_the_only_one(named).then(|| only(known.of_kind(named.kind))).flatten();
    by_name(known, named).or_else(|| only().filter(|key| !another(key)))
}

/// Finds the facets of all entities of a read-back together, so that a place taken by one is not given to another.
pub fn place(known: &Known, entities: &[Named<'_>]) -> Vec<Option<FacetKey>> {
    let mut placed: Vec<Option<FacetKey>> = entities.iter().map(|named| by_name(known, named)).collect();
    let mut taken: BTreeSet<FacetKey> = placed.iter().flatten().cloned().collect();
    for (named, slot) in entities.iter().zip(&mut placed).filter(|(_, slot)| slot.is_none()) {
        *slot = by_position(named).filter(|key| !taken.contains(key));
        taken.extend(slot.clone());
    }
    for (named, slot) in entities.iter().zip(&mut placed).filter(|(_, slot)| slot.is_none()) {
        if may_be_the_only_one(named) {
            *slot = only(known.of_kind(named.kind).filter(|key| !taken.contains(*key)));
            taken.extend(slot.clone());
        }
    }
    // DOKU may list a part of its own before ours. An id that is not ours thus gets the next free place.
    for (named, slot) in entities.iter().zip(&mut placed).filter(|(named, slot)| slot.is_none() && named.id.is_some()) {
        let ours: BTreeSet<&FacetKey> = known.of_kind(named.kind).chain(known.ids.values()).collect();
        let mut places = (0..).map_while(|position| by_position(&Named { position: Some(position), ..*named }));
        *slot = places.find(|key| !taken.contains(key) && !ours.contains(key));
        taken.extend(slot.clone());
    }
    placed
}

/// Finds a facet by its name alone, regardless of other facets.
fn by_name(known: &Known, named: &Named<'_>) -> Option<FacetKey> {
    match named.kind {
        EntityKind::Business => Some(FacetKey::Business),
        EntityKind::Brand => known.is_ours(named.id).then_some(FacetKey::BRAND),
        EntityKind::OperationalStatus => known.is_ours(named.id).then_some(FacetKey::OPERATIONAL),
        kind @ (EntityKind::Contact
        | EntityKind::Address
        | EntityKind::Document
        | EntityKind::Bank
        | EntityKind::SocialMedia
        | EntityKind::PhotoProof
        | EntityKind::Product) => by_id(known, named).or_else(|| by_code(known, named, FacetKey::by_code(kind)?)),
    }
}

/// Finds a facet by id. An id whose facet has another code than the message names nothing.
fn by_id(known: &Known, named: &Named<'_>) -> Option<FacetKey> {
    let id = named.id?;
    let file = known.sent.iter().find(|sent| sent.file.as_ref().is_some_and(|file| file.as_str() == id));
    let mut candidates = known.ids.get(id).into_iter().chain(file.map(|sent| &sent.facet));
    let fits = |key: &&FacetKey| {
        key.kind() == named.kind && (named.code.is_none() || key.code().is_none() || key.code() == named.code)
    };
    candidates.find(fits).cloned()
}

/// Finds a facet by code, or makes it: DOKU may speak of a part before it answers our sending it, and services are
/// DOKU's own.
fn by_code(known: &Known, named: &Named<'_>, make: fn(String) -> FacetKey) -> Option<FacetKey> {
    let code = named.code?;
    let mut alike = known.of_kind(named.kind).filter(|key| key.code() == Some(code));
    match (alike.next(), alike.next()) {
        (None, _) => Some(make(code.to_owned())),
        (Some(only), None) => Some(only.clone()),
        (Some(_), Some(_)) => None,
    }
}

fn by_position(named: &Named<'_>) -> Option<FacetKey> {
    Some(FacetKey::by_position(named.kind)?(named.position?))
}

/// Returns false for a kind told apart by codes when a code is given, and for a brand: another one is not ours.
fn may_be_the_only_one(named: &Named<'_>) -> bool {
    FacetKey::by_position(named.kind).is_some() || FacetKey::by_code(named.kind).is_some() && named.code.is_none()
}

fn only<'a>(mut keys: impl Iterator<Item = &'a FacetKey>) -> Option<FacetKey> {
    match (keys.next(), keys.next()) {
        (Some(only), None) => Some(only.clone()),
        (None, _) | (Some(_), Some(_)) => None,
    }
}

impl Known {
    /// Returns each facet once, however often it was sent.
    fn of_kind(&self, kind: EntityKind) -> impl Iterator<Item = &FacetKey> {
        let keys: BTreeSet<&FacetKey> = self.sent.iter().map(|sent| &sent.facet).collect();
        keys.into_iter().filter(move |key| key.kind() == kind)
    }

    fn is_ours(&self, id: Option<&str>) -> bool {
        match (id, &self.brand) {
            (Some(id), Some(brand)) => !id.starts_with("BRN-") || id == brand.as_str(),
            (None, _) | (_, None) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Millis, ids::DokuFileId};

    fn sent(facet: FacetKey, revision: u32, file: Option<&str>) -> Sent {
        Sent { facet, revision, at: Millis(0), file: file.map(DokuFileId::new) }
    }

    fn known() -> Known {
        let sent = vec![
            sent(FacetKey::BRAND, 1, None),
            sent(FacetKey::Contact(0), 1, None),
            sent(FacetKey::Contact(1), 1, None),
            sent(FacetKey::Bank(0), 1, None),
            sent(FacetKey::Bank(0), 2, None),
            sent(FacetKey::document("KTP", 0), 1, Some("DCM-1")),
            sent(FacetKey::document("KTP", 0), 2, Some("DCM-2")),
            sent(FacetKey::document("KTP", 1), 1, Some("DCM-3")),
            sent(FacetKey::document("NIB", 0), 1, Some("DCM-4")),
            sent(FacetKey::Photo(0, 0), 1, Some("DCM-5")),
            sent(FacetKey::Photo(0, 1), 1, Some("DCM-6")),
        ];
        let ids = [("CNT-1".to_owned(), FacetKey::Contact(1))].into();
        Known { sent, ids, brand: Some(DokuBrandId::new("BRN-1")) }
    }

    fn named<'a>(kind: EntityKind, id: Option<&'a str>, code: Option<&'a str>) -> Named<'a> {
        Named { kind, id, code, position: None }
    }

    #[test]
    fn a_part_is_found_by_file_by_id_by_code_or_as_the_only_one() {
        use EntityKind::{Address, Bank, Contact, Document, PhotoProof, Product, SocialMedia};
        let at = |kind, id, code| locate(&known(), &named(kind, id, code)).map(|key| key.to_string());
        let is = |key: &str| Some(key.to_owned());
        assert_eq!(at(Document, Some("DCM-3"), None), is("document[KTP-2]"));
        assert_eq!(at(Document, Some("DCM-1"), Some("KTP")), is("document[KTP]"), "an earlier file names it too");
        assert_eq!(at(Document, Some("DCM-9"), Some("NIB")), is("document[NIB]"));
        assert_eq!(at(Document, Some("DCM-4"), Some("SIUP")), is("document[SIUP]"), "the code is what DOKU says");
        assert_eq!(at(Document, None, Some("KTP")), None, "two owners");
        assert_eq!(at(Document, None, None), None);
        assert_eq!(at(PhotoProof, Some("DCM-6"), Some("PHOTO_PROOF")), is("photo[1]"));
        assert_eq!(at(Contact, Some("CNT-1"), None), is("contact[1]"));
        assert_eq!(at(Contact, Some("CNT-2"), None), None, "either could be meant");
        assert_eq!(at(Bank, Some("BNK-7"), None), is("bank[0]"), "sent twice, still one");
        assert_eq!(at(Address, None, None), None, "never sent");
        assert_eq!(at(SocialMedia, None, Some("TIKTOK")), is("social[TIKTOK]"));
        assert_eq!(at(Product, None, Some("QRIS")), is("product[QRIS]"));
        assert_eq!(at(EntityKind::Brand, Some("BRN-1"), None), is("brand"));
        assert_eq!(at(EntityKind::Brand, Some("BRN-2"), None), None, "another brand of theirs");
    }

    #[test]
    fn the_only_one_is_not_meant_by_another_id_than_its_own() {
        let mut learnt = known();
        learnt.ids.insert("BNK-1".into(), FacetKey::Bank(0));
        let at = |id| locate(&learnt, &named(EntityKind::Bank, id, None));
        assert_eq!((at(Some("BNK-1")), at(None)), (Some(FacetKey::Bank(0)), Some(FacetKey::Bank(0))));
        assert_eq!(at(Some("BNK-2")), None, "a second account, that somebody else gave DOKU");
    }

    #[test]
    fn one_more_is_one_more_wherever_it_is_listed() {
        let mut learnt = known();
        learnt.ids.insert("BNK-1".into(), FacetKey::Bank(0));
        let at = |id, position| Named { position: Some(position), ..named(EntityKind::Bank, Some(id), None) };
        let ours_first = place(&learnt, &[at("BNK-1", 0), at("BNK-9", 1)]);
        let theirs_first = place(&learnt, &[at("BNK-9", 0), at("BNK-1", 1)]);
        assert_eq!(ours_first, [Some(FacetKey::Bank(0)), Some(FacetKey::Bank(1))]);
        assert_eq!(theirs_first, [Some(FacetKey::Bank(1)), Some(FacetKey::Bank(0))]);
    }

    #[test]
    fn in_a_read_back_the_place_tells_what_no_name_does() {
        let at = |kind, id, position| Named { position: Some(position), ..named(kind, id, None) };
        let contacts = [
            at(EntityKind::Contact, Some("CNT-1"), 0),
            at(EntityKind::Contact, Some("CNT-9"), 1),
            at(EntityKind::Bank, None, 0),
            at(EntityKind::PhotoProof, Some("PHP-1"), 0),
            at(EntityKind::PhotoProof, Some("DCM-6"), 1),
        ];
        let placed = place(&known(), &contacts);
        let placed: Vec<_> = placed.into_iter().map(|key| key.unwrap().to_string()).collect();
        assert_eq!(placed, ["contact[1]", "contact[0]", "bank[0]", "photo[0]", "photo[1]"]);
    }
}
