//! Keeps the sums behind the counts of the queue small: many changes become few.

use crate::{
    error::Result,
    services::Services,
    store::counts::{self, Counts},
};
use std::time::Duration;

/// Fewer changes than this are left as they are.
const WORTH: i64 = 200;
/// Changes taken at once, so that no writer waits for long.
const AT_ONCE: i64 = 5_000;
pub const EVERY: Duration = Duration::from_secs(10);

/// Runs one step. Returns false when few changes are left.
pub async fn fold(services: &Services) -> Result<bool> {
    let changes = counts::changes(&mut services.store.read().await?).await?;
    if changes < WORTH {
        return Ok(false);
    }
    let taken = services.store.write(async |tx| counts::fold(tx, AT_ONCE).await).await?;
    // Another instance may have taken all of them.
    Ok(taken > 0)
}

/// Adds what the sums lack, as a safeguard, and returns it.
pub async fn mend(services: &Services) -> Result<Counts> {
    let lacking = counts::lacking(&mut services.store.read().await?).await?;
    if lacking.is_empty() {
        return Ok(lacking);
    }
    let mut tx = services.store.begin().await?;
    let lacking = counts::lacking(&mut tx).await?;
    for (state, change) in &lacking {
        tracing::warn!(?state, change, "a count of the queue was off and is mended");
        counts::add(&mut tx, *state, *change).await?;
    }
    tx.commit().await?;
    Ok(lacking)
}
