//! Names of tasks, files, fields and the codes people choose from.

use super::{Texts, task};
use crate::onboarding::data::Item;
use domain::{
    application::Page,
    bank,
    codes::{BusinessType, LegalEntity},
};

pub fn item<'a>(t: &Texts, item: &'a Item) -> &'a str {
    match item {
        Item::File(file) => requirement(t, &file.code, &file.name),
        Item::Form(page) => task(t, *page),
    }
}

/// Returns the name of a file that we know by code; others keep DOKU's own name.
pub fn requirement<'a>(t: &Texts, code: &str, name: &'a str) -> &'a str {
    t.documents.by_name(&format!("asked_{}", code.to_lowercase())).unwrap_or(name)
}

pub fn requirement_hint(t: &Texts, code: &str) -> Option<&'static str> {
    t.documents.by_name(&format!("asked_{}_hint", code.to_lowercase()))
}

/// Returns the name of a value beside a file: our label where we know it, else DOKU's name.
pub fn number_name<'a>(t: &Texts, code: &str, name: &'a str) -> &'a str {
    if code == "NO_KTP" { t.documents.nik } else { name }
}

/// Returns the hint of a value beside a file: ours, else DOKU's caption.
pub fn number_hint<'a>(t: &Texts, code: &str, caption: &'a str) -> &'a str {
    if code == "NO_KTP" { t.documents.nik_hint } else { caption }
}

/// Returns the label of a field, by page and name; an unknown name labels itself.
pub fn field_label<'a>(t: &Texts, of: Page, field: &'a str) -> &'a str {
    match field {
        "NO_KTP" => t.documents.nik,
        _ if field.ends_with(".NO_KTP") => t.documents.nik,
        "nationality" => t.businesses.nationality,
        _ => sentence(t, of, field).unwrap_or(field),
    }
}

/// Returns the name of a field where its value is only read.
pub fn field_name<'a>(t: &Texts, of: Page, field: &'a str) -> &'a str {
    sentence(t, of, &format!("{field}_shown")).unwrap_or_else(|| field_label(t, of, field))
}

pub fn field_hint(t: &Texts, of: Page, field: &str) -> Option<&'static str> {
    sentence(t, of, &format!("{field}_hint"))
}

/// Returns the form's own sentence, else that of every form.
fn sentence(t: &Texts, of: Page, name: &str) -> Option<&'static str> {
    t.forms.by_name(&format!("{}_{name}", of.task().as_str())).or_else(|| t.forms.by_name(name))
}

/// Returns the kind of business, as people chose it: *Perorangan · Eceran*. A code without a word stays as it is.
pub fn kind_label(t: &Texts, kind: &BusinessType, form: &LegalEntity, line: &str) -> String {
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

/// Returns the words for a code, as people chose it; anything else stays as typed.
pub fn value_label<'a>(t: &Texts, field: &str, value: &'a str) -> &'a str {
    match (field, value) {
        // DOKU has published one band alone: a merchant outside it, or without the number, declares none.
        ("transaction_quantity", "") => t.forms.quantity_untold,
        ("nationality", "ID") => t.businesses.indonesian,
        ("bank", code) => bank::name(code).unwrap_or(value),
        _ => t.forms.by_name(&chosen(field, value)).unwrap_or(value),
    }
}

/// Returns the yearly turnover of a class of QRIS. Source: Bank Indonesia.
pub fn value_hint(t: &Texts, field: &str, value: &str) -> Option<&'static str> {
    t.forms.by_name(&format!("{}_hint", chosen(field, value)))
}

/// Returns the name of the sentence for a code: `chosen_frequency_umi` of `transaction_frequency`.
fn chosen(field: &str, code: &str) -> String {
    format!("chosen_{}_{}", field.rsplit('_').next().unwrap_or(field), code.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Lang, texts};
    use domain::forms::{Control, Filled};

    /// A label is found by its field's name, so no compiler notices a missing one.
    #[test]
    fn every_field_has_a_label_of_its_own() {
        for t in [Lang::Id, Lang::En].map(texts) {
            for page in Page::FIRST {
                for field in Filled::fields(page.task()) {
                    let label = sentence(t, page, field.name);
                    assert!(label.is_some(), "{page:?}: {} has no label", field.name);
                    for code in (field.options)().into_iter().filter(|_| field.control == Control::Choice) {
                        assert_ne!(value_label(t, field.name, code), code, "{}: {code} has no words", field.name);
                    }
                }
            }
        }
    }
}
