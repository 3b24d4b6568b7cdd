//! Calls that need a person: what they are, trying again, giving up. And the log of exchanges.

use super::partner_only;
use crate::{
    error::Result,
    onboarding::case::{Case, heading},
    services::Services,
    store::{
        Conn, Tx, audit, breakers,
        businesses::{self, Business},
        decisions::{self, Origin},
        documents, exchanges, flags, lookups,
        outbox::{self, Call, Kind, Status},
        readbacks,
    },
    vault::Place,
    worker::{self, breaker::Circuit, outbox::GIVE_UP, outbox::NO_ANSWER},
};
use app::{
    error::AppError,
    review::calls::{CallKind, ExchangeRow, ExchangesPage, GiveUp, Retry, Trouble, TroublesPage},
    viewer::Viewer,
};
use domain::{
    Millis,
    forms::Task,
    ids::{CallId, DocumentId, FactId},
};

const PAGE: usize = 20;
const EXCHANGES: usize = 50;
/// Exchanges beside one trouble.
const BESIDE: i64 = 5;
/// Characters of a reason.
const REASON: usize = 1_000;

impl Services {
    pub(super) async fn troubles_page(&self, viewer: &Viewer, after: Option<String>) -> Result<TroublesPage> {
        partner_only(viewer)?;
        let now = self.now();
        let mut db = self.store.read().await?;
        let after = after.as_deref().and_then(read_cursor);
        let mut calls = outbox::troubles(&mut db, after, as_limit(PAGE)).await?;
        let more = calls.len() > PAGE;
        calls.truncate(PAGE);
        let mut rows = Vec::new();
        for call in calls {
            let Some(business) = businesses::by_id(&mut db, call.business_id).await? else { continue };
            let beside = exchanges::page(&mut db, Some(call.request_id.as_str()), None, BESIDE).await?;
            rows.push(trouble(call, &business, beside, now));
        }
        let breaker = breakers::get(&mut db, &self.settings.doku_host).await?;
        Ok(TroublesPage {
            refused_since: flags::get(&mut db, flags::DOKU_STOPPED).await?,
            held_until: breaker
                .filter(|breaker| breaker.circuit(now) == Circuit::Open)
                .map(|breaker| breaker.open_until),
            rows,
            more,
        })
    }

    pub(super) async fn exchanges_page(
        &self,
        viewer: &Viewer,
        request_id: Option<String>,
        after: Option<String>,
    ) -> Result<ExchangesPage> {
        partner_only(viewer)?;
        let request_id = request_id.filter(|id| id.len() <= 128 && id.bytes().all(|b| b.is_ascii_graphic()));
        let mut db = self.store.read().await?;
        let after = after.as_deref().and_then(read_cursor);
        let mut rows = exchanges::page(&mut db, request_id.as_deref(), after, as_limit(EXCHANGES)).await?;
        let more = rows.len() > EXCHANGES;
        rows.truncate(EXCHANGES);
        Ok(ExchangesPage { rows: rows.into_iter().map(exchange).collect(), request_id, more })
    }

    pub(super) async fn retry_trouble(&self, viewer: &Viewer, call: CallId) -> Result<()> {
        partner_only(viewer)?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let call = outbox::lock_trouble(&mut tx, call).await?.ok_or(AppError::OutOfDate)?;
        let action = match retry(&call, now) {
            Retry::Same => {
                outbox::resume(&mut tx, call.id, now).await?;
                "retry_call"
            }
            Retry::New => {
                outbox::finish(&mut tx, call.id, Status::Dropped, call.problem.as_deref(), now).await?;
                outbox::insert(&mut tx, &worker::outbox::new_call(self, call.business_id, call.kind, call.subject)?)
                    .await?;
                "retry_call_anew"
            }
            Retry::Look => {
                lookups::forget(&mut tx).await?;
                flags::clear(&mut tx, flags::LOOKED).await?;
                readbacks::soon(&mut tx, call.business_id, now).await?;
                "look_again"
            }
        };
        let trouble = outbox::trouble_of(&mut tx, call.business_id).await?;
        businesses::set_trouble(&mut tx, call.business_id, trouble.as_deref()).await?;
        self.note_action(&mut tx, viewer, &call, action).await?;
        tx.commit().await?;
        self.wake.lane(call.kind.lane()).notify_one();
        self.wake.lookup.notify_one();
        self.wake.poll.notify_one();
        self.live.changed(call.business_id);
        Ok(())
    }

    pub(super) async fn give_up_trouble(&self, viewer: &Viewer, call: CallId, reason: String) -> Result<()> {
        partner_only(viewer)?;
        let (now, reason) = (self.now(), clean(&reason));
        if reason.is_empty() {
            return Err(AppError::NotReady.into());
        }
        let mut tx = self.store.begin().await?;
        let call = outbox::lock_trouble(&mut tx, call).await?.ok_or(AppError::OutOfDate)?;
        let row = businesses::lock(&mut tx, call.business_id).await?.ok_or(AppError::NotFound)?;
        let key = self.vault.open_key(row.id, &row.data_key)?;
        let sealed = key.seal(&Place("given up", call.id.uuid().as_bytes()), reason.as_bytes())?;
        outbox::give_up(&mut tx, call.id, &sealed, now).await?;
        let mut trouble = outbox::trouble_of(&mut tx, row.id).await?;
        match give_up(&call) {
            GiveUp::Merchant => self.to_merchant(&mut tx, &call, row, &reason).await?,
            // The case stays in sight until somebody knows.
            GiveUp::Partner => trouble = trouble.or(Some("given_up".to_owned())),
            GiveUp::Nothing => {}
        }
        businesses::set_trouble(&mut tx, call.business_id, trouble.as_deref()).await?;
        self.note_action(&mut tx, viewer, &call, "give_up_call").await?;
        tx.commit().await?;
        self.live.changed(call.business_id);
        Ok(())
    }

