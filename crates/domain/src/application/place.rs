//! The places of parts in DOKU's bodies: `business.banks[0]`. Source: CONTRACT §5.1, §8.2.

use super::{page::Page, part::OWN_PLACES};
use crate::{forms::DocumentsForm, kyb::FacetKey, requirement::Requirement};

impl FacetKey {
    /// Returns the part that a path of DOKU's names, in any spelling: `business.bank_accounts.0.account_name`. `None`:
    /// it names no part, or a paper or network by its place in a list only.
    pub fn at(path: &str) -> Option<Self> {
        let way = words(path);
        if let Some(slot) = OWN_PLACES.into_iter().find(|slot| has(&way, &slot.to_lowercase())) {
            return Some(Self::of_slot(slot));
        }
        let brand = nth(&way, &["brands", "brand"]);
        if let Some(at) = way.iter().position(|word| PAPERS.contains(&word.text)) {
            // DOKU writes a number; a code is understood too.
            let code = way.get(at + 1).filter(|word| word.is_in_brackets && !word.is_number()).map(|word| word.text);
            return match way[at].text {
                "social_media" => Some(Self::Social(brand.unwrap_or_default(), code?.into())),
                "photo_proofs" => {
                    way.get(at + 1)?.text.parse().ok().map(|nth| Self::Photo(brand.unwrap_or_default(), nth))
                }
                _ => code.map(Self::of_slot),
            };
        }
        nth(&way, &["banks", "bank_accounts", "bank_account"])
            .map(Self::Bank)
            .or_else(|| nth(&way, &["addresses", "address"]).map(Self::Address))
            .or_else(|| nth(&way, &["contacts", "contact"]).map(Self::Contact))
            .or_else(|| brand.map(Self::Brand))
            .or_else(|| (has(&way[..way.len().min(1)], "business") && way.len() <= 2).then_some(Self::Business))
    }

    /// Returns the part and field that a path of DOKU's means: `SLOT.CODE` for a value beside a file. `None`: we have
    /// no such field. `of` is the part that the note is about, for a path that names none.
    pub fn field_at(checklist: &[Requirement], of: &Self, path: &str) -> Option<(Self, String)> {
        let way = words(path);
        let last = way.iter().rev().find(|word| !word.is_number())?.text;
        let part = Self::at(path).unwrap_or_else(|| of.clone());
        let field = match &part {
            Self::Document(slot) => {
                let file = checklist.iter().find(|file| file.slot == *slot)?;
                let named = file.forms.iter().find(|form| form.code == last);
                let form = named.or(file.forms.first().filter(|_| matches!(last, "value" | "forms" | "form")))?;
                DocumentsForm::key(slot, &form.code)
            }
            Self::Photo(..) => return None,
            // A network has one field, whatever name DOKU gives it.
            Self::Social(..) => part.fields().first()?.name.to_owned(),
            form => form.fields().iter().find(|field| field.is_called(last))?.name.to_owned(),
        };
        Some((part, field))
    }

    /// Returns the row (see `Item::key`) of a path in a body that DOKU refused. A paper's row is named by its code.
    pub fn row_at(body: &serde_json::Value, path: &str) -> Option<String> {
        let way = words(path);
        if !has(&way[..way.len().min(1)], "business") || way.len() < 2 {
            return None;
        }
        if let Some(row) = Self::at(path).and_then(|part| part.row()) {
            return Some(row);
        }
        let Some(at) = way.iter().position(|word| PAPERS.contains(&word.text)) else {
            return Some(Page::Business.to_string());
        };
        if way[at].text == "social_media" {
            return Some(Page::Social(nth(&way, &["brands", "brand"]).unwrap_or_default()).to_string());
        }
        let paper = way.get(..at + 2)?.iter().try_fold(body, |value, word| match value {
            serde_json::Value::Array(list) => list.get(word.text.parse::<usize>().ok()?),
            _ => value.get(word.text),
        })?;
        Some(paper.get("code")?.as_str()?.to_owned())
    }
}

/// The words of a path for parts that stand under their owner.
const PAPERS: [&str; 4] = ["documents", "document", "photo_proofs", "social_media"];

struct Word<'a> {
    text: &'a str,
    is_in_brackets: bool,
}

