//! Calls to DOKU that must not get lost. One row is one logical call; its Request-Id never changes.

use super::register;
use crate::{
    error::Result,
    onboarding::case::Case,
    services::Services,
    store::{
        businesses::{self, Business},
        decisions::{self, Origin},
        documents, flags,
        outbox::{self, Call, Kind, Status},
    },
    vault::Place,
};
use doku::Class;
use domain::{Millis, ids::DocumentId, kyb::Progress};
use futures::{FutureExt, TryStreamExt};
use std::{sync::Arc, time::Duration};

/// Longer than any call may take, so that no second worker takes the row meanwhile.
const LEASE: i64 = 5 * Millis::MINUTE;
/// Calls under way at once.
const AT_ONCE: i64 = 4;
/// How often a stopped queue tries whether our credential was mended.
pub const PROBE: i64 = Millis::MINUTE;
/// DOKU keeps Request-Ids for about a day: later than this a repetition could do the work twice.
pub const GIVE_UP: i64 = 20 * Millis::HOUR;
/// Waiting for something of our own, such as a file that is still on its way.
const SOON: i64 = 2 * Millis::SECOND;

/// What one attempt came to.
pub enum Outcome {
    Done,
    Dropped,
    /// Not tried: something it needs is not there yet.
    NotYet,
    Failed(doku::Error),
}

pub async fn run(services: &Services) -> Result<bool> {
    let now = services.now();
    let mut db = services.store.read().await?;
    let stopped = flags::get(&mut db, flags::DOKU_STOPPED).await?;
    let nothing_due = outbox::next_due(&mut db).await?.is_none_or(|due| due > now);
    drop(db);
    if nothing_due || stopped.is_some_and(|since| now.since(since) < PROBE) {
        return Ok(false);
    }
    let mut tx = services.store.begin().await?;
    let limit = if stopped.is_some() { 1 } else { AT_ONCE };
    let calls = outbox::claim(&mut tx, now, now.plus(LEASE), limit).await?;
    tx.commit().await?;
    let any = !calls.is_empty();
    futures::future::try_join_all(calls.into_iter().map(|call| attempt(services, call))).await?;
    Ok(any)
}

async fn attempt(services: &Services, call: Call) -> Result<()> {
    if call.first_sent_at.is_some() && is_over(&call, services.now()) {
        // DOKU may have forgotten the Request-Id while nobody looked: sent now, the work could be done twice.
        let mut tx = services.store.begin().await?;
        give_up(services, &mut tx, &call, "no_answer").await?;
        tx.commit().await?;
        services.live.changed(call.business_id);
        return Ok(());
    }
    let outcome = match call.kind {
        Kind::Upload => upload(services, &call).await?,
        Kind::Register => register::attempt(services, &call).await?,
    };
    settle(services, &call, outcome).await
}

async fn settle(services: &Services, call: &Call, outcome: Outcome) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    match outcome {
        Outcome::Done => {
            outbox::finish(&mut tx, call.id, Status::Done, None, now).await?;
            flags::clear(&mut tx, flags::DOKU_STOPPED).await?;
        }
        Outcome::Dropped => outbox::finish(&mut tx, call.id, Status::Dropped, None, now).await?,
        Outcome::NotYet => outbox::put_back(&mut tx, call.id, now.plus(SOON)).await?,
        Outcome::Failed(error) => failed(services, &mut tx, call, &error).await?,
    }
    tx.commit().await?;
    services.live.changed(call.business_id);
    services.wake.outbox.notify_one();
    Ok(())
}

async fn failed(services: &Services, tx: &mut crate::store::Tx, call: &Call, error: &doku::Error) -> Result<()> {
    let now = services.now();
    let problem = problem_of(error);
    tracing::warn!(business.id = %call.business_id, doku.request_id = %call.request_id, attempt = call.attempts, problem, "a call to DOKU failed");
    match error.class() {
        Class::Credential => {
            flags::clear(tx, flags::DOKU_STOPPED).await?;
            flags::set(tx, flags::DOKU_STOPPED, now).await?;
            outbox::put_back(tx, call.id, now.plus(PROBE)).await?;
        }
        Class::Final if call.kind == Kind::Upload => hand_back(services, tx, call, &problem, error.messages()).await?,
        Class::Final => give_up(services, tx, call, &problem).await?,
        Class::InFlight | Class::Uncertain if is_over(call, now) => give_up(services, tx, call, "no_answer").await?,
        Class::InFlight => outbox::again_at(tx, call.id, now.plus(5 * Millis::SECOND), &problem).await?,
        Class::Uncertain => {
            let wait = back_off(services, call.attempts, error.retry_after());
            outbox::again_at(tx, call.id, now.plus(wait), &problem).await?;
        }
    }
    Ok(())
}

