//! Links to where something rejected is corrected: its page, and the field that gets the focus.

use super::{
    at,
    data::{Item, Note, NoteFrom},
};
use crate::paths::{self, escape};
use domain::{
    application::Page,
    forms::DocumentsForm,
    ids::BusinessId,
    kyb::FacetKey,
    reason::{Reason, is_about_nik, is_about_selfie},
    requirement::{BANK_BOOK, Requirement},
};

/// Returns the page on which a facet is corrected, at its field, for mail and pages. A facet without a form, such as
/// a product, leads to the status page, which says whom to ask.
pub fn fix_link(business: BusinessId, facet: &FacetKey) -> String {
    match Page::of_facet(facet) {
        Some(page) => place(business, page, &facet.to_string()),
        None => at(business, ""),
    }
}

/// Returns a link like `fix_link`, but to what the note means. `items` are the known rows of the task list.
pub fn facet_link(business: BusinessId, facet: &FacetKey, note: Option<&Note>, items: &[Item]) -> String {
    let is_of = |item: &&Item, code: &str| matches!(item, Item::File(file) if file.code == code);
    let slot = |code: &str| Some(items.iter().find(|item| is_of(item, code))?.key().into_owned());
    let meant = Page::of_facet(facet).zip(note).and_then(|(page, note)| elsewhere(page, note, slot));
    meant.map_or_else(|| fix_link(business, facet), |(_, fix)| place(business, Page::Documents, &fix))
}

/// The item among the documents that a note about a form may mean.
pub enum Elsewhere {
    Selfie,
    Nik,
    BankBook,
}

/// Returns the item that a note means and its `?fix=`: DOKU names the contact for the selfie or NIK, and the account
/// for its book. `slot` returns the slot of a file's code, if the file is asked for.
pub fn elsewhere(page: Page, note: &Note, slot: impl Fn(&str) -> Option<String>) -> Option<(Elsewhere, String)> {
    let words = note.text.as_deref().unwrap_or_default();
    let nik = || DocumentsForm::key(&slot("KTP").unwrap_or_else(|| "KTP".to_owned()), "NO_KTP");
    let wants_book = note.from == NoteFrom::Doku && note.reason == Some(Reason::MissingPage);
    match page {
        Page::Contact(_) => {
            let selfie = slot("OWNER_LIVENESS").filter(|_| is_about_selfie(words));
            let is_nik = is_about_nik(words, note.reason);
            selfie.map(|slot| (Elsewhere::Selfie, slot)).or_else(|| is_nik.then(|| (Elsewhere::Nik, nik())))
        }
        Page::Bank(_) => slot(BANK_BOOK).filter(|_| wants_book).map(|slot| (Elsewhere::BankBook, slot)),
        _ => None,
    }
}

pub fn place(business: BusinessId, page: Page, fix: &str) -> String {
    format!("{}?fix={}", paths::page(business, page), escape(fix))
}

/// Returns the link to one row of the task list.
pub fn item_link(business: BusinessId, item: &Item) -> String {
    place(business, item.page(), &item.key())
}

/// Returns the name of the form's field that `?fix=` means: it names a facet, the form or a field.
pub fn field_of(page: Page, fix: &str, reason: Option<Reason>) -> Option<String> {
    let field = match (page, reason) {
        _ if !is_whole(page, fix) => fix,
        (Page::Social(_), _) => match fix.parse() {
            Ok(FacetKey::Social(_, code)) => return Some(code.to_lowercase()),
            _ => "instagram",
        },
        (Page::Bank(_), Some(Reason::NameMismatch | Reason::BankNameMismatch)) => "account_name",
        (Page::Bank(_), _) => "account_number",
        (Page::Address(_), _) => "street",
        (Page::Business | Page::Brand(_) | Page::Contact(_), _) => "name",
        (Page::Documents, _) => return None,
    };
    field.bytes().all(|b| b.is_ascii_lowercase() || b == b'_').then(|| field.to_owned())
}

/// Tells whether `?fix=` means a page as a whole, and no field of it.
pub fn is_whole(page: Page, fix: &str) -> bool {
    fix == page.to_string() || fix.parse::<FacetKey>().is_ok()
}

/// The slot on the page of documents, or the value beside its file where that is wrong.
pub enum Spot {
    File(String),
    /// `KTP.NO_KTP`
    Value(String),
}

