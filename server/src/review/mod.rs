//! The partner's use cases: `impl Review for Services`.

pub mod decline;
pub mod evidence;
mod masked;
mod notes;
pub mod pdf;
mod queue;
pub mod secrets;
mod troubles;

use crate::{
    config::ReviewMode,
    error::{Error, Result},
    onboarding::{case::Case, endings, history, pages},
    services::Services,
    store::{
        Conn, accounts, audit,
        businesses::{self, Business},
        decisions::{self, Decision, Origin},
        outbox, submissions,
    },
    vault::Place,
};
use app::{
    error::AppError,
    onboarding::api::{self, Heading},
    review::{
        api::{CasePage, Evidence, Hidden, NoteRow, QueuePage, Review, Seen, Tab},
        calls::{ExchangesPage, TroublesPage},
    },
    viewer::{Role, Viewer},
};
use async_trait::async_trait;
use domain::{
    Millis,
    ids::{BusinessId, CallId, FactId, NoteId},
    kyb::{Progress, State},
    reason::Reason,
};
use std::collections::BTreeMap;

/// Characters of a reason.
const REASON: usize = 1_000;

#[async_trait]
impl Review for Services {
    async fn queue(
        &self,
        viewer: Viewer,
        tab: Tab,
        search: Option<String>,
        after: Option<String>,
    ) -> api::Result<QueuePage> {
        Ok(self.queue_page(&viewer, tab, search, after).await?)
    }

    async fn case(&self, viewer: Viewer, business: BusinessId) -> api::Result<CasePage> {
        Ok(self.case_page(&viewer, business).await?)
    }

    async fn approve(&self, viewer: Viewer, business: BusinessId, seen: Seen) -> api::Result<()> {
        Ok(self.approve_case(&viewer, business, seen).await?)
    }

    async fn send_back(
        &self,
        viewer: Viewer,
        business: BusinessId,
        seen: Seen,
        reasons: BTreeMap<String, String>,
    ) -> api::Result<()> {
        Ok(self.send_case_back(&viewer, business, seen, reasons).await?)
    }

    async fn decline(&self, viewer: Viewer, business: BusinessId, seen: Seen, reason: String) -> api::Result<()> {
        Ok(self.decline_case(&viewer, business, seen, &reason).await?)
    }

    async fn evidence(&self, viewer: Viewer, business: BusinessId) -> api::Result<Evidence> {
        Ok(self.evidence_of(&viewer, business).await?)
    }

    async fn troubles(&self, viewer: Viewer, after: Option<String>) -> api::Result<TroublesPage> {
        Ok(self.troubles_page(&viewer, after).await?)
    }

    async fn retry_call(&self, viewer: Viewer, call: CallId) -> api::Result<()> {
        Ok(self.retry_trouble(&viewer, call).await?)
    }

    async fn give_up_call(&self, viewer: Viewer, call: CallId, reason: String) -> api::Result<()> {
        Ok(self.give_up_trouble(&viewer, call, reason).await?)
    }

    async fn exchanges(
        &self,
        viewer: Viewer,
        request_id: Option<String>,
        after: Option<String>,
    ) -> api::Result<ExchangesPage> {
        Ok(self.exchanges_page(&viewer, request_id, after).await?)
    }

    async fn notes(&self, viewer: Viewer) -> api::Result<Vec<NoteRow>> {
        Ok(self.notes_page(&viewer).await?)
    }

    async fn map_note(&self, viewer: Viewer, note: NoteId, reason: Option<Reason>) -> api::Result<()> {
        Ok(self.map_one_note(&viewer, note, reason).await?)
    }

    async fn revealable(&self, viewer: Viewer, business: BusinessId, what: Hidden) -> api::Result<Heading> {
        Ok(self.reveal_heading(&viewer, business, &what).await?)
    }
}

pub fn partner_only(viewer: &Viewer) -> Result<()> {
    if viewer.role.is_partner() { Ok(()) } else { Err(AppError::Forbidden.into()) }
}

/// Whichever business somebody of the partner asks for; `onboarding::mine` is the merchant's.
pub async fn any(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    partner_only(viewer)?;
    businesses::by_id(db, business).await?.ok_or_else(|| AppError::NotFound.into())
}

