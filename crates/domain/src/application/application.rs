use super::{
    open::{is_of, is_slot_open, only_open, open_to_corrections, wants_bank_book},
    page::Page,
    row::{FacetRow, File, Item, Note, RowStatus},
};
use crate::{
    Millis,
    forms::{DocumentsForm, Filled, Form, FormErrors, ProfileForm, Task},
    ids::DocumentId,
    kyb::{FacetKey, Progress, State, Verdict, Workflow},
    requirement::{self, BANK_BOOK, Requirement},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// One application, opened: all that its rules ask for. `F` is what we know of a file, without its bytes.
pub struct Application<F = File> {
    pub standing: Standing,
    pub checklist: Vec<Requirement>,
    pub drafts: BTreeMap<Page, Draft>,
    /// The files, by slot.
    pub documents: BTreeMap<String, F>,
    pub facets: Vec<FacetRow>,
    /// The notes on items that came back and that the merchant has not touched since, by item key.
    pub returned: BTreeMap<String, Note>,
    /// The facets that DOKU rejected and that a page of ours can correct.
    pub wanted: Vec<FacetKey>,
    /// The forms and files as DOKU last took them.
    pub sent: Sent<F>,
    /// The revision last sent from here, by facet.
    pub revisions: BTreeMap<FacetKey, i64>,
    /// The time of a facet's change in DOKU's dashboard, after which DOKU's values differ from ours.
    pub mended: BTreeMap<FacetKey, Millis>,
}

/// The progress and state of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub progress: Progress,
    pub state: State,
    /// True once DOKU has given ids.
    pub is_registered: bool,
    /// True when sending met an error that only the partner can resolve.
    pub is_stuck: bool,
    pub is_withdrawn: bool,
    pub is_declined: bool,
}

/// One version of a file.
pub trait Version {
    fn id(&self) -> DocumentId;
}

impl Version for File {
    fn id(&self) -> DocumentId {
        self.id
    }
}

#[derive(Clone)]
pub struct Draft {
    pub form: Filled,
    pub saved_at: Millis,
    pub judged: bool,
}

/// Forms and files as DOKU last took them, while a correction replaces them here.
pub struct Sent<F> {
    pub forms: BTreeMap<Page, Filled>,
    /// Pages whose correction the merchant has confirmed.
    pub judged: BTreeSet<Page>,
    /// Pages whose rejected values the merchant has confirmed to be right.
    pub as_is: BTreeSet<Page>,
    /// The files, by slot.
    pub documents: BTreeMap<String, F>,
}

/// The stored data from which an `Application` is made.
pub struct Kept<F> {
    pub standing: Standing,
    pub checklist: Vec<Requirement>,
    pub drafts: Vec<KeptDraft>,
    /// The newest file of each slot.
    pub documents: BTreeMap<String, F>,
    /// The files that DOKU last took. `None`: it never took any.
    pub taken: Option<BTreeMap<String, F>>,
    pub facets: Vec<KeptFacet>,
    pub returned: BTreeMap<String, Note>,
}

pub struct KeptFacet {
    pub row: FacetRow,
    /// The revision last sent; 0: it was never sent from here, yet DOKU has it.
    pub revision: i64,
    pub mended_at: Option<Millis>,
}

pub struct KeptDraft {
    pub page: Page,
    pub draft: Draft,
    /// The correction of a rejected value, until DOKU has taken it.
    pub fix: Option<Filled>,
    /// True when the merchant has confirmed the correction.
    pub fix_judged: bool,
    /// True when the merchant has confirmed that the rejected values are right.
    pub fix_as_is: bool,
}

impl<F: Version + Clone> Application<F> {
    /// Opens an application. A correction replaces its form only while DOKU rejects what it corrects.
    pub fn new(kept: Kept<F>) -> Self {
        let Kept { standing, mut checklist, mut documents, taken, returned, .. } = kept;
        let pages: BTreeSet<Page> = Page::FIRST.into_iter().chain(kept.drafts.iter().map(|kept| kept.page)).collect();
        let (mut facets, mut revisions, mut mended) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        for KeptFacet { row, revision, mended_at } in kept.facets {
            revisions.insert(row.key.clone(), revision);
            let stands = mended_at.filter(|_| row.verdict != Verdict::Rejected);
            mended.extend(stands.map(|at| (row.key.clone(), at)));
            facets.push(row);
        }
        let mut wanted = open_to_corrections(&pages, &checklist, &facets);
        wanted.retain(|facet| revisions.get(facet) != Some(&0));
        let (mut drafts, mut forms) = (BTreeMap::new(), BTreeMap::new());
        let (mut judged, mut as_is) = (BTreeSet::new(), BTreeSet::new());
        for KeptDraft { page, mut draft, fix, fix_judged, fix_as_is } in kept.drafts {
            let is_wanted = wanted.iter().any(|facet| is_of(page, facet));
            as_is.extend((fix_as_is && is_wanted).then_some(page));
            if let Some(fix) = fix.filter(|_| is_wanted) {
                let fix = only_open(&checklist, &wanted, page, &draft.form, fix);
                forms.insert(page, std::mem::replace(&mut draft.form, fix));
                judged.extend(fix_judged.then_some(page));
            }
            drafts.insert(page, draft);
        }
        if wants_bank_book(&facets) || documents.contains_key(BANK_BOOK) {
            let is_asked = checklist.iter().any(|file| file.slot == BANK_BOOK);
            checklist.extend((!is_asked).then(requirement::bank_book));
        }
        let taken = taken.unwrap_or_default();
        let stands = taken.iter().filter(|(slot, _)| !is_slot_open(&checklist, &wanted, slot));
        documents.extend(stands.map(|(slot, file)| (slot.clone(), file.clone())));
        let sent = Sent { forms, judged, as_is, documents: taken };
        Self { standing, checklist, drafts, documents, facets, returned, wanted, sent, revisions, mended }
    }
}

