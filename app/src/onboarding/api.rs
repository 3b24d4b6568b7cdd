//! All that merchant pages may ask of the server: `trait Onboarding`, and what it answers with.

use crate::{error::AppError, viewer::Viewer};
use async_trait::async_trait;
use domain::{
    Millis,
    codes::{BusinessType, LegalEntity},
    forms::{Filled, FormErrors, Task},
    ids::BusinessId,
    kyb::{Deadline, FacetKey, State, Verdict},
    requirement::Requirement,
};

pub type Result<T> = std::result::Result<T, AppError>;

#[async_trait]
pub trait Onboarding: Send + Sync {
    /// Mine, newest first.
    async fn businesses(&self, viewer: Viewer) -> Result<Vec<BusinessRow>>;
    /// The task list, and the status once something was sent.
    async fn overview(&self, viewer: Viewer, business: BusinessId) -> Result<Overview>;
    async fn documents(&self, viewer: Viewer, business: BusinessId) -> Result<DocumentsPage>;
    /// One form, as last typed; prefilled where we can know.
    async fn form(&self, viewer: Viewer, business: BusinessId, task: Task) -> Result<FormPage>;
    /// Keeps what was typed; with `judge` it is told whether it stands.
    async fn save(&self, viewer: Viewer, business: BusinessId, form: Filled, judge: bool) -> Result<Saved>;
    /// Consent to process and pass on data, in the version that the page showed.
    async fn consent(&self, viewer: Viewer, business: BusinessId, version: String) -> Result<()>;
    /// Every value and file, as they will be sent.
    async fn check(&self, viewer: Viewer, business: BusinessId) -> Result<CheckPage>;
    /// The second click of a double click answers the same.
    async fn submit(&self, viewer: Viewer, business: BusinessId) -> Result<State>;
    async fn history(&self, viewer: Viewer, business: BusinessId) -> Result<HistoryPage>;
}

/// Stands above every page of one business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub business: BusinessId,
    /// As typed in the business form; empty until then.
    pub name: String,
    pub business_type: BusinessType,
    pub legal_entity: LegalEntity,
    pub state: State,
    /// `BSN-…` once DOKU gave it.
    pub doku_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessRow {
    pub heading: Heading,
    /// Facets or items to fix.
    pub to_fix: usize,
    pub done: usize,
    pub total: usize,
    pub updated_at: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub heading: Heading,
    /// Required rows only.
    pub done: usize,
    pub total: usize,
    pub rows: Vec<TaskRow>,
    pub status: Status,
    pub consent_given: bool,
    /// Forms and files may still be changed here.
    pub editable: bool,
}

/// What the status card and the track tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub now: Millis,
    pub to_fix: usize,
    /// DOKU's promise, while it runs: verification, or activation of services.
    pub deadline: Option<Deadline>,
    pub submitted_at: Option<Millis>,
    /// When the partner approved; `None` with automatic review too.
    pub approved_at: Option<Millis>,
    /// DOKU's 2xx.
    pub sent_at: Option<Millis>,
    /// When business, brand and operational status were all accepted.
    pub verified_at: Option<Millis>,
    /// Facets without services: how many are accepted, and how many there are.
    pub accepted: usize,
    pub facets: Vec<FacetRow>,
    /// The partner looks before DOKU does.
    pub partner_reviews: bool,
    /// Our credential was refused: not the merchant's fault, nothing for them to do.
    pub held_up: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    pub key: FacetKey,
    pub verdict: Verdict,
    /// DOKU's words, verbatim.
    pub note: Option<String>,
    pub at: Option<Millis>,
}

/// One row of the task list: a file, or a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    pub item: Item,
    pub status: RowStatus,
    /// A short reminder of what is there: `BCA ···· 2233`, a file name.
    pub hint: Option<String>,
    pub note: Option<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A file requirement; its page is `documents`, at `#slot-{slot}`.
    Slot {
        slot: String,
        code: String,
        name: String,
    },
    Form(Task),
}

impl Item {
    /// Names an item in forms and decisions: `KTP`, `bank`.
    pub fn key(&self) -> &str {
        match self {
            Self::Slot { slot, .. } => slot,
            Self::Form(task) => task.as_str(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowStatus {
    Todo,
    /// Begun, but something is missing or wrong.
    Started,
    /// Filled in; may still be changed.
    Done,
    /// May stay empty.
    Optional,
    /// Submitted: the partner looks.
    WithPartner,
    /// Submitted: we are sending it.
    Sending,
    /// DOKU looks.
    InReview,
    Accepted,
    /// Refused by DOKU, or sent back by the partner: see the note.
    Fix,
}

/// Why something came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub from: NoteFrom,
    /// Verbatim; `None` when there is no text.
    pub text: Option<String>,
    pub at: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteFrom {
    Doku,
    Partner,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentsPage {
    pub heading: Heading,
    pub consent_given: bool,
    pub slots: Vec<Slot>,
    /// May files and numbers still be changed?
    pub editable: bool,
    pub judged: bool,
    pub errors: FormErrors,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub requirement: Requirement,
    pub status: RowStatus,
    pub file: Option<FileRow>,
    /// Values as typed, by the key `SLOT.CODE` of `DocumentsForm`, in the order of the requirement.
    pub values: Vec<(String, String)>,
    pub note: Option<Note>,
    /// This one may be replaced now.
    pub editable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub name: String,
    pub bytes: u64,
    pub is_image: bool,
    pub received_at: Millis,
    /// DOKU holds it too.
    pub sent: bool,
}

pub struct FormPage {
    pub heading: Heading,
    pub form: Filled,
    /// It was judged before: show its errors.
    pub judged: bool,
    pub errors: FormErrors,
    pub editable: bool,
    pub status: RowStatus,
    pub note: Option<Note>,
    pub saved_at: Option<Millis>,
    /// The next open task, for "save and continue".
    pub next: Option<Task>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Kept, not judged.
    Kept,
    /// Kept and valid.
    Accepted,
    /// Kept, with errors to show.
    Refused,
}

pub struct CheckPage {
    pub heading: Heading,
    pub sections: Vec<CheckSection>,
    pub slots: Vec<Slot>,
    /// What is still missing, if anything; then there is no button.
    pub missing: Vec<Item>,
    /// Already submitted: the page is a receipt.
    pub submitted_at: Option<Millis>,
    /// The partner looks before DOKU does.
    pub partner_reviews: bool,
}

/// The values of one form as they will be sent, by field name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckSection {
    pub task: Task,
    pub values: Vec<(String, String)>,
    pub facets: Vec<FacetKey>,
}

pub struct HistoryPage {
    pub heading: Heading,
    /// Newest first.
    pub events: Vec<HistoryEvent>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEvent {
    pub at: Millis,
    pub what: Happening,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    Created,
    Consented,
    Received { slot: String },
    Submitted,
    Approved,
    SentBack { items: usize },
    TakenByDoku,
    /// `healed`: found by reading back, no callback had told it.
    Verdict { facet: FacetKey, verdict: Verdict, note: Option<String>, healed: bool },
}
