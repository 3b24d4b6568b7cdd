//! One application as it stands in the database, opened and judged. Pages, submission and projection all start here.

use super::{clocks, fixes, reasons};
use crate::{
    error::{Error, Result},
    store::{
        Conn,
        businesses::{self, Business, Derived},
        decisions::{self, Origin},
        documents::{self, Document},
        drafts, facets,
    },
    vault::{Key, Place, Vault},
};
use app::onboarding::data::{FacetRow, Heading, Item, Note, NoteFrom, RowStatus};
use domain::{
    Millis,
    forms::{DocumentsForm, Filled, FormErrors, ProfileForm, Task},
    ids::DocumentId,
    kyb::{self, Deadline, FacetKey, Facets, Progress, State, Verdict, Workflow},
    method,
    requirement::{self, BANK_BOOK, Requirement},
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
    /// The caller has already found that this viewer may see the business.
    pub async fn load(db: &mut Conn, vault: &Vault, business: Business) -> Result<Self> {
        let key = vault.open_key(business.id, &business.data_key)?;
        let mut checklist = business.checklist.as_ref().map(|answer| requirement::walk(&answer.0)).unwrap_or_default();
        let (mut facets, mut waiting, mut banks, mut unsent) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut revisions, mut mended) = (BTreeMap::new(), BTreeMap::new());
        for row in facets::all(db, business.id).await? {
            let Ok(facet) = row.facet.parse::<FacetKey>() else { continue };
            if !facet.is_kyb() && row.verdict == Verdict::Pending {
                waiting.push((row.facet.clone(), row.sent_at));
            }
            if matches!(facet, FacetKey::Bank(_)) && row.verdict == Verdict::Pending {
                banks.push((row.facet.clone(), row.sent_at));
            }
            if row.revision == 0 {
                unsent.push(facet.clone());
            }
            revisions.insert(facet.clone(), row.revision);
            if let Some(at) = row.mended_at.filter(|_| row.verdict != Verdict::Rejected) {
                mended.insert(facet.clone(), at);
            }
            let note = key.open_text(&Place::Note(&row.facet), row.note.as_deref())?;
            let reason = reasons::of(db, note.as_deref()).await?;
            facets.push(FacetRow { key: facet, verdict: row.verdict, note, reason, at: row.at, deadline: None });
        }
        let activation = clocks::activation(db, &business, waiting).await?;
        let banks = clocks::banks(db, &business, banks).await?;
        for row in &mut facets {
            row.deadline = banks.get(&row.key.to_string()).copied();
        }
        let mut wanted = fixes::wanted(&checklist, &facets);
        wanted.retain(|facet| !unsent.contains(facet));
        let mut sent = Sent::default();
        let mut drafts = BTreeMap::new();
        for row in drafts::all(db, business.id).await? {
            let place = Place::Draft(row.task);
            let mut form: Filled = key.open_json(&place, &row.body)?;
            let is_wanted = wanted.iter().any(|facet| fixes::is_of(row.task, facet));
            sent.as_is.extend(row.fix_as_is_at.filter(|_| is_wanted).map(|_| row.task));
            if let Some(fix) = row.fix_body.filter(|_| is_wanted) {
                let fix = fixes::only_wanted(&checklist, &wanted, &form, key.open_json(&place, &fix)?);
                sent.forms.insert(row.task, std::mem::replace(&mut form, fix));
                sent.judged.extend(row.fix_judged_at.map(|_| row.task));
            }
            drafts.insert(row.task, Draft { form, saved_at: row.saved_at, judged: row.judged_at.is_some() });
        }
        let by_slot = |files: Vec<Document>| files.into_iter().map(|file| (file.slot.clone(), file)).collect();
        let mut documents: BTreeMap<String, Document> = by_slot(documents::current(db, business.id).await?);
        if fixes::wants_bank_book(&facets) || documents.contains_key(BANK_BOOK) {
            let is_asked = checklist.iter().any(|file| file.slot == BANK_BOOK);
            checklist.extend((!is_asked).then(requirement::bank_book));
        }
        if let Some(taken) = fixes::taken_at(db, &business).await? {
            sent.documents = by_slot(documents::at(db, business.id, taken).await?);
            for (slot, file) in &sent.documents {
                if !fixes::is_slot_wanted(&checklist, &wanted, slot) {
                    documents.insert(slot.clone(), file.clone());
                }
            }
        }
        let mut returned = BTreeMap::new();
        for row in decisions::returned(db, business.id).await? {
            let reason = key.open(&Place::Reason(&row.item), &row.reason)?;
            let from = match row.origin {
                Origin::Partner => NoteFrom::Partner,
                Origin::Doku => NoteFrom::Doku,
            };
            let text = String::from_utf8(reason).map_err(|_| Error::Sealed)?;
            let reason = match from {
                NoteFrom::Partner => None,
                NoteFrom::Doku => reasons::of(db, Some(&text)).await?,
            };
            returned.insert(row.item, Note { from, text: Some(text), reason, at: Some(row.returned_at) });
        }
        Ok(Self {
            business,
            key,
            checklist,
            drafts,
            documents,
            facets,
            activation,
            returned,
            wanted,
            sent,
            revisions,
            mended,
        })
    }

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

    /// State and counts for lists, from what was just written.
    pub async fn derived(&mut self, db: &mut Conn, facets: &Facets) -> Result<Derived> {
        let facets = &method::without_never(facets, &self.business.business_type.as_str().into());
        let state = kyb::derive(facets, &self.workflow());
        let (done, total) = self.progress_counts();
        let first_accepted = |key: FacetKey| facets.get(&key).and_then(|facet| facet.first_accepted);
        let verified = [FacetKey::Business, FacetKey::Brand, FacetKey::Operational]
            .into_iter()
            .map(first_accepted)
            .collect::<Option<Vec<_>>>();
        self.business.verified_at = verified.and_then(|times| times.into_iter().max());
        self.business.state = state;
        let as_row = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let is_on = |(key, facet): &(&FacetKey, &kyb::Facet)| {
            matches!(key, FacetKey::Product(_)) && facet.verdict == Verdict::Accepted
        };
        self.business.services_on = as_row(facets.iter().filter(is_on).count());
        let running = clocks::running(db, &self.business, state, facets).await?;
        Ok(Derived {
            state,
            done: as_row(done),
            total: as_row(total),
            to_fix: as_row(self.to_fix()),
            services_on: self.business.services_on,
            deadline: running.whole,
            bank_deadline: running.bank,
            verified_at: self.business.verified_at,
        })
    }

    /// For what changes nothing that DOKU judged: drafts, uploads, decisions.
    pub async fn refresh(&mut self, db: &mut Conn, now: Millis) -> Result<State> {
        let facets = crate::worker::project::facets_of(db, &self.business, &self.key).await?;
        let before = self.business.state;
        let derived = self.derived(db, &facets).await?;
        businesses::set_derived(db, self.business.id, &derived, now).await?;
        crate::announce::moved(db, self, before, &[], now).await?;
        Ok(derived.state)
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
