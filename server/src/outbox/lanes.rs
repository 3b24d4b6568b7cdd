//! Each lane keeps some of its calls under way. `settle.rs` decides what becomes of a call after an attempt.

use super::{
    attempt::AttemptOutcome,
    call::{GIVE_UP, is_over},
    gate::{self, Pass},
    lease::{self, LEASE},
    mail, register,
    settle::{self, settle},
    update, upload, webhook,
};
use crate::{
    error::Result,
    guarded::{NAP, guarded},
    services::Services,
    store::{
        as_limit,
        outbox::{self, Call, Kind, Lane, Problem},
    },
    telemetry::count_incident,
};
use domain::ids::RequestId;
use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use tokio::{sync::watch, task::JoinSet};

/// Works every lane until nothing is due, for tests that own the clock. Returns whether anything was.
pub async fn run(services: &Services) -> Result<bool> {
    let lane = |lane| until_idle(services, lane);
    let (doku, mail, webhook) = tokio::try_join!(lane(Lane::Doku), lane(Lane::Mail), lane(Lane::Webhook))?;
    Ok(doku || mail || webhook)
}

async fn until_idle(services: &Services, lane: Lane) -> Result<bool> {
    let (mut under_way, mut any) = (JoinSet::new(), false);
    loop {
        any |= take(services, lane, &mut under_way).await?;
        if under_way.join_next().await.is_none() {
            return Ok(any);
        }
    }
}

/// Works a lane until told to stop, then lets the calls under way end. A call that ends makes room for another, so a
/// slow one holds up only itself.
pub async fn work_lane(services: Services, lane: Lane, mut stop: watch::Receiver<bool>) {
    let mut under_way = JoinSet::new();
    loop {
        let goes_on = !*stop.borrow();
        if goes_on {
            guarded(lane.as_str(), take(&services, lane, &mut under_way)).await;
        } else if under_way.is_empty() {
            return;
        }
        tokio::select! {
            Some(_) = under_way.join_next() => {}
            () = services.wake.lane(lane).notified(), if goes_on => {}
            () = tokio::time::sleep(NAP), if goes_on => {}
            _ = stop.changed(), if goes_on => {}
        }
    }
}

/// Returns the most calls of one lane under way at once. Webhooks go to many places that may each be slow.
const fn at_once(lane: Lane) -> usize {
    match lane {
        Lane::Doku | Lane::Mail => 4,
        Lane::Webhook => 16,
    }
}

/// Begins what is due, as far as there is room. Each call is a task, so that it goes on while the database is asked for
/// more.
async fn take(services: &Services, lane: Lane, under_way: &mut JoinSet<()>) -> Result<bool> {
    let room = at_once(lane).saturating_sub(under_way.len());
    let calls = if room == 0 { Vec::new() } else { claim(services, lane, room).await? };
    let any = !calls.is_empty();
    for call in calls {
        under_way.spawn(work(services.clone(), call));
    }
    Ok(any)
}

/// Leases the calls that are due and may go out now.
async fn claim(services: &Services, lane: Lane, room: usize) -> Result<Vec<Call>> {
    let now = services.now();
    let mut db = services.store.read().await?;
    if !outbox::is_due(&mut db, lane, now).await? {
        return Ok(Vec::new());
    }
    let pass = match lane {
        Lane::Doku => gate::pass(services, &mut db).await?,
        Lane::Mail | Lane::Webhook => Pass::All,
    };
    drop(db);
    if pass == Pass::Nobody {
        return Ok(Vec::new());
    }
    let (holder, until, most) = (services.id()?, now.plus(LEASE), as_limit(room));
    let mut tx = services.store.begin().await?;
    let calls = if pass == Pass::One {
        gate::lock(services, &mut tx).await?;
        outbox::claim_one(&mut tx, lane, holder, now, until).await?
    } else {
        outbox::claim(&mut tx, lane, holder, now, until, most).await?
    };
    if pass == Pass::One
        && let Some(call) = calls.first()
    {
        let who = gate::account(&mut tx, call.business_id).await?;
        if !gate::probe_alone(services, &mut tx, who).await? {
            return Ok(Vec::new());
        }
    }
    tx.commit().await?;
    Ok(calls)
}

/// Attempts and settles one claimed call. An error or panic within affects only this call.
async fn work(services: Services, call: Call) {
    let counts = match AssertUnwindSafe(try_once(&services, &call)).catch_unwind().await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => {
            count_incident("worker");
            tracing::error!(business.id = %call.business_id, doku.request_id = %call.request_id, kind = "worker", worker = call.kind.as_str(), error = %crate::telemetry::causes(&error), "an attempt broke off");
            !error.is_passing()
        }
        Err(_) => {
            count_incident("panic");
            tracing::error!(business.id = %call.business_id, doku.request_id = %call.request_id, kind = "panic", worker = call.kind.as_str(), "an attempt panicked");
            true
        }
    };
    guarded(call.kind.as_str(), settle::broke_off(&services, &call, counts)).await;
}

async fn try_once(services: &Services, call: &Call) -> Result<()> {
    match lease::hold(services, call, attempt(services, call)).await {
        Some(outcome) => {
            let outcome = outcome?;
            count(call, &outcome);
            settle(services, call, outcome).await
        }
        // The lease was lost: another worker may have the call.
        None => Ok(()),
    }
}

fn count(call: &Call, outcome: &AttemptOutcome) {
    let name = match outcome {
        AttemptOutcome::Done => "done",
        AttemptOutcome::Dropped => "dropped",
        AttemptOutcome::NotYet => "not_yet",
        AttemptOutcome::Again { .. } => "tried_again",
        AttemptOutcome::GaveUp { .. } => "gave_up",
        AttemptOutcome::Failed(_) | AttemptOutcome::Refused(_) => "failed",
    };
    let (lane, kind) = (call.kind.lane().as_str(), call.kind.as_str());
    metrics::counter!("outbox_attempts_total", "lane" => lane, "kind" => kind, "outcome" => name).increment(1);
}

async fn attempt(services: &Services, call: &Call) -> Result<AttemptOutcome> {
    let renamed = renamed(services, call).await?;
    let call = renamed.as_ref().unwrap_or(call);
    // The answer was recorded just before a process was killed, or an id was adopted: there is nothing left to ask.
    if call.kind == Kind::Register && register::is_recorded(services, call).await? {
        return Ok(AttemptOutcome::Done);
    }
    // DOKU may have forgotten the Request-Id by now: if the call were sent, the work could be done twice.
    if is_over(call, services.now()) {
        return Ok(AttemptOutcome::GaveUp { problem: Problem::NoAnswer });
    }
    match call.kind {
        Kind::Upload => upload::attempt(services, call).await,
        Kind::Register => register::attempt(services, call).await,
        Kind::Update => update::attempt(services, call).await,
        Kind::Mail => mail::attempt(services, call).await,
        Kind::Webhook => webhook::attempt(services, call).await,
    }
}

/// Gives a call that never arrived another Request-Id once its own could have been forgotten, so it can always go out.
async fn renamed(services: &Services, call: &Call) -> Result<Option<Call>> {
    let (now, may_be_old) = (services.now(), matches!(call.kind, Kind::Register | Kind::Update));
    if !may_be_old || call.first_sent_at.is_some() || now.since(call.created_at) <= GIVE_UP {
        return Ok(None);
    }
    let request_id = services.new_id::<RequestId>()?;
    let before = now.plus(-GIVE_UP);
    Ok(services.store.write(async |tx| outbox::rename(tx, call, &request_id, now, before).await).await?)
}
