//! What merchant pages show.

use domain::{
    Millis,
    application::Page,
    codes::{BusinessType, LegalEntity},
    forms::{Filled, FormErrors, Marks},
    ids::BusinessId,
    kyb::{Deadline, FacetKey, Standing, State, Verdict},
    requirement::{Changes, Requirement},
};

pub use super::happened::{Happening, HistoryEvent, Odd, Unclear};
pub use super::kept::{KeptFile, KeptForm, KeptNumber, KeptUpload, Receipt, ReceiptPage, ReceiptRow, Snapshot};
pub use super::rows::{
    Change, DOKUS_LANG, FacetRow, FileChange, FileRow, Fix, Item, Lock, Note, NoteFrom, Resubmission, RowStatus,
    TaskRow,
};

/// Stands above every page of one business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub business: BusinessId,
    /// As typed in the business form; empty until then.
    pub name: String,
    pub business_type: BusinessType,
    pub legal_entity: LegalEntity,
    pub state: State,
    /// How many of DOKU's services are on.
    pub services_on: usize,
    /// `BSN-…` once DOKU gave it.
    pub doku_id: Option<String>,
}

impl Heading {
    pub const fn standing(&self) -> Standing {
        self.state.standing(self.services_on)
    }
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
    pub ending: Ending,
    /// Nothing is submitted, or it came back before DOKU took it: everything may be changed.
    pub editable: bool,
    /// What DOKU rejected, while it can be corrected.
    pub resubmission: Option<Resubmission>,
    /// Of when DOKU's list is, where DOKU did not answer when the business was begun.
    pub list_of: Option<Millis>,
    /// What it has otherwise since DOKU answers again, and when it was asked.
    pub renewed: Option<(Millis, Changes)>,
}

impl Overview {
    /// Something can be put right on our pages.
    pub fn is_fixable(&self) -> bool {
        self.resubmission.is_some() || self.rows.iter().any(|row| self.may_fix(row))
    }

    /// Sent back before DOKU took it, or refused by DOKU and waiting to be sent again.
    pub fn may_fix(&self, row: &TaskRow) -> bool {
        row.status == RowStatus::Fix && (self.editable || self.resubmission.is_some())
    }
}

/// How it may end, and what comes after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    pub may_withdraw: bool,
    pub may_start_again: bool,
    /// The new business that was started with the same data.
    pub continued_as: Option<BusinessId>,
    /// The partner's, for declining.
    pub reason: Option<String>,
    pub papers: Papers,
    /// DOKU has at least one of the files.
    pub at_doku: bool,
}

/// What becomes of the files and answers of an application that is withdrawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Papers {
    /// They stay: it goes on, or it was submitted.
    #[default]
    Kept,
    /// They go after this; before it is withdrawn: if that were now.
    Until(Millis),
    /// They went.
    Purged(Millis),
}

/// What the status card and the track tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// What DOKU switches on one by one.
    pub services: Vec<ServiceRow>,
    /// Since when it is in its state.
    pub since: Millis,
    /// The partner looks before DOKU does.
    pub partner_reviews: bool,
    /// Something of theirs waits for DOKU, and nothing gets through to it: not the merchant's fault, nothing for them to do.
    pub held_up: bool,
    /// On its way to DOKU something went wrong that only the partner can deal with.
    pub with_partner: bool,
    /// When somebody of the partner marked that DOKU was shown the evidence, of the promise that runs.
    pub evidence_sent_at: Option<Millis>,
    /// `BRN-…` once DOKU gave it: whoever asks DOKU about money quotes it.
    pub brand_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentsPage {
    pub heading: Heading,
    pub consent_given: bool,
    pub slots: Vec<Slot>,
    /// `None`: something here may be changed.
    pub lock: Option<Lock>,
    pub judged: bool,
    pub errors: FormErrors,
    pub resubmission: Option<Resubmission>,
    /// As `Overview::list_of`.
    pub list_of: Option<Millis>,
    /// As `Overview::renewed`.
    pub renewed: Option<(Millis, Changes)>,
    /// As `Status::held_up`.
    pub held_up: bool,
    /// As `FormPage::pointed`.
    pub pointed: Vec<Pointed>,
    /// As `FormPage::upon`.
    pub upon: Marks,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub requirement: Requirement,
    pub status: RowStatus,
    pub file: Option<FileRow>,
    /// Values as typed, by the key `SLOT.CODE` of `DocumentsForm`, in the order of the requirement.
    pub values: Vec<(String, String)>,
    pub note: Option<Note>,
    /// As `TaskRow::mended`.
    pub mended: Option<Millis>,
    /// `None`: this one may be replaced now.
    pub lock: Option<Lock>,
    /// `None`: its values may be changed now. They may be the person's, whose verdict is another.
    pub values_lock: Option<Lock>,
}

/// A field that a note of DOKU's points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    pub facet: FacetKey,
    pub page: Page,
    /// A field of its form; beside a file `SLOT.CODE`.
    pub field: String,
    /// The line that points there, verbatim; none where DOKU names the field alone.
    pub note: Option<String>,
}

pub struct FormPage {
    pub heading: Heading,
    pub page: Page,
    pub form: Filled,
    /// What is typed here will be typed upon.
    pub upon: Marks,
    /// It was judged before: show its errors.
    pub judged: bool,
    pub errors: FormErrors,
    /// Where DOKU's note points on this page, until it is corrected.
    pub pointed: Vec<Pointed>,
    /// `None`: it may be changed.
    pub lock: Option<Lock>,
    /// Fields that may not, although the form may.
    pub locked: Vec<String>,
    pub status: RowStatus,
    pub note: Option<Note>,
    /// As `TaskRow::mended`.
    pub mended: Option<Millis>,
    /// DOKU's promise for it alone, while it runs: a bank account has one.
    pub deadline: Option<Deadline>,
    pub now: Millis,
    pub saved_at: Option<Millis>,
    /// The next open task, for "save and continue".
    pub next: Option<Page>,
    pub resubmission: Option<Resubmission>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Kept, not judged.
    Kept,
    /// Kept and valid.
    Accepted,
    /// Kept, with errors to show.
    Refused,
    /// Kept and valid, but what DOKU rejected is still the same.
    Unchanged,
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

pub struct CheckPage {
    pub heading: Heading,
    pub sections: Vec<CheckSection>,
    pub slots: Vec<Slot>,
    /// What is still missing, if anything; then there is no button.
    pub missing: Vec<Item>,
    /// Already submitted: there is a receipt of it.
    pub submitted_at: Option<Millis>,
    /// The partner looks before DOKU does.
    pub partner_reviews: bool,
    /// DOKU has it already, and rejected something: the page shows what will be sent instead.
    pub resubmission: Option<Resubmission>,
}

pub struct HistoryPage {
    pub heading: Heading,
    /// Newest first.
    pub events: Vec<HistoryEvent>,
    /// Newest first.
    pub receipts: Vec<ReceiptRow>,
}

/// The values of one form as they will be sent, by field name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckSection {
    pub page: Page,
    pub values: Vec<(String, String)>,
    pub facets: Vec<FacetKey>,
    pub status: RowStatus,
    pub note: Option<Note>,
}

/// One service (BRAND_PRODUCT).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// DOKU's: `QRIS`, `VIRTUAL_ACCOUNT_BCA`.
    pub code: String,
    /// `NotSent`: activation begins once verification is done.
    pub verdict: Verdict,
    pub note: Option<String>,
    pub at: Option<Millis>,
    /// Of its activation, while DOKU has it.
    pub deadline: Option<Deadline>,
}
