//! What is only kept for a while, and what is looked after once a day.

use crate::{
    account::{STRANGERS_WINDOW, familiar::FAMILIAR_FOR},
    counts,
    error::Result,
    once::SECRET_FOR,
    services::Services,
    store::{
        accounts, callbacks, exchanges, familiar, flags, hooks,
        kept::{self, KEPT_FOR},
        mails, once, refused_callbacks, sessions,
    },
};
use domain::Millis;
use std::time::Duration;

/// Of one table, so that nobody who writes waits for long.
const AT_ONCE: i64 = 1_000;
const REFUSED_ROWS: i64 = 10_000;
const REFUSED_FOR: i64 = 7 * Millis::DAY;
/// How long a callback may still find its business.
const ORPHANS_FOR: i64 = Millis::DAY;
const EXCHANGES_FOR: i64 = 90 * Millis::DAY;
/// Mails, and what endpoints were told.
pub const TOLD_FOR: i64 = 90 * Millis::DAY;
pub const EVERY: Duration = Duration::from_secs(600);

/// `true`: more is to go.
pub async fn run(services: &Services) -> Result<bool> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    refused_callbacks::purge(&mut tx, now.plus(-REFUSED_FOR), REFUSED_ROWS).await?;
    callbacks::retry_orphans(&mut tx, now.plus(-ORPHANS_FOR)).await?;
    hooks::purge_old_secrets(&mut tx, now).await?;
    let gone = [
        exchanges::purge(&mut tx, now.plus(-EXCHANGES_FOR), AT_ONCE).await?,
        accounts::forget_failures(&mut tx, now.plus(-STRANGERS_WINDOW), AT_ONCE).await?,
        familiar::purge(&mut tx, now.plus(-FAMILIAR_FOR), AT_ONCE).await?,
        sessions::purge(&mut tx, now, AT_ONCE).await?,
        kept::purge(&mut tx, now.plus(-KEPT_FOR), AT_ONCE).await?,
        once::purge(&mut tx, now.plus(-crate::once::KEPT_FOR), now.plus(-SECRET_FOR), AT_ONCE).await?,
        mails::purge(&mut tx, now.plus(-TOLD_FOR), AT_ONCE).await?,
        hooks::purge(&mut tx, now.plus(-TOLD_FOR), AT_ONCE).await?,
    ];
    let is_first_today = flags::take_turn(&mut tx, flags::ANALYZED, now, Millis::DAY).await?;
    tx.commit().await?;
    services.limits.tidy();
    services.purge_replaced().await?;
    if is_first_today {
        services.store.analyze().await?;
        counts::mend(services).await?;
    }
    Ok(gone.into_iter().any(|rows| rows == AT_ONCE.unsigned_abs()))
}
