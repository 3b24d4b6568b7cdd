//! The progress of corrections: what changed since it was sent, whether it is valid, whether it is ready to go.

use super::{
    Application, Item, Page,
    application::Version,
    open::{is_field_open, is_of},
};
use crate::{
    forms::{DocumentsForm, FieldError, Filled, FormErrors},
    kyb::FacetKey,
    requirement::{BANK_BOOK, Listed, Requirement, Subject},
    text,
};
use std::borrow::Cow;

/// Values of a form by field name, as they are shown.
pub type Values = Vec<(String, String)>;

impl<F> Application<F> {
    /// Returns the form as DOKU has it.
    pub fn sent_form(&self, page: Page) -> Cow<'_, Filled> {
        self.sent.forms.get(&page).map_or_else(|| self.form(page), Cow::Borrowed)
    }

    /// Returns the errors of a correction: a rejected field may not be left empty.
    pub fn fix_errors(&self, page: Page) -> FormErrors {
        let mut errors = self.errors(page);
        if page.holds_several() && page != Page::Documents {
            let empty = self.form(page).typed().into_iter().filter(|(_, value)| text::is_blank(value));
            let open = empty.filter(|(name, _)| is_field_open(&self.wanted, page, name));
            errors.0.extend(open.map(|(name, _)| (name, FieldError::Missing)));
        }
        errors
    }

    /// Returns the items on which this facet is corrected.
    pub fn items_of(&self, facet: &FacetKey) -> Vec<Item> {
        self.items().into_iter().filter(|item| item.answers_for(facet)).collect()
    }

    fn values_in(&self, page: Page, facet: &FacetKey) -> (Values, Values) {
        let belongs = |name: &str| match facet {
            FacetKey::Social(..) => is_field_open(std::slice::from_ref(facet), page, name),
            FacetKey::Document(slot) => DocumentsForm::is_beside(slot, name),
            FacetKey::Contact(_) if page == Page::Documents => self.numbers_of_the_person().any(|key| key == name),
            FacetKey::Photo(..) => false,
            _ => true,
        };
        let of = |form: &Filled| {
            let values = if page == Page::Documents { form.typed() } else { form.shown() };
            values.into_iter().filter(|(name, _)| belongs(name)).collect::<Vec<_>>()
        };
        (of(&self.sent_form(page)), of(&self.form(page)))
    }

    fn pages_of(&self, facet: &FacetKey) -> impl Iterator<Item = Page> {
        self.pages().into_iter().filter(|page| is_of(*page, facet))
    }

    /// Returns the values of a facet, before and after, by field name. `has_new_file` compares the files.
    pub fn values_of(&self, facet: &FacetKey) -> (Values, Values) {
        let (before, after): (Vec<_>, Vec<_>) = self.pages_of(facet).map(|page| self.values_in(page, facet)).unzip();
        (before.concat(), after.concat())
    }

    /// Tells whether the merchant has confirmed each form that differs: nothing goes out that was only typed.
    fn is_confirmed(&self, facet: &FacetKey) -> bool {
        self.pages_of(facet).all(|page| {
            let (before, after) = self.values_in(page, facet);
            before == after || self.sent.judged.contains(&page)
        })
    }

    /// Returns the owner's papers that are not rejected, while DOKU rejects the owner.
    fn papers_of_the_person(&self) -> impl Iterator<Item = &Requirement> {
        let open = self.wanted.contains(&FacetKey::CONTACT);
        let stands = |file: &&Requirement| !self.wanted.contains(&FacetKey::Document(file.slot.clone()));
        self.checklist.iter().filter(move |file| open && file.subject == Subject::Contact).filter(stands)
    }

    fn numbers_of_the_person(&self) -> impl Iterator<Item = String> {
        self.papers_of_the_person().flat_map(numbers_beside)
    }

    /// Returns the owner's papers whose number is corrected with the owner: DOKU judges them anew.
    pub fn papers_touched(&self) -> Vec<FacetKey> {
        let (before, after) = (self.sent_form(Page::Documents), self.form(Page::Documents));
        let (Filled::Documents(before), Filled::Documents(after)) = (before.as_ref(), after.as_ref()) else {
            return Vec::new();
        };
        let differs =
            |file: &&Requirement| numbers_beside(file).any(|key| before.values.get(&key) != after.values.get(&key));
        self.papers_of_the_person().filter(differs).map(|file| FacetKey::Document(file.slot.clone())).collect()
    }

    /// Tells whether the merchant has confirmed that the facet is right as it was sent.
    pub fn is_as_is(&self, facet: &FacetKey) -> bool {
        Page::of_facet(facet).is_some_and(|page| self.sent.as_is.contains(&page))
    }
}

