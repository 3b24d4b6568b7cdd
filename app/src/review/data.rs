//! What partner pages show.

pub use super::held::{CallRow, CallbackRow, Evidence, FacetAge};

use crate::onboarding::data::{CheckSection, FacetRow, Heading, HistoryEvent, Pointed, ReceiptRow, ServiceRow, Slot};
use domain::{
    Millis,
    ids::{CallId, DocumentId, NoteId},
    kyb::{Deadline, FacetKey},
    outbox::Problem,
    reason::Reason,
};
use std::collections::BTreeMap;
use strum::{EnumString, IntoStaticStr, VariantArray};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Tab {
    ToCheck,
    /// With the merchant, who has not sent it yet.
    Drafts,
    /// With the merchant, who has something to fix.
    Fixes,
    /// On its way to DOKU.
    Sending,
    /// DOKU has it, and has not said the last word.
    AtDoku,
    /// By any clock of DOKU's: a bank account has its own.
    Late,
    /// A call needs a person, DOKU took back what it had accepted, or rejected what no page of ours corrects.
    Troubled,
    Active,
    /// Declined or withdrawn.
    Ended,
}

impl Tab {
    pub const ALL: &[Self] = Self::VARIANTS;

    /// `?tab=`
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }
}

/// How many a tab holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Exactly(i64),
    /// It is not counted further.
    MoreThan(i64),
}

/// What a search may have left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    Nothing,
    /// The text is too short to be looked for anywhere but at the beginning of a name.
    Within,
    /// More than so many have the text; some of them are shown.
    Beyond(i64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePage {
    pub now: Millis,
    pub tab: Tab,
    pub search: Option<String>,
    pub left_out: LeftOut,
    pub counts: Vec<(Tab, Count)>,
    /// Calls that need a person, in the tab of troubles.
    pub calls: Option<Count>,
    pub rows: Vec<CaseRow>,
    /// There are more: ask with the cursor of the last row.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub heading: Heading,
    pub email: String,
    pub business_line: String,
    pub to_fix: usize,
    pub deadline: Option<Deadline>,
    /// A bank account's own, where it falls due before that.
    pub bank_deadline: Option<Deadline>,
    /// On its way to DOKU something went wrong that the partner has to deal with.
    pub stuck: bool,
    /// Since when it is in its state.
    pub since: Millis,
    pub cursor: String,
}

/// The versions that stood on the page when somebody decided; where one is not the newest, that is `OutOfDate`, and who names
/// no revision is told `NothingSeen`: also a program, which shows no page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Of the submission: all that was typed.
    pub revision: Option<i64>,
    /// The file in each slot.
    pub documents: BTreeMap<String, DocumentId>,
}

/// Who of the partner decided what.
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
    /// What the merchant can put right on our pages.
    pub to_fix: usize,
    /// Of the newest submission; 0 before the first.
    pub revision: i64,
    pub heading: Heading,
    /// Under which the partner's own system knows it.
    pub reference: Option<String>,
    pub email: String,
    pub business_line: String,
    pub slots: Vec<Slot>,
    /// NIK and account number are masked down to the last four.
    pub sections: Vec<CheckSection>,
    /// DOKU's notes that are not for merchants are there for admins alone.
    pub facets: Vec<FacetRow>,
    /// Where DOKU's notes point.
    pub pointed: Vec<Pointed>,
    /// The facets that have such a note.
    pub internal: Vec<FacetKey>,
    /// This viewer is an admin and reads them.
    pub reads_internal: bool,
    /// This viewer may decline it now.
    pub declinable: bool,
    /// Why it was declined.
    pub declined: Option<String>,
    /// The last decision of the partner's.
    pub decided: Option<Decided>,
    pub deadline: Option<Deadline>,
    pub services: Vec<ServiceRow>,
    /// DOKU gave a brand's key, and this viewer may ask to see it.
    pub has_shared_key: bool,
    /// DOKU took it, so there is something to show DOKU.
    pub registered: bool,
    /// A decision is asked for now, of this viewer.
    pub decidable: bool,
    /// What DOKU rejects: it may have been mended in DOKU's dashboard.
    pub mendable: Vec<FacetKey>,
    /// Fixes that were sent and came to nothing so far: they may have been mended there too.
    pub failed_update: Option<CallId>,
    /// It waits for DOKU and certainly never arrived: it may be taken back.
    pub returnable: bool,
    /// It was given up, and nobody knows whether DOKU has it.
    pub may_be_at_doku: bool,
    /// `false` with `REVIEW=automatic`: the case is only read.
    pub partner_reviews: bool,
    /// What was sent back last, by item key.
    pub sent_back: BTreeMap<String, String>,
    pub history: Vec<HistoryEvent>,
    /// Newest first.
    pub receipts: Vec<ReceiptRow>,
    /// What keeps it from moving, for operators.
    pub trouble: Option<Problem>,
}

impl CasePage {
    /// Until then its files open only with a reason.
    pub const fn was_submitted(&self) -> bool {
        self.revision > 0
    }
}

/// One note, however many merchants got it. Numbers in it are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    pub id: NoteId,
    pub note: String,
    /// For admins alone.
    pub internal: bool,
    pub reason: Option<Reason>,
    pub seen: i64,
    pub last_seen: Millis,
}

/// Something that pages show masked, or not by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// The brand's; admins only, with a fresh password.
    SharedKey,
    AccountNumber,
    /// A number that goes with a file, by `SLOT.CODE`.
    Number(String),
    /// The file in a slot, of what was never submitted.
    File(String),
}