impl<F> Application<F> {
    /// Returns the pages that every application has, and those that were added.
    pub fn pages(&self) -> BTreeSet<Page> {
        Page::FIRST.into_iter().chain(self.drafts.keys().copied()).collect()
    }

    /// Returns the form as typed, or a blank one.
    pub fn form(&self, page: Page) -> Cow<'_, Filled> {
        match self.drafts.get(&page) {
            Some(draft) => Cow::Borrowed(&draft.form),
            None => Cow::Owned(Filled::blank(page.task())),
        }
    }

    pub fn numbers(&self) -> Cow<'_, DocumentsForm> {
        match self.form(Page::Documents) {
            Cow::Borrowed(Filled::Documents(form)) => Cow::Borrowed(form),
            _ => Cow::Owned(DocumentsForm::default()),
        }
    }

    pub fn profile(&self) -> ProfileForm {
        ProfileForm::try_from(self.form(Page::Business).into_owned()).unwrap_or_default()
    }

    /// Returns what a form accepted, for a request body. `None`: something is still missing or wrong.
    pub fn proof<P: Form + TryFrom<Filled>>(&self, page: Page) -> Option<P::Proof> {
        P::try_from(self.form(page).into_owned()).ok()?.parse().ok()
    }

    pub fn errors(&self, page: Page) -> FormErrors {
        self.form(page).errors(&self.checklist)
    }

    /// Returns true until it is submitted, and once it came back before DOKU took it: everything is open. Later, see
    /// `lock`.
    pub fn is_editable(&self) -> bool {
        self.standing.progress == Progress::Editing
    }

    pub fn requirement(&self, slot: &str) -> Option<&Requirement> {
        self.checklist.iter().find(|file| file.slot == slot)
    }

    /// Returns the slots without a file. Every file on the checklist is required.
    pub fn missing_files(&self) -> impl Iterator<Item = &str> {
        self.checklist.iter().map(|file| file.slot.as_str()).filter(|slot| !self.documents.contains_key(*slot))
    }

    /// Returns every row of the task list, files first. Once submitted, a social form that was left blank is no row.
    pub fn items(&self) -> Vec<Item> {
        let slots = self.checklist.iter().map(Item::from);
        let left_out = |page: &Page| page.task() == Task::Social && !self.is_editable() && self.form(*page).is_blank();
        let forms = self.pages().into_iter().filter(|page| *page != Page::Documents && !left_out(page)).map(Item::Form);
        slots.chain(forms).collect()
    }
}

impl<F: Version> Application<F> {
    /// Returns the required items that are not done.
    pub fn missing(&self) -> Vec<Item> {
        let open = |item: &Item| !matches!(self.filled(item), RowStatus::Done | RowStatus::Optional);
        self.items().into_iter().filter(open).collect()
    }

    pub fn next_page(&self, after: Page) -> Option<Page> {
        let open: Vec<Page> = self.missing().iter().map(Item::page).filter(|page| *page != after).collect();
        open.iter().find(|page| **page > after).or(open.first()).copied()
    }

    /// Tells whether an item holds up the application, as an optional one does once it is wrong or has come back.
    fn blocks(&self, item: &Item) -> bool {
        self.is_editable() && (self.filled(item) == RowStatus::Started || self.came_back(item))
    }

    /// Counts the items that are done, and those that count.
    pub fn progress_counts(&self) -> (usize, usize) {
        let counts = |item: &Item| !is_optional(item) || self.blocks(item);
        let required: Vec<Item> = self.items().into_iter().filter(counts).collect();
        let done = |item: &&Item| match self.standing.progress {
            Progress::Editing => self.filled(item) == RowStatus::Done && !self.came_back(item),
            Progress::PartnerCheck | Progress::Sending | Progress::Registered => self.status(item) != RowStatus::Fix,
        };
        (required.iter().filter(done).count(), required.len())
    }

    pub fn workflow(&self) -> Workflow {
        Workflow {
            progress: self.standing.progress,
            complete: self.missing().is_empty(),
            sent_back: self.returned.len(),
            withdrawn: self.standing.is_withdrawn,
            declined: self.standing.is_declined,
        }
    }
}

pub(super) fn is_optional(item: &Item) -> bool {
    matches!(item, Item::Form(Page::Social(_)))
}
