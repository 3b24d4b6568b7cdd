//! Matches, notes and folds acknowledged callbacks. Businesses take turns.

use super::{fold::refold, matching, note};
use crate::{
    error::Result,
    services::Services,
    store::{as_limit, brands, businesses, callbacks},
};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};
use uuid::Uuid;

/// The most businesses and callbacks per transaction, which holds SQLite's one writer. Each business has an equal part
/// of the callbacks and is folded once, however many came about it.
const BUSINESSES: usize = 8;
const CALLBACKS: usize = 128;
/// The rest after a round, as a multiple of its length: acknowledging comes first, and callbacks that come meanwhile
/// are projected together.
const REST: u32 = 2;
/// The time after which a read-back follows a callback, once for several callbacks.
pub const DEBOUNCE: i64 = 5 * Millis::SECOND;

pub async fn run(services: &Services) -> Result<bool> {
    if !callbacks::any_new(&mut services.store.read().await?).await? {
        return Ok(false);
    }
    let began = tokio::time::Instant::now();
    matching::run(services).await?;
    let turn = turn(services).await?;
    let most = as_limit(CALLBACKS / turn.len().max(1));
    if let Err(error) = round(services, &turn, most, &mut Vec::new()).await {
        if error.is_passing() {
            return Err(error);
        }
        one_by_one(services, &turn, most).await?;
    }
    tokio::time::sleep(began.elapsed() * REST).await;
    Ok(true)
}

/// Returns the businesses whose turn it is, going round from the last turn, sorted in the order in which rows are
/// locked.
async fn turn(services: &Services) -> Result<Vec<BusinessId>> {
    let last = *services.turn.lock();
    let mut db = services.store.read().await?;
    let mut ids = callbacks::turns(&mut db, last, as_limit(BUSINESSES)).await?;
    if ids.len() < BUSINESSES {
        let first = BusinessId::new(Uuid::nil());
        let others = callbacks::turns(&mut db, first, as_limit(BUSINESSES - ids.len())).await?;
        ids.extend(others.into_iter().filter(|id| *id <= last));
    }
    if let Some(last) = ids.last() {
        *services.turn.lock() = *last;
    }
    ids.sort_unstable();
    Ok(ids)
}

/// Projects callbacks singly, so that one that fails holds up no other: it is put aside until a replay takes it up
/// again.
async fn one_by_one(services: &Services, turn: &[BusinessId], most: i64) -> Result<()> {
    for business in turn {
        for _ in 0..most {
            let mut taken = Vec::new();
            match round(services, &[*business], 1, &mut taken).await {
                Ok(()) => {}
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => {
                    let mut tx = services.store.begin().await?;
                    for id in &taken {
                        tracing::error!(callback = %id, error = %crate::telemetry::causes(&error), "callback {id} cannot be projected and is put aside");
                        callbacks::put_aside(&mut tx, *id).await?;
                    }
                    tx.commit().await?;
                }
            }
            if taken.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

/// Projects one round in a transaction. `ids` receives the callbacks that were taken, even if the round fails.
async fn round(services: &Services, turn: &[BusinessId], most: i64, ids: &mut Vec<FactId>) -> Result<()> {
    let mut tx = services.store.begin().await?;
    let mut changed = Vec::new();
    for id in turn {
        let Some(business) = businesses::lock(&mut tx, *id).await? else { continue };
        let taken = callbacks::take_new(&mut tx, *id, most).await?;
        if taken.is_empty() {
            // Another instance took them first.
            continue;
        }
        ids.extend(taken.iter().map(|callback| callback.id));
        let subject = note::Subject::of(services, &mut tx, &business).await?;
        let haste = note::take(services, &mut tx, &subject, taken).await?;
        refold(services, &mut tx, business).await?;
        let wait = if haste == note::Haste::AtOnce { 0 } else { DEBOUNCE };
        brands::after_callback(&mut tx, *id, services.now().plus(wait)).await?;
        changed.push(*id);
    }
    tx.commit().await?;
    changed.iter().for_each(|id| services.live.changed(*id));
    Ok(())
}
