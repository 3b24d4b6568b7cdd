//! The answers themselves.

use super::{Fake, checklist, hours_ago, now};
use app::{error::AppError, onboarding::api::*, review::api::*, viewer::Viewer};
use async_trait::async_trait;
use domain::{
    forms::*,
    ids::BusinessId,
    kyb::{Deadline, State},
};
use std::collections::BTreeMap;

#[async_trait]
impl Onboarding for Fake {
    async fn businesses(&self, _: Viewer) -> Result<Vec<BusinessRow>> {
        if self.blank {
            return Ok(Vec::new());
        }
        let row = |state| {
            let fake = Self { state, ..*self };
            let to_fix = usize::from(state == State::ActionNeeded);
            BusinessRow { heading: fake.heading(), to_fix, done: 5, total: 8, updated_at: hours_ago(3) }
        };
        Ok(State::ALL.into_iter().map(row).collect())
    }
    async fn overview(&self, _: Viewer, _: BusinessId) -> Result<Overview> {
        // A real server is never ready at once.
        tokio::task::yield_now().await;
        let rows = self.rows();
        let done = rows.iter().filter(|r| matches!(r.status, RowStatus::Done | RowStatus::Accepted)).count();
        Ok(Overview {
            heading: self.heading(),
            done: done.min(8),
            total: 8,
            rows,
            status: self.status(),
            consent_given: !self.blank,
            editable: self.is_open(),
        })
    }
    async fn documents(&self, _: Viewer, _: BusinessId) -> Result<DocumentsPage> {
        let errors = FormErrors(vec![("KTP.NO_KTP".into(), FieldError::Digits { want: 16, got: 15 })]);
        Ok(DocumentsPage {
            heading: self.heading(),
            consent_given: !self.blank,
            slots: self.slots(),
            editable: self.is_open(),
            judged: self.judged,
            errors,
        })
    }
    async fn form(&self, _: Viewer, _: BusinessId, task: Task) -> Result<FormPage> {
        let form = self.filled(task);
        let errors = form.errors(&checklist());
        Ok(FormPage {
            heading: self.heading(),
            form,
            judged: self.judged,
            errors,
            editable: self.is_open(),
            status: self.row_status(2),
            note: None,
            saved_at: (!self.blank).then(|| hours_ago(1)),
            next: Some(Task::Bank),
        })
    }
    async fn save(&self, _: Viewer, _: BusinessId, form: Filled, judge: bool) -> Result<Saved> {
        if !judge {
            return Ok(Saved::Kept);
        }
        Ok(if form.errors(&checklist()).is_empty() { Saved::Accepted } else { Saved::Refused })
    }
    async fn consent(&self, _: Viewer, _: BusinessId, _: String) -> Result<()> {
        Ok(())
    }
    async fn check(&self, _: Viewer, _: BusinessId) -> Result<CheckPage> {
        let open = self.is_open();
        Ok(CheckPage {
            heading: self.heading(),
            sections: self.sections(),
            slots: self.slots(),
            missing: if self.state == State::Draft { vec![Item::Form(Task::Address)] } else { Vec::new() },
            submitted_at: (!open).then(|| hours_ago(26)),
            partner_reviews: true,
        })
    }
    async fn submit(&self, _: Viewer, _: BusinessId) -> Result<State> {
        Err(AppError::NotReady)
    }
    async fn history(&self, _: Viewer, _: BusinessId) -> Result<HistoryPage> {
        Ok(HistoryPage { heading: self.heading(), events: self.events() })
    }
}

#[async_trait]
impl Review for Fake {
    async fn queue(&self, viewer: Viewer, tab: Tab, search: Option<String>, _: Option<String>) -> Result<QueuePage> {
        if !viewer.role.is_partner() {
            return Err(AppError::Forbidden);
        }
        let row = |state| {
            let fake = Self { state, ..*self };
            CaseRow {
                heading: fake.heading(),
                email: "ratna.sari@warungratna.example".into(),
                business_line: "RETAIL".into(),
                to_fix: usize::from(state == State::ActionNeeded),
                deadline: (state == State::InVerification).then(|| Deadline::verification(hours_ago(53))),
                since: hours_ago(4),
                cursor: "c".into(),
            }
        };
        let rows = if self.blank { Vec::new() } else { State::ALL.into_iter().map(row).collect() };
        let counts = Tab::ALL.into_iter().zip([12, 34, 128, 3, 1, 4210]).collect();
        Ok(QueuePage { now: now(), tab, search, counts, rows, held_up: false, more: true })
    }
    async fn case(&self, _: Viewer, _: BusinessId) -> Result<CasePage> {
        Ok(CasePage {
            now: now(),
            heading: self.heading(),
            email: "ratna.sari@warungratna.example".into(),
            business_line: "RETAIL".into(),
            slots: self.slots(),
            sections: self.sections(),
            facets: self.facets(),
            deadline: self.status().deadline,
            decidable: self.state == State::PartnerCheck,
            partner_reviews: true,
            sent_back: BTreeMap::from([("bank".into(), "Nama pemilik rekening berbeda.".into())]),
            history: self.events(),
            trouble: None,
        })
    }
    async fn approve(&self, _: Viewer, _: BusinessId) -> Result<()> {
        Err(AppError::OutOfDate)
    }
    async fn send_back(&self, _: Viewer, _: BusinessId, reasons: BTreeMap<String, String>) -> Result<()> {
        if reasons.is_empty() { Err(AppError::NotReady) } else { Ok(()) }
    }
}