/// DOKU will never take this file: it goes back to the merchant with DOKU's words, and what waits for it is dropped.
async fn hand_back(
    services: &Services,
    tx: &mut crate::store::Tx,
    call: &Call,
    problem: &str,
    words: &[String],
) -> Result<()> {
    let now = services.now();
    outbox::finish(tx, call.id, Status::Dropped, Some(problem), now).await?;
    let Some(row) = businesses::lock(tx, call.business_id).await? else { return Ok(()) };
    let id = DocumentId::new(call.subject.unwrap_or_default());
    let refused = documents::by_id(tx, row.id, id).await?.filter(|document| document.replaced_at.is_none());
    let Some(document) = refused else { return Ok(()) };
    outbox::drop_unsent_registrations(tx, row.id, now).await?;
    businesses::set_editing(tx, row.id, now).await?;
    let row = Business { progress: Progress::Editing, ..row };
    let key = services.vault.open_key(row.id, &row.data_key)?;
    let words = if words.is_empty() { problem.to_owned() } else { words.join("\n") };
    let reason = key.seal(&Place("reason", document.slot.as_bytes()), words.as_bytes())?;
    decisions::give_back(tx, row.id, &document.slot, &reason, Origin::Doku, now).await?;
    Case::load(tx, &services.vault, row).await?.refresh(tx, now).await?;
    Ok(())
}

async fn give_up(services: &Services, tx: &mut crate::store::Tx, call: &Call, problem: &str) -> Result<()> {
    outbox::finish(tx, call.id, Status::NeedsPerson, Some(problem), services.now()).await?;
    businesses::set_trouble(tx, call.business_id, Some(problem)).await?;
    Ok(())
}

fn is_over(call: &Call, now: Millis) -> bool {
    now.since(call.first_sent_at.unwrap_or(call.created_at)) > GIVE_UP
}

/// 2 s, 4 s, 8 s … an hour, each with up to half as much again; or what DOKU asked for.
fn back_off(services: &Services, attempts: i64, asked: Option<Duration>) -> i64 {
    let step = (2 * Millis::SECOND) << attempts.clamp(1, 11).saturating_sub(1);
    let own = step.min(Millis::HOUR);
    let own = own + services.jitter(own / 2);
    asked.map_or(own, |asked| own.max(i64::try_from(asked.as_millis()).unwrap_or(i64::MAX)))
}

/// A fixed word for operators, such as `doku_400`.
pub fn problem_of(error: &doku::Error) -> String {
    match error.status() {
        Some(status) => format!("doku_{status}"),
        None => "doku_no_answer".to_owned(),
    }
}

/// Sends the original bytes, opened while they stream.
async fn upload(services: &Services, call: &Call) -> Result<Outcome> {
    let mut db = services.store.read().await?;
    let Some(business) = businesses::by_id(&mut db, call.business_id).await? else { return Ok(Outcome::Dropped) };
    let id = DocumentId::new(call.subject.unwrap_or_default());
    let Some(document) = documents::by_id(&mut db, call.business_id, id).await? else { return Ok(Outcome::Dropped) };
    drop(db);
    if document.replaced_at.is_some() {
        return Ok(Outcome::Dropped);
    }
    let key = Arc::new(services.vault.open_key(business.id, &business.data_key)?);
    let file_name = crate::onboarding::case::file_name(&key, document.id, &document.name)?;
    let (files, stored_as) = (services.files.clone(), document.stored_as.clone());
    let body: doku::OpenBody = Arc::new(move || {
        let (files, key, name) = (files.clone(), key.clone(), stored_as.clone());
        async move {
            let stream = files.read(&key, &name).await.map_err(std::io::Error::other)?;
            Ok(reqwest::Body::wrap_stream(stream.into_stream()))
        }
        .boxed()
    });
    let is_document = document.category == domain::codes::FileCategory::Document.as_str();
    let upload = doku::Upload {
        category: document.category.clone(),
        code: is_document.then(|| document.code.clone()),
        file_name,
        media_type: document.media_type.clone(),
        length: u64::try_from(document.size_bytes).unwrap_or_default(),
        body,
    };
    match services.doku.upload_file(&upload, &call.request_id).await {
        Ok(file) => {
            let mut tx = services.store.begin().await?;
            documents::set_doku_file(&mut tx, document.id, &file, services.now()).await?;
            tx.commit().await?;
            Ok(Outcome::Done)
        }
        Err(error) => Ok(Outcome::Failed(error)),
    }
}