    /// What DOKU certainly did not take is the merchant's again, with the partner's words.
    async fn to_merchant(&self, tx: &mut Tx, call: &Call, row: Business, reason: &str) -> Result<()> {
        let now = self.now();
        if call.kind == Kind::Update {
            return worker::update::give_back(self, tx, call).await;
        }
        let item = match call.kind {
            Kind::Upload => {
                let id = DocumentId::new(call.subject.unwrap_or_default());
                match documents::by_id(tx, row.id, id).await?.filter(|file| file.replaced_at.is_none()) {
                    Some(file) => file.slot,
                    // The merchant put another in its place meanwhile.
                    None => return Ok(()),
                }
            }
            _ => Task::Business.as_str().to_owned(),
        };
        let key = self.vault.open_key(row.id, &row.data_key)?;
        let sealed = key.seal(&Place("reason", item.as_bytes()), reason.as_bytes())?;
        outbox::drop_unsent_registrations(tx, row.id, now).await?;
        businesses::set_editing(tx, row.id, now).await?;
        decisions::give_back(tx, row.id, &item, &sealed, Origin::Partner, now).await?;
        let row = businesses::lock(tx, row.id).await?.ok_or(AppError::NotFound)?;
        Case::load(tx, &self.vault, row).await?.refresh(tx, now).await?;
        Ok(())
    }

    async fn note_action(&self, tx: &mut Conn, viewer: &Viewer, call: &Call, action: &str) -> Result<()> {
        let id = FactId::new(self.id()?);
        Ok(audit::insert(tx, id, Some(viewer.account), Some(call.business_id), action, self.now()).await?)
    }
}

/// What trying once more may be. A file that arrives twice hangs on nothing, so it may be sent anew.
fn retry(call: &Call, now: Millis) -> Retry {
    let is_uncertain = call.problem.as_deref() == Some(NO_ANSWER);
    let is_fresh = call.first_sent_at.is_none_or(|sent| now.since(sent) <= GIVE_UP);
    match call.kind {
        Kind::Mail | Kind::Webhook => Retry::Same,
        Kind::Upload => Retry::New,
        Kind::Register | Kind::Update if !is_uncertain => Retry::New,
        Kind::Register | Kind::Update if is_fresh => Retry::Same,
        Kind::Register | Kind::Update => Retry::Look,
    }
}

fn give_up(call: &Call) -> GiveUp {
    let is_uncertain = call.problem.as_deref() == Some(NO_ANSWER);
    match call.kind {
        Kind::Mail | Kind::Webhook => GiveUp::Nothing,
        Kind::Upload => GiveUp::Merchant,
        Kind::Register | Kind::Update if is_uncertain => GiveUp::Partner,
        Kind::Register | Kind::Update => GiveUp::Merchant,
    }
}

fn trouble(call: Call, business: &Business, beside: Vec<exchanges::Exchange>, now: Millis) -> Trouble {
    let since = call.done_at.unwrap_or(call.created_at);
    Trouble {
        heading: heading(business),
        retry: retry(&call, now),
        give_up: give_up(&call),
        call: call.id,
        kind: match call.kind {
            Kind::Upload => CallKind::Upload,
            Kind::Register => CallKind::Register,
            Kind::Update => CallKind::Update,
            Kind::Mail => CallKind::Mail,
            Kind::Webhook => CallKind::Webhook,
        },
        request_id: call.request_id.to_string(),
        since,
        first_tried: call.first_sent_at.unwrap_or(call.created_at),
        attempts: call.attempts,
        problem: call.problem.unwrap_or_default(),
        exchanges: beside.into_iter().map(exchange).collect(),
        cursor: format!("{}.{}", since.0, call.id),
    }
}

fn exchange(row: exchanges::Exchange) -> ExchangeRow {
    ExchangeRow {
        cursor: format!("{}.{}", row.at.0, row.id),
        at: row.at,
        method: row.method,
        path: row.path,
        status: row.status,
        took_ms: row.took_ms,
        request_id: row.request_id,
        attempt: row.attempt,
    }
}

/// `millis.uuid` of the last row.
fn read_cursor<I: std::str::FromStr>(text: &str) -> Option<(Millis, I)> {
    let (at, id) = text.split_once('.')?;
    Some((Millis(at.parse().ok()?), id.parse().ok()?))
}

/// One more tells whether there are more.
fn as_limit(rows: usize) -> i64 {
    i64::try_from(rows + 1).unwrap_or(i64::MAX)
}

fn clean(reason: &str) -> String {
    reason.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(REASON).collect()
}
