//! Plans that all open applications are read back.

use crate::{
    error::Result,
    services::Services,
    store::{brands, flags},
};
use domain::{Millis, ids::BusinessId};
use uuid::Uuid;

/// The pause between two read-backs of all open applications.
const ROUND: i64 = Millis::MINUTE;
/// The number of businesses that are examined in one step.
const STEP: i64 = 1_000;

/// Reads back all open applications, since an unreadable callback may be about any of them. However many such callbacks
/// come, there is one round per `ROUND`.
pub async fn read_all(services: &Services) -> Result<()> {
    let mut tx = services.store.begin().await?;
    let Some(at) = flags::plan_turn(&mut tx, flags::ALL_READ, services.now(), ROUND).await? else { return Ok(()) };
    tx.commit().await?;
    read_open_ones(services, at).await
}

/// Plans a read-back of every open application, and of every one whose verdict DOKU may take back, for this time. Goes
/// in steps: with a million of them no writer waits for all.
pub async fn read_open_ones(services: &Services, at: Millis) -> Result<()> {
    let mut after = BusinessId::new(Uuid::nil());
    loop {
        let mut tx = services.store.begin().await?;
        let last = brands::open_ones_soon(&mut tx, at, after, STEP).await?;
        tx.commit().await?;
        let Some(last) = last else { break };
        after = last;
    }
    services.wake.poll.notify_one();
    Ok(())
}
