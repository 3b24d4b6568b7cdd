//! The locks: only what DOKU rejected opens again. docs/adr/013.

use super::{
    Application, Item, Lock, Page,
    application::Version,
    open::{is_field_open, is_value_open},
};
use crate::{
    forms::{DocumentsForm, Filled},
    kyb::{Progress, Verdict},
    requirement::Requirement,
};

impl<F: Version> Application<F> {
    /// Tells whether the merchant can now correct something that DOKU rejected.
    pub fn is_fixing(&self) -> bool {
        let is_closed = Lock::at_end(self.standing.state).is_some();
        self.standing.progress == Progress::Registered && !self.wanted.is_empty() && !is_closed
    }

    /// Returns why this item cannot be changed. `None`: it is open.
    pub fn lock(&self, item: &Item) -> Option<Lock> {
        let end = Lock::at_end(self.standing.state);
        let is_stuck = self.standing.is_stuck;
        match self.standing.progress {
            _ if end.is_some() => end,
            Progress::Editing => None,
            Progress::PartnerCheck | Progress::Sending if is_stuck && self.is_on_its_way(item) => Some(Lock::Stuck),
            Progress::PartnerCheck => Some(Lock::WithPartner),
            Progress::Sending if self.is_on_its_way(item) => Some(Lock::Sending),
            Progress::Registered if self.wanted.iter().any(|facet| item.answers_for(facet)) => None,
            // An item that is not among the fixes on their way is locked by its verdict.
            Progress::Sending | Progress::Registered => Some(match self.verdict_of(item) {
                Some(Verdict::Accepted) => Lock::Accepted,
                Some(Verdict::Pending | Verdict::NotSent) | None => Lock::InReview,
                Some(Verdict::Rejected | Verdict::Suspended) => Lock::Refused,
            }),
        }
    }

    /// Tells whether the item goes out: with the whole application, or as a correction once DOKU has the rest.
    fn is_on_its_way(&self, item: &Item) -> bool {
        !self.standing.is_registered || self.is_corrected(item)
    }

    /// Returns the lock of a page. The page of documents is open if one of its files or their values is.
    pub fn page_lock(&self, page: Page) -> Option<Lock> {
        if page != Page::Documents {
            return self.lock(&Item::Form(page));
        }
        let with_values = self.checklist.iter().map(|file| self.lock(&file.into()).and(self.values_lock(file)));
        let locks: Vec<Option<Lock>> = with_values.collect();
        locks.iter().find(|lock| lock.is_none()).or(locks.first()).copied().flatten()
    }

    /// Returns the lock of the values typed beside a file.
    pub fn values_lock(&self, file: &Requirement) -> Option<Lock> {
        let open = |form: &str| is_value_open(&self.checklist, &self.wanted, &DocumentsForm::key(&file.slot, form));
        let opened = self.is_fixing() && file.forms.iter().any(|form| open(&form.code));
        self.lock(&file.into()).filter(|_| !opened)
    }

    /// Tells whether the form changes no locked value. A value that is absent changes nothing.
    pub fn respects_locks(&self, page: Page, form: &Filled) -> bool {
        let stands = self.form(page);
        match (form, stands.as_ref()) {
            (Filled::Documents(form), Filled::Documents(stands)) => form.values.iter().all(|(name, value)| {
                let slot = self.checklist.iter().find(|file| DocumentsForm::is_beside(&file.slot, name));
                slot.is_none_or(|file| self.values_lock(file).is_none()) || stands.values.get(name) == Some(value)
            }),
            (form, stands) => {
                let locked = self.locked_fields(page);
                let (typed, stood) = (form.typed(), stands.typed());
                typed.iter().zip(&stood).all(|(now, before)| now == before || !locked.contains(&now.0.as_str()))
            }
        }
    }

    /// Returns the locked fields of a form that holds several parts.
    pub fn locked_fields(&self, page: Page) -> Vec<&'static str> {
        if !page.holds_several() || !self.standing.is_registered {
            return Vec::new();
        }
        let names = Filled::fields(page.task()).iter().map(|field| field.name);
        names.filter(|name| !is_field_open(&self.wanted, page, name)).collect()
    }
}
