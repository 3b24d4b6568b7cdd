//! The rows of the task list, what came back, and what is put right.

pub use domain::application::{DOKUS_LANG, FacetRow, File as FileRow, Item, Lock, Note, NoteFrom, RowStatus};
use domain::{Millis, application::Page, ids::BusinessId, kyb::FacetKey};

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

/// What DOKU rejected, and how far it is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resubmission {
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
    pub page: Page,
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

impl Resubmission {
    pub fn ready(&self) -> usize {
        self.fixes.iter().filter(|fix| fix.ready).count()
    }

    pub fn is_full(&self) -> bool {
        self.ready() == self.fixes.len()
    }
}
