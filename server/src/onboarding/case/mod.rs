//! One application, opened and judged. Pages, submission and projection all start here; `load.rs` opens it.

mod load;

use crate::{
    error::{Error, Result},
    store::{businesses::Business, documents::Document},
    vault::{Key, Place},
};
use app::onboarding::data::{FacetRow, Heading, Item, Note, RowStatus};
use domain::{
    Millis,
    forms::{DocumentsForm, Filled, FormErrors, ProfileForm, Task},
    ids::DocumentId,
    kyb::{self, Deadline, FacetKey, Progress, Verdict, Workflow},
    requirement::Requirement,
};
use std::collections::{BTreeMap, BTreeSet};

pub struct Case {
    pub business: Business,
    pub key: Key,
    pub checklist: Vec<Requirement>,
    pub drafts: BTreeMap<Task, Draft>,
    /// By slot.
    pub documents: BTreeMap<String, Document>,
    pub facets: Vec<FacetRow>,
    /// DOKU's promises of services that wait, by the names of their facets.
    pub activation: BTreeMap<String, Deadline>,
    /// What came back, by item key; only what the merchant has not touched since.
    pub returned: BTreeMap<String, Note>,
    /// What DOKU rejected and a page of ours can correct.
    pub wanted: Vec<FacetKey>,
    /// What DOKU holds of that.
    pub sent: Sent,
    /// Of each facet, the revision last sent from here.
    pub revisions: BTreeMap<FacetKey, i64>,
    /// What was mended in DOKU's dashboard since then, and when: DOKU has something else than stands here.
    pub mended: BTreeMap<FacetKey, Millis>,
}

pub struct Draft {
    pub form: Filled,
    pub saved_at: Millis,
    pub judged: bool,
}

/// Forms and files as DOKU last took them, where a correction stands in their place now.
#[derive(Default)]
pub struct Sent {
    pub forms: BTreeMap<Task, Filled>,
    /// Corrections that the merchant has said are right.
    pub judged: BTreeSet<Task>,
    /// What the merchant has said was right as it was sent.
    pub as_is: BTreeSet<Task>,
    /// By slot.
    pub documents: BTreeMap<String, Document>,
}

impl Case {
    /// Without DOKU's notes that are meant for the partner's admins alone.
    pub fn for_merchants(mut self) -> Self {
        for row in &mut self.facets {
            row.note = row.note.take().filter(|note| kyb::is_for_merchants(note));
            row.reason = row.reason.filter(|_| row.note.is_some());
        }
        self
    }

    pub fn heading(&self) -> Heading {
        heading(&self.business)
    }

    /// The form as typed, or a blank one.
    pub fn form(&self, task: Task) -> Filled {
        self.drafts.get(&task).map_or_else(|| Filled::blank(task), |draft| draft.form.clone())
    }

    pub fn numbers(&self) -> DocumentsForm {
        DocumentsForm::try_from(self.form(Task::Documents)).unwrap_or_default()
    }

    pub fn profile(&self) -> ProfileForm {
        ProfileForm::try_from(self.form(Task::Business)).unwrap_or_default()
    }

    pub fn errors(&self, task: Task) -> FormErrors {
        self.form(task).errors(&self.checklist)
    }

    /// Nothing was submitted, or it came back before DOKU took it: everything is open. Afterwards see `fixes`.
    pub fn editable(&self) -> bool {
        self.business.progress == Progress::Editing
    }

    /// DOKU gave ids.
    pub fn is_registered(&self) -> bool {
        self.business.doku_business_id.is_some()
    }

    /// Slots without a file. Being on the checklist means being required.
    pub fn missing_files(&self) -> impl Iterator<Item = &str> {
        self.checklist.iter().map(|file| file.slot.as_str()).filter(|slot| !self.documents.contains_key(*slot))
    }

    /// Required items that are not done.
    pub fn missing(&self) -> Vec<Item> {
        let open = |item: &Item| !matches!(self.filled(item), RowStatus::Done | RowStatus::Optional);
        self.items().into_iter().filter(open).collect()
    }

    pub fn next_task(&self, after: Task) -> Option<Task> {
        let open: Vec<Task> = self
            .missing()
            .iter()
            .map(|item| match item {
                Item::Slot { .. } => Task::Documents,
                Item::Form(task) => *task,
            })
            .filter(|task| *task != after)
            .collect();
        open.iter().find(|task| **task > after).or(open.first()).copied()
    }

    /// What may stay empty holds up the application once it was filled in wrongly, or came back.
    fn blocks(&self, item: &Item) -> bool {
        self.editable() && (self.filled(item) == RowStatus::Started || self.returned.contains_key(item.key()))
    }

    pub fn progress_counts(&self) -> (usize, usize) {
        let counts = |item: &Item| *item != Item::Form(Task::Social) || self.blocks(item);
        let required: Vec<Item> = self.items().into_iter().filter(counts).collect();
        let done = |item: &&Item| match self.business.progress {
            Progress::Editing => self.filled(item) == RowStatus::Done && !self.returned.contains_key(item.key()),
            Progress::PartnerCheck | Progress::Sending | Progress::Registered => self.status(item) != RowStatus::Fix,
        };
        (required.iter().filter(done).count(), required.len())
    }

    /// Rejected facets that a page of ours corrects, and what came back beside them.
    pub fn to_fix(&self) -> usize {
        let told = |item: &&Item| self.verdict_of(item) == Some(Verdict::Rejected);
        let items = self.items();
        let beside = items.iter().filter(|item| self.returned.contains_key(item.key()) && !told(item)).count();
        self.wanted.len() + beside
    }

    pub fn workflow(&self) -> Workflow {
        Workflow {
            progress: self.business.progress,
            complete: self.missing().is_empty(),
            sent_back: self.returned.len(),
            withdrawn: self.business.withdrawn_at.is_some(),
            declined: self.business.declined_at.is_some(),
        }
    }

    pub fn file_name(&self, document: &Document) -> Result<String> {
        file_name(&self.key, document.id, &document.name)
    }
}

pub fn file_name(key: &Key, id: DocumentId, sealed: &[u8]) -> Result<String> {
    String::from_utf8(key.open(&Place::FileName(id), sealed)?).map_err(|_| Error::Sealed)
}

pub fn heading(business: &Business) -> Heading {
    Heading {
        business: business.id,
        name: business.name.clone(),
        business_type: business.business_type.as_str().into(),
        legal_entity: business.legal_entity.as_str().into(),
        state: business.state,
        services_on: usize::try_from(business.services_on).unwrap_or_default(),
        doku_id: business.doku_business_id.as_ref().map(ToString::to_string),
    }
}
