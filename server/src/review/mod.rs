//! The partner's use cases: `impl Review for Services`.

use crate::{
    config::ReviewMode,
    error::{Error, Result},
    onboarding::{
        case::{self, Case},
        history, pages,
    },
    services::Services,
    store::{
        Conn, accounts, audit,
        businesses::{self, Business},
        decisions::{self, Decision, Origin},
        flags, outbox,
        queue::{self, Filter},
        submissions,
    },
    vault::Place,
};
use app::{
    error::AppError,
    onboarding::api,
    review::api::{CasePage, CaseRow, QueuePage, Review, Tab},
    viewer::Viewer,
};
use async_trait::async_trait;
use domain::{
    Millis,
    ids::{BusinessId, FactId},
    kyb::{Deadline, Progress, State},
};
use std::collections::BTreeMap;

const PAGE: i64 = 50;
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

    async fn approve(&self, viewer: Viewer, business: BusinessId) -> api::Result<()> {
        Ok(self.approve_case(&viewer, business).await?)
    }

    async fn send_back(
        &self,
        viewer: Viewer,
        business: BusinessId,
        reasons: BTreeMap<String, String>,
    ) -> api::Result<()> {
        Ok(self.send_case_back(&viewer, business, reasons).await?)
    }
}

pub fn partner_only(viewer: &Viewer) -> Result<()> {
    if viewer.role.is_partner() { Ok(()) } else { Err(AppError::Forbidden.into()) }
}

const fn filter(tab: Tab, now: Millis) -> Filter {
    match tab {
        Tab::ToCheck => Filter::States(&[State::PartnerCheck]),
        Tab::WithMerchant => Filter::States(&[State::Draft, State::Ready, State::ActionNeeded]),
        Tab::AtDoku => Filter::States(&[State::Sending, State::InVerification, State::Verified]),
        Tab::Late => Filter::Late(now),
        Tab::Troubled => Filter::Troubled,
        Tab::Active => Filter::States(&[State::Active, State::Suspended]),
    }
}

/// `millis.uuid` of the last row.
fn cursor(row: &Business) -> String {
    format!("{}.{}", row.state_since.0, row.id)
}

fn read_cursor(text: &str) -> Option<(Millis, BusinessId)> {
    let (since, id) = text.split_once('.')?;
    Some((Millis(since.parse().ok()?), id.parse().ok()?))
}

impl Services {
    async fn queue_page(
        &self,
        viewer: &Viewer,
        tab: Tab,
        search: Option<String>,
        after: Option<String>,
    ) -> Result<QueuePage> {
        partner_only(viewer)?;
        let now = self.now();
        let search = search
            .map(|text| text.trim().chars().filter(|c| !c.is_control()).take(100).collect::<String>())
            .filter(|text| !text.is_empty());
        let folded = search.as_ref().map(|text| text.to_lowercase());
        let mut db = self.store.read().await?;
        let mut rows = queue::page(
            &mut db,
            &filter(tab, now),
            folded.as_deref(),
            after.as_deref().and_then(read_cursor),
            PAGE + 1,
        )
        .await?;
        let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        Ok(QueuePage {
            now,
            tab,
            search,
            counts: counts(&mut db, now).await?,
            held_up: flags::get(&mut db, flags::DOKU_STOPPED).await?.is_some(),
            rows: rows.iter().map(case_row).collect(),
            more,
        })
    }

    async fn case_page(&self, viewer: &Viewer, business: BusinessId) -> Result<CasePage> {
        partner_only(viewer)?;
        let mut db = self.store.read().await?;
        let row = businesses::by_id(&mut db, business).await?.ok_or(AppError::NotFound)?;
        let history = history::of(&mut db, &self.vault, &row).await?;
        let owner = accounts::by_id(&mut db, row.owner_id).await?.ok_or(AppError::NotFound)?;
        let case = Case::load(&mut db, &self.vault, row).await?;
        let sent_back =
            case.returned.iter().filter_map(|(item, note)| Some((item.clone(), note.text.clone()?))).collect();
        let partner_reviews = self.settings.review == ReviewMode::BeforeSubmit;
        Ok(CasePage {
            now: self.now(),
            heading: case.heading(),
            email: owner.email,
            business_line: case.business.business_line.clone(),
            slots: pages::slots(&case, pages::last_four)?,
            sections: pages::sections(&case, pages::last_four),
            facets: case.facets.clone(),
            deadline: case.deadline(case.business.state),
            decidable: partner_reviews && case.business.progress == Progress::PartnerCheck,
            partner_reviews,
            sent_back,
            history,
            trouble: case.business.trouble.clone(),
        })
    }

    async fn approve_case(&self, viewer: &Viewer, business: BusinessId) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let row = self.decide(&mut tx, viewer, business, Verdict::Approved, now).await?;
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
        reasons: BTreeMap<String, String>,
    ) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        partner_only(viewer)?;
        let row = businesses::lock(&mut tx, business).await?.ok_or(AppError::NotFound)?;
        let case = Case::load(&mut tx, &self.vault, row).await?;
        let reasons = told_reasons(&case, reasons);
        self.decide(&mut tx, viewer, business, Verdict::SentBack(reasons.len()), now).await?;
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

    /// Who decided what is a fact; the second of two decisions about one submission is told so.
    async fn decide(
        &self,
        tx: &mut Conn,
        viewer: &Viewer,
        business: BusinessId,
        verdict: Verdict,
        now: Millis,
    ) -> Result<Business> {
        partner_only(viewer)?;
        let row = businesses::lock(tx, business).await?.ok_or(AppError::NotFound)?;
        if row.progress != Progress::PartnerCheck {
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

async fn counts(db: &mut Conn, now: Millis) -> Result<Vec<(Tab, i64)>> {
    let by_state = queue::counts(db).await?;
    let mut counts = Vec::new();
    for tab in Tab::ALL {
        let count = match filter(tab, now) {
            Filter::States(states) => states.iter().filter_map(|state| by_state.get(state)).sum(),
            Filter::Late(now) => queue::late(db, now).await?,
            Filter::Troubled => queue::troubled(db).await?,
        };
        counts.push((tab, count));
    }
    Ok(counts)
}

fn case_row(row: &queue::Row) -> CaseRow {
    let b = &row.business;
    let deadline = match b.state {
        State::InVerification => b.sent_at.map(Deadline::verification),
        State::Verified => b.verified_at.map(Deadline::activation),
        _ => None,
    };
    CaseRow {
        heading: case::heading(b),
        email: row.email.clone(),
        business_line: b.business_line.clone(),
        to_fix: usize::try_from(b.to_fix).unwrap_or_default(),
        deadline,
        since: b.state_since,
        cursor: cursor(b),
    }
}
