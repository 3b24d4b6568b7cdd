//! Which field of ours a path of DOKU's names: `business.banks.0.account_number`. Source: CONTRACT §8.2.

use super::task::Task;
use crate::{application::Part, kyb::FacetKey, requirement::Requirement};

/// Page and field; a value beside a file by `SLOT.CODE`. `None`: no field of ours, or that of a second address. `of`: the part
/// that the note is about, for a path that names none.
pub fn field_at(checklist: &[Requirement], of: &FacetKey, path: &str) -> Option<(Task, String)> {
    let (part, field) = Part::field_at(checklist, of, path)?;
    part.is_first().then(|| (part.page().task(), field))
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
