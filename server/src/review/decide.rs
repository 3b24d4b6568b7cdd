//! A reviewer's decision about one submission: approve, or send back.

use super::{newer::is_current, words::clean};
use crate::{
    account::rights::partner_only,
    error::{Result, ensure},
    onboarding::case::Case,
    services::Services,
    store::{
        Conn, audit, businesses,
        decisions::{self, Decision, Origin},
        outbox, submissions,
    },
    vault::Place,
};
use app::{error::AppError, review::data::Seen, viewer::Viewer};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
    kyb::{Progress, State},
};
use std::collections::BTreeMap;

impl Services {
    pub async fn approve_case(&self, viewer: &Viewer, business: BusinessId, seen: &Seen) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let mut case = self.case_to_decide(&mut tx, viewer, business, seen).await?;
        self.keep_decision(&mut tx, viewer, &case, None, now).await?;
        let submission = submissions::newest(&mut tx, business).await?.ok_or(AppError::NotReady)?;
        businesses::set_approved(&mut tx, business, now).await?;
        outbox::enqueue(&mut tx, business, outbox::Kind::Register, submission.id.uuid(), now).await?;
        outbox::tell_trouble(&mut tx, business).await?;
        case.set_progress(Progress::Sending);
        case.refresh(&mut tx, now).await?;
        tx.commit().await?;
        self.wake.outbox.notify_one();
        self.live.changed(business);
        Ok(())
    }

    /// Sends a case back. `reasons` are by item key (`KTP`, `bank`); empty ones are left out; none at all is
    /// `NoReason`.
    pub async fn send_case_back(
        &self,
        viewer: &Viewer,
        business: BusinessId,
        seen: &Seen,
        reasons: &BTreeMap<String, String>,
    ) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let case = self.case_to_decide(&mut tx, viewer, business, seen).await?;
        let reasons = given_reasons(&case, reasons)?;
        ensure(!reasons.is_empty(), AppError::NoReason)?;
        self.keep_decision(&mut tx, viewer, &case, Some(reasons.len()), now).await?;
        for (item, reason) in &reasons {
            let sealed = case.key.seal(&Place::Reason(item), reason.as_bytes())?;
            decisions::give_back(&mut tx, business, item, &sealed, Origin::Partner, now).await?;
        }
        businesses::set_editing(&mut tx, business, now).await?;
        self.commit_change(tx, business).await
    }

    /// Returns the case, locked until the transaction ends. Refuses the second of two decisions about one submission,
    /// and a decision on earlier versions or on none.
    async fn case_to_decide(&self, tx: &mut Conn, viewer: &Viewer, business: BusinessId, seen: &Seen) -> Result<Case> {
        partner_only(viewer)?;
        let row = businesses::lock(tx, business).await?.ok_or(AppError::NotFound)?;
        let case = Case::load(tx, &self.vault, row).await?;
        // A withdrawn or declined case keeps its progress, so its state is asked for too.
        let waits = case.business.progress == Progress::PartnerCheck && case.business.state == State::PartnerCheck;
        ensure(waits, AppError::OutOfDate)?;
        is_current(&case, seen)?;
        Ok(case)
    }

    /// Records who decided what. `sent_back` is the number of items that go back; `None` means that the case was
    /// approved.
    async fn keep_decision(
        &self,
        tx: &mut Conn,
        viewer: &Viewer,
        case: &Case,
        sent_back: Option<usize>,
        now: Millis,
    ) -> Result<()> {
        let approved = sent_back.is_none();
        let business = case.business.id;
        let decision = Decision {
            id: self.new_id::<FactId>()?,
            business_id: business,
            account_id: viewer.account,
            revision: case.business.revision,
            approved,
            items: i64::try_from(sent_back.unwrap_or_default()).unwrap_or(i64::MAX),
            decided_at: now,
        };
        ensure(decisions::insert(tx, &decision).await?, AppError::OutOfDate)?;
        let action = if approved { audit::Action::Approve } else { audit::Action::SendBack };
        self.audit(tx, viewer, Some(business), action).await
    }
}

/// Reasons for items of this case; empty ones are left out.
fn given_reasons(case: &Case, reasons: &BTreeMap<String, String>) -> Result<Vec<(String, String)>> {
    let items = case.items();
    let known = reasons.iter().filter(|(item, _)| items.iter().any(|known| known.key() == item.as_str()));
    let reasons: Vec<_> = known.map(|(item, reason)| Ok((item.clone(), clean(reason)?))).collect::<Result<_>>()?;
    Ok(reasons.into_iter().filter(|(_, reason)| !reason.is_empty()).collect())
}
