//! The data of merchants' pages.

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
pub use super::receipt_data::{KeptFile, KeptForm, KeptNumber, KeptUpload, Receipt, ReceiptPage, ReceiptRow, Snapshot};
pub use super::rows::{
    Change, DOKUS_LANG, FacetRow, FileChange, FileRow, Fix, Item, Lock, Note, NoteFrom, Resubmission, RowStatus,
    TaskRow,
};

/// The heading of every page of one business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub business: BusinessId,
    /// The name as typed in the business form; empty until then.
    pub name: String,
    pub business_type: BusinessType,
    pub legal_entity: LegalEntity,
    pub state: State,
    /// The number of DOKU's products that are on.
    pub services_on: usize,
    /// `BSN-…`, once DOKU has given it.
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
    /// The required rows that are done, of `total`.
    pub done: usize,
    pub total: usize,
    pub rows: Vec<TaskRow>,
    pub status: Status,
    pub consent_given: bool,
    pub ending: Ending,
    /// True when nothing is submitted, or it came back before DOKU took it: everything may be changed.
    pub editable: bool,
    /// The rejected parts, while they can be corrected.
    pub resubmission: Option<Resubmission>,
    /// The date of DOKU's list, where DOKU did not answer when the business was begun.
    pub list_of: Option<Millis>,
    /// The differences in DOKU's list once it answers again, and the time when it was asked.
    pub renewed: Option<(Millis, Changes)>,
}

impl Overview {
    /// Tells whether something can be corrected on our pages.
    pub fn is_fixable(&self) -> bool {
        self.resubmission.is_some() || self.rows.iter().any(|row| self.may_fix(row))
    }

    /// Tells whether a row was sent back before DOKU took it, or DOKU refused it and it can be sent again.
    pub fn may_fix(&self, row: &TaskRow) -> bool {
        row.status == RowStatus::Fix && (self.editable || self.resubmission.is_some())
    }
}

/// The ways in which an application may end, and what comes after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    pub may_withdraw: bool,
    pub may_start_again: bool,
    /// The new business that was started with the same data.
    pub continued_as: Option<BusinessId>,
    /// The partner's reason for declining.
    pub reason: Option<String>,
    pub papers: Papers,
    /// True when DOKU has at least one of the files.
    pub at_doku: bool,
}

/// The future of the files and answers of an application that is withdrawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Papers {
    /// They stay: the application goes on, or it was submitted.
    #[default]
    Kept,
    /// They are deleted after this time; until a withdrawal, the time that would follow from one now.
    Until(Millis),
    /// They were deleted at this time.
    Purged(Millis),
}

/// The contents of the status card and the track.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub now: Millis,
    pub to_fix: usize,
    /// DOKU's promise, while it runs: verification, or activation of products.
    pub deadline: Option<Deadline>,
    pub submitted_at: Option<Millis>,
    /// The time of the partner's approval; `None` also with automatic review.
    pub approved_at: Option<Millis>,
    /// The time of DOKU's 2xx.
    pub sent_at: Option<Millis>,
    /// The time by which business, brand and operational status were all accepted.
    pub verified_at: Option<Millis>,
    /// The number of accepted facets in `facets`, products aside.
    pub accepted: usize,
    pub facets: Vec<FacetRow>,
    /// The products, which DOKU switches on one by one.
    pub products: Vec<ProductRow>,
    /// The time when the business came into its state.
    pub since: Millis,
    /// True when the partner reviews before DOKU does.
    pub partner_reviews: bool,
    /// True when something of theirs waits for DOKU and nothing gets through: the merchant need not do anything.
    pub held_up: bool,
    /// True when sending to DOKU met an error that only the partner can resolve.
    pub with_partner: bool,
    /// The time when the partner marked that DOKU was shown the evidence, for the promise that runs.
    pub evidence_sent_at: Option<Millis>,
    /// `BRN-…`, once DOKU has given it: merchants quote it when they ask DOKU about money.
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
    /// The date of DOKU's list: see `Overview::list_of`.
    pub list_of: Option<Millis>,
    /// The differences in DOKU's list: see `Overview::renewed`.
    pub renewed: Option<(Millis, Changes)>,
    /// True when nothing gets through to DOKU: see `Status::held_up`.
    pub held_up: bool,
    /// The fields that a note points at: see `FormPage::pointed`.
    pub pointed: Vec<Pointed>,
    /// The marks of the shown values: see `FormPage::upon`.
    pub upon: Marks,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub requirement: Requirement,
    pub status: RowStatus,
    pub file: Option<FileRow>,
    /// The values as typed, by the key `SLOT.CODE` of `DocumentsForm`, in the order of the requirement.
    pub values: Vec<(String, String)>,
    pub note: Option<Note>,
    /// The time of a change in DOKU's dashboard: see `TaskRow::mended`.
    pub mended: Option<Millis>,
    /// `None`: the file may be replaced now.
    pub lock: Option<Lock>,
    /// `None`: the values may be changed now. They may be the person's, whose verdict is another.
    pub values_lock: Option<Lock>,
}