fn numbers_beside(file: &Requirement) -> impl Iterator<Item = String> {
    file.forms.iter().map(|form| DocumentsForm::key(&file.slot, &form.code))
}

impl<F: Version> Application<F> {
    /// Tells whether the slot holds another file than DOKU has.
    pub fn has_new_file(&self, slot: &str) -> bool {
        let now = self.documents.get(slot).map(Version::id);
        now.is_some() && now != self.sent.documents.get(slot).map(Version::id)
    }

    fn has_new_file_for(&self, facet: &FacetKey) -> bool {
        let is_new = |item: &Item| matches!(item, Item::File(file) if self.has_new_file(&file.slot));
        self.items().iter().any(|item| self.is_about(item, facet) && is_new(item))
    }

    /// Tells whether DOKU would see a difference in this facet.
    pub fn differs(&self, facet: &FacetKey) -> bool {
        let (before, after) = self.values_of(facet);
        before != after || self.has_new_file_for(facet)
    }

    /// Returns true for a business or brand that DOKU rejects without a note, while another facet is to be corrected:
    /// it goes along as it is. False if the merchant changed it.
    pub fn goes_along(&self, facet: &FacetKey) -> bool {
        let says_nothing = |facet: &FacetKey| {
            let note = self.facet(facet).and_then(|row| row.note.as_ref());
            matches!(facet, FacetKey::Business | FacetKey::Brand(_)) && note.is_none()
        };
        says_nothing(facet) && !self.differs(facet) && !self.wanted.iter().all(says_nothing)
    }

    /// Tells whether the facet is valid, confirmed, and either differs, is right as it was, or goes along.
    pub fn is_ready(&self, facet: &FacetKey) -> bool {
        let came_back = self.items_of(facet).iter().any(|item| self.came_back(item));
        if came_back || !self.is_confirmed(facet) || !self.is_valid(facet) {
            return false;
        }
        if self.goes_along(facet) {
            return self.wanted.iter().filter(|other| !self.goes_along(other)).all(|other| self.is_ready(other));
        }
        self.is_as_is(facet) || self.differs(facet)
    }

    fn is_valid(&self, facet: &FacetKey) -> bool {
        let wrong = self.errors(Page::Documents).0;
        let number = |name: &str| *facet == FacetKey::CONTACT && self.numbers_of_the_person().any(|key| key == name);
        let valid = |item: &Item| match item {
            Item::File(Listed { slot, .. }) => {
                let is_wrong = wrong.iter().any(|(name, _)| DocumentsForm::is_beside(slot, name));
                // The photo of the bank book is optional, since a corrected account may need none.
                (self.documents.contains_key(slot) || slot == BANK_BOOK) && !is_wrong
            }
            Item::Form(page) => self.fix_errors(*page).is_empty(),
        };
        !wrong.iter().any(|(name, _)| number(name)) && self.items_of(facet).iter().all(valid)
    }

    /// Tells whether every rejected facet of this item is ready to be sent.
    pub fn is_corrected(&self, item: &Item) -> bool {
        let mut wanted = self.wanted.iter().filter(|facet| self.is_about(item, facet)).peekable();
        wanted.peek().is_some() && wanted.all(|facet| self.is_ready(facet))
    }

    /// Returns the facets that go out with the fixes: the rejected ones, and the papers touched with the owner.
    pub fn going_out(&self) -> Vec<FacetKey> {
        self.wanted.iter().cloned().chain(self.papers_touched()).collect()
    }
}
