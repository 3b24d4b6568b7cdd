//! The rows of the task list, and where each stands.

use super::case::Case;
use app::onboarding::data::{FacetRow, Item, Note, NoteFrom, RowStatus};
use domain::{
    Millis,
    codes::SocialMedia,
    forms::{DocumentsForm, Task},
    kyb::{FacetKey, Progress, State, Verdict},
    reason::is_about_nik,
    requirement::{BANK_BOOK, Requirement, Subject},
    text,
};

impl Case {
    /// Every row of the task list: files first, then forms. What was left out on purpose is no row any more once sent.
    pub fn items(&self) -> Vec<Item> {
        let slots = self.checklist.iter().map(slot_item);
        let left_out = |task: &Task| *task == Task::Social && !self.editable() && self.form(*task).is_blank();
        let forms = Task::ALL.into_iter().filter(|task| *task != Task::Documents && !left_out(task)).map(Item::Form);
        slots.chain(forms).collect()
    }

    pub fn item_of_slot(&self, slot: &str) -> Option<Item> {
        self.requirement(slot).map(slot_item)
    }

    pub fn requirement(&self, slot: &str) -> Option<&Requirement> {
        self.checklist.iter().find(|file| file.slot == slot)
    }

    /// What is typed and uploaded, whatever became of it since.
    pub fn filled(&self, item: &Item) -> RowStatus {
        match item {
            Item::Slot { slot, .. } => {
                let prefix = DocumentsForm::key(slot, "");
                let wrong = self.errors(Task::Documents).0.iter().any(|(name, _)| name.starts_with(&prefix));
                let typed = self
                    .numbers()
                    .values
                    .iter()
                    .any(|(name, value)| name.starts_with(&prefix) && !text::is_blank(value));
                match (self.documents.contains_key(slot), wrong) {
                    (true, false) => RowStatus::Done,
                    (false, _) if !typed => RowStatus::Todo,
                    _ => RowStatus::Started,
                }
            }
            Item::Form(task) => match self.drafts.get(task) {
                Some(draft) if !draft.form.is_blank() => {
                    if self.errors(*task).is_empty() {
                        RowStatus::Done
                    } else {
                        RowStatus::Started
                    }
                }
                _ if *task == Task::Social => RowStatus::Optional,
                _ => RowStatus::Todo,
            },
        }
    }

    /// Where it stands by what was done and said. Lists count by it, before the state is known: pages ask `row_status`.
    pub fn status(&self, item: &Item) -> RowStatus {
        if self.returned.contains_key(item.key()) {
            return RowStatus::Fix;
        }
        match self.business.progress {
            Progress::Editing => self.filled(item),
            Progress::PartnerCheck => RowStatus::WithPartner,
            Progress::Sending if !self.is_registered() => RowStatus::Sending,
            Progress::Sending if self.is_corrected(item) => RowStatus::Sending,
            Progress::Registered if self.is_corrected(item) => RowStatus::Fixed,
            Progress::Sending | Progress::Registered => match self.verdict_of(item) {
                Some(Verdict::Accepted) => RowStatus::Accepted,
                Some(Verdict::Rejected | Verdict::Suspended) => RowStatus::Fix,
                Some(Verdict::Pending | Verdict::NotSent) | None => RowStatus::InReview,
            },
        }
    }

    /// As `status`, for a page: where the application has ended or stands still, nothing is to be fixed.
    pub fn row_status(&self, item: &Item) -> RowStatus {
        let status = self.status(item);
        if !matches!(self.business.state, State::Suspended | State::Declined | State::Withdrawn) {
            return status;
        }
        match (status, self.verdict_of(item)) {
            (RowStatus::Fix | RowStatus::Fixed, Some(Verdict::Rejected)) => RowStatus::Refused,
            (RowStatus::Fix, Some(Verdict::Suspended)) => RowStatus::Suspended,
            // Sent back by the partner, or still in their hands when it ended.
            (RowStatus::Fix | RowStatus::Fixed | RowStatus::WithPartner, _) => self.filled(item),
            (status, _) => status,
        }
    }

