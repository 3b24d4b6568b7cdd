//! The rows of the task list, the notes on them, and their corrections.

pub use domain::application::{DOKUS_LANG, FacetRow, File as FileRow, Item, Lock, Note, NoteFrom, RowStatus};
use domain::{Millis, application::Page, ids::BusinessId, kyb::FacetKey};

/// One row of the task list: a file, or a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    pub item: Item,
    pub status: RowStatus,
    /// A short reminder of the contents: `BCA ···· 2233`, a file name.
    pub hint: Option<String>,
    pub note: Option<Note>,
    /// The time when the partner changed it in DOKU's dashboard, since when DOKU's values differ from ours.
    pub mended: Option<Millis>,
}

/// The parts that DOKU rejected, and how far they are corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resubmission {
    pub business: BusinessId,
    pub fixes: Vec<Fix>,
    /// The rejected parts that no page of ours corrects.
    pub others: Vec<FacetKey>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub facet: FacetKey,
    /// True when the part is corrected, and right as far as we can tell.
    pub ready: bool,
    /// True when the part was rejected for its own parts alone: it goes along with them.
    pub along: bool,
    /// True when the merchant has confirmed that it is right as it is.
    pub as_is: bool,
    pub note: Option<Note>,
    /// The items on which it is corrected.
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
