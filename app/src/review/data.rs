//! The data of partner pages.

pub use super::held::{CallRow, CallbackRow, Evidence, FacetAge};

use crate::onboarding::data::{CheckSection, FacetRow, Heading, HistoryEvent, Pointed, ProductRow, ReceiptRow, Slot};
use domain::{
    Millis,
    ids::{CallId, DocumentId, NoteId},
    kyb::{Deadline, FacetKey},
    outbox::Problem,
    reason::Reason,
};
use std::collections::BTreeMap;

domain::words! {
    /// A tab of the queue, by the value of `?tab=`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Tab {
        ToCheck = "to_check",
        /// The merchant has not sent it yet.
        Drafts = "drafts",
        /// The merchant has something to fix.
        Fixes = "fixes",
        /// It is on its way to DOKU.
        Sending = "sending",
        /// DOKU has it, and may still change its verdict.
        AtDoku = "at_doku",
        /// It is late by any clock of DOKU's: a bank account has its own.
        Late = "late",
        /// A call needs a person, or DOKU took back its acceptance or rejected a part that no page of ours corrects.
        Troubled = "troubled",
        Active = "active",
        /// The application was declined or withdrawn.
        Ended = "ended",
    }
}

/// The number of businesses in a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Exactly(i64),
    /// Counting stopped at this number.
    MoreThan(i64),
}

/// The matches that a search may have left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    Nothing,
    /// The text is too short to be searched for anywhere but at the beginning of a name.
    Within,
    /// More matches than this exist; some of them are shown.
    Beyond(i64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePage {
    pub now: Millis,
    pub tab: Tab,
    pub search: Option<String>,
    pub left_out: LeftOut,
    pub counts: Vec<(Tab, Count)>,
    /// The number of calls that need a person, in the tab of troubles.
    pub calls: Option<Count>,
    pub rows: Vec<CaseRow>,
    /// True when there are more: the cursor of the last row leads to them.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub heading: Heading,
    pub email: String,
    pub business_line: String,
    pub to_fix: usize,
    pub deadline: Option<Deadline>,
    /// The promise for a bank account, where it falls due before that.
    pub bank_deadline: Option<Deadline>,
    /// True when something on the way to DOKU failed that the partner has to deal with.
    pub stuck: bool,
    /// The time since which it is in its state.
    pub since: Millis,
    pub cursor: String,
}

/// The versions on the page on which somebody decided. An older one is `OutOfDate`; a decision without a revision is
/// `NothingSeen`, also one by a program, which shows no page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The revision of the submission: all that was typed.
    pub revision: Option<i64>,
    /// The file in each slot.
    pub documents: BTreeMap<String, DocumentId>,
}

/// The decision of a person of the partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub what: Decision,
    /// An e-mail address.
    pub who: String,
    pub at: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    Approved,
    SentBack,
    Declined,
}

pub struct CasePage {
    pub now: Millis,
    /// The number of items that the merchant can correct on our pages.
    pub to_fix: usize,
    /// The revision of the newest submission; 0 before the first.
    pub revision: i64,
    pub heading: Heading,
    /// The id of the business in the partner's own system.
    pub reference: Option<String>,
    pub email: String,
    pub business_line: String,
    pub slots: Vec<Slot>,
    /// Slots whose file was not submitted yet: it opens only with a reason.
    pub unsubmitted: Vec<String>,
    /// Forms, with NIK and account number masked to the last four digits.
    pub sections: Vec<CheckSection>,
    /// Verdicts; notes that are not for merchants are included for admins alone.
    pub facets: Vec<FacetRow>,
    /// Fields that DOKU's notes point at.
    pub pointed: Vec<Pointed>,
    /// The facets that have a note for admins alone.
    pub internal: Vec<FacetKey>,
    /// True when this viewer is an admin and reads those notes.
    pub reads_internal: bool,
    /// True when this viewer may decline it now.
    pub declinable: bool,
    /// The reason why it was declined.
    pub declined: Option<String>,
    /// The last decision of the partner's.
    pub decided: Option<Decided>,
    pub deadline: Option<Deadline>,
    pub products: Vec<ProductRow>,
    /// True when DOKU gave a brand's key, and this viewer may ask to see it.
    pub has_shared_key: bool,
    /// True when DOKU took it, so there is evidence to show DOKU.
    pub registered: bool,
    /// True when this viewer is to decide now.
    pub decidable: bool,
    /// Parts that DOKU rejects: they may have been mended in DOKU's dashboard.
    pub mendable: Vec<FacetKey>,
    /// Fixes that were sent and failed so far: they may have been mended there too.
    pub failed_update: Option<CallId>,
    /// True when it waits for DOKU and certainly never arrived: it may be taken back.
    pub returnable: bool,
    /// True when it was given up, and DOKU may have it.
    pub may_be_at_doku: bool,
    /// False with `REVIEW=automatic`: the case is only read.
    pub partner_reviews: bool,
    /// The reasons of the last return, by item key.
    pub sent_back: BTreeMap<String, String>,
    pub history: Vec<HistoryEvent>,
    /// The newest comes first.
    pub receipts: Vec<ReceiptRow>,
    /// The problem that keeps it from moving, for operators.
    pub trouble: Option<Problem>,
}

/// One note, however many merchants got it, with numbers left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    pub id: NoteId,
    pub note: String,
    /// True for a note for admins alone.
    pub internal: bool,
    pub reason: Option<Reason>,
    pub seen: i64,
    pub last_seen: Millis,
}

/// A value that pages show masked, or not by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// The brand's key; admins only, with a fresh password.
    SharedKey,
    AccountNumber,
    /// A number beside a file, by `SLOT.CODE`.
    Number(String),
    /// The file in a slot, of a version that was not submitted.
    File(String),
}
