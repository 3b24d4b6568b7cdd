//! How long files are kept: those that no row names go.

use super::sweep;
use crate::{error::Result, services::Services};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(600);

/// One round, then a rest.
pub async fn watch(services: &Services) -> Result<bool> {
    if let Err(error) = run(services).await {
        tracing::error!(error = &error as &dyn std::error::Error, "files that are due could not be removed");
    }
    tokio::select! {
        () = tokio::time::sleep(EVERY) => {}
        () = services.wake.tidy.notified() => {}
    }
    Ok(false)
}

pub async fn run(services: &Services) -> Result<()> {
    sweep::run(services).await.map(drop)
}
