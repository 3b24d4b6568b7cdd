//! Lists calls that need a person, tries them again and gives them up, and shows the log of exchanges.

mod uncertain;
mod ways;

use super::words::reason_of;
use crate::{
    account::rights::partner_only,
    error::{Error, Result},
    onboarding::{
        case::{Case, heading},
        correction::Correction,
    },
    outbox::refused,
    projection::refresh,
    services::Services,
    store::{
        Conn, Tx, as_limit,
        audit::Action,
        brands,
        businesses::{self, Business},
        counts,
        decisions::{self, Origin},
        documents, exchanges, flags, lookups,
        outbox::{self, Call, Kind, Lane, Status},
        queue, updates,
    },
    vault::Place,
};
use app::{
    error::AppError,
    review::calls::{ExchangeRow, ExchangesPage, GiveUp, Retry, Trouble, TroublesPage},
    viewer::Viewer,
};
use domain::{Cursor, Millis, application::Page, ids::CallId};
use ways::{give_up, is_uncertain_registration, retry};

const PAGE: usize = 20;
const EXCHANGES: usize = 50;
/// The most exchanges shown beside one trouble.
const BESIDE: i64 = 5;

impl Services {
    pub async fn troubles(&self, viewer: &Viewer, after: Option<String>) -> Result<TroublesPage> {
        partner_only(viewer)?;
        let now = self.now();
        let mut db = self.store.read().await?;
        let after = after.as_deref().and_then(read_place);
        let mut calls = outbox::troubles(&mut db, after, as_limit(PAGE + 1)).await?;
        let more = calls.len() > PAGE;
        calls.truncate(PAGE);
        let businesses = queue::of_calls(&mut db, &calls.iter().map(|call| call.business_id).collect()).await?;
        let request_ids: Vec<&str> = calls.iter().map(|call| call.request_id.as_str()).collect();
        let mut exchanges = exchanges::newest_of(&mut db, &request_ids, BESIDE).await?;
        let mut rows = Vec::new();
        for call in calls {
            let Some(business) = businesses.iter().find(|row| row.id == call.business_id) else { continue };
            let beside = exchanges.extract_if(.., |row| row.request_id == call.request_id.as_str()).collect();
            rows.push(trouble(call, business, beside, now));
        }
        let troubled = counts::all(&mut db).await?.get(&None).copied().unwrap_or_default();
        Ok(TroublesPage {
            troubled,
            skew_minutes: self.doku.clock_skew_ms().map(|skew| skew / Millis::MINUTE).filter(|minutes| *minutes != 0),
            rows,
            more,
        })
    }

    pub async fn exchanges(
        &self,
        viewer: &Viewer,
        request_id: Option<String>,
        after: Option<String>,
    ) -> Result<ExchangesPage> {
        partner_only(viewer)?;
        let request_id = request_id.filter(|id| id.len() <= 128 && id.bytes().all(|b| b.is_ascii_graphic()));
        let after = after.as_deref().and_then(Cursor::read);
        let mut rows =
            exchanges::page(&mut self.store.read().await?, request_id.as_deref(), after, as_limit(EXCHANGES + 1))
                .await?;
        let more = rows.len() > EXCHANGES;
        rows.truncate(EXCHANGES);
        Ok(ExchangesPage { rows: rows.into_iter().map(exchange).collect(), request_id, more })
    }

    pub async fn retry_call(&self, viewer: &Viewer, call: CallId) -> Result<()> {
        partner_only(viewer)?;
        let now = self.now();
        let (mut tx, _, call) = self.decide_about(call).await?;
        let action = match retry(&call, now) {
            Retry::Same => {
                outbox::resume(&mut tx, call.id, now).await?;
                Action::RetryCall
            }
            Retry::New => {
                outbox::finish(&mut tx, call.id, Status::Dropped, call.problem.as_deref(), now).await?;
                self.insert_anew(&mut tx, &call).await?;
                Action::RetryCallAnew
            }
            Retry::Look => {
                lookups::forget(&mut tx).await?;
                flags::clear(&mut tx, flags::LOOKED).await?;
                brands::soon(&mut tx, call.business_id, now).await?;
                Action::LookAgain
            }
        };
        self.decided(tx, viewer, &call, action).await
    }