impl Services {
    async fn case_page(&self, viewer: &Viewer, business: BusinessId) -> Result<CasePage> {
        let mut db = self.store.read().await?;
        let row = any(&mut db, viewer, business).await?;
        let mut history = history::for_partner(&mut db, &self.vault, &row).await?;
        let owner = accounts::by_id(&mut db, row.owner_id).await?.ok_or(AppError::NotFound)?;
        let mut case = Case::load(&mut db, &self.vault, row).await?;
        let internal = decline::internal(&case);
        let reads_internal = viewer.role == Role::Admin;
        if !reads_internal {
            case = case.for_merchants();
            history.iter_mut().for_each(history::for_reviewers);
        }
        masked::case(&mut case);
        history.iter_mut().for_each(masked::event);
        let sent_back =
            case.returned.iter().filter_map(|(item, note)| Some((item.clone(), note.text.clone()?))).collect();
        let partner_reviews = self.settings.review == ReviewMode::BeforeSubmit;
        Ok(CasePage {
            now: self.now(),
            to_fix: case.to_fix(),
            heading: case.heading(),
            email: owner.email,
            business_line: case.business.business_line.clone(),
            slots: pages::slots(&case, pages::last_four)?,
            sections: pages::sections(&case, pages::last_four),
            facets: case.facets.clone(),
            internal,
            reads_internal,
            revision: case.business.revision,
            declinable: decline::may_decline(viewer, &case.business),
            declined: endings::reason(&case)?,
            deadline: case.business.deadline(),
            services: case.services(),
            has_shared_key: viewer.role == Role::Admin && case.business.shared_key.is_some(),
            registered: case.business.sent_at.is_some(),
            decidable: partner_reviews && case.business.state == State::PartnerCheck,
            partner_reviews,
            sent_back,
            history,
            trouble: case.business.trouble.clone(),
        })
    }

    async fn approve_case(&self, viewer: &Viewer, business: BusinessId, seen: Seen) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let row = self.decide(&mut tx, viewer, (business, seen), Verdict::Approved, now).await?;
        let submission = submissions::newest(&mut tx, business).await?.ok_or(AppError::NotReady)?;
        businesses::set_approved(&mut tx, business, now).await?;
        self.enqueue(&mut tx, business, outbox::Kind::Register, submission.id.uuid(), now).await?;
        let mut case = Case::load(&mut tx, &self.vault, row).await?;
        case.business.progress = Progress::Sending;
        case.refresh(&mut tx, now).await?;
        tx.commit().await?;
        self.wake.outbox.notify_one();
        self.live.changed(business);
        Ok(())
    }

    async fn send_case_back(
        &self,
        viewer: &Viewer,
        business: BusinessId,
        seen: Seen,
        reasons: BTreeMap<String, String>,
    ) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        partner_only(viewer)?;
        let row = businesses::lock(&mut tx, business).await?.ok_or(AppError::NotFound)?;
        let case = Case::load(&mut tx, &self.vault, row).await?;
        let reasons = told_reasons(&case, reasons);
        self.decide(&mut tx, viewer, (business, seen), Verdict::SentBack(reasons.len()), now).await?;
        if reasons.is_empty() {
            return Err(AppError::NotReady.into());
        }
        for (item, reason) in &reasons {
            let sealed = case.key.seal(&Place("reason", item.as_bytes()), reason.as_bytes())?;
            decisions::give_back(&mut tx, business, item, &sealed, Origin::Partner, now).await?;
        }
        businesses::set_editing(&mut tx, business, now).await?;
        let row = businesses::lock(&mut tx, business).await?.ok_or(AppError::NotFound)?;
        Case::load(&mut tx, &self.vault, row).await?.refresh(&mut tx, now).await?;
        tx.commit().await?;
        self.live.changed(business);
        Ok(())
    }

    /// Who decided what is a fact; the second of two decisions about one submission is told so, and who looked at an
    /// earlier submission too.
    async fn decide(
        &self,
        tx: &mut Conn,
        viewer: &Viewer,
        (business, seen): (BusinessId, Seen),
        verdict: Verdict,
        now: Millis,
    ) -> Result<Business> {
        partner_only(viewer)?;
        let row = businesses::lock(tx, business).await?.ok_or(AppError::NotFound)?;
        // Withdrawn or declined since, its progress is where it was.
        if row.progress != Progress::PartnerCheck || row.state != State::PartnerCheck || is_stale(&row, seen) {
            return Err(AppError::OutOfDate.into());
        }
        let (approved, items) = match verdict {
            Verdict::Approved => (true, 0),
            Verdict::SentBack(items) => (false, items),
        };
        let decision = Decision {
            id: FactId::new(self.id()?),
            business_id: business,
            account_id: viewer.account,
            revision: row.revision,
            approved,
            items: i64::try_from(items).unwrap_or(i64::MAX),
            decided_at: now,
        };
        if !decisions::insert(tx, &decision).await? {
            return Err(AppError::OutOfDate.into());
        }
        let action = if approved { "approve" } else { "send_back" };
        audit::insert(tx, FactId::new(self.id()?), Some(viewer.account), Some(business), action, now)
            .await
            .map_err(Error::from)?;
        Ok(row)
    }
}

/// Submitted again since the page was shown.
pub fn is_stale(row: &Business, seen: Seen) -> bool {
    seen.is_some_and(|seen| seen != row.revision)
}

/// What a reviewer decides about one submission.
enum Verdict {
    Approved,
    /// So many items.
    SentBack(usize),
}

/// Reasons for items of this case, cut to what is kept; empty ones are left out.
fn told_reasons(case: &Case, reasons: BTreeMap<String, String>) -> Vec<(String, String)> {
    let known: Vec<String> = case.items().iter().map(|item| item.key().to_owned()).collect();
    let clean =
        |reason: &str| reason.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(REASON).collect::<String>();
    let reasons = reasons.into_iter().map(|(item, reason)| (item, clean(&reason)));
    reasons.filter(|(item, reason)| known.contains(item) && !reason.is_empty()).collect()
}
