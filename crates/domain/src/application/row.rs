//! The rows of an application, as DOKU and people speak of them.

use super::{page::Page, part::judged_with};
use crate::{
    Millis,
    ids::DocumentId,
    kyb::{Deadline, FacetKey, State, Verdict},
    reason::Reason,
    requirement::{Listed, Requirement},
};
use std::borrow::Cow;

/// A row of the task list: a file, which stands on the page of documents, or a form, named by its page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    File(Listed),
    Form(Page),
}

impl Item {
    /// Returns the item's name in forms and decisions: `KTP`, `bank`.
    pub fn key(&self) -> Cow<'_, str> {
        match self {
            Self::File(file) => file.slot.as_str().into(),
            Self::Form(page) => page.to_string().into(),
        }
    }

    pub const fn page(&self) -> Page {
        match self {
            Self::File(_) => Page::Documents,
            Self::Form(page) => *page,
        }
    }

    /// Tells whether a facet is corrected in this item. The selfie answers for the contact, since DOKU has no type for
    /// it, so both open together. Only one photo is sent, so every photo answers for it.
    pub fn answers_for(&self, facet: &FacetKey) -> bool {
        match self {
            Self::File(Listed { slot, .. }) => match facet {
                FacetKey::Document(named) => named == slot,
                FacetKey::Photo(..) => {
                    *facet == FacetKey::PHOTO && matches!(FacetKey::of_slot(slot), FacetKey::Photo(..))
                }
                judged => judged_with(slot).is_some_and(|with| with == *judged),
            },
            Self::Form(Page::Documents) => false,
            Self::Form(page) => Page::of_facet(facet) == Some(*page),
        }
    }
}

impl From<&Requirement> for Item {
    fn from(file: &Requirement) -> Self {
        Self::File(file.into())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowStatus {
    Todo,
    /// The row is begun, but something is missing or wrong.
    Started,
    /// The row is filled in and may still be changed.
    Done,
    /// The row may stay empty.
    Optional,
    /// The row is submitted; the partner is to decide.
    WithPartner,
    /// The row is submitted; we are sending it.
    Sending,
    /// DOKU is reviewing the row.
    InReview,
    Accepted,
    /// DOKU refused the row, or the partner sent it back: see the note.
    Fix,
    /// DOKU refused the row, and the application has ended or is suspended: there is nothing to fix.
    Refused,
    /// DOKU suspended the row after accepting it.
    Suspended,
    /// The row is corrected; the correction waits to be sent.
    Fixed,
}

/// The reason why something cannot be changed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lock {
    /// DOKU has accepted it.
    Accepted,
    /// DOKU is reviewing it.
    InReview,
    /// We are sending it.
    Sending,
    /// Sending it met an error that only the partner can resolve.
    Stuck,
    /// The partner is to decide on it.
    WithPartner,
    /// DOKU rejected it, and no page of ours corrects it.
    Refused,
    /// DOKU suspended the business.
    Suspended,
    Declined,
    Withdrawn,
}

impl Lock {
    /// Returns the lock of every item once the application has ended or is suspended.
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

/// The note on an item that came back or was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub from: NoteFrom,
    /// The note verbatim; `None` when there is no text.
    pub text: Option<String>,
    /// The reason that we recognise in it.
    pub reason: Option<Reason>,
    pub at: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteFrom {
    Doku,
    Partner,
}

/// The language of DOKU's notes, whatever the page's language is.
pub const DOKUS_LANG: &str = "id";

impl NoteFrom {
    /// Returns the `lang` attribute for the note. The partner's language is not known.
    pub const fn lang(self) -> Option<&'static str> {
        match self {
            Self::Doku => Some(DOKUS_LANG),
            Self::Partner => None,
        }
    }
}

/// The verdict on one facet, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    pub key: FacetKey,
    pub verdict: Verdict,
    /// DOKU's note, verbatim.
    pub note: Option<String>,
    /// The reason that we recognise in it.
    pub reason: Option<Reason>,
    pub at: Option<Millis>,
    /// DOKU's promise for this facet alone, while it runs: a bank account has one.
    pub deadline: Option<Deadline>,
}

/// One version of a file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The id of this version.
    pub id: DocumentId,
    pub name: String,
    pub bytes: u64,
    pub is_image: bool,
    pub received_at: Millis,
    /// True when DOKU holds the file too.
    pub sent: bool,
}
