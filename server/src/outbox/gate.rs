//! The gate for calls to DOKU. It closes while our credential is refused or DOKU's host does not answer.

use crate::{
    breaker::{Breaker, Circuit},
    error::Result,
    services::Services,
    store::{Conn, breakers, businesses, flags, outbox},
};
use doku::Class;
use domain::{Millis, ids::BusinessId};
use uuid::Uuid;

/// The time between two tries whether our credential works again.
pub const PROBE: i64 = Millis::MINUTE;
/// The time over which waiting calls are spread after a trouble.
const SPREAD: i64 = Millis::MINUTE;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    All,
    /// A single call may go, to find out whether the trouble is over.
    One,
    Nobody,
}

pub async fn pass(services: &Services, db: &mut Conn) -> Result<Pass> {
    let now = services.now();
    let stop = flags::stop(db).await?;
    if stop.as_ref().is_some_and(|stop| now.since(stop.probed_at) < PROBE) {
        return Ok(Pass::Nobody);
    }
    let circuit = breakers::get(db, &services.settings.doku_host).await?.map(|breaker| breaker.circuit(now));
    Ok(match (circuit, stop) {
        (Some(Circuit::Open), _) => Pass::Nobody,
        (Some(Circuit::HalfOpen), _) | (_, Some(_)) => Pass::One,
        (Some(Circuit::Closed) | None, None) => Pass::All,
    })
}

/// Locks the stop, then the circuit. A caller that may have to go alone locks them before anything else.
pub async fn lock(services: &Services, tx: &mut Conn) -> Result<()> {
    flags::lock_stop(tx).await?;
    breakers::lock(tx, &services.settings.doku_host).await?;
    Ok(())
}

/// Returns whom the circuit knows the calls of a business by: its account.
pub async fn account(db: &mut Conn, business: BusinessId) -> Result<Uuid> {
    Ok(businesses::owner(db, business).await?.map_or(business.uuid(), |owner| owner.uuid()))
}

/// Lets a call of `who` go alone. Returns `false` if another instance was faster or the circuit is open.
pub async fn probe_alone(services: &Services, tx: &mut Conn, who: Uuid) -> Result<bool> {
    let (now, host) = (services.now(), &services.settings.doku_host);
    if let Some(stop) = flags::stop(tx).await?
        && (now.since(stop.probed_at) < PROBE || !flags::probe(tx, &stop, now).await?)
    {
        return Ok(false);
    }
    match breakers::lock(tx, host).await? {
        Some(breaker) if breaker.circuit(now) == Circuit::Open => return Ok(false),
        Some(breaker) if breaker.circuit(now) == Circuit::HalfOpen => {
            breakers::put(tx, host, &breaker.probing(who, now)).await?;
        }
        Some(_) | None => {}
    }
    Ok(true)
}

/// Records an answer that DOKU gives only to a good credential, and hurries what waits if that ended a trouble.
pub async fn answered(services: &Services, tx: &mut Conn) -> Result<()> {
    if recover(services, tx).await? {
        hurry(services, tx).await?;
    }
    Ok(())
}

/// Records such an answer and returns whether it ended a trouble. The caller hurries what waits, as the last thing it
/// locks.
pub async fn recover(services: &Services, tx: &mut Conn) -> Result<bool> {
    let (now, host) = (services.now(), &services.settings.doku_host);
    let was_stopped = flags::clear(tx, flags::DOKU_STOPPED).await? > 0;
    let breaker = breakers::get(tx, host).await?;
    if breaker.is_some() {
        breakers::remove(tx, host).await?;
    }
    Ok(was_stopped || breaker.is_some_and(|breaker| breaker.circuit(now) != Circuit::Closed))
}

/// Makes calls due that backed off because of a trouble that is over.
pub async fn hurry(services: &Services, tx: &mut Conn) -> Result<()> {
    outbox::hurry(tx, services.now(), SPREAD).await?;
    Ok(())
}

/// Records that only this call is refused: the host answers, and nothing more is known.
pub async fn only_this_call_refused(services: &Services, tx: &mut Conn) -> Result<()> {
    Ok(breakers::remove(tx, &services.settings.doku_host).await?)
}

/// Records what a failure says about the way to DOKU. Returns whether it ended a trouble, as `recover` does.
pub async fn failed(services: &Services, tx: &mut Conn, who: Uuid, error: &doku::Error) -> Result<bool> {
    let (now, host) = (services.now(), &services.settings.doku_host);
    match (error.class(), error) {
        // Our own disk failed, not DOKU.
        (_, doku::Error::File(_)) => not_sent(services, tx, who).await?,
        (Class::ThisCall, _) => only_this_call_refused(services, tx).await?,
        (Class::Credential, _) => {
            flags::refused(tx, now).await?;
            breakers::remove(tx, host).await?;
        }
        (Class::Final | Class::InFlight, _) => return recover(services, tx).await,
        (Class::Uncertain, _) => {
            breakers::touch(tx, host).await?;
            let before = breakers::lock(tx, host).await?;
            breakers::put(tx, host, &Breaker::failed(before, who, now)).await?;
        }
    }
    Ok(false)
}

/// Records the result of a single question in a transaction of its own.
pub async fn answer<T>(services: &Services, who: Uuid, answer: &std::result::Result<T, doku::Error>) -> Result<()> {
    let mut tx = services.store.begin().await?;
    match answer {
        Ok(_) => answered(services, &mut tx).await?,
        Err(error) => drop(failed(services, &mut tx, who, error).await?),
    }
    Ok(tx.commit().await?)
}

/// Records that a call was not sent after all: if it was to go alone, another may.
pub async fn not_sent(services: &Services, tx: &mut Conn, who: Uuid) -> Result<()> {
    flags::probe_again(tx).await?;
    Ok(breakers::free(tx, &services.settings.doku_host, who, services.now()).await?)
}
