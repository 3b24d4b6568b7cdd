//! Calls that must not get lost, to DOKU and to others. One row is one logical call; its Request-Id never changes.

use super::{
    gate::{self, Pass},
    hook,
    lease::{self, LEASE},
    mail, register, update, upload,
};
use crate::{
    error::Result,
    onboarding::case::Case,
    services::Services,
    store::{
        Tx, businesses,
        decisions::{self, Origin},
        documents,
        outbox::{self, Call, Kind, Lane, Status},
    },
    vault::Place,
};
use doku::Class;
use domain::{
    Millis,
    ids::{BusinessId, CallId, DocumentId, RequestId},
};
use uuid::Uuid;

/// Calls of one lane under way at once.
const AT_ONCE: i64 = 4;
/// How often a stopped queue tries whether our credential was mended.
pub const PROBE: i64 = Millis::MINUTE;
/// DOKU keeps Request-Ids for about a day: later than this a repetition could do the work twice.
pub const GIVE_UP: i64 = 20 * Millis::HOUR;
/// Waiting for something of our own, such as a file that is still on its way.
const SOON: i64 = 2 * Millis::SECOND;
/// Waiting for the end of a first attempt that is still under way at DOKU.
const IN_FLIGHT: i64 = 5 * Millis::SECOND;

/// What one attempt came to.
pub enum Outcome {
    Done,
    /// Overtaken: there is nothing to do any more.
    Dropped,
    /// Not tried: something it needs is not there yet.
    NotYet,
    /// Of a call to DOKU: what happens next follows from its class.
    Failed(doku::Error),
    /// Of a call to somebody else: once more, so many milliseconds from now. `problem` is a fixed word, no personal data.
    Again {
        problem: String,
        after_ms: i64,
    },
    /// Of a call to somebody else: from now on it needs a person.
    GaveUp {
        problem: String,
    },
}

/// A call to be inserted with the decision that asks for it: due now, with a Request-Id of its own.
/// Who sends bytes known beforehand seals them at `Place("call", id)` into `payload`.
pub fn new_call(services: &Services, business: BusinessId, kind: Kind, subject: Option<Uuid>) -> Result<Call> {
    let now = services.now();
    Ok(Call {
        id: CallId::new(services.id()?),
        business_id: business,
        kind,
        subject,
        request_id: RequestId::new(services.id()?.to_string()),
        payload: None,
        status: Status::Waiting,
        due_at: now,
        held_by: None,
        attempts: 0,
        first_sent_at: None,
        problem: None,
        created_at: now,
        done_at: None,
    })
}

/// One round of every lane. `true`: there may be more.
pub async fn run(services: &Services) -> Result<bool> {
    let lane = |lane| run_lane(services, lane);
    let (doku, mail, webhook) = tokio::try_join!(lane(Lane::Doku), lane(Lane::Mail), lane(Lane::Webhook))?;
    Ok(doku || mail || webhook)
}

pub async fn run_lane(services: &Services, lane: Lane) -> Result<bool> {
    let calls = claim(services, lane).await?;
    let any = !calls.is_empty();
    futures::future::try_join_all(calls.iter().map(|call| work(services, call))).await?;
    Ok(any)
}

async fn work(services: &Services, call: &Call) -> Result<()> {
    match lease::hold(services, call, attempt(services, call)).await {
        Some(outcome) => settle(services, call, outcome?).await,
        // Lost: somebody else has it in hand.
        None => Ok(()),
    }
}

/// What is due and may go out now, leased.
async fn claim(services: &Services, lane: Lane) -> Result<Vec<Call>> {
    let now = services.now();
    let mut db = services.store.read().await?;
    if outbox::next_due(&mut db, lane).await?.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    let pass = match lane {
        Lane::Doku => gate::pass(services, &mut db).await?,
        Lane::Mail | Lane::Webhook => Pass::All,
    };
    drop(db);
    let holder = services.id()?;
    let mut tx = services.store.begin().await?;
    let calls = match pass {
        Pass::Nobody => return Ok(Vec::new()),
        Pass::All => outbox::claim(&mut tx, lane, holder, now, now.plus(LEASE), AT_ONCE).await?,
        Pass::One => outbox::claim_one(&mut tx, lane, holder, now, now.plus(LEASE)).await?,
    };
    if pass == Pass::One
        && let Some(call) = calls.first()
        && !gate::go_alone(services, &mut tx, call.id.uuid()).await?
    {
        return Ok(Vec::new());
    }
    tx.commit().await?;
    Ok(calls)
}

async fn attempt(services: &Services, call: &Call) -> Result<Outcome> {
    match call.kind {
        // DOKU may have forgotten the Request-Id while nobody looked: sent now, the work could be done twice.
        Kind::Upload | Kind::Register | Kind::Update if is_over(call, services.now()) => {
            Ok(Outcome::GaveUp { problem: NO_ANSWER.to_owned() })
        }
        Kind::Upload => upload::attempt(services, call).await,
        Kind::Register => register::attempt(services, call).await,
        Kind::Update => update::attempt(services, call).await,
        Kind::Mail => mail::attempt(services, call).await,
        Kind::Webhook => hook::attempt(services, call).await,
    }
}

