//! How far what DOKU rejected is corrected: what differs from what it was sent, what is valid, what is ready to go.

use super::{
    case::Case,
    fixes::{account, is_of, task_of},
    items::answers,
    shown,
};
use app::onboarding::data::Item;
use domain::{
    codes::SocialMedia,
    forms::{DocumentsForm, FieldError, Filled, FormErrors, Task},
    kyb::FacetKey,
    requirement::{BANK_BOOK, Requirement, Subject},
    text,
};

/// Values of a form by field name, as they are shown.
pub type Values = Vec<(String, String)>;

impl Case {
    /// The forms as DOKU has them.
    pub fn sent_form(&self, task: Task) -> Filled {
        self.sent.forms.get(&task).cloned().unwrap_or_else(|| self.form(task))
    }

    /// The errors of a correction: what is rejected may not be left empty.
    pub fn fix_errors(&self, task: Task) -> FormErrors {
        let mut errors = self.errors(task);
        if let Filled::Social(mut form) = self.form(task) {
            for network in SocialMedia::KNOWN {
                let empty = account(&mut form, network).is_some_and(|account| text::is_blank(account));
                if empty && self.wanted.contains(&FacetKey::Social(network.to_string())) {
                    errors.0.push((network.as_str().to_lowercase(), FieldError::Missing));
                }
            }
        }
        errors
    }

    /// Its file is another one than DOKU has.
    pub fn has_new_file(&self, slot: &str) -> bool {
        let now = self.documents.get(slot);
        now.is_some() && now.map(|file| file.id) != self.sent.documents.get(slot).map(|file| file.id)
    }

    fn values_in(&self, task: Task, facet: &FacetKey) -> (Values, Values) {
        let belongs = |name: &str| match facet {
            FacetKey::Social(code) => code.eq_ignore_ascii_case(name),
            FacetKey::Document(slot) => name.starts_with(&DocumentsForm::key(slot, "")),
            FacetKey::Contact(_) if name.contains('.') => self.numbers_of_the_person().any(|key| key == name),
            FacetKey::Photo(_) => false,
            _ => true,
        };
        let of = |form: Filled| {
            let values = match form {
                Filled::Documents(form) => form.values.into_iter().collect(),
                form => shown::of(&form),
            };
            values.into_iter().filter(|(name, _)| belongs(name)).collect::<Vec<_>>()
        };
        (of(self.sent_form(task)), of(self.form(task)))
    }

    /// The values of a facet, before and after, by field name; files are told apart by `has_new_file`.
    pub fn values_of(&self, facet: &FacetKey) -> (Values, Values) {
        let all = Task::ALL.into_iter().filter(|task| is_of(*task, facet)).map(|task| self.values_in(task, facet));
        let (before, after): (Vec<_>, Vec<_>) = all.unzip();
        (before.concat(), after.concat())
    }

    /// What differs in its forms was said to be right, form by form: nothing goes out that was only typed.
    fn is_confirmed(&self, facet: &FacetKey) -> bool {
        let stands = |task: Task| {
            let (before, after) = self.values_in(task, facet);
            before == after || self.sent.judged.contains(&task)
        };
        Task::ALL.into_iter().filter(|task| is_of(*task, facet)).all(stands)
    }

    /// Papers of the owner's that stand accepted, or wait, while the owner does not.
    fn papers_of_the_person(&self) -> impl Iterator<Item = &Requirement> {
        let open = self.wanted.contains(&FacetKey::Contact(0));
        let stands = |file: &&Requirement| !self.wanted.contains(&FacetKey::Document(file.slot.clone()));
        self.checklist.iter().filter(move |file| open && file.subject == Subject::Contact).filter(stands)
    }

    fn numbers_of_the_person(&self) -> impl Iterator<Item = String> {
        self.papers_of_the_person()
            .flat_map(|file| file.forms.iter().map(|form| DocumentsForm::key(&file.slot, &form.code)))
    }

