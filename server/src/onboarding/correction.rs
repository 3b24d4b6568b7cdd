//! Builds the body of Update Business Data from corrections: the shape of a registration, with only what changed.

use super::{
    case::Case,
    registration::{
        Incomplete, OF_THE_BUSINESS, Object, address, bank, brand, contact, documents, fields, file_ref, object, proof,
    },
};
use domain::{
    area::Spelling,
    forms::{AddressForm, Pairs, ProfileForm, Proof, SocialForm},
    ids::DocumentId,
    kyb::FacetKey,
    requirement::{Requirement, Subject},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An update as it is stored until it is sent.
#[derive(Serialize, Deserialize)]
pub struct Correction {
    pub parts: Vec<CorrectedFacet>,
    /// The body, in which `registration::placeholder` stands for each file.
    pub body: Value,
}

/// A facet, with our document that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedFacet {
    pub facet: FacetKey,
    pub document: Option<DocumentId>,
}

/// The ids that DOKU gave its entities, as far as we know them; DOKU matches the others by position.
pub type Ids = BTreeMap<FacetKey, String>;

/// Builds the body for these facets. Source: CONTRACT §7.2.
pub fn build(case: &Case, ids: &Ids, facets: &[FacetKey], spelling: Spelling) -> Result<Correction, Incomplete> {
    let has = |facet: &FacetKey| facets.contains(facet);
    let mut business = Object::new();
    if has(&FacetKey::Business) {
        business = fields(&proof::<ProfileForm>(case)?);
        let agreement = file_ref(case, "SERVICE_AGREEMENT")?.filter(|_| case.has_new_file("SERVICE_AGREEMENT"));
        business.extend(agreement.map(|file| ("service_agreement".to_owned(), json!(file))));
    }
    let is_meant = |file: &Requirement| facets.contains(&FacetKey::Document(file.slot.clone()));
    put(&mut business, "documents", documents(case, OF_THE_BUSINESS, is_meant)?);
    let mut list = |name: &str, facet: FacetKey, value: Object| {
        if !value.is_empty() {
            let id = ids.get(&facet).map(|id| ("id".to_owned(), json!(id)));
            put(&mut business, name, vec![id.into_iter().chain(value).collect::<Object>()]);
        }
    };
    list("contacts", FacetKey::CONTACT, person(case, facets)?);
    if has(&FacetKey::ADDRESS) {
        list("addresses", FacetKey::ADDRESS, object(&address(&proof::<AddressForm>(case)?, spelling)));
    }
    if has(&FacetKey::BANK) {
        let account = bank(case, |file| case.has_new_file(&file.slot))?;
        list("banks", FacetKey::BANK, object(&account));
    }
    list("brands", FacetKey::BRAND, shop(case, facets)?);
    let parts =
        facets.iter().map(|facet| CorrectedFacet { facet: facet.clone(), document: file(case, facet) }).collect();
    Ok(Correction { parts, body: json!({ "business": business }) })
}

fn put<T: Serialize>(business: &mut Object, name: &str, list: Vec<T>) {
    if !list.is_empty() {
        business.insert(name.to_owned(), json!(list));
    }
}

/// Returns the owner's data if that was rejected, and those of their papers that were rejected.
fn person(case: &Case, facets: &[FacetKey]) -> Result<Object, Incomplete> {
    let mut person = Object::new();
    if facets.contains(&FacetKey::CONTACT) {
        person = object(&contact(case)?);
        person.remove("documents");
        // DOKU may know the selfie that it has under another id by now.
        if !case.has_new_file("OWNER_LIVENESS") {
            person.remove("owner_liveness");
        }
    }
    let is_meant = |file: &Requirement| facets.contains(&FacetKey::Document(file.slot.clone()));
    put(&mut person, "documents", documents(case, &[Subject::Contact], is_meant)?);
    Ok(person)
}

/// Returns what is sent of the brand. DOKU replaces photos and accounts as a whole, so accounts that it has accepted go
/// along.
fn shop(case: &Case, facets: &[FacetKey]) -> Result<Object, Incomplete> {
    let has_accounts = facets.iter().any(|facet| matches!(facet, FacetKey::Social(..)));
    if !has_accounts && !facets.contains(&FacetKey::BRAND) && !facets.contains(&FacetKey::PHOTO) {
        return Ok(Object::new());
    }
    let accounts = if has_accounts { proof::<SocialForm>(case)?.sent() } else { Pairs::new() };
    let mut shop = object(&brand(case, accounts)?);
    shop.retain(|name, _| match name.as_str() {
        "social_media" => has_accounts,
        "photo_proofs" => facets.contains(&FacetKey::PHOTO),
        "logo" => facets.contains(&FacetKey::BRAND) && case.has_new_file("LOGO"),
        _ => facets.contains(&FacetKey::BRAND),
    });
    Ok(shop)
}

fn file(case: &Case, facet: &FacetKey) -> Option<DocumentId> {
    Some(case.documents.get(&facet.slot()?)?.id)
}
