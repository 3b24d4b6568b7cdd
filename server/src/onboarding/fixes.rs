//! What DOKU rejected opens again, and nothing else; what was corrected gathers until it is sent as one. docs/adr/013.

use super::{
    case::Case,
    items::{answers, slot_item},
};
use crate::{
    error::Result,
    store::{Conn, businesses::Business, updates},
};
use app::onboarding::data::{FacetRow, Item, Lock};
use domain::{
    Millis,
    codes::SocialMedia,
    forms::{DocumentsForm, Filled, SocialForm, Task},
    kyb::{FacetKey, Progress, Verdict},
    reason::Reason,
    requirement::{Requirement, Subject},
};

/// The form that holds a facet's values. Operation and services have none.
pub const fn task_of(facet: &FacetKey) -> Task {
    match facet {
        FacetKey::Business | FacetKey::Operational => Task::Business,
        FacetKey::Brand | FacetKey::Product(_) => Task::Brand,
        FacetKey::Contact(_) => Task::Contact,
        FacetKey::Address(_) => Task::Address,
        FacetKey::Bank(_) => Task::Bank,
        FacetKey::Social(_) => Task::Social,
        FacetKey::Document(_) | FacetKey::Photo(_) => Task::Documents,
    }
}

/// Whether a form holds values of a facet. The number of a KTP stands beside its file, but it is the person's.
pub fn is_of(task: Task, facet: &FacetKey) -> bool {
    task_of(facet) == task || task == Task::Documents && *facet == FacetKey::Contact(0)
}

/// Rejected, and ours to correct: the first of each kind, the files of the checklist, the networks that we ask for. In the
/// order of the task list.
pub fn wanted(checklist: &[Requirement], facets: &[FacetRow]) -> Vec<FacetKey> {
    let file = |facet: &FacetKey| checklist.iter().any(|file| answers(&slot_item(file), facet));
    let ours = |facet: &FacetKey| match facet {
        FacetKey::Business | FacetKey::Brand => true,
        FacetKey::Contact(n) | FacetKey::Address(n) | FacetKey::Bank(n) => *n == 0,
        FacetKey::Photo(n) => *n == 0 && file(facet),
        FacetKey::Document(_) => file(facet),
        FacetKey::Social(code) => social_field(code).is_some(),
        FacetKey::Operational | FacetKey::Product(_) => false,
    };
    let rejected = facets.iter().filter(|row| row.verdict == Verdict::Rejected && ours(&row.key));
    let mut wanted: Vec<FacetKey> = rejected.map(|row| row.key.clone()).collect();
    wanted.sort_by_key(|facet| (task_of(facet), checklist.iter().position(|file| answers(&slot_item(file), facet))));
    wanted
}

/// DOKU's list asks for no photo of the bank book; a note may.
pub fn wants_bank_book(facets: &[FacetRow]) -> bool {
    let asks = |row: &FacetRow| row.verdict == Verdict::Rejected && row.reason == Some(Reason::MissingPage);
    facets.iter().any(|row| row.key == FacetKey::Bank(0) && asks(row))
}

pub fn is_slot_wanted(checklist: &[Requirement], wanted: &[FacetKey], slot: &str) -> bool {
    let file = checklist.iter().find(|file| file.slot == slot);
    file.is_some_and(|file| wanted.iter().any(|facet| answers(&slot_item(file), facet)))
}

/// A value beside a file is open with that file, and with the person whose paper it is.
fn is_value_open(checklist: &[Requirement], wanted: &[FacetKey], name: &str) -> bool {
    let file = checklist.iter().find(|file| name.starts_with(&DocumentsForm::key(&file.slot, "")));
    file.is_some_and(|file| {
        is_slot_wanted(checklist, wanted, &file.slot)
            || file.subject == Subject::Contact && wanted.contains(&FacetKey::Contact(0))
    })
}

fn social_field(code: &str) -> Option<SocialMedia> {
    SocialMedia::KNOWN.iter().find(|known| known.as_str() == code).cloned()
}

/// The account of one network, as typed.
pub fn account<'a>(form: &'a mut SocialForm, network: &SocialMedia) -> Option<&'a mut String> {
    match network {
        SocialMedia::Instagram => Some(&mut form.instagram),
        SocialMedia::Facebook => Some(&mut form.facebook),
        SocialMedia::Other(_) => None,
    }
}

/// When DOKU last took something of this business. `None`: never.
pub async fn taken_at(db: &mut Conn, business: &Business) -> Result<Option<Millis>> {
    if business.doku_business_id.is_none() {
        return Ok(None);
    }
    Ok(updates::last_taken(db, business.id).await?.max(business.submitted_at))
}

