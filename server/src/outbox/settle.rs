//! Settles a call after an attempt: it is done, tried again later, given back to the merchant, or left to a person.

use super::{
    attempt::{AttemptOutcome, FinalRefusal},
    call::is_over,
    gate::{self, PROBE},
    refused::goes_on,
};
use crate::{
    error::Result,
    projection::refresh,
    services::Services,
    store::{
        Conn, Tx,
        businesses::{self, Business},
        decisions::{self, Origin},
        documents, flags,
        outbox::{self, Call, Kind, Lane, Problem, Status},
    },
    vault::Place,
};
use doku::Class;
use domain::{
    Millis,
    outbox::Answer,
    requirement::{self, BANK_BOOK},
};

/// The longest wait for something of our own, such as a file on its way; its arrival wakes the call earlier.
const SOON: i64 = Millis::MINUTE;
/// The least wait for a first attempt that is still under way at DOKU.
const IN_FLIGHT: i64 = 5 * Millis::SECOND;
/// The failures of our own after which a call needs a person: spread over a quarter of an hour.
const BREAKS: i64 = 5;
/// The refusals of one call, while others are taken, beyond which the trouble is the call's own.
const REFUSALS: i64 = 3;

pub async fn settle(services: &Services, call: &Call, outcome: AttemptOutcome) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    let refusals = refusals(&mut tx, call, &outcome).await?;
    let is_back = tell_gate(services, &mut tx, call, &outcome, refusals).await?;
    if !outbox::is_held(&mut tx, call).await? {
        return Ok(());
    }
    let is_news = !matches!(outcome, AttemptOutcome::NotYet);
    match outcome {
        AttemptOutcome::Done => outbox::finish(&mut tx, call.id, Status::Done, None, now).await?,
        AttemptOutcome::Dropped => outbox::finish(&mut tx, call.id, Status::Dropped, None, now).await?,
        AttemptOutcome::NotYet => not_yet(services, &mut tx, call).await?,
        AttemptOutcome::Again { problem, after_ms } => {
            outbox::again_at(&mut tx, call.id, now, now.plus(after_ms), problem).await?
        }
        AttemptOutcome::GaveUp { problem } => give_up(services, &mut tx, call, problem).await?,
        AttemptOutcome::Failed(error) => failed(services, &mut tx, call, &error, refusals).await?,
        AttemptOutcome::Refused(refusal) => match goes_on(services, &mut tx, call, &refusal).await? {
            true => outbox::finish(&mut tx, call.id, Status::Dropped, None, now).await?,
            false => failed(services, &mut tx, call, &refusal.error, refusals).await?,
        },
    }
    if is_back {
        gate::hurry(services, &mut tx).await?;
    }
    tx.commit().await?;
    if is_news {
        services.live.changed(call.business_id);
    }
    Ok(())
}

/// Settles an attempt that broke off because something of our own failed; nobody knows how far it came. `counts` is
/// false for a passing trouble, such as a database that was away.
pub async fn broke_off(services: &Services, call: &Call, counts: bool) -> Result<()> {
    let mut tx = services.store.begin().await?;
    tell_gate(services, &mut tx, call, &AttemptOutcome::NotYet, 0).await?;
    if !outbox::is_held(&mut tx, call).await? {
        return Ok(());
    }
    once_more(services, &mut tx, call, breaks(call) + i64::from(counts)).await?;
    tx.commit().await?;
    services.live.changed(call.business_id);
    Ok(())
}

/// Tells the gate the result, then locks the business before its calls, as everywhere, to avoid deadlocks. Returns
/// whether a trouble of all calls is over.
async fn tell_gate(
    services: &Services,
    tx: &mut Tx,
    call: &Call,
    outcome: &AttemptOutcome,
    refusals: i64,
) -> Result<bool> {
    if call.kind.lane() != Lane::Doku {
        return Ok(false);
    }
    let who = gate::account(tx, call.business_id).await?;
    let is_back = match outcome {
        AttemptOutcome::Done => gate::recover(services, tx).await?,
        AttemptOutcome::Failed(_) if refusals > REFUSALS => {
            gate::only_this_call_refused(services, tx).await?;
            false
        }
        AttemptOutcome::Failed(error) | AttemptOutcome::Refused(FinalRefusal { error, .. }) => {
            gate::failed(services, tx, who, error).await?
        }
        _ => {
            gate::not_sent(services, tx, who).await?;
            false
        }
    };
    businesses::lock(tx, call.business_id).await?;
    Ok(is_back)
}

/// Counts how often the credential, or this call, was refused while all others were taken, this time included.
async fn refusals(db: &mut Conn, call: &Call, outcome: &AttemptOutcome) -> Result<i64> {
    match outcome {
        AttemptOutcome::Failed(error) if matches!(error.class(), Class::Credential | Class::ThisCall) => {
            let alone = flags::get(db, flags::DOKU_STOPPED).await?.is_none();
            let before = match call.problem.as_deref() {
                Some(Problem::Refused(times)) => *times,
                _ => 0,
            };
            Ok(before + i64::from(alone))
        }
        _ => Ok(0),
    }
}

/// Returns how often something of our own went wrong with the call so far.
fn breaks(call: &Call) -> i64 {
    match call.problem.as_deref() {
        Some(Problem::Broke(times)) => *times,
        _ => 0,
    }
}

/// Lets the call wait for its files, and wakes it at once if they came while it looked.
async fn not_yet(services: &Services, tx: &mut Tx, call: &Call) -> Result<()> {
    let now = services.now();
    outbox::await_files(tx, call, now.plus(SOON)).await?;
    outbox::wake_awaiting_files(tx, call.business_id, now).await?;
    Ok(())
}