/// A field that a note of DOKU's points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    pub facet: FacetKey,
    pub page: Page,
    /// A field of the facet's form, or `SLOT.CODE` beside a file.
    pub field: String,
    /// The line that points there, verbatim; `None` where DOKU names the field alone.
    pub note: Option<String>,
}

pub struct FormPage {
    pub heading: Heading,
    pub page: Page,
    pub form: Filled,
    /// The marks of the shown values, which new values are typed upon.
    pub upon: Marks,
    /// True when the form was judged before: the page shows its errors.
    pub judged: bool,
    pub errors: FormErrors,
    /// The fields that DOKU's note points at on this page, until they are corrected.
    pub pointed: Vec<Pointed>,
    /// `None`: the form may be changed.
    pub lock: Option<Lock>,
    /// The locked fields of a form that may be changed.
    pub locked: Vec<String>,
    pub status: RowStatus,
    pub note: Option<Note>,
    /// The time of a change in DOKU's dashboard: see `TaskRow::mended`.
    pub mended: Option<Millis>,
    /// DOKU's promise for this part alone, while it runs: a bank account has one.
    pub deadline: Option<Deadline>,
    pub now: Millis,
    pub saved_at: Option<Millis>,
    /// The next open task, for "save and continue".
    pub next: Option<Page>,
    pub resubmission: Option<Resubmission>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was kept, not judged.
    Kept,
    /// It was kept, and it is valid.
    Accepted,
    /// It was kept, with errors to show.
    Refused,
    /// It was kept and is valid, but what DOKU rejected is still the same.
    Unchanged,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessRow {
    pub heading: Heading,
    /// The number of facets or items to fix.
    pub to_fix: usize,
    pub done: usize,
    pub total: usize,
    pub updated_at: Millis,
}

pub struct CheckPage {
    pub heading: Heading,
    pub sections: Vec<CheckSection>,
    pub slots: Vec<Slot>,
    /// The items that are still missing; while there are any, the page has no button.
    pub missing: Vec<Item>,
    /// The time of submission, of which there is a receipt.
    pub submitted_at: Option<Millis>,
    /// True when the partner reviews before DOKU does.
    pub partner_reviews: bool,
    /// The corrections of what DOKU rejected: once DOKU has the application, the page shows these.
    pub resubmission: Option<Resubmission>,
    /// A mark of all this, which the form posts: what was changed since is not sent unseen.
    pub shown: String,
}

pub struct HistoryPage {
    pub heading: Heading,
    /// The events, newest first.
    pub events: Vec<HistoryEvent>,
    /// The receipts, newest first.
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

/// One product (BRAND_PRODUCT).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRow {
    /// DOKU's code: `QRIS`, `VIRTUAL_ACCOUNT_BCA`.
    pub code: String,
    /// `NotSent`: activation begins once verification is done.
    pub verdict: Verdict,
    pub note: Option<String>,
    pub at: Option<Millis>,
    /// The promise of its activation, while DOKU works on it.
    pub deadline: Option<Deadline>,
}