    pub async fn give_up_call(&self, viewer: &Viewer, call: CallId, reason: String) -> Result<()> {
        partner_only(viewer)?;
        let reason = reason_of(&reason)?;
        let (mut tx, row, call) = self.decide_about(call).await?;
        let left = give_up(&call);
        self.end_call(&mut tx, row, &call, left, &reason).await?;
        self.decided(tx, viewer, &call, Action::GiveUpCall).await
    }

    /// Returns a call that needs a person and its business, both locked, to decide about it.
    pub(super) async fn decide_about(&self, call: CallId) -> Result<(Tx, Business, Call)> {
        let mut tx = self.store.begin().await?;
        let row = business_behind(&mut tx, call).await?;
        let call = outbox::lock_trouble(&mut tx, call).await?.ok_or(AppError::OutOfDate)?;
        self.unless_ended(tx, row, call).await
    }

    /// Returns an update that failed and its business, both locked: it may also wait for its next try.
    pub(super) async fn decide_about_update(&self, call: CallId) -> Result<(Tx, Business, Call)> {
        let mut tx = self.store.begin().await?;
        let row = business_behind(&mut tx, call).await?;
        let call = match outbox::lock_trouble(&mut tx, call).await? {
            Some(call) => call,
            None => outbox::lock_failed_update(&mut tx, call, self.now()).await?.ok_or(AppError::OutOfDate)?,
        };
        self.unless_ended(tx, row, call).await
    }

    async fn unless_ended(&self, tx: Tx, row: Business, call: Call) -> Result<(Tx, Business, Call)> {
        if has_ended(&row, &call) {
            return Err(self.let_go(tx, &call).await?);
        }
        Ok((tx, row, call))
    }

    /// Ends what `decide_about` began: stores what still stops the business, records who did what, and wakes the
    /// workers.
    pub(super) async fn decided(&self, mut tx: Tx, viewer: &Viewer, call: &Call, action: Action) -> Result<()> {
        outbox::tell_trouble(&mut tx, call.business_id).await?;
        self.audit(&mut tx, viewer, Some(call.business_id), action).await?;
        tx.commit().await?;
        self.wake.lane(call.kind.lane()).notify_one();
        self.wake.lookup.notify_one();
        self.wake.poll.notify_one();
        self.live.changed(call.business_id);
        Ok(())
    }

    /// Inserts the call again, under a Request-Id of its own.
    async fn insert_anew(&self, tx: &mut Conn, call: &Call) -> Result<()> {
        let anew = Call::new(tx, call.business_id, call.kind, call.subject, self.now())?;
        Ok(outbox::insert(tx, &anew).await?)
    }

    /// Gives the call up, and hands the application to the merchant or the partner.
    async fn end_call(&self, tx: &mut Tx, row: Business, call: &Call, left: GiveUp, reason: &str) -> Result<()> {
        let sealed = self.seal_reason(&row, call, reason)?;
        outbox::give_up(tx, call.id, &sealed, self.now()).await?;
        match left {
            GiveUp::Merchant => self.to_merchant(tx, call, row, reason).await,
            GiveUp::Partner => self.to_partner(tx, call).await,
            GiveUp::Nothing => Ok(()),
        }
    }

    pub(super) fn seal_reason(&self, row: &Business, call: &Call, reason: &str) -> Result<Vec<u8>> {
        let key = self.vault.open_key(row.id, &row.data_key)?;
        key.seal(&Place::GivenUp(call.id), reason.as_bytes())
    }

    /// Hands the application to the partner: approving it sends anew what DOKU may have.
    async fn to_partner(&self, tx: &mut Tx, call: &Call) -> Result<()> {
        businesses::set_with_partner(tx, call.business_id, self.now()).await?;
        refresh(self, tx, call.business_id).await
    }