    /// Of those the ones whose number is corrected with the person: DOKU judges them anew.
    pub fn papers_touched(&self) -> Vec<FacetKey> {
        let (before, after) = (self.sent_form(Task::Documents), self.form(Task::Documents));
        let (Filled::Documents(before), Filled::Documents(after)) = (before, after) else { return Vec::new() };
        let differs = |file: &&Requirement| {
            let mut keys = file.forms.iter().map(|form| DocumentsForm::key(&file.slot, &form.code));
            keys.any(|key| before.values.get(&key) != after.values.get(&key))
        };
        self.papers_of_the_person().filter(differs).map(|file| FacetKey::Document(file.slot.clone())).collect()
    }

    /// The items that one corrects for this facet.
    pub fn items_of(&self, facet: &FacetKey) -> Vec<Item> {
        self.items().into_iter().filter(|item| answers(item, facet)).collect()
    }

    fn has_new_file_for(&self, facet: &FacetKey) -> bool {
        let is_new = |item: &Item| matches!(item, Item::Slot { slot, .. } if self.has_new_file(slot));
        self.items().iter().any(|item| self.is_about(item, facet) && is_new(item))
    }

    /// Something that DOKU would see is different.
    pub fn differs(&self, facet: &FacetKey) -> bool {
        let (before, after) = self.values_of(facet);
        before != after || self.has_new_file_for(facet)
    }

    /// Business and brand may be rejected for their parts alone: without a word about themselves, beside a part that is to be
    /// corrected, they go along as they stand, unless the merchant changed them.
    pub fn goes_along(&self, facet: &FacetKey) -> bool {
        let says_nothing = |facet: &FacetKey| {
            let note = self.facets.iter().find(|row| row.key == *facet).and_then(|row| row.note.as_ref());
            matches!(facet, FacetKey::Business | FacetKey::Brand) && note.is_none()
        };
        says_nothing(facet) && !self.differs(facet) && !self.wanted.iter().all(says_nothing)
    }

    /// The merchant says that it is right as it was sent.
    pub fn is_as_is(&self, facet: &FacetKey) -> bool {
        self.sent.as_is.contains(&task_of(facet))
    }

    /// Valid and said to be right by the merchant; and different, or right as it is, or to go along.
    pub fn is_ready(&self, facet: &FacetKey) -> bool {
        let came_back = self.items_of(facet).iter().any(|item| self.returned.contains_key(item.key()));
        if came_back || !self.is_confirmed(facet) || !self.is_valid(facet) {
            return false;
        }
        if self.goes_along(facet) {
            return self.wanted.iter().filter(|other| !self.goes_along(other)).all(|other| self.is_ready(other));
        }
        self.is_as_is(facet) || self.differs(facet)
    }

    fn is_valid(&self, facet: &FacetKey) -> bool {
        let number = |name: &str| *facet == FacetKey::Contact(0) && self.numbers_of_the_person().any(|key| key == name);
        let wrong_number = self.errors(Task::Documents).0.iter().any(|(name, _)| number(name));
        let valid = |item: &Item| match item {
            Item::Slot { slot, .. } => {
                let prefix = DocumentsForm::key(slot, "");
                let wrong = self.errors(Task::Documents).0.iter().any(|(name, _)| name.starts_with(&prefix));
                // Another account may do without the book of this one.
                (self.documents.contains_key(slot) || slot == BANK_BOOK) && !wrong
            }
            Item::Form(task) => self.fix_errors(*task).is_empty(),
        };
        !wrong_number && self.items_of(facet).iter().all(valid)
    }

    /// Everything that was wrong with this item is corrected and waits to be sent.
    pub fn is_corrected(&self, item: &Item) -> bool {
        let mut wanted = self.wanted.iter().filter(|facet| self.is_about(item, facet)).peekable();
        wanted.peek().is_some() && wanted.all(|facet| self.is_ready(facet))
    }
}
