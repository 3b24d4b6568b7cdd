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

/// One application as it stands, opened: everything that its rules ask. `F`: what is known of a file, without its bytes.
pub struct Application<F = File> {
    pub standing: Standing,
    pub checklist: Vec<Requirement>,
    pub drafts: BTreeMap<Page, Draft>,
    /// By slot.
    pub documents: BTreeMap<String, F>,
    pub facets: Vec<FacetRow>,
    /// What came back, by item key; only what the merchant has not touched since.
    pub returned: BTreeMap<String, Note>,
    /// What DOKU rejected and a page of ours can correct.
    pub wanted: Vec<FacetKey>,
    /// What DOKU holds of that.
    pub sent: Sent<F>,
    /// Of each facet, the revision last sent from here.
    pub revisions: BTreeMap<FacetKey, i64>,
    /// What was mended in DOKU's dashboard since then, and when: DOKU has something else than stands here.
    pub mended: BTreeMap<FacetKey, Millis>,
}

/// In whose hands it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub progress: Progress,
    pub state: State,
    /// DOKU gave ids.
    pub is_registered: bool,
    /// On its way something went wrong that only the partner can deal with.
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

/// Forms and files as DOKU last took them, where a correction stands in their place now.
pub struct Sent<F> {
    pub forms: BTreeMap<Page, Filled>,
    /// Corrections that the merchant has said are right.
    pub judged: BTreeSet<Page>,
    /// What the merchant has said was right as it was sent.
    pub as_is: BTreeSet<Page>,
    /// By slot.
    pub documents: BTreeMap<String, F>,
}

/// What is kept of an application: an `Application` is made of it.
pub struct Kept<F> {
    pub standing: Standing,
    pub checklist: Vec<Requirement>,
    pub drafts: Vec<KeptDraft>,
    /// The newest of each slot.
    pub documents: BTreeMap<String, F>,
    /// Those that DOKU last took. `None`: it never took any.
    pub taken: Option<BTreeMap<String, F>>,
    pub facets: Vec<KeptFacet>,
    pub returned: BTreeMap<String, Note>,
}

pub struct KeptFacet {
    pub row: FacetRow,
    /// 0: it was never sent from here, yet DOKU has it.
    pub revision: i64,
    pub mended_at: Option<Millis>,
}

pub struct KeptDraft {
    pub page: Page,
    pub draft: Draft,
    /// The correction of something that DOKU rejected, until DOKU took it.
    pub fix: Option<Filled>,
    /// The merchant said that the correction is right.
    pub fix_judged: bool,
    /// The merchant said that what was rejected is right as it is.
    pub fix_as_is: bool,
}

impl<F: Version + Clone> Application<F> {
    /// Corrections count while DOKU rejects what they correct; everything else is as DOKU has it.
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
    /// Those that every application has, and those that were added.
    pub fn pages(&self) -> BTreeSet<Page> {
        Page::FIRST.into_iter().chain(self.drafts.keys().copied()).collect()
    }

    /// The form as typed, or a blank one.
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

    /// What a form accepted, for a body. `None`: something is missing or wrong yet.
    pub fn proof<P: Form + TryFrom<Filled>>(&self, page: Page) -> Option<P::Proof> {
        P::try_from(self.form(page).into_owned()).ok()?.parse().ok()
    }

    pub fn errors(&self, page: Page) -> FormErrors {
        self.form(page).errors(&self.checklist)
    }

    /// Nothing was submitted, or it came back before DOKU took it: everything is open. Afterwards see `lock`.
    pub fn is_editable(&self) -> bool {
        self.standing.progress == Progress::Editing
    }

    pub fn requirement(&self, slot: &str) -> Option<&Requirement> {
        self.checklist.iter().find(|file| file.slot == slot)
    }

    /// Slots without a file. Being on the checklist means being required.
    pub fn missing_files(&self) -> impl Iterator<Item = &str> {
        self.checklist.iter().map(|file| file.slot.as_str()).filter(|slot| !self.documents.contains_key(*slot))
    }

    /// Every row of the task list: files first, then forms. What was left out on purpose is no row any more once sent.
    pub fn items(&self) -> Vec<Item> {
        let slots = self.checklist.iter().map(Item::from);
        let left_out = |page: &Page| page.task() == Task::Social && !self.is_editable() && self.form(*page).is_blank();
        let forms = self.pages().into_iter().filter(|page| *page != Page::Documents && !left_out(page)).map(Item::Form);
        slots.chain(forms).collect()
    }
}

impl<F: Version> Application<F> {
    /// Required items that are not done.
    pub fn missing(&self) -> Vec<Item> {
        let open = |item: &Item| !matches!(self.filled(item), RowStatus::Done | RowStatus::Optional);
        self.items().into_iter().filter(open).collect()
    }

    pub fn next_page(&self, after: Page) -> Option<Page> {
        let open: Vec<Page> = self.missing().iter().map(Item::page).filter(|page| *page != after).collect();
        open.iter().find(|page| **page > after).or(open.first()).copied()
    }

    /// What may stay empty holds up the application once it was filled in wrongly, or came back.
    fn blocks(&self, item: &Item) -> bool {
        self.is_editable() && (self.filled(item) == RowStatus::Started || self.came_back(item))
    }

    /// Items that are done, of those that count.
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