/// A correction with its locked parts as DOKU has them. Where one form answers for several facets, each is open by itself.
pub fn only_wanted(checklist: &[Requirement], wanted: &[FacetKey], sent: &Filled, fix: Filled) -> Filled {
    match (sent, fix) {
        (Filled::Documents(sent), Filled::Documents(fix)) => {
            let open = |name: &str| is_value_open(checklist, wanted, name);
            let mut values = sent.values.clone();
            values.retain(|name, _| !open(name));
            values.extend(fix.values.into_iter().filter(|(name, _)| open(name)));
            Filled::Documents(DocumentsForm { values })
        }
        (Filled::Social(sent), Filled::Social(fix)) => {
            let (mut merged, mut fix) = (sent.clone(), fix);
            for network in SocialMedia::KNOWN {
                let open = wanted.contains(&FacetKey::Social(network.to_string()));
                if let (true, Some(to), Some(from)) = (open, account(&mut merged, network), account(&mut fix, network))
                {
                    *to = std::mem::take(from);
                }
            }
            Filled::Social(merged)
        }
        (_, fix) => fix,
    }
}

impl Case {
    /// Something that DOKU rejected can be corrected now.
    pub fn is_fixing(&self) -> bool {
        self.business.progress == Progress::Registered && !self.wanted.is_empty() && !self.is_closed()
    }

    fn is_closed(&self) -> bool {
        Lock::at_end(self.business.state).is_some()
    }

    /// Why nothing of this item can be changed. `None`: it is open.
    pub fn lock(&self, item: &Item) -> Option<Lock> {
        let end = Lock::at_end(self.business.state);
        let is_stuck = self.business.trouble.is_some();
        match self.business.progress {
            _ if end.is_some() => end,
            Progress::Editing => None,
            Progress::PartnerCheck | Progress::Sending if is_stuck && self.is_on_its_way(item) => Some(Lock::Stuck),
            Progress::PartnerCheck => Some(Lock::WithPartner),
            Progress::Sending if self.is_on_its_way(item) => Some(Lock::Sending),
            Progress::Registered if self.wanted.iter().any(|facet| answers(item, facet)) => None,
            // What is no part of the fixes that are being sent is where it was.
            Progress::Sending | Progress::Registered => Some(match self.verdict_of(item) {
                Some(Verdict::Accepted) => Lock::Accepted,
                Some(Verdict::Pending | Verdict::NotSent) | None => Lock::InReview,
                Some(Verdict::Rejected | Verdict::Suspended) => Lock::Refused,
            }),
        }
    }

    /// The whole application, or what was corrected of it.
    fn is_on_its_way(&self, item: &Item) -> bool {
        !self.is_registered() || self.is_corrected(item)
    }

    /// As `lock`, for a page: that of the documents is open if one of them is.
    pub fn page_lock(&self, task: Task) -> Option<Lock> {
        if task != Task::Documents {
            return self.lock(&Item::Form(task));
        }
        let with_values = self.checklist.iter().map(|file| self.lock(&slot_item(file)).and(self.values_lock(file)));
        let locks: Vec<Option<Lock>> = with_values.collect();
        locks.iter().find(|lock| lock.is_none()).or(locks.first()).copied().flatten()
    }

    /// As `lock`, for what is typed beside a file.
    pub fn values_lock(&self, file: &Requirement) -> Option<Lock> {
        let open = |form: &_| is_value_open(&self.checklist, &self.wanted, &DocumentsForm::key(&file.slot, form));
        let opened = self.is_fixing() && file.forms.iter().any(|form| open(&form.code));
        self.lock(&slot_item(file)).filter(|_| !opened)
    }

    /// A form that changes nothing that is locked. A value that is not there at all changes nothing.
    pub fn respects_locks(&self, form: &Filled) -> bool {
        let stands = self.form(form.task());
        match (form, &stands) {
            (Filled::Documents(form), Filled::Documents(stands)) => form.values.iter().all(|(name, value)| {
                let slot = self.checklist.iter().find(|file| name.starts_with(&DocumentsForm::key(&file.slot, "")));
                slot.is_none_or(|file| self.values_lock(file).is_none()) || stands.values.get(name) == Some(value)
            }),
            (Filled::Social(form), Filled::Social(stands)) if self.is_registered() => {
                SocialMedia::KNOWN.iter().all(|network| {
                    let (mut form, mut stands) = (form.clone(), stands.clone());
                    self.wanted.contains(&FacetKey::Social(network.to_string()))
                        || account(&mut form, network) == account(&mut stands, network)
                })
            }
            _ => true,
        }
    }

    /// Fields of an open form that are locked by themselves.
    pub fn locked_fields(&self, task: Task) -> Vec<String> {
        if task != Task::Social || !self.is_registered() {
            return Vec::new();
        }
        let open = |network: &&SocialMedia| !self.wanted.contains(&FacetKey::Social(network.to_string()));
        SocialMedia::KNOWN.iter().filter(open).map(|network| network.as_str().to_lowercase()).collect()
    }
}
