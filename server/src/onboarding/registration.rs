//! From accepted forms to the body of `POST /business`. The check page shows the same values.

use super::case::Case;
use doku::wire;
use domain::{
    area::Spelling,
    codes::FileCategory,
    forms::{
        Address, AddressForm, BankForm, BrandForm, ContactForm, DocumentsForm, Filled, Form, ProfileForm, Social,
        SocialForm,
    },
    ids::{DocumentId, DokuFileId},
    kyb::FacetKey,
    requirement::{Requirement, Subject},
};
use std::collections::BTreeMap;

pub(super) const COUNTRY: &str = "ID";
pub(super) const CURRENCY: &str = "IDR";

/// What is still missing: then there is nothing to send.
#[derive(Debug)]
pub struct Incomplete;

/// Stands for a file until DOKU's id is put in at the moment of sending: our document's id.
pub fn placeholder(document: DocumentId) -> String {
    format!("document:{document}")
}

/// Everything parsed, files as placeholders.
pub fn build(case: &Case, callback_url: &str, spelling: Spelling) -> Result<wire::Registration, Incomplete> {
    let (profile, numbers) = (proof::<ProfileForm>(case)?, numbers(case)?);
    let b = &case.business;
    Ok(wire::Registration {
        business: wire::Business {
            kind: b.business_type.clone(),
            callback_url: callback_url.to_owned(),
            legal_entity: b.legal_entity.clone(),
            name: profile.name.clone(),
            description: profile.description.clone(),
            email: profile.email.as_str().to_owned(),
            phone_calling_code: profile.phone.calling_code().to_owned(),
            phone_number: profile.phone.as_str().to_owned(),
            website_readiness: profile.website_readiness.to_string(),
            mobile_app_readiness: profile.mobile_app_readiness.to_string(),
            documents: papers_of_the_business(case, &numbers, |_| true)?,
            brands: vec![brand(case, &proof::<SocialForm>(case)?)?],
            addresses: vec![address(&proof::<AddressForm>(case)?, spelling)],
            banks: vec![bank(case, |_| true)?],
            contacts: vec![contact(case)?],
            service_agreement: file_ref(case, "SERVICE_AGREEMENT")?,
        },
        partner: wire::Partner { invited_user: vec![profile.email.as_str().to_owned()] },
    })
}

/// What a form proves, read when it is asked for: a correction needs only what it sends, and a rule may have become stricter since
/// DOKU took the rest.
pub(super) fn proof<F: Form + TryFrom<Filled>>(case: &Case) -> Result<F::Proof, Incomplete> {
    case.proof::<F>(F::TASK.into()).ok_or(Incomplete)
}

pub(super) fn numbers(case: &Case) -> Result<BTreeMap<String, String>, Incomplete> {
    Ok(case.numbers().parse(&case.checklist).map_err(|_| Incomplete)?.0)
}

fn file(case: &Case, requirement: &Requirement) -> Result<DokuFileId, Incomplete> {
    case.documents.get(&requirement.slot).map(|file| DokuFileId::new(placeholder(file.id))).ok_or(Incomplete)
}

pub(super) fn by_code<'a>(case: &'a Case, code: &str) -> Option<&'a Requirement> {
    case.checklist.iter().find(|file| file.code == code)
}

/// A file that has a place of its own in the body, if DOKU asks for it.
pub(super) fn file_ref(case: &Case, code: &str) -> Result<Option<wire::FileRef>, Incomplete> {
    let id = by_code(case, code).map(|requirement| file(case, requirement)).transpose()?;
    Ok(id.map(|id| wire::FileRef { id }))
}

/// Of the brand too: it has no list of its own.
pub(super) fn papers_of_the_business(
    case: &Case,
    numbers: &BTreeMap<String, String>,
    asked: impl Fn(&Requirement) -> bool,
) -> Result<Vec<wire::Document>, Incomplete> {
    let mut papers = documents(case, numbers, Subject::Business, &asked)?;
    papers.extend(documents(case, numbers, Subject::Brand, &asked)?);
    Ok(papers)
}