async fn failed(services: &Services, tx: &mut Tx, call: &Call, error: &doku::Error, refusals: i64) -> Result<()> {
    let now = services.now();
    let answer = error.status().map_or(Answer::NoAnswer, Answer::Status);
    let problem = Problem::Doku(answer);
    tracing::warn!(business.id = %call.business_id, doku.request_id = %call.request_id, attempt = call.attempts, problem = problem.to_string(), "a call to DOKU failed");
    let back_off = back_off(services, call.attempts, error);
    let waits = if error.retry_after().is_some() { Problem::DokuAsked(answer) } else { problem };
    match error.class() {
        // The call is given up, unless it is a registration that an earlier try may have delivered: its 20 hours go on.
        Class::Credential | Class::ThisCall if refusals > REFUSALS => match (call.kind, call.first_sent_at) {
            (Kind::Register, Some(_)) => {
                outbox::put_off(tx, call, now.plus(back_off), Problem::Refused(REFUSALS)).await?;
            }
            _ => give_up(services, tx, call, problem).await?,
        },
        // DOKU refused it at the gate and did nothing, so the day in which it may be repeated has not begun.
        Class::Credential => outbox::put_off(tx, call, now.plus(PROBE), Problem::Refused(refusals)).await?,
        Class::ThisCall => outbox::put_off(tx, call, now.plus(PROBE << refusals), Problem::Refused(refusals)).await?,
        Class::Final if call.kind == Kind::Upload => hand_back(services, tx, call, problem, error.messages()).await?,
        Class::Final => give_up(services, tx, call, problem).await?,
        Class::InFlight | Class::Uncertain if matches!(error, doku::Error::File(_)) => {
            once_more(services, tx, call, breaks(call) + 1).await?;
        }
        Class::InFlight | Class::Uncertain if is_over(call, now) => {
            give_up(services, tx, call, Problem::NoAnswer).await?
        }
        // The call certainly had no effect, like a refusal at the gate, so it is repeated for as long as it takes.
        Class::Uncertain if services.settings.never_arrived.covers(error) => {
            outbox::put_off(tx, call, now.plus(back_off), waits).await?;
        }
        Class::InFlight | Class::Uncertain => {
            outbox::again_at(tx, call.id, now, now.plus(back_off), waits).await?;
        }
    }
    Ok(())
}

/// Repeats a call after a failure of our own: after 1, 2, 4 and 8 minutes, then it needs a person.
async fn once_more(services: &Services, tx: &mut Tx, call: &Call, breaks: i64) -> Result<()> {
    if breaks >= BREAKS {
        return give_up(services, tx, call, Problem::Internal).await;
    }
    let wait = Millis::MINUTE << breaks.max(1).saturating_sub(1);
    Ok(outbox::let_go(tx, call.id, services.now().plus(wait), Problem::Broke(breaks)).await?)
}

/// Gives a file that DOKU will never take back to the merchant with DOKU's words, and drops what waits for it.
async fn hand_back(services: &Services, tx: &mut Tx, call: &Call, problem: Problem, words: &[String]) -> Result<()> {
    let now = services.now();
    outbox::finish(tx, call.id, Status::Dropped, Some(&problem), now).await?;
    let Some(row) = businesses::lock(tx, call.business_id).await? else { return Ok(()) };
    let refused = documents::by_id(tx, row.id, call.about()).await?.filter(|document| document.replaced_at.is_none());
    let Some(document) = refused.filter(|document| is_listed(&row, &document.slot)) else { return Ok(()) };
    outbox::drop_unsent_registrations(tx, row.id, now).await?;
    outbox::tell_trouble(tx, row.id).await?;
    businesses::set_editing(tx, row.id, now).await?;
    let key = services.vault.open_key(row.id, &row.data_key)?;
    let words = if words.is_empty() { problem.to_string() } else { words.join("\n") };
    let reason = key.seal(&Place::Reason(&document.slot), words.as_bytes())?;
    decisions::give_back(tx, row.id, &document.slot, &reason, Origin::Doku, now).await?;
    refresh(services, tx, row.id).await
}

/// Tells whether the slot has a row for merchants: DOKU's list may no longer name it, and never names the bank book,
/// which has a row wherever there is one.
fn is_listed(row: &Business, slot: &str) -> bool {
    let list = row.checklist.as_ref().map(|answer| requirement::walk(&answer.0)).unwrap_or_default();
    slot == BANK_BOOK || list.iter().any(|file| file.slot == slot)
}

async fn give_up(services: &Services, tx: &mut Tx, call: &Call, problem: Problem) -> Result<()> {
    outbox::finish(tx, call.id, Status::NeedsPerson, Some(&problem), services.now()).await?;
    // A mail that did not arrive keeps no application from moving.
    if call.kind.lane() == Lane::Doku {
        outbox::tell_trouble(tx, call.business_id).await?;
    }
    Ok(())
}

/// Returns a wait of 2 s, 4 s, 8 s … an hour, plus up to half as much again, or what DOKU asked for if that is longer.
fn back_off(services: &Services, attempts: i64, error: &doku::Error) -> i64 {
    let step = (2 * Millis::SECOND) << attempts.clamp(1, 11).saturating_sub(1);
    let least = if error.class() == Class::InFlight { IN_FLIGHT } else { 0 };
    let own = step.clamp(least, Millis::HOUR);
    let own = own + services.jitter(own / 2);
    error.retry_after().map_or(own, |asked| own.max(i64::try_from(asked.as_millis()).unwrap_or(i64::MAX)))
}
