//! Rows that are only kept for a while, and daily upkeep.

use crate::{
    account::{STRANGERS_WINDOW, familiar::FAMILIAR_FOR},
    counts,
    error::Result,
    once::SECRET_FOR,
    services::Services,
    store::{callbacks, flags, hooks, kept::KEPT_FOR, old, once, refused_callbacks},
};
use domain::Millis;
use std::time::Duration;

/// The most rows removed from one table at once, so that no writer waits for long.
const AT_ONCE: i64 = 1_000;
const REFUSED_ROWS: i64 = 10_000;
const REFUSED_FOR: i64 = 7 * Millis::DAY;
/// The time for which a callback without a business is matched again.
const ORPHANS_FOR: i64 = Millis::DAY;
const EXCHANGES_FOR: i64 = 90 * Millis::DAY;
/// The time for which mails, and events for endpoints, are kept.
pub const TOLD_FOR: i64 = 90 * Millis::DAY;
pub const EVERY: Duration = Duration::from_secs(600);

/// Returns true when more is to be removed.
pub async fn run(services: &Services) -> Result<bool> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    refused_callbacks::purge(&mut tx, now.plus(-REFUSED_FOR), REFUSED_ROWS).await?;
    callbacks::retry_orphans(&mut tx, now.plus(-ORPHANS_FOR)).await?;
    hooks::purge_old_secrets(&mut tx, now).await?;
    let mut gone = vec![
        // A session ends at its time, not after it.
        old::SESSIONS.purge(&mut tx, now.plus(1), AT_ONCE).await?,
        once::purge(&mut tx, now.plus(-crate::once::KEPT_FOR), now.plus(-SECRET_FOR), AT_ONCE).await?,
    ];
    for (rows, kept_for) in [
        (old::EXCHANGES, EXCHANGES_FOR),
        (old::ATTEMPTS, STRANGERS_WINDOW),
        (old::FAMILIAR, FAMILIAR_FOR),
        (old::KEPT_POSTS, KEPT_FOR),
        (old::MAILS, TOLD_FOR),
        (old::EVENTS, TOLD_FOR),
    ] {
        gone.push(rows.purge(&mut tx, now.plus(-kept_for), AT_ONCE).await?);
    }
    let is_first_today = flags::take_turn(&mut tx, flags::ANALYZED, now, Millis::DAY).await?;
    tx.commit().await?;
    services.limits.forget_quiet();
    services.purge_replaced().await?;
    if is_first_today {
        services.store.analyze().await?;
        counts::mend(services).await?;
    }
    Ok(gone.into_iter().any(|rows| rows == AT_ONCE.unsigned_abs()))
}
