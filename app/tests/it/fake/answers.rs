//! The fixed answers.

use super::{Fake, NOTE, checklist, hours_ago, id, now, usual};
use app::{onboarding::data::*, review::data::*};
use domain::{
    application::Page,
    forms::*,
    kyb::{Deadline, State},
    reason::Reason,
};
use std::collections::BTreeMap;

impl Fake {
    pub fn businesses(&self) -> Vec<BusinessRow> {
        if self.blank {
            return Vec::new();
        }
        let row = |state| {
            let fake = Self { state, ..*self };
            let to_fix = usize::from(state == State::ActionNeeded);
            BusinessRow { heading: fake.heading(), to_fix, done: 5, total: 8, updated_at: hours_ago(3) }
        };
        State::ALL.into_iter().map(row).collect()
    }
    pub fn overview(&self) -> Overview {
        let rows = self.rows();
        let done = rows.iter().filter(|r| matches!(r.status, RowStatus::Done | RowStatus::Accepted)).count();
        Overview {
            heading: self.heading(),
            done: done.min(8),
            total: 8,
            rows,
            status: self.status(),
            consent_given: !self.blank,
            ending: self.ending(),
            editable: self.is_open(),
            resubmission: self.resubmission(),
            list_of: None,
            renewed: None,
        }
    }
    pub fn documents(&self) -> DocumentsPage {
        let errors = FormErrors(vec![("KTP.NO_KTP".into(), FieldError::Digits { want: 16, got: 15 })]);
        DocumentsPage {
            heading: self.heading(),
            consent_given: !self.blank,
            slots: self.slots(),
            lock: self.lock().filter(|_| self.resubmission().is_none()),
            judged: self.judged,
            errors,
            resubmission: self.resubmission(),
            list_of: None,
            renewed: None,
            held_up: false,
            pointed: Vec::new(),
            upon: Marks::new(),
        }
    }
    pub fn form(&self, page: Page) -> FormPage {
        let form = self.filled(page.task());
        let errors = form.errors(&checklist());
        FormPage {
            heading: self.heading(),
            page,
            form,
            upon: Marks::new(),
            judged: self.judged,
            errors,
            pointed: Vec::new(),
            lock: self.lock(),
            locked: Vec::new(),
            status: self.row_status(2),
            note: None,
            mended: None,
            deadline: None,
            now: now(),
            saved_at: (!self.blank).then(|| hours_ago(1)),
            next: Some(Page::Bank(0)),
            resubmission: self.resubmission(),
        }
    }
    pub fn check(&self) -> CheckPage {
        let open = self.is_open();
        CheckPage {
            heading: self.heading(),
            sections: self.sections(),
            slots: self.slots(),
            missing: if self.state == State::Draft { vec![Item::Form(Page::Address(0))] } else { Vec::new() },
            submitted_at: (!open).then(|| hours_ago(26)),
            partner_reviews: true,
            resubmission: self.resubmission(),
            shown: "c2hvd24".into(),
        }
    }
    pub fn history(&self) -> HistoryPage {
        let receipts = if self.is_open() { Vec::new() } else { self.receipts() };
        HistoryPage { heading: self.heading(), events: self.events(), receipts }
    }
    pub fn receipt(&self, revision: Option<i64>) -> ReceiptPage {
        let receipt = (!self.is_open()).then(|| self.kept(revision.unwrap_or(2)));
        ReceiptPage { business: id(), receipt }
    }
}