    /// Hands the application to the merchant, with the partner's words: DOKU did not take it, or it may arrive twice.
    async fn to_merchant(&self, tx: &mut Tx, call: &Call, row: Business, reason: &str) -> Result<()> {
        let now = self.now();
        if call.kind == Kind::Update {
            self.tell_parts(tx, call, row, reason).await?;
            return refused::give_back(self, tx, call).await;
        }
        let item = match call.kind {
            Kind::Upload => {
                match documents::by_id(tx, row.id, call.about()).await?.filter(|file| file.replaced_at.is_none()) {
                    Some(file) => file.slot,
                    // The merchant replaced the file meanwhile.
                    None => return Ok(()),
                }
            }
            _ => Page::Business.to_string(),
        };
        let key = self.vault.open_key(row.id, &row.data_key)?;
        let sealed = key.seal(&Place::Reason(&item), reason.as_bytes())?;
        outbox::drop_unsent_registrations(tx, row.id, now).await?;
        businesses::set_editing(tx, row.id, now).await?;
        decisions::give_back(tx, row.id, &item, &sealed, Origin::Partner, now).await?;
        refresh(self, tx, row.id).await
    }

    /// Puts the words beside each part of an update that is still to be corrected.
    async fn tell_parts(&self, tx: &mut Tx, call: &Call, row: Business, reason: &str) -> Result<()> {
        let (now, id) = (self.now(), call.about());
        let Some(update) = updates::by_id(tx, row.id, id).await? else { return Ok(()) };
        let case = Case::load(tx, &self.vault, row).await?;
        let kept: Correction = case.key.open_json(&Place::Update(id), &update.body)?;
        let facets = kept.parts.iter().map(|part| &part.facet);
        for facet in facets.filter(|facet| case.wanted.contains(*facet) && !case.goes_along(facet)) {
            // The person has two items, form and selfie: the form, which is last, gets the words.
            let Some(item) = case.items_of(facet).pop() else { continue };
            let sealed = case.key.seal(&Place::Reason(&item.key()), reason.as_bytes())?;
            decisions::give_back(tx, case.business.id, &item.key(), &sealed, Origin::Partner, now).await?;
        }
        Ok(())
    }

    /// Drops a call of an application that ended, since nothing of it goes to DOKU any more. Returns the answer.
    async fn let_go(&self, mut tx: Tx, call: &Call) -> Result<Error> {
        outbox::finish(&mut tx, call.id, Status::Dropped, call.problem.as_deref(), self.now()).await?;
        outbox::tell_trouble(&mut tx, call.business_id).await?;
        tx.commit().await?;
        self.live.changed(call.business_id);
        Ok(AppError::OutOfDate.into())
    }
}

/// Locks the business before its calls, as everywhere, so that no two transactions wait for each other.
async fn business_behind(tx: &mut Conn, call: CallId) -> Result<Business> {
    let business = outbox::business_of(tx, call).await?.ok_or(AppError::OutOfDate)?;
    businesses::lock(tx, business).await?.ok_or_else(|| AppError::OutOfDate.into())
}

/// Returns true for calls to DOKU only: others may still have to tell of the end.
fn has_ended(row: &Business, call: &Call) -> bool {
    call.kind.lane() == Lane::Doku && (row.withdrawn_at.is_some() || row.declined_at.is_some())
}

fn trouble(call: Call, business: &Business, beside: Vec<exchanges::Exchange>, now: Millis) -> Trouble {
    let since = call.done_at.unwrap_or(call.created_at);
    Trouble {
        heading: heading(business),
        to_fix: usize::try_from(business.to_fix).unwrap_or_default(),
        retry: retry(&call, now),
        give_up: give_up(&call),
        uncertain: is_uncertain_registration(&call),
        call: call.id,
        kind: call.kind,
        request_id: call.request_id.to_string(),
        since,
        attempts: call.attempts,
        problem: call.problem.as_deref().copied(),
        exchanges: beside.into_iter().map(exchange).collect(),
        cursor: format!("{}.{}", u8::from(call.kind.lane() != Lane::Doku), Cursor { at: since, id: call.id }),
    }
}

fn exchange(row: exchanges::Exchange) -> ExchangeRow {
    ExchangeRow {
        cursor: Cursor { at: row.at, id: row.id }.to_string(),
        at: row.at,
        method: row.method,
        path: row.path,
        status: row.status,
        took_ms: row.took_ms,
        request_id: row.request_id,
        attempt: row.attempt,
    }
}

/// Reads a place: `0` for DOKU's and `1` for others, before the cursor.
fn read_place(text: &str) -> Option<outbox::After> {
    let (others, rest) = text.split_once('.')?;
    Some((others == "1", Cursor::read(rest)?))
}
