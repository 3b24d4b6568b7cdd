//! Which field of ours a path of DOKU's names: `business.banks.0.account_number`. Source: CONTRACT §8.2.

use super::{DocumentsForm, Task};
use crate::{codes::SocialMedia, kyb::FacetKey, requirement::Requirement};

/// Page and field; a value beside a file by `SLOT.CODE`. `None`: no field of ours, or that of a second address. `of`: the part
/// that the note is about, for a path that names none.
pub fn field_at(checklist: &[Requirement], of: &FacetKey, path: &str) -> Option<(Task, String)> {
    let words: Vec<&str> = path.split(['.', '[', ']']).filter(|word| !word.is_empty()).collect();
    let last = words.iter().rev().find(|word| !is_place(word))?;
    let part = part_of(&words).unwrap_or_else(|| of.clone());
    let found = |task: Task, field: &str| Some((task, field.to_owned()));
    match (&part, *last) {
        (
            FacetKey::Contact(0) | FacetKey::Business,
            "phone" | "phone_number" | "phone_calling_code" | "calling_code",
        ) => found(if part == FacetKey::Business { Task::Business } else { Task::Contact }, "phone"),
        (FacetKey::Business, "name" | "description" | "email" | "website_readiness" | "mobile_app_readiness") => {
            found(Task::Business, last)
        }
        (FacetKey::Brand, "name" | "description" | "category" | "transaction_frequency" | "transaction_quantity") => {
            found(Task::Brand, last)
        }
        (FacetKey::Contact(0), "name" | "email" | "position") => found(Task::Contact, last),
        (FacetKey::Address(0), "name" | "street") => found(Task::Address, "street"),
        (FacetKey::Address(0), "area") => found(Task::Address, "postal_code"),
        (FacetKey::Address(0), "postal_code" | "village" | "district" | "city" | "province") => {
            found(Task::Address, last)
        }
        (FacetKey::Bank(0), "account_number" | "account_name") => found(Task::Bank, last),
        (FacetKey::Bank(0), "bank" | "bank_id" | "bank_name" | "swift_code") => found(Task::Bank, "bank"),
        (FacetKey::Social(code), _) => {
            let known = SocialMedia::KNOWN.iter().find(|known| known.as_str() == code)?;
            found(Task::Social, &known.as_str().to_lowercase())
        }
        (FacetKey::Document(slot), last) => {
            let file = checklist.iter().find(|file| file.slot == *slot)?;
            let named = file.forms.iter().find(|form| form.code == last);
            let form = named.or(file.forms.first().filter(|_| matches!(last, "value" | "forms" | "form")))?;
            Some((Task::Documents, DocumentsForm::key(slot, &form.code)))
        }
        _ => None,
    }
}

fn is_place(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// The part that a path names by its collection.
fn part_of(way: &[&str]) -> Option<FacetKey> {
    let nth = |word: &str| -> Option<usize> {
        let at = way.iter().position(|one| *one == word)?;
        Some(way.get(at + 1).and_then(|next| next.parse().ok()).unwrap_or_default())
    };
    let among = |words: &[&str]| words.iter().find_map(|word| nth(word));
    // The path of a paper leads over its owner: the note itself says which paper it is.
    if among(&["documents", "document", "photo_proofs", "social_media", "owner_liveness"]).is_some() {
        return None;
    }
    among(&["banks", "bank_accounts", "bank_account"])
        .map(FacetKey::Bank)
        .or_else(|| among(&["addresses", "address"]).map(FacetKey::Address))
        .or_else(|| among(&["contacts", "contact"]).map(FacetKey::Contact))
        .or_else(|| among(&["brands", "brand"]).filter(|n| *n == 0).map(|_| FacetKey::Brand))
        .or_else(|| matches!(way, ["business", _]).then_some(FacetKey::Business))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        codes::FileCategory,
        requirement::{Characters, FormRequirement, Subject},
    };

    fn ktp() -> Requirement {
        let nik = FormRequirement {
            code: "NO_KTP".into(),
            name: "NIK".into(),
            min_size: 16,
            max_size: 16,
            allowed: Characters::Digits,
            caption: String::new(),
        };
        Requirement {
            slot: "KTP".into(),
            code: "KTP".into(),
            name: "KTP".into(),
            subject: Subject::Contact,
            category: FileCategory::Document,
            extensions: Vec::new(),
            max_size_mb: 5,
            forms: vec![nik],
        }
    }

    #[test]
    fn a_path_leads_to_part_and_field() {
        let list = [ktp()];
        let at = |of: &str, path: &str| {
            field_at(&list, &of.parse().unwrap(), path).map(|(task, field)| format!("{task:?} {field}"))
        };
        for (of, path, expected) in [
            ("bank[0]", "business.banks.0.account_number", "Bank account_number"),
            ("bank[0]", "business.banks[0].account_name", "Bank account_name"),
            ("bank[0]", "account_name", "Bank account_name"),
            ("bank[0]", "bank_accounts.swift_code", "Bank bank"),
            ("address[0]", "business.addresses.0.name", "Address street"),
            ("address[0]", "area", "Address postal_code"),
            ("contact[0]", "business.contacts.0.phone_number", "Contact phone"),
            ("business", "business.contacts.0.name", "Contact name"),
            ("business", "business.phone_number", "Business phone"),
            ("business", "business.name", "Business name"),
            ("brand", "business.brands.0.transaction_quantity", "Brand transaction_quantity"),
            ("social[FACEBOOK]", "business.brands.0.social_media.1.accounts", "Social facebook"),
            ("document[KTP]", "business.contacts.0.documents.0.forms.0.value", "Documents KTP.NO_KTP"),
            ("document[KTP]", "forms.NO_KTP", "Documents KTP.NO_KTP"),
        ] {
            assert_eq!(at(of, path).as_deref(), Some(expected), "{of} {path}");
        }
        for (of, path) in [
            ("bank[0]", "business.banks.1.account_number"),
            ("bank[1]", "account_number"),
            ("bank[0]", "colour"),
            ("bank[0]", "0"),
            ("bank[0]", ""),
            ("document[KTP]", "business.contacts.0.documents.0.id"),
            ("document[NPWP]", "forms.0.value"),
            ("operational", "status"),
        ] {
            assert_eq!(at(of, path), None, "{of} {path}");
        }
    }
}
