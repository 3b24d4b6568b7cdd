//! A call in hand belongs to one worker. Its lease is short and renewed while the call runs: a killed process lets go
//! of it soon, and one that cannot renew it drops the call before somebody else may take it.

use crate::{
    error::Result,
    services::Services,
    store::outbox::{self, Call},
};
use domain::Millis;
use std::{future::Future, time::Duration};
use tokio::time::{Instant, sleep, timeout};

/// The time for which a call stays with a worker that does not renew.
pub const LEASE: i64 = 30 * Millis::SECOND;
const BEAT: Duration = Duration::from_secs(5);
/// The time after which a worker drops its call: shorter than the lease by what a slow database may take.
const LOST_AFTER: Duration = Duration::from_secs(24);

/// Runs `work` while the lease holds. Returns `None` if the lease was lost; what `work` had begun to write is rolled
/// back.
pub async fn hold<T>(services: &Services, call: &Call, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        done = work => Some(done),
        () = until_lost(services, call) => {
            tracing::warn!(business.id = %call.business_id, doku.request_id = %call.request_id, "a call lost its lease and was dropped");
            None
        }
    }
}

async fn until_lost(services: &Services, call: &Call) {
    let mut renewed = Instant::now();
    loop {
        sleep(BEAT).await;
        let left = LOST_AFTER.saturating_sub(renewed.elapsed());
        match timeout(left, renew(services, call)).await {
            Ok(Ok(true)) => renewed = Instant::now(),
            Ok(Ok(false)) => return,
            // The database failed now, but may answer before the lease is lost.
            Ok(Err(_)) if renewed.elapsed() < LOST_AFTER => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

async fn renew(services: &Services, call: &Call) -> Result<bool> {
    Ok(services.store.write(async |tx| outbox::renew(tx, call, services.now().plus(LEASE)).await).await?)
}