impl Word<'_> {
    fn is_number(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Splits a path into words: `banks[0]` and `banks.0` give the same.
fn words(path: &str) -> Vec<Word<'_>> {
    let words = path
        .split('.')
        .flat_map(|step| step.split(['[', ']']).enumerate().map(|(n, text)| Word { text, is_in_brackets: n > 0 }));
    words.filter(|word| !word.text.is_empty()).collect()
}

fn has(way: &[Word<'_>], text: &str) -> bool {
    way.iter().any(|word| word.text == text)
}

/// Returns the number after the first of these words that is there, or 0 where no number follows it.
fn nth(way: &[Word<'_>], collections: &[&str]) -> Option<usize> {
    let at = collections.iter().find_map(|name| way.iter().position(|word| word.text == *name))?;
    Some(way.get(at + 1).and_then(|next| next.text.parse().ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requirement;
    use serde_json::json;

    #[test]
    fn a_refused_body_names_the_row_of_what_was_wrong() {
        let body = json!({ "business": {
            "documents": [{ "code": "NPWP" }], "contacts": [{ "documents": [{ "code": "PASSPORT" }, { "code": "KTP" }] }],
            "banks": [{ "documents": [{ "code": "BANK_BOOK" }] }],
        } });
        for (path, row) in [
            ("business.name", Some("business")),
            ("business.website_readiness", Some("business")),
            ("business.documents[0].forms[0].value", Some("NPWP")),
            ("business.contacts[0].documents[1].id", Some("KTP")),
            ("business.contacts.0.documents.0.id", Some("PASSPORT")),
            ("business.contacts[0].owner_liveness.id", Some("OWNER_LIVENESS")),
            ("business.contacts[0].phone_number", Some("contact")),
            ("business.addresses[0].area", Some("address")),
            ("business.banks[0].account_number", Some("bank")),
            ("business.banks[1].account_number", Some("bank-1")),
            ("business.bank_accounts.0.account_name", Some("bank")),
            ("business.banks[0].documents[0].id", Some("BANK_BOOK")),
            ("business.brands[0].photo_proofs[0].id", Some("PHOTO_PROOF")),
            ("business.brands[0].social_media[1].accounts", Some("social")),
            ("business.brands[1].name", Some("brand-1")),
            ("business.documents[7].id", None),
            ("business.documents", None),
            ("business", None),
            ("partner.invited_user", None),
            ("", None),
        ] {
            assert_eq!(FacetKey::row_at(&body, path).as_deref(), row, "{path}");
        }
    }

    fn ktp() -> Vec<Requirement> {
        let nik = json!({ "code": "NO_KTP", "numeric": true, "min_size": 16, "max_size": 16 });
        requirement::walk(&json!({ "contacts": [{ "code": "KTP", "extensions": ["JPG"], "form": [nik] }] }))
    }

    #[test]
    fn a_path_leads_to_part_and_field() {
        let list = ktp();
        let at = |of: &str, path: &str| {
            FacetKey::field_at(&list, &of.parse().unwrap(), path)
                .map(|(part, field)| format!("{} {field}", Page::of_facet(&part).unwrap()))
        };
        for (of, path, expected) in [
            ("bank[0]", "business.banks.0.account_number", "bank account_number"),
            ("bank[0]", "business.banks[0].account_name", "bank account_name"),
            ("bank[0]", "account_name", "bank account_name"),
            ("bank[0]", "business.banks.1.account_number", "bank-1 account_number"),
            ("bank[1]", "account_number", "bank-1 account_number"),
            ("bank[0]", "bank_accounts.swift_code", "bank bank"),
            ("address[0]", "business.addresses.0.name", "address street"),
            ("address[0]", "area", "address postal_code"),
            ("contact[0]", "business.contacts.0.phone_number", "contact phone"),
            ("business", "business.contacts.0.name", "contact name"),
            ("business", "business.phone_number", "business phone"),
            ("business", "business.name", "business name"),
            ("brand", "business.brands.0.transaction_quantity", "brand transaction_quantity"),
            ("social[FACEBOOK]", "business.brands.0.social_media.1.accounts", "social facebook"),
            ("document[KTP]", "business.contacts.0.documents.0.forms.0.value", "documents KTP.NO_KTP"),
            ("document[KTP]", "forms.NO_KTP", "documents KTP.NO_KTP"),
        ] {
            assert_eq!(at(of, path).as_deref(), Some(expected), "{of} {path}");
        }
        for (of, path) in [
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