pub fn spot_of(checklist: &[&Requirement], fix: &str, reason: impl Fn(&str) -> Option<Reason>) -> Option<Spot> {
    let facet = fix.parse::<FacetKey>();
    let is_meant = |asked: &Requirement| match &facet {
        Ok(facet) => Item::from(asked).answers_for(facet),
        Err(_) => asked.slot == fix,
    };
    let value = |asked: &Requirement, code: &str| DocumentsForm::key(&asked.slot, code);
    if let Some(asked) = checklist.iter().find(|asked| is_meant(asked)) {
        let number = matches!(reason(&asked.slot), Some(Reason::NumberMismatch | Reason::NameMismatch));
        return Some(match asked.forms.first().filter(|_| number) {
            Some(form) => Spot::Value(value(asked, &form.code)),
            None => Spot::File(asked.slot.clone()),
        });
    }
    let named = |asked: &&Requirement| asked.forms.iter().any(|form| value(asked, &form.code) == fix);
    checklist.iter().any(named).then(|| Spot::Value(fix.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        codes::FileCategory,
        requirement::{Characters, FormRequirement, Listed, Subject},
    };

    #[test]
    fn a_link_leads_to_the_field() {
        let id = BusinessId::new(Default::default());
        let link = fix_link(id, &FacetKey::Bank(0));
        assert!(link.ends_with("/bank?fix=bank%5B0%5D"), "{link}");
        assert!(fix_link(id, &FacetKey::Bank(1)).ends_with("/bank-1?fix=bank%5B1%5D"), "a second account has its own");
        assert_eq!(fix_link(id, &FacetKey::Operational(0)), at(id, ""));
        assert_eq!(field_of(Page::Bank(0), "bank[0]", None).as_deref(), Some("account_number"));
        assert_eq!(field_of(Page::Bank(0), "bank[0]", Some(Reason::BankNameMismatch)).as_deref(), Some("account_name"));
        assert_eq!(field_of(Page::Social(0), "social[FACEBOOK]", None).as_deref(), Some("facebook"));
        assert_eq!(field_of(Page::Address(0), "postal_code", None).as_deref(), Some("postal_code"));
        assert_eq!(field_of(Page::Address(0), "\"><script>", None), None);
    }

    #[test]
    fn a_note_about_a_person_leads_to_what_it_means() {
        let id = BusinessId::new(Default::default());
        let slot = |code: &str| Item::File(Listed { slot: code.into(), code: code.into(), name: String::new() });
        let link = |note: &str, items: &[Item]| {
            let (text, reason) = (Some(note.to_owned()), Some(Reason::of_note(note)));
            let note = Note { from: NoteFrom::Doku, text, reason, at: None };
            facet_link(id, &FacetKey::Contact(0), Some(&note), items)
        };
        let (selfie, nik) = ("/documents?fix=OWNER%5FLIVENESS", "/documents?fix=KTP%2ENO%5FKTP");
        let person = "/contact?fix=contact%5B0%5D";
        for (note, place) in [
            ("Swafoto buram, wajah tidak terlihat jelas.", selfie),
            ("NIK tidak sesuai nama", nik),
            ("Nomor KTP salah", nik),
            ("Mohon periksa NIK-nya", nik),
            ("Nomor telepon tidak terdaftar", person),
            ("Nama tidak sesuai KTP", person),
            ("Status pernikahan berbeda", person),
        ] {
            let led = link(note, &[slot("KTP"), slot("OWNER_LIVENESS")]);
            assert!(led.ends_with(place), "{note}: {led}");
        }
        assert!(link("NIK salah", &[]).ends_with(nik), "the checklist is not at hand");
        assert!(link("Swafoto buram", &[]).ends_with(person), "no selfie was asked for");
        assert_eq!(facet_link(id, &FacetKey::Contact(0), None, &[]), fix_link(id, &FacetKey::Contact(0)));
    }

    #[test]
    fn the_nik_is_a_value_beside_its_file() {
        let nik = FormRequirement {
            code: "NO_KTP".into(),
            name: "NIK".into(),
            min_size: 16,
            max_size: 16,
            allowed: Characters::Digits,
            caption: String::new(),
        };
        let ktp = Requirement {
            slot: "KTP".into(),
            code: "KTP".into(),
            name: "KTP".into(),
            subject: Subject::Contact,
            category: FileCategory::Document,
            extensions: Vec::new(),
            max_size_mb: 5,
            forms: vec![nik],
        };
        let spot = |fix: &str, reason: Option<Reason>| match spot_of(&[&ktp], fix, |_| reason) {
            Some(Spot::File(slot)) => format!("file {slot}"),
            Some(Spot::Value(key)) => format!("value {key}"),
            None => String::new(),
        };
        assert_eq!(spot("KTP.NO_KTP", None), "value KTP.NO_KTP");
        assert_eq!(spot("document[KTP]", Some(Reason::NumberMismatch)), "value KTP.NO_KTP");
        assert_eq!(spot("document[KTP]", Some(Reason::Blurred)), "file KTP");
        assert_eq!(spot("contact[0]", None), "", "nothing of it is asked for");
    }
}