/// Files of category DOCUMENT that belong to a company or a person, and whatever belongs to a bank account: those that are
/// `asked` for.
pub(super) fn documents(
    case: &Case,
    numbers: &BTreeMap<String, String>,
    subject: Subject,
    asked: impl Fn(&Requirement) -> bool,
) -> Result<Vec<wire::Document>, Incomplete> {
    let is_paper = |file: &&Requirement| file.category == FileCategory::Document || subject == Subject::Bank;
    let theirs = case.checklist.iter().filter(|file| file.subject == subject).filter(is_paper);
    theirs
        .filter(|file| asked(file))
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

pub(super) fn brand(case: &Case, social: &Social) -> Result<wire::Brand, Incomplete> {
    let brand = proof::<BrandForm>(case)?;
    let photo = by_code(case, "PHOTO_PROOF").map(|requirement| file(case, requirement)).transpose()?;
    Ok(wire::Brand {
        name: brand.name,
        description: brand.description,
        category: brand.category.to_string(),
        business_line: None,
        transaction_frequency: Some(brand.transaction_frequency.to_string()),
        transaction_quantity: brand.transaction_quantity.as_ref().map(ToString::to_string),
        social_media: social
            .accounts
            .iter()
            .map(|(code, link)| wire::SocialMedia { accounts: vec![link.clone()], code: code.to_string() })
            .collect(),
        logo: file_ref(case, "LOGO")?,
        photo_proofs: photo.into_iter().map(|id| wire::FileRef { id }).collect(),
    })
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
    let account = proof::<BankForm>(case)?;
    Ok(wire::Bank {
        account_name: account.account_name,
        account_number: account.account_number,
        bank_id: account.bank.bank_id.to_owned(),
        bank_name: account.bank.bank_name.to_owned(),
        country: COUNTRY.to_owned(),
        currency: CURRENCY.to_owned(),
        swift_code: account.bank.clearing_code.to_owned(),
        documents: documents(case, &numbers(case)?, Subject::Bank, asked)?,
    })
}

pub(super) fn contact(case: &Case) -> Result<wire::Contact, Incomplete> {
    let owner = proof::<ContactForm>(case)?;
    let selfie = by_code(case, "OWNER_LIVENESS").map(|requirement| file(case, requirement)).transpose()?;
    Ok(wire::Contact {
        documents: documents(case, &numbers(case)?, Subject::Contact, |_| true)?,
        email: owner.email.as_str().to_owned(),
        name: owner.name,
        nationality: case.business.nationality.clone(),
        phone_calling_code: owner.phone.calling_code().to_owned(),
        phone_number: owner.phone.as_str().to_owned(),
        position: owner.position.to_string(),
        primary: true,
        owner_liveness: selfie.map(|id| wire::FileRef { id }),
    })
}

/// Named as the checklist names its slots: the person's first, one code after the other.
pub fn papers(body: &wire::Registration) -> Vec<(FacetKey, &wire::Document)> {
    let b = &body.business;
    let documents: Vec<&wire::Document> =
        b.contacts.iter().flat_map(|contact| &contact.documents).chain(&b.documents).collect();
    let named = documents.iter().enumerate().map(|(n, document)| {
        let before = documents[..n].iter().filter(|earlier| earlier.code == document.code).count();
        (FacetKey::document(&document.code, before), *document)
    });
    named.collect()
}

/// The facets that a body puts before DOKU, with the file that each is about.
pub fn facets(body: &wire::Registration) -> Vec<(FacetKey, Option<DokuFileId>)> {
    let b = &body.business;
    let mut found = vec![(FacetKey::Business, None)];
    for nth in 0..b.brands.len() {
        found.extend([(FacetKey::Brand(nth), None), (FacetKey::Operational(nth), None)]);
    }
    found.extend(papers(body).into_iter().map(|(facet, document)| (facet, Some(document.id.clone()))));
    found.extend((0..b.contacts.len()).map(|n| (FacetKey::Contact(n), None)));
    found.extend((0..b.addresses.len()).map(|n| (FacetKey::Address(n), None)));
    found.extend((0..b.banks.len()).map(|n| (FacetKey::Bank(n), None)));
    for (nth, brand) in b.brands.iter().enumerate() {
        found.extend(brand.social_media.iter().map(|media| (FacetKey::Social(nth, media.code.clone()), None)));
        let photos = brand.photo_proofs.iter().enumerate();
        found.extend(photos.map(|(n, photo)| (FacetKey::Photo(nth, n), Some(photo.id.clone()))));
    }
    found
}
