//! The rows of the task list, what came back, and what is put right.

use domain::{
    Millis,
    forms::Task,
    ids::{BusinessId, DocumentId},
    kyb::{FacetKey, State},
    reason::Reason,
};

/// One row of the task list: a file, or a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    pub item: Item,
    pub status: RowStatus,
    /// A short reminder of what is there: `BCA ···· 2233`, a file name.
    pub hint: Option<String>,
    pub note: Option<Note>,
    /// When the partner had it mended in DOKU's dashboard: DOKU has something else than stands here.
    pub mended: Option<Millis>,
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
    /// Refused by DOKU, and the application has ended or stands still: nothing to fix any more.
    Refused,
    /// DOKU took it back.
    Suspended,
    /// It was; the correction waits to be sent.
    Fixed,
}

/// Why something cannot be changed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lock {
    /// DOKU has accepted it.
    Accepted,
    /// DOKU looks at it.
    InReview,
    /// It is on its way.
    Sending,
    /// On its way something went wrong that only the partner can deal with.
    Stuck,
    /// The partner looks at it.
    WithPartner,
    /// DOKU rejected it, and no page of ours corrects it.
    Refused,
    /// DOKU took the business back.
    Suspended,
    Declined,
    Withdrawn,
}

impl Lock {
    /// Of everything, where the application has ended or stands still.
    pub const fn at_end(state: State) -> Option<Self> {
        match state {
            State::Suspended => Some(Self::Suspended),
            State::Declined => Some(Self::Declined),
            State::Withdrawn => Some(Self::Withdrawn),
            State::Draft | State::Ready | State::PartnerCheck | State::Sending | State::InVerification => None,
            State::ActionNeeded | State::Verified | State::Active => None,
        }
    }
}

/// What DOKU rejected, and how far it is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basket {
    pub business: BusinessId,
    pub fixes: Vec<Fix>,
    /// Rejected too, but no page of ours corrects it.
    pub others: Vec<FacetKey>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub facet: FacetKey,
    /// Corrected, and right as far as we can tell.
    pub ready: bool,
    /// Rejected for its parts alone: it goes along with them.
    pub along: bool,
    /// The merchant said that it is right as it is.
    pub as_is: bool,
    pub note: Option<Note>,
    /// Where it is corrected.
    pub items: Vec<Item>,
    pub changes: Vec<Change>,
    pub files: Vec<FileChange>,
}

/// One value of a form. `before` is masked where it is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub task: Task,
    pub field: String,
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    pub item: Item,
    pub before: Option<FileRow>,
    pub after: FileRow,
}

impl Basket {
    pub fn ready(&self) -> usize {
        self.fixes.iter().filter(|fix| fix.ready).count()
    }

    pub fn is_full(&self) -> bool {
        self.ready() == self.fixes.len()
    }
}

/// Why something came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub from: NoteFrom,
    /// Verbatim; `None` when there is no text.
    pub text: Option<String>,
    /// What DOKU means by it, where we know.
    pub reason: Option<Reason>,
    pub at: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteFrom {
    Doku,
    Partner,
}

/// DOKU writes Indonesian, whatever language the page is in.
pub const DOKUS_LANG: &str = "id";

impl NoteFrom {
    /// For the `lang` attribute around their words; what the partner writes in is not known.
    pub const fn lang(self) -> Option<&'static str> {
        match self {
            Self::Doku => Some(DOKUS_LANG),
            Self::Partner => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Names this version of it.
    pub id: DocumentId,
    pub name: String,
    pub bytes: u64,
    pub is_image: bool,
    pub received_at: Millis,
    /// DOKU holds it too.
    pub sent: bool,
}
