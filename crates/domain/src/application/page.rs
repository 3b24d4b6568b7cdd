use crate::forms::Task;

/// The error of a text that names no page.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a page")]
pub struct NotAPage;

/// One page and its draft: a form, or the files with the values beside them. The first page of a kind has the name of
/// its kind, in addresses and in the database: `bank`, then `bank-1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Page {
    Documents,
    Business,
    Brand(usize),
    Contact(usize),
    Address(usize),
    Bank(usize),
    /// Every network of one brand.
    Social(usize),
}

impl Page {
    /// The first page of each kind, in the order of the task list.
    pub const FIRST: [Self; 7] = [
        Self::Documents,
        Self::Business,
        Self::Brand(0),
        Self::Contact(0),
        Self::Address(0),
        Self::Bank(0),
        Self::Social(0),
    ];

    /// Returns the page at this place. `None`: there is only one of its kind.
    pub fn new(task: Task, nth: usize) -> Option<Self> {
        Some(match task {
            Task::Brand => Self::Brand(nth),
            Task::Contact => Self::Contact(nth),
            Task::Address => Self::Address(nth),
            Task::Bank => Self::Bank(nth),
            Task::Social => Self::Social(nth),
            Task::Documents | Task::Business if nth > 0 => return None,
            Task::Documents => Self::Documents,
            Task::Business => Self::Business,
        })
    }

    /// Tells whether the page holds several parts, each judged and opened by itself.
    pub const fn holds_several(self) -> bool {
        matches!(self, Self::Documents | Self::Social(_))
    }

    /// Returns the form that the page shows.
    pub const fn task(self) -> Task {
        match self {
            Self::Documents => Task::Documents,
            Self::Business => Task::Business,
            Self::Brand(_) => Task::Brand,
            Self::Contact(_) => Task::Contact,
            Self::Address(_) => Task::Address,
            Self::Bank(_) => Task::Bank,
            Self::Social(_) => Task::Social,
        }
    }

    /// Returns its place among the pages of its kind, from 0.
    pub const fn nth(self) -> usize {
        match self {
            Self::Documents | Self::Business => 0,
            Self::Brand(n) | Self::Contact(n) | Self::Address(n) | Self::Bank(n) | Self::Social(n) => n,
        }
    }
}

impl From<Task> for Page {
    /// Returns the first page of this kind.
    fn from(task: Task) -> Self {
        Self::FIRST[task as usize]
    }
}

impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.nth() {
            0 => f.write_str(self.task().as_str()),
            n => write!(f, "{}-{n}", self.task().as_str()),
        }
    }
}

impl std::str::FromStr for Page {
    type Err = NotAPage;

    /// Reads a page's one spelling: `bank-0` and `bank-01` are refused.
    fn from_str(text: &str) -> Result<Self, NotAPage> {
        let (kind, nth) = text.split_once('-').map_or((text, None), |(kind, nth)| (kind, Some(nth)));
        let nth = nth.map_or(Some(0), |nth| number(nth).filter(|nth| *nth > 0)).ok_or(NotAPage)?;
        Task::read(kind).and_then(|task| Self::new(task, nth)).ok_or(NotAPage)
    }
}

/// Reads a number without a sign or a leading 0.
pub(super) fn number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number: &usize| number.to_string() == text)
}

crate::words::as_text!(Page: NotAPage);
