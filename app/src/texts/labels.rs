//! Names of tasks, files, fields and the codes people choose from.

use super::{Texts, task};
use crate::onboarding::data::{Heading, Item};
use domain::{
    bank,
    codes::{BusinessType, LegalEntity},
    forms::Task,
    requirement::BANK_BOOK,
};

pub fn item<'a>(t: &Texts, item: &'a Item) -> &'a str {
    match item {
        Item::Slot { code, name, .. } => requirement(t, code, name),
        Item::Form(form) => task(t, *form),
    }
}

/// Files that we know by code; others keep DOKU's own name.
pub fn requirement<'a>(t: &Texts, code: &str, name: &'a str) -> &'a str {
    match code {
        "KTP" => t.documents.ktp,
        "OWNER_LIVENESS" => t.documents.liveness,
        "PHOTO_PROOF" => t.documents.photo_proof,
        BANK_BOOK => t.documents.bank_book,
        _ => name,
    }
}

pub fn requirement_hint(t: &Texts, code: &str) -> Option<&'static str> {
    match code {
        "KTP" => Some(t.documents.ktp_hint),
        "OWNER_LIVENESS" => Some(t.documents.liveness_hint),
        "PHOTO_PROOF" => Some(t.documents.photo_proof_hint),
        BANK_BOOK => Some(t.documents.bank_book_hint),
        _ => None,
    }
}

/// A value that goes with a file: our label and hint where we know it, else DOKU's name and caption.
pub fn value_name(t: &Texts, code: &str, name: &str, caption: &str) -> (String, String) {
    match code {
        "NO_KTP" => (t.documents.nik.into(), t.documents.nik_hint.into()),
        _ => (name.to_owned(), caption.to_owned()),
    }
}

/// Label of a field, by task and name; a name that we do not know labels itself.
pub fn field_label<'a>(t: &Texts, of: Task, field: &'a str) -> &'a str {
    let f = &t.forms;
    match (of, field) {
        (_, "NO_KTP") => t.documents.nik,
        _ if field.ends_with(".NO_KTP") => t.documents.nik,
        (Task::Business, "name") => f.business_name,
        (Task::Business, "description") => f.description,
        (Task::Business, "email") => f.business_email,
        (Task::Business, "phone") => f.business_phone,
        (_, "website_readiness") => f.website,
        (_, "mobile_app_readiness") => f.app,
        (Task::Brand, "name") => f.brand_name,
        (Task::Brand, "description") => f.brand_description,
        (_, "category") => f.category,
        (_, "transaction_frequency") => f.frequency,
        (_, "transaction_quantity") => f.quantity,
        (Task::Contact, "name") => f.contact_name,
        (Task::Contact, "email") => f.contact_email,
        (Task::Contact, "phone") => f.contact_phone,
        (_, "position") => f.position,
        (_, "street") => f.street,
        (_, "area") => f.area,
        (_, "postal_code") => f.postal_code,
        (_, "village") => f.village,
        (_, "district") => f.district,
        (_, "city") => f.city,
        (_, "province") => f.province,
        (_, "bank") => f.bank,
        (_, "account_number") => f.account_number,
        (_, "account_name") => f.account_name,
        (_, "invited_user") => f.invited_user,
        (_, "nationality") => t.businesses.nationality,
        (_, "country") => f.country,
        (_, "currency") => f.currency,
        (_, "instagram") => f.instagram,
        (_, "facebook") => f.facebook,
        _ => field,
    }
}

/// As `field_label`, where a value is read and nobody is asked.
pub fn field_name<'a>(t: &Texts, of: Task, field: &'a str) -> &'a str {
    let f = &t.forms;
    match (of, field) {
        (Task::Business, "description") => f.description_name,
        (_, "website_readiness") => f.website_name,
        (_, "mobile_app_readiness") => f.app_name,
        _ => field_label(t, of, field),
    }
}

/// What kind of business, as people chose it: *Perorangan · Eceran*. A code that we have no word for stays as it is.
pub fn kind_label(t: &Texts, heading: &Heading, business_line: &str) -> String {
    kind_words(t, &heading.business_type, &heading.legal_entity, business_line)
}

pub fn kind_words(t: &Texts, kind: &BusinessType, form: &LegalEntity, line: &str) -> String {
    let b = &t.businesses;
    let kind = match kind {
        BusinessType::Personal => b.personal,
        other => other.as_str(),
    };
    let form = match form {
        LegalEntity::Perseorangan => b.perseorangan,
        other => other.as_str(),
    };
    let line = if line == "RETAIL" { b.retail } else { line };
    [kind, form, line].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A code as people chose it; anything else stays as typed.
pub fn value_label<'a>(t: &Texts, field: &str, value: &'a str) -> &'a str {
    let f = &t.forms;
    match (field, value) {
        ("website_readiness" | "mobile_app_readiness", "HAVE") => f.have,
        ("website_readiness" | "mobile_app_readiness", "DONT_HAVE") => f.dont_have,
        ("website_readiness" | "mobile_app_readiness", "UNDER_DEVELOPMENT") => f.under_development,
        ("category", "RETAIL") => f.category_retail,
        ("category", "NON_RETAIL") => f.category_non_retail,
        ("transaction_frequency", "UMI") => f.umi,
        ("transaction_frequency", "UKE") => f.uke,
        ("transaction_frequency", "UME") => f.ume,
        ("transaction_frequency", "UBE") => f.ube,
        ("transaction_frequency", "URE") => f.ure,
        ("transaction_quantity", "UP_TO_100") => f.up_to_100,
        ("position", "OWNER") => f.owner,
        ("position", "DIRECTOR") => f.director,
        ("country", "ID") => f.indonesia,
        ("nationality", "ID") => t.businesses.indonesian,
        ("currency", "IDR") => f.rupiah,
        ("bank", code) => bank::name(code).unwrap_or(value),
        _ => value,
    }
}
