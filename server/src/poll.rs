//! Reads businesses back: five seconds after a callback, and regularly as long as DOKU acts.

use crate::{
    error::Result,
    outbox::gate::{self, Pass},
    projection::{self, note, rematch},
    services::Services,
    store::{
        brands::{self, Brand},
        businesses::{self, Business},
        callbacks, readbacks,
    },
    vault::Place,
};
use doku::Class;
use domain::{
    Millis,
    ids::{FactId, RequestId},
    kyb::Watch,
};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

const AT_ONCE: i64 = 4;
/// No other instance reads the same business until this has passed.
const LEASE: i64 = 2 * Millis::MINUTE;
const IN_TIME: i64 = 30 * Millis::MINUTE;
const LATE: i64 = 2 * Millis::HOUR;
/// The pause while DOKU may still change its mind: a lost callback could lift a suspension.
const LOOSELY: i64 = 6 * Millis::HOUR;
/// The pause for active businesses: a million of them make two read-backs each second.
const RARELY: i64 = 7 * Millis::DAY;
const AFTER_FAILURE: i64 = 2 * Millis::MINUTE;

pub async fn run(services: &Services) -> Result<bool> {
    let now = services.now();
    let mut db = services.store.read().await?;
    if !brands::is_due(&mut db, now).await? {
        return Ok(false);
    }
    let pass = gate::pass(services, &mut db).await?;
    drop(db);
    // The outbox may be empty: then this read-back finds out that DOKU is back.
    let limit = match pass {
        Pass::Nobody => return Ok(false),
        Pass::One => 1,
        Pass::All => AT_ONCE,
    };
    let mut tx = services.store.begin().await?;
    if pass == Pass::One {
        gate::lock(services, &mut tx).await?;
    }
    let due = brands::claim(&mut tx, now, now.plus(LEASE), limit).await?;
    if pass == Pass::One
        && let Some(brand) = due.first()
    {
        let who = gate::account(&mut tx, brand.business_id).await?;
        if !gate::probe_alone(services, &mut tx, who).await? {
            return Ok(false);
        }
    }
    tx.commit().await?;
    let any = !due.is_empty();
    // One failure must not drop the answers of the others.
    for outcome in futures::future::join_all(due.iter().map(|brand| read(services, brand))).await {
        if let Err(error) = outcome {
            tracing::error!(error = %crate::telemetry::causes(&error), "a read-back could not be kept");
        }
    }
    Ok(any)
}

async fn read(services: &Services, brand: &Brand) -> Result<()> {
    let asked_at = services.now();
    match services.doku.get_business(brand.doku_id.as_str(), &services.new_id::<RequestId>()?).await {
        Ok(read) => keep(services, brand, asked_at, read).await,
        Err(error) => {
            tracing::warn!(business.id = %brand.business_id, error = %crate::telemetry::causes(&error), "a read-back failed");
            let mut tx = services.store.begin().await?;
            let who = gate::account(&mut tx, brand.business_id).await?;
            let is_back = gate::failed(services, &mut tx, who, &error).await?;
            // A refusal of this one alone must not stop all others every other minute.
            let again = match error.class() {
                Class::Final | Class::Credential | Class::ThisCall => {
                    let business = businesses::by_id(&mut tx, brand.business_id).await?;
                    business.and_then(|business| next(services, &business))
                }
                Class::InFlight | Class::Uncertain => Some(services.now().plus(AFTER_FAILURE)),
            };
            brands::put_off(&mut tx, brand, again).await?;
            if is_back {
                gate::hurry(services, &mut tx).await?;
            }
            tx.commit().await?;
            Ok(())
        }
    }
}

/// Keeps DOKU's answer, as a fact if it is a new one. `brand` is as it was when DOKU was asked.
pub async fn keep(services: &Services, brand: &Brand, asked_at: Millis, mut read: doku::ReadBack) -> Result<()> {
    let shared_key = doku::readback::take_shared_keys(&mut read.body);
    let body = serde_json::to_vec(&read.body)?;
    let hash = Sha256::digest(&body).to_vec();
    let mut tx = services.store.begin().await?;
    // The order is the same everywhere, so that no two wait for each other: first the gate, then the business, then its
    // calls.
    let is_back = gate::recover(services, &mut tx).await?;
    let Some(row) = businesses::lock(&mut tx, brand.business_id).await? else { return Ok(()) };
    let key = services.vault.open_key(row.id, &row.data_key)?;
    if let Some(secret) = shared_key {
        let sealed = key.seal(&Place::SharedKey, secret.expose_secret().as_bytes())?;
        brands::set_shared_key(&mut tx, brand, &sealed).await?;
    }
    // The same answer again is no new fact, unless a callback came between, which clears the last hash.
    let before = row.state;
    let last_hash = brands::read_hash(&mut tx, brand).await?;
    let bound = callbacks::bind_ahead(&mut tx, row.id, read.at).await?;
    if last_hash.as_deref() != Some(&hash) || bound > 0 {
        let fact = services.new_id::<FactId>()?;
        readbacks::insert(&mut tx, fact, row.id, read.at, &key.seal(&Place::Readback(fact), &body)?).await?;
        if note::note_readback(&mut tx, &key, &row, fact, &read).await? {
            rematch::all(services, &mut tx, &row, &key).await?;
        }
        projection::refold(services, &mut tx, row.clone()).await?;
    }
    let after = businesses::by_id(&mut tx, row.id).await?.unwrap_or(row);
    brands::set_read(&mut tx, brand, asked_at, &hash, next(services, &after)).await?;
    if is_back {
        gate::hurry(services, &mut tx).await?;
    }
    tx.commit().await?;
    if after.state != before || last_hash.as_deref() != Some(&hash) {
        services.live.changed(after.id);
    }
    Ok(())
}

/// Returns the time of the next read-back, or `None` when nothing more can come from DOKU.
fn next(services: &Services, business: &Business) -> Option<Millis> {
    let now = services.now();
    let late = business.due_at.is_some_and(|due| now >= due);
    let pause = match business.state.watch() {
        Watch::Closely if late => LATE,
        Watch::Closely => IN_TIME,
        Watch::Loosely => LOOSELY,
        Watch::Rarely => RARELY,
        Watch::Never => return None,
    };
    Some(now.plus(pause + services.jitter(pause / 6)))
}
