//! What DOKU rejected opens again, and nothing else; what was corrected gathers until it is sent as one. docs/adr/013.

use super::{
    case::Case,
    items::{answers, slot_item},
    shown,
};
use crate::{
    error::Result,
    store::{Conn, businesses::Business, updates},
};
use app::onboarding::api::{FacetRow, Item, Lock};
use domain::{
    Millis,
    codes::SocialMedia,
    forms::{DocumentsForm, FieldError, Filled, FormErrors, SocialForm, Task},
    kyb::{FacetKey, Progress, State, Verdict},
    requirement::Requirement,
};

/// Values of a form by field name, as they are shown.
pub type Values = Vec<(String, String)>;

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

pub fn is_slot_wanted(checklist: &[Requirement], wanted: &[FacetKey], slot: &str) -> bool {
    let file = checklist.iter().find(|file| file.slot == slot);
    file.is_some_and(|file| wanted.iter().any(|facet| answers(&slot_item(file), facet)))
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
    let taken = updates::all(db, business.id).await?.into_iter().filter(|update| update.taken_at.is_some());
    Ok(taken.map(|update| update.submitted_at).max().max(business.submitted_at))
}

/// A correction with its locked parts as DOKU has them. Where one form answers for several facets, each is open by itself.
pub fn only_wanted(checklist: &[Requirement], wanted: &[FacetKey], sent: &Filled, fix: Filled) -> Filled {
    match (sent, fix) {
        (Filled::Documents(sent), Filled::Documents(fix)) => {
            let open = |name: &str| {
                checklist.iter().any(|file| {
                    name.starts_with(&DocumentsForm::key(&file.slot, ""))
                        && is_slot_wanted(checklist, wanted, &file.slot)
                })
            };
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
        matches!(self.business.state, State::Suspended | State::Declined | State::Withdrawn)
    }

    /// Why nothing of this item can be changed. `None`: it is open.
    pub fn lock(&self, item: &Item) -> Option<Lock> {
        match self.business.progress {
            Progress::Editing if self.is_closed() => Some(Lock::Closed),
            Progress::Editing => None,
            Progress::PartnerCheck => Some(Lock::WithPartner),
            Progress::Sending => Some(Lock::Sending),
            Progress::Registered if self.is_closed() => Some(Lock::Closed),
            Progress::Registered if self.wanted.iter().any(|facet| answers(item, facet)) => None,
            Progress::Registered => Some(match self.verdict_of(item) {
                Some(Verdict::Accepted) => Lock::Accepted,
                Some(Verdict::Pending | Verdict::NotSent) => Lock::InReview,
                Some(Verdict::Rejected | Verdict::Suspended) | None => Lock::Closed,
            }),
        }
    }

    /// As `lock`, for a page: that of the documents is open if one of them is.
    pub fn page_lock(&self, task: Task) -> Option<Lock> {
        if task != Task::Documents {
            return self.lock(&Item::Form(task));
        }
        let locks: Vec<Option<Lock>> = self.checklist.iter().map(|file| self.lock(&slot_item(file))).collect();
        locks.iter().find(|lock| lock.is_none()).or(locks.first()).copied().flatten()
    }

    /// A form that changes nothing that is locked. A value that is not there at all changes nothing.
    pub fn respects_locks(&self, form: &Filled) -> bool {
        let stands = self.form(form.task());
        match (form, &stands) {
            (Filled::Documents(form), Filled::Documents(stands)) => form.values.iter().all(|(name, value)| {
                let slot = self.checklist.iter().find(|file| name.starts_with(&DocumentsForm::key(&file.slot, "")));
                slot.is_none_or(|file| self.lock(&slot_item(file)).is_none()) || stands.values.get(name) == Some(value)
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

    /// The forms as DOKU has them.
    pub fn sent_form(&self, task: Task) -> Filled {
        self.sent.forms.get(&task).cloned().unwrap_or_else(|| self.form(task))
    }

    /// The errors of a correction: what is rejected may not be left empty.
    pub fn fix_errors(&self, task: Task) -> FormErrors {
        let mut errors = self.errors(task);
        if let Filled::Social(mut form) = self.form(task) {
            for network in SocialMedia::KNOWN {
                let empty = account(&mut form, network).is_some_and(|account| account.trim().is_empty());
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

    /// The values of a facet, before and after, by field name; files are told apart by `has_new_file`.
    pub fn values_of(&self, facet: &FacetKey) -> (Values, Values) {
        let task = task_of(facet);
        let belongs = |name: &str| match facet {
            FacetKey::Social(code) => code.eq_ignore_ascii_case(name),
            FacetKey::Document(code) => {
                let file = self.checklist.iter().find(|file| file.code == *code);
                file.is_some_and(|file| name.starts_with(&DocumentsForm::key(&file.slot, "")))
            }
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

    /// The items that one corrects for this facet.
    pub fn items_of(&self, facet: &FacetKey) -> Vec<Item> {
        self.items().into_iter().filter(|item| answers(item, facet)).collect()
    }

    fn has_new_file_for(&self, facet: &FacetKey) -> bool {
        self.items_of(facet).iter().any(|item| matches!(item, Item::Slot { slot, .. } if self.has_new_file(slot)))
    }

    /// Something that DOKU would see is different.
    pub fn differs(&self, facet: &FacetKey) -> bool {
        let (before, after) = self.values_of(facet);
        before != after || self.has_new_file_for(facet)
    }

    /// Different, valid, and the merchant said so.
    pub fn is_ready(&self, facet: &FacetKey) -> bool {
        let items = self.items_of(facet);
        let came_back = items.iter().any(|item| self.returned.contains_key(item.key()));
        let said = self.has_new_file_for(facet) || self.sent.judged.contains(&task_of(facet));
        let valid = |item: &Item| match item {
            Item::Slot { slot, .. } => {
                let prefix = DocumentsForm::key(slot, "");
                let wrong = self.errors(Task::Documents).0.iter().any(|(name, _)| name.starts_with(&prefix));
                self.documents.contains_key(slot) && !wrong
            }
            Item::Form(task) => self.fix_errors(*task).is_empty(),
        };
        !came_back && said && self.differs(facet) && items.iter().all(valid)
    }

    /// Everything that was wrong with this item is corrected and waits to be sent.
    pub fn is_corrected(&self, item: &Item) -> bool {
        let mut wanted = self.wanted.iter().filter(|facet| answers(item, facet)).peekable();
        wanted.peek().is_some() && wanted.all(|facet| self.is_ready(facet))
    }
}
