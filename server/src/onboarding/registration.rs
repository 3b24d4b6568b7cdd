//! Builds the body of `POST /business` from accepted forms, and splits a body into parts. The check page shows the same
//! values.

use super::case::Case;
use doku::wire;
use domain::{
    area::Spelling,
    codes::FileCategory,
    forms::{
        Address, AddressForm, BankForm, BrandForm, ContactForm, DocumentsForm, Filled, Form, Pairs, ProfileForm, Proof,
        SocialForm,
    },
    ids::{DocumentId, DokuFileId},
    kyb::FacetKey,
    requirement::{Requirement, Subject},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(super) const COUNTRY: &str = "ID";
pub(super) const CURRENCY: &str = "IDR";

/// Something is still missing, so there is nothing to send.
#[derive(Debug)]
pub struct Incomplete;

/// Returns the text with our document's id that stands for a file until DOKU's id replaces it on sending.
pub fn placeholder(document: DocumentId) -> String {
    format!("document:{document}")
}

/// Builds the body from parsed forms, with placeholders for files.
pub fn build(case: &Case, callback_url: &str, spelling: Spelling) -> Result<wire::Registration, Incomplete> {
    let (profile, b) = (proof::<ProfileForm>(case)?, &case.business);
    Ok(wire::Registration {
        business: wire::Business {
            kind: b.business_type.clone(),
            callback_url: callback_url.to_owned(),
            legal_entity: b.legal_entity.clone(),
            documents: documents(case, OF_THE_BUSINESS, |_| true)?,
            brands: vec![brand(case, proof::<SocialForm>(case)?.sent())?],
            addresses: vec![address(&proof::<AddressForm>(case)?, spelling)],
            banks: vec![bank(case, |_| true)?],
            contacts: vec![contact(case)?],
            service_agreement: file_ref(case, "SERVICE_AGREEMENT")?,
            ..sent(&profile)?
        },
        partner: wire::Partner { invited_user: vec![profile.email.as_str().to_owned()] },
    })
}

/// Parses one form on demand: a correction needs only what it sends, and a rule may have become stricter since DOKU
/// took the rest.
pub(super) fn proof<F: Form + TryFrom<Filled>>(case: &Case) -> Result<F::Proof, Incomplete> {
    case.proof::<F>(F::TASK.into()).ok_or(Incomplete)
}

/// Returns the parsed values under DOKU's names.
pub(super) fn fields(proof: &impl Proof) -> Map<String, Value> {
    proof.sent().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// Returns `fields` as DOKU's type; what no form holds is empty.
fn sent<T: DeserializeOwned>(proof: &impl Proof) -> Result<T, Incomplete> {
    serde_json::from_value(fields(proof).into()).map_err(|_| Incomplete)
}

fn file(case: &Case, requirement: &Requirement) -> Result<DokuFileId, Incomplete> {
    case.documents.get(&requirement.slot).map(|file| DokuFileId::new(placeholder(file.id))).ok_or(Incomplete)
}

/// Returns the file for a place of its own in the body, if DOKU asks for it.
pub(super) fn file_ref(case: &Case, code: &str) -> Result<Option<wire::FileRef>, Incomplete> {
    let asked = case.checklist.iter().find(|file| file.code == code);
    asked.map(|asked| Ok(wire::FileRef { id: file(case, asked)? })).transpose()
}

/// The subjects of the business's list of documents; the brand has no list of its own.
pub(super) const OF_THE_BUSINESS: &[Subject] = &[Subject::Business, Subject::Brand];

/// Returns the files of category DOCUMENT, or of a bank account whatever their category, that belong to these subjects
/// and are `asked` for.
pub(super) fn documents(
    case: &Case,
    of: &[Subject],
    asked: impl Fn(&Requirement) -> bool,
) -> Result<Vec<wire::Document>, Incomplete> {
    let numbers = case.numbers().parse(&case.checklist).map_err(|_| Incomplete)?;
    let is_paper = |file: &&Requirement| file.category == FileCategory::Document || file.subject == Subject::Bank;
    let theirs = case.checklist.iter().filter(|file| of.contains(&file.subject) && asked(file)).filter(is_paper);
    theirs
        .map(|requirement| {
            let value =
                |code: &str| numbers.get(&DocumentsForm::key(&requirement.slot, code)).cloned().unwrap_or_default();
            Ok(wire::Document {
                code: requirement.code.clone(),
                category: requirement.category.to_string(),
                id: file(case, requirement)?,
                forms: requirement
                    .forms
                    .iter()
                    .map(|form| wire::FormValue { code: form.code.clone(), value: value(&form.code) })
                    .collect(),
            })
        })
        .collect()
}

pub(super) fn brand(case: &Case, accounts: Pairs) -> Result<wire::Brand, Incomplete> {
    Ok(wire::Brand {
        social_media: accounts.into_iter().map(account).collect(),
        logo: file_ref(case, "LOGO")?,
        photo_proofs: file_ref(case, "PHOTO_PROOF")?.into_iter().collect(),
        ..sent(&proof::<BrandForm>(case)?)?
    })
}

fn account((network, link): (&str, String)) -> wire::SocialMedia {
    wire::SocialMedia { accounts: vec![link], code: network.to_uppercase() }
}

pub(super) fn address(address: &Address, spelling: Spelling) -> wire::Address {
    wire::Address {
        area: address.area.spelled(spelling),
        country: COUNTRY.to_owned(),
        name: address.street.clone(),
        primary: true,
    }
}

pub(super) fn bank(case: &Case, asked: impl Fn(&Requirement) -> bool) -> Result<wire::Bank, Incomplete> {
    Ok(wire::Bank {
        country: COUNTRY.to_owned(),
        currency: CURRENCY.to_owned(),
        documents: documents(case, &[Subject::Bank], asked)?,
        ..sent(&proof::<BankForm>(case)?)?
    })
}

pub(super) fn contact(case: &Case) -> Result<wire::Contact, Incomplete> {
    Ok(wire::Contact {
        documents: documents(case, &[Subject::Contact], |_| true)?,
        nationality: case.business.nationality.clone(),
        primary: true,
        owner_liveness: file_ref(case, "OWNER_LIVENESS")?,
        ..sent(&proof::<ContactForm>(case)?)?
    })
}

/// The fields that a body holds for one part.
pub type Object = Map<String, Value>;

/// Splits a body into its parts, each without its nested parts. Papers are named as the checklist names their slots:
/// the person's first, numbered per code.
pub fn parts(body: &wire::Registration) -> Vec<(FacetKey, Object)> {
    let mut business = object(&body.business);
    business.remove("callback_url");
    let [mut brands, mut contacts, addresses, banks, own_papers] =
        ["brands", "contacts", "addresses", "banks", "documents"].map(|list| take(&mut business, list));
    let (mut papers, mut selfies) = (Vec::new(), Vec::new());
    for contact in &mut contacts {
        papers.extend(take(contact, "documents"));
        let selfie = contact.remove("owner_liveness");
        selfies.extend(selfie.map(|file| (FacetKey::of_slot("OWNER_LIVENESS"), object(&file))));
    }
    let (mut networks, mut photos) = (Vec::new(), Vec::new());
    for (nth, brand) in brands.iter_mut().enumerate() {
        let accounts = take(brand, "social_media").into_iter();
        networks.extend(accounts.map(|account| (FacetKey::Social(nth, code(&account)), account)));
        photos.extend(numbered(take(brand, "photo_proofs"), |n| FacetKey::Photo(nth, n)));
    }
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let papers = papers.into_iter().chain(own_papers).map(|paper| {
        let code = code(&paper);
        let before = alike.entry(code.clone()).or_default();
        *before += 1;
        (FacetKey::document(&code, *before - 1), paper)
    });
    let mut found = vec![(FacetKey::Business, business)];
    found.extend(numbered(brands, FacetKey::Brand));
    found.extend(papers);
    found.extend(selfies);
    found.extend(numbered(contacts, FacetKey::Contact));
    found.extend(numbered(addresses, FacetKey::Address));
    found.extend(numbered(banks, FacetKey::Bank));
    found.extend(networks);
    found.extend(photos);
    found
}

/// Removes a list from an object and returns it.
fn take(of: &mut Object, list: &str) -> Vec<Object> {
    of.remove(list).and_then(|list| serde_json::from_value(list).ok()).unwrap_or_default()
}

fn numbered(list: Vec<Object>, part: impl Fn(usize) -> FacetKey) -> impl Iterator<Item = (FacetKey, Object)> {
    list.into_iter().enumerate().map(move |(n, fields)| (part(n), fields))
}

fn code(fields: &Object) -> String {
    fields.get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Returns the facets that DOKU judges in a body, with the file that each is about.
pub fn facets(body: &wire::Registration) -> Vec<(FacetKey, Option<DokuFileId>)> {
    let judged = parts(body).into_iter().filter(|(part, _)| part.has_verdict());
    let facets = judged.flat_map(|(part, fields)| {
        let operation = match part {
            FacetKey::Brand(n) => Some((FacetKey::Operational(n), None)),
            _ => None,
        };
        let file = fields.get("id").and_then(Value::as_str).map(DokuFileId::new);
        [(part, file)].into_iter().chain(operation)
    });
    facets.collect()
}

pub(super) fn object(value: &impl Serialize) -> Object {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the fields of a form that DOKU's type would drop.
    fn dropped<F: Form, T: DeserializeOwned + Serialize>() -> Vec<&'static str> {
        let names = F::FIELDS.iter().map(|field| field.sent_as());
        let body: Map<String, Value> = names.clone().map(|name| (name.to_owned(), "x".into())).collect();
        let kept = object(&serde_json::from_value::<T>(body.into()).unwrap());
        names.filter(|name| kept.get(*name) != Some(&"x".into())).collect()
    }

    #[test]
    fn every_field_has_its_place_in_the_body() {
        let none: [&str; 0] = [];
        assert_eq!(dropped::<ProfileForm, wire::Business>(), none);
        assert_eq!(dropped::<BrandForm, wire::Brand>(), none);
        assert_eq!(dropped::<BankForm, wire::Bank>(), none);
        assert_eq!(dropped::<ContactForm, wire::Contact>(), none);
    }
}
