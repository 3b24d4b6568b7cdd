//! Probes for operators: is the process alive, can it work.

use crate::{disk::LEAST, error::Result, services::Services, store::flags};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use std::{future::Future, time::Duration};
use tokio::time::timeout;

/// A probe is answered within a second.
const PATIENCE: Duration = Duration::from_millis(900);

pub async fn livez() -> &'static str {
    "ok\n"
}

/// Tells whether a callback that comes now can be kept, and names each obstacle on a line.
pub async fn readyz(State(services): State<Services>) -> Response {
    let (database, files, free) = tokio::join!(
        within("the database", write(&services)),
        within("the file folder", async { Ok(services.disks.take_files().await?) }),
        within("the free space", async { Ok(services.disks.free_bytes().await?) }),
    );
    let scarce = matches!(free, Ok(free) if free < LEAST);
    let scarce = scarce.then(|| "almost no space is free on the disk\n".to_owned());
    let is_stopped = matches!(database, Ok(true));
    let troubles: String = [database.err(), files.err(), free.err(), scarce].into_iter().flatten().collect();
    match troubles.as_str() {
        "" if is_stopped => "ok, but DOKU refuses our credential\n".into_response(),
        "" => "ok\n".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, troubles).into_response(),
    }
}

async fn within<T>(what: &str, work: impl Future<Output = Result<T>>) -> Result<T, String> {
    match timeout(PATIENCE, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            tracing::warn!(error = %crate::telemetry::causes(&error), "not ready: {what} fails");
            Err(format!("{what} fails\n"))
        }
        Err(_) => Err(format!("{what} does not answer\n")),
    }
}

/// Writes in a transaction that is rolled back. Returns whether DOKU refuses our credential.
async fn write(services: &Services) -> Result<bool> {
    let mut tx = services.store.begin().await?;
    flags::set(&mut tx, flags::READY, services.now()).await?;
    Ok(flags::get(&mut tx, flags::DOKU_STOPPED).await?.is_some())
}
