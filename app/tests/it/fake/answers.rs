//! The fixed answers.

use super::{
    Fake, NOTE, hours_ago, id, now,
    typed::{resubmission, sections, slots},
    usual,
};
use app::{onboarding::data::*, review::data::*};
use domain::{
    application::Page,
    forms::*,
    kyb::{Deadline, Progress, State},
    mask,
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
            let application = fake.application();
            let (done, total) = application.progress_counts();
            let to_fix = application.to_fix();
            BusinessRow { heading: fake.heading(), to_fix, done, total, updated_at: hours_ago(3) }
        };
        State::ALL.into_iter().map(row).collect()
    }
    pub fn overview(&self) -> Overview {
        let application = self.application();
        let (done, total) = application.progress_counts();
        Overview {
            heading: self.heading(),
            done,
            total,
            rows: self.rows(&application),
            status: self.status(),
            consent_given: !self.blank,
            ending: self.ending(),
            editable: application.is_editable(),
            resubmission: resubmission(&application),
            list_of: None,
            renewed: None,
        }
    }
    pub fn documents(&self) -> DocumentsPage {
        let application = self.application();
        let missing = application.missing_files().map(|slot| (slot.to_owned(), FieldError::Missing));
        let errors = FormErrors(missing.chain(application.errors(Page::Documents).0).collect());
        DocumentsPage {
            heading: self.heading(),
            consent_given: !self.blank,
            slots: slots(&application, str::to_owned),
            lock: application.page_lock(Page::Documents),
            judged: self.judged,
            errors,
            resubmission: resubmission(&application),
            list_of: None,
            renewed: None,
            held_up: false,
            pointed: Vec::new(),
            upon: Marks::new(),
        }
    }
    pub fn form(&self, page: Page) -> FormPage {
        let application = self.application();
        let item = Item::Form(page);
        FormPage {
            heading: self.heading(),
            page,
            form: application.form(page).into_owned(),
            upon: Marks::new(),
            judged: self.judged,
            errors: application.fix_errors(page),
            pointed: Vec::new(),
            lock: application.lock(&item),
            locked: application.locked_fields(page).into_iter().map(str::to_owned).collect(),
            status: application.row_status(&item),
            note: application.note(&item),
            mended: application.mended_at(&item),
            deadline: None,
            now: now(),
            saved_at: application.drafts.get(&page).map(|draft| draft.saved_at),
            next: application.next_page(page),
            resubmission: resubmission(&application),
        }
    }
    pub fn check(&self) -> CheckPage {
        let application = self.application();
        CheckPage {
            heading: self.heading(),
            sections: sections(&application, str::to_owned),
            slots: slots(&application, str::to_owned),
            missing: application.missing(),
            submitted_at: (!application.is_editable()).then(|| hours_ago(26)),
            partner_reviews: true,
            resubmission: resubmission(&application),
            shown: "c2hvd24".into(),
        }
    }
    pub fn history(&self) -> HistoryPage {
        let receipts = if self.progress() == Progress::Editing { Vec::new() } else { self.receipts() };
        HistoryPage { heading: self.heading(), events: self.events(), receipts }
    }
    pub fn receipt(&self, revision: Option<i64>) -> ReceiptPage {
        let receipt = (self.progress() != Progress::Editing).then(|| self.kept(revision.unwrap_or(2)));
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
                to_fix: fake.application().to_fix(),
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
        let application = self.application();
        CasePage {
            to_fix: application.to_fix(),
            now: now(),
            heading: self.heading(),
            reference: Some("TOKO <17>".into()),
            email: usual("contact", "email").into(),
            business_line: "RETAIL".into(),
            slots: slots(&application, mask::last_four),
            unsubmitted: Vec::new(),
            sections: sections(&application, mask::last_four),
            facets: application.facets,
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
