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

/// A row of the task list: a file, whose page is that of the documents, or a form by its page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    File(Listed),
    Form(Page),
}

impl Item {
    /// Names an item in forms and decisions: `KTP`, `bank`.
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

    /// Whether it is where a facet is put right. The selfie belongs to the contact: DOKU has no type of its own for it, so both
    /// open together. One photo alone is sent, so every photo answers for that.
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

/// What stands about one facet, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    pub key: FacetKey,
    pub verdict: Verdict,
    /// DOKU's words, verbatim.
    pub note: Option<String>,
    /// What they mean, where we know.
    pub reason: Option<Reason>,
    pub at: Option<Millis>,
    /// DOKU's promise for it alone, while it runs: a bank account has one.
    pub deadline: Option<Deadline>,
}

/// One version of a file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Names this version of it.
    pub id: DocumentId,
    pub name: String,
    pub bytes: u64,
    pub is_image: bool,
    pub received_at: Millis,
    /// DOKU holds it too.
    pub sent: bool,
}