    /// The gravest verdict among the facets that an item answers for.
    pub fn verdict_of(&self, item: &Item) -> Option<Verdict> {
        let grave = |verdict: &Verdict| match verdict {
            Verdict::Rejected => 4,
            Verdict::Suspended => 3,
            Verdict::Pending => 2,
            Verdict::NotSent => 1,
            Verdict::Accepted => 0,
        };
        let told = self.facets.iter().filter(|row| self.is_about(item, &row.key)).map(|row| row.verdict);
        told.max_by_key(grave).or_else(|| self.verdict_beside(item))
    }

    /// A file that DOKU never speaks of by itself is judged with what it belongs to.
    fn verdict_beside(&self, item: &Item) -> Option<Verdict> {
        let owner = match self.requirement(item.key()).filter(|_| matches!(item, Item::Slot { .. }))?.subject {
            Subject::Bank => FacetKey::Bank(0),
            Subject::Brand => FacetKey::Brand,
            Subject::Business => FacetKey::Business,
            Subject::Contact => return None,
        };
        self.facets.iter().find(|row| row.key == owner).map(|row| row.verdict).filter(|it| *it == Verdict::Accepted)
    }

    /// As `answers`, but a note about the NIK is no word about the selfie.
    pub fn is_about(&self, item: &Item, facet: &FacetKey) -> bool {
        let row = || self.facets.iter().find(|row| row.key == *facet);
        let by_nik = |row: &FacetRow| row.note.as_deref().is_some_and(|note| is_about_nik(note, row.reason));
        let is_selfie = matches!((item, facet), (Item::Slot { .. }, FacetKey::Contact(_)));
        answers(item, facet) && !(is_selfie && row().is_some_and(by_nik))
    }

    /// Of a facet, the revision last sent from here; 0: never.
    pub fn revision_of(&self, facet: &FacetKey) -> i64 {
        self.revisions.get(facet).copied().unwrap_or_default()
    }

    /// When what this item holds was mended in DOKU's dashboard, so that DOKU has something else than stands here.
    pub fn mended_at(&self, item: &Item) -> Option<Millis> {
        self.mended.iter().filter(|(facet, _)| answers(item, facet)).map(|(_, at)| *at).max()
    }

    pub fn answers_for(&self, item: &Item, facet: &FacetKey) -> bool {
        answers(item, facet)
    }

    pub fn note(&self, item: &Item) -> Option<Note> {
        self.returned.get(item.key()).cloned().or_else(|| {
            let refused = |row: &&FacetRow| row.verdict == Verdict::Rejected && self.is_about(item, &row.key);
            self.facets.iter().find(refused).map(|row| Note {
                from: NoteFrom::Doku,
                text: row.note.clone(),
                reason: row.reason,
                at: row.at,
            })
        })
    }
}

pub fn slot_item(file: &Requirement) -> Item {
    Item::Slot { slot: file.slot.clone(), code: file.code.clone(), name: file.name.clone() }
}

/// The selfie belongs to the contact: DOKU has no type of its own for it, so both open together. No page of ours holds a
/// second address, or a network that we do not ask for.
pub fn answers(item: &Item, facet: &FacetKey) -> bool {
    match item {
        Item::Slot { slot, code, .. } => match facet {
            FacetKey::Document(document) => document == slot,
            FacetKey::Photo(0) => code == "PHOTO_PROOF",
            FacetKey::Contact(0) => code == "OWNER_LIVENESS",
            FacetKey::Bank(0) => code == BANK_BOOK,
            FacetKey::Brand => code == "LOGO",
            FacetKey::Business => code == "SERVICE_AGREEMENT",
            _ => false,
        },
        Item::Form(task) => match facet {
            FacetKey::Business => *task == Task::Business,
            FacetKey::Brand => *task == Task::Brand,
            FacetKey::Contact(0) => *task == Task::Contact,
            FacetKey::Address(0) => *task == Task::Address,
            FacetKey::Bank(0) => *task == Task::Bank,
            FacetKey::Social(code) => *task == Task::Social && is_asked_for(code),
            FacetKey::Contact(_) | FacetKey::Address(_) | FacetKey::Bank(_) => false,
            FacetKey::Operational | FacetKey::Document(_) | FacetKey::Photo(_) | FacetKey::Product(_) => false,
        },
    }
}

fn is_asked_for(network: &str) -> bool {
    SocialMedia::KNOWN.iter().any(|known| known.as_str() == network)
}