/// The answers to the partner's pages.
impl Fake {
    pub fn queue(&self, tab: Tab, search: Option<String>) -> QueuePage {
        let row = |state| {
            let fake = Self { state, ..*self };
            CaseRow {
                heading: fake.heading(),
                email: usual("contact", "email").into(),
                business_line: "RETAIL".into(),
                to_fix: usize::from(state == State::ActionNeeded),
                deadline: (state == State::InVerification).then(|| Deadline::verification(hours_ago(53))),
                bank_deadline: None,
                stuck: false,
                since: hours_ago(4),
                cursor: "c".into(),
            }
        };
        let rows = if self.blank { Vec::new() } else { State::ALL.into_iter().map(row).collect() };
        let counts = Tab::ALL.into_iter().zip([12, 26, 8, 2, 128, 3, 1, 4210, 57].map(Count::Exactly)).collect();
        QueuePage { now: now(), tab, search, left_out: LeftOut::Nothing, counts, calls: None, rows, more: true }
    }
    pub fn case(&self) -> CasePage {
        CasePage {
            to_fix: 1,
            now: now(),
            heading: self.heading(),
            reference: Some("TOKO <17>".into()),
            email: usual("contact", "email").into(),
            business_line: "RETAIL".into(),
            slots: self.slots(),
            unsubmitted: Vec::new(),
            sections: self.sections(),
            facets: self.facets(),
            internal: Vec::new(),
            reads_internal: false,
            revision: 1,
            declinable: self.state == State::PartnerCheck,
            declined: (self.state == State::Declined).then(|| NOTE.into()),
            decided: None,
            deadline: self.status().deadline,
            products: self.products(),
            has_shared_key: self.state == State::Active,
            registered: self.heading().doku_id.is_some(),
            decidable: self.state == State::PartnerCheck,
            may_be_at_doku: false,
            mendable: Vec::new(),
            failed_update: None,
            pointed: Vec::new(),
            returnable: self.state == State::Sending,
            partner_reviews: true,
            sent_back: BTreeMap::from([("bank".into(), "Nama pemilik rekening berbeda.".into())]),
            history: self.events(),
            receipts: self.receipts(),
            trouble: None,
        }
    }
    pub fn notes(&self) -> Vec<NoteRow> {
        let row = |n: u8, note: &str, reason| NoteRow {
            id: format!("0193504e-8c1f-7000-8000-00000000000{n}").parse().expect("a fixed id"),
            note: note.into(),
            internal: false,
            reason,
            seen: 3,
            last_seen: hours_ago(2),
        };
        vec![row(1, "Mohon diulang.", None), row(2, "Beda orang", Some(Reason::WrongType))]
    }
}

impl Fake {
    /// Answers with an application that waits for its bank account longer than promised.
    pub fn evidence(&self) -> Evidence {
        let status = Self { state: State::InVerification, ..*self }.status();
        let age = |row: &FacetRow| FacetAge {
            key: row.key.clone(),
            verdict: row.verdict,
            at: row.at.or(Some(hours_ago(53))),
            note: row.note.clone(),
            deadline: row.deadline,
        };
        let call = |is_update| CallRow {
            is_update,
            request_id: "0193504e-8c1f-7000-8000-0000000000c1".into(),
            first_sent_at: Some(hours_ago(53)),
            done_at: (!is_update).then(|| hours_ago(53)),
            attempts: 1,
        };
        let callback = |kind: Option<&str>, hours| CallbackRow {
            request_id: "CB-20251103-0000000000017".into(),
            received_at: hours_ago(hours),
            deliveries: 1,
            kind: kind.map(str::to_owned),
            status: kind.map(|_| "APPROVED".to_owned()),
        };
        Evidence {
            now: now(),
            heading: Self { state: State::InVerification, ..*self }.heading(),
            client_id: "BRN-0001-1700000000000".into(),
            brand_id: Some("BRN-0214-1762148405221".into()),
            deadline: Some(Deadline::verification(hours_ago(53))),
            submitted_at: status.submitted_at,
            sent_at: Some(hours_ago(53)),
            verified_at: None,
            read_at: Some(hours_ago(1)),
            evidence_sent_at: None,
            calls: vec![call(false), call(true)],
            all_calls: 2,
            callbacks: vec![callback(Some("BUSINESS_DOCUMENT"), 30), callback(None, 31)],
            all_callbacks: 2,
            facets: status.facets.iter().map(age).collect(),
        }
    }
}