/// What keeps a call from moving: nobody knows whether DOKU did the work, and it is too late to ask by repeating.
pub const NO_ANSWER: &str = "no_answer";

async fn settle(services: &Services, call: &Call, outcome: Outcome) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    if !outbox::is_held(&mut tx, call).await? {
        return Ok(());
    }
    if call.kind.lane() == Lane::Doku {
        match &outcome {
            Outcome::Done => gate::answered(services, &mut tx).await?,
            Outcome::Failed(error) => gate::failed(services, &mut tx, call.id.uuid(), error).await?,
            _ => gate::not_sent(services, &mut tx, call.id.uuid()).await?,
        }
    }
    match outcome {
        Outcome::Done => outbox::finish(&mut tx, call.id, Status::Done, None, now).await?,
        Outcome::Dropped => outbox::finish(&mut tx, call.id, Status::Dropped, None, now).await?,
        Outcome::NotYet => outbox::put_back(&mut tx, call, now.plus(SOON)).await?,
        Outcome::Again { problem, after_ms } => {
            outbox::again_at(&mut tx, call.id, now, now.plus(after_ms), &problem).await?
        }
        Outcome::GaveUp { problem } => give_up(services, &mut tx, call, &problem).await?,
        Outcome::Failed(error) => failed(services, &mut tx, call, &error).await?,
    }
    tx.commit().await?;
    services.live.changed(call.business_id);
    services.wake.lane(call.kind.lane()).notify_one();
    Ok(())
}

async fn failed(services: &Services, tx: &mut Tx, call: &Call, error: &doku::Error) -> Result<()> {
    let now = services.now();
    let problem = problem_of(error);
    tracing::warn!(business.id = %call.business_id, doku.request_id = %call.request_id, attempt = call.attempts, problem, "a call to DOKU failed");
    match error.class() {
        // Refused at the gate: nothing was done, so the day in which it may be repeated has not begun.
        Class::Credential => outbox::put_back(tx, call, now.plus(PROBE)).await?,
        Class::Final if call.kind == Kind::Upload => hand_back(services, tx, call, &problem, error.messages()).await?,
        Class::Final => give_up(services, tx, call, &problem).await?,
        Class::InFlight | Class::Uncertain if is_over(call, now) => give_up(services, tx, call, NO_ANSWER).await?,
        Class::InFlight | Class::Uncertain => {
            let wait = back_off(services, call.attempts, error);
            outbox::again_at(tx, call.id, now, now.plus(wait), &problem).await?;
        }
    }
    Ok(())
}

/// DOKU will never take this file: it goes back to the merchant with DOKU's words, and what waits for it is dropped.
async fn hand_back(services: &Services, tx: &mut Tx, call: &Call, problem: &str, words: &[String]) -> Result<()> {
    let now = services.now();
    outbox::finish(tx, call.id, Status::Dropped, Some(problem), now).await?;
    let Some(row) = businesses::lock(tx, call.business_id).await? else { return Ok(()) };
    let id = DocumentId::new(call.subject.unwrap_or_default());
    let refused = documents::by_id(tx, row.id, id).await?.filter(|document| document.replaced_at.is_none());
    let Some(document) = refused else { return Ok(()) };
    outbox::drop_unsent_registrations(tx, row.id, now).await?;
    businesses::set_editing(tx, row.id, now).await?;
    let Some(row) = businesses::lock(tx, row.id).await? else { return Ok(()) };
    let key = services.vault.open_key(row.id, &row.data_key)?;
    let words = if words.is_empty() { problem.to_owned() } else { words.join("\n") };
    let reason = key.seal(&Place("reason", document.slot.as_bytes()), words.as_bytes())?;
    decisions::give_back(tx, row.id, &document.slot, &reason, Origin::Doku, now).await?;
    Case::load(tx, &services.vault, row).await?.refresh(tx, now).await?;
    Ok(())
}

async fn give_up(services: &Services, tx: &mut Tx, call: &Call, problem: &str) -> Result<()> {
    outbox::finish(tx, call.id, Status::NeedsPerson, Some(problem), services.now()).await?;
    // A mail that did not arrive keeps no application from moving.
    if call.kind.lane() == Lane::Doku {
        businesses::set_trouble(tx, call.business_id, Some(problem)).await?;
    }
    Ok(())
}

fn is_over(call: &Call, now: Millis) -> bool {
    call.first_sent_at.is_some_and(|sent| now.since(sent) > GIVE_UP)
}

/// 2 s, 4 s, 8 s … an hour, each with up to half as much again; or what DOKU asked for.
fn back_off(services: &Services, attempts: i64, error: &doku::Error) -> i64 {
    let step = (2 * Millis::SECOND) << attempts.clamp(1, 11).saturating_sub(1);
    let least = if error.class() == Class::InFlight { IN_FLIGHT } else { 0 };
    let own = step.clamp(least, Millis::HOUR);
    let own = own + services.jitter(own / 2);
    error.retry_after().map_or(own, |asked| own.max(i64::try_from(asked.as_millis()).unwrap_or(i64::MAX)))
}

/// A fixed word for operators, such as `doku_400`.
pub fn problem_of(error: &doku::Error) -> String {
    match error.status() {
        Some(status) => format!("doku_{status}"),
        None => "doku_no_answer".to_owned(),
    }
}
