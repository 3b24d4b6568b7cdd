//! Whether calls to DOKU may go out now: not while our credential is refused, nor while its host does not answer.

use crate::{
    breaker::{Breaker, Circuit},
    error::Result,
    services::Services,
    store::{Conn, breakers, flags, outbox},
};
use doku::Class;
use domain::Millis;
use uuid::Uuid;

/// How often a stopped queue tries whether our credential was mended.
pub const PROBE: i64 = Millis::MINUTE;
/// After a trouble what waits goes out spread over so long, not all at once.
const SPREAD: i64 = Millis::MINUTE;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    All,
    /// To find out whether the trouble is over.
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

/// Before anything else is locked by who may have to go alone: first the stop, then the circuit.
pub async fn lock(services: &Services, tx: &mut Conn) -> Result<()> {
    flags::lock_stop(tx).await?;
    breakers::lock(tx, &services.settings.doku_host).await?;
    Ok(())
}

/// `who` goes alone. `false`: another instance was faster, or there is no trouble any more.
pub async fn go_alone(services: &Services, tx: &mut Conn, who: Uuid) -> Result<bool> {
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

/// DOKU answered something that only a caller with a good credential hears.
pub async fn answered(services: &Services, tx: &mut Conn) -> Result<()> {
    if recover(services, tx).await? {
        hurry(services, tx).await?;
    }
    Ok(())
}

/// As `answered`, but what waits is left to the caller, as the last thing it locks. `true`: this ended a trouble.
pub async fn recover(services: &Services, tx: &mut Conn) -> Result<bool> {
    let (now, host) = (services.now(), &services.settings.doku_host);
    let was_stopped = flags::clear(tx, flags::DOKU_STOPPED).await? > 0;
    let breaker = breakers::get(tx, host).await?;
    if breaker.is_some() {
        breakers::remove(tx, host).await?;
    }
    Ok(was_stopped || breaker.is_some_and(|breaker| breaker.circuit(now) != Circuit::Closed))
}

/// The trouble is over: what backed off because of it has no reason to wait any longer.
pub async fn hurry(services: &Services, tx: &mut Conn) -> Result<()> {
    outbox::hurry(tx, services.now(), SPREAD).await?;
    Ok(())
}

/// This one call is refused while others are taken: its host answers, and nothing more is known.
pub async fn refused_alone(services: &Services, tx: &mut Conn) -> Result<()> {
    Ok(breakers::remove(tx, &services.settings.doku_host).await?)
}

/// What a failure says about the way to DOKU. `true`: as `recover`.
pub async fn failed(services: &Services, tx: &mut Conn, who: Uuid, error: &doku::Error) -> Result<bool> {
    let (now, host) = (services.now(), &services.settings.doku_host);
    match (error.class(), error) {
        // Our own disk.
        (_, doku::Error::File(_)) => not_sent(services, tx, who).await?,
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

/// The same of one question by itself, answered or not.
pub async fn answer<T>(services: &Services, who: Uuid, answer: &std::result::Result<T, doku::Error>) -> Result<()> {
    let mut tx = services.store.begin().await?;
    match answer {
        Ok(_) => answered(services, &mut tx).await?,
        Err(error) => drop(failed(services, &mut tx, who, error).await?),
    }
    Ok(tx.commit().await?)
}

/// It was to go, but did not: if it should have gone alone, another may.
pub async fn not_sent(services: &Services, tx: &mut Conn, who: Uuid) -> Result<()> {
    flags::probe_again(tx).await?;
    Ok(breakers::free(tx, &services.settings.doku_host, who, services.now()).await?)
}
