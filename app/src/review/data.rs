//! What partner pages show.

use crate::onboarding::data::{CheckSection, FacetRow, Heading, HistoryEvent, Pointed, ReceiptRow, ServiceRow, Slot};
use domain::{
    Millis,
    ids::{CallId, DocumentId, NoteId},
    kyb::{Deadline, FacetKey, Verdict},
    reason::Reason,
};
use std::{borrow::Cow, collections::BTreeMap};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    pub const ALL: [Self; 9] = [
        Self::ToCheck,
        Self::Drafts,
        Self::Fixes,
        Self::Sending,
        Self::AtDoku,
        Self::Late,
        Self::Troubled,
        Self::Active,
        Self::Ended,
    ];

    /// `?tab=`
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToCheck => "to_check",
            Self::Drafts => "drafts",
            Self::Fixes => "fixes",
            Self::Sending => "sending",
            Self::AtDoku => "at_doku",
            Self::Late => "late",
            Self::Troubled => "troubled",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == text)
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
    /// What keeps it from moving, for operators: a fixed code of the outbox, no personal data.
    pub trouble: Option<String>,
}

impl CasePage {
    /// Until then its files open only with a reason.
    pub const fn was_submitted(&self) -> bool {
        self.revision > 0
    }
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

const FILE: &str = "file:";

impl Hidden {
    /// `?what=`
    pub fn as_str(&self) -> Cow<'_, str> {
        match self {
            Self::SharedKey => "shared_key".into(),
            Self::AccountNumber => "account_number".into(),
            Self::Number(name) => name.into(),
            Self::File(slot) => format!("{FILE}{slot}").into(),
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        match text {
            "shared_key" => Some(Self::SharedKey),
            "account_number" => Some(Self::AccountNumber),
            _ => match text.strip_prefix(FILE) {
                Some(slot) => Some(Self::File(slot.to_owned())),
                None => text.contains('.').then(|| Self::Number(text.to_owned())),
            },
        }
    }

    pub const fn wants_password(&self) -> bool {
        matches!(self, Self::SharedKey)
    }
}

/// What we know of one application, without personal data and without notes that are meant for the partner alone.
pub struct Evidence {
    pub now: Millis,
    pub heading: Heading,
    /// `BRN-…` of the partner, and of the merchant.
    pub client_id: String,
    pub brand_id: Option<String>,
    pub deadline: Option<Deadline>,
    pub submitted_at: Option<Millis>,
    pub sent_at: Option<Millis>,
    pub verified_at: Option<Millis>,
    pub read_at: Option<Millis>,
    /// When somebody marked that DOKU was shown this.
    pub evidence_sent_at: Option<Millis>,
    /// The newest, oldest first; `all_calls` counts those left out too.
    pub calls: Vec<CallRow>,
    pub all_calls: usize,
    /// Newest first; `all_callbacks` counts those left out too.
    pub callbacks: Vec<CallbackRow>,
    pub all_callbacks: usize,
    pub facets: Vec<FacetAge>,
}

/// A registration or an update of ours.
pub struct CallRow {
    pub is_update: bool,
    pub request_id: String,
    pub first_sent_at: Option<Millis>,
    pub done_at: Option<Millis>,
    pub attempts: i64,
}

pub struct CallbackRow {
    pub request_id: String,
    pub received_at: Millis,
    pub deliveries: i64,
    /// As DOKU wrote it: `BUSINESS_DOCUMENT`; `None`: it could not be read.
    pub kind: Option<String>,
    pub status: Option<String>,
}

pub struct FacetAge {
    pub key: FacetKey,
    pub verdict: Verdict,
    /// DOKU's time of the verdict; while it waits, when it was sent.
    pub at: Option<Millis>,
    /// Numbers in it are masked.
    pub note: Option<String>,
    /// DOKU's promise for it alone, while it runs.
    pub deadline: Option<Deadline>,
}
