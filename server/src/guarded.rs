//! Logs a job that fails or panics, so that it is tried again and stops nothing else.

use crate::{
    error::Result,
    telemetry::{causes, count_incident},
};
use futures::FutureExt;
use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

/// The longest sleep of a worker that nothing wakes, to find what another process wrote and what a moved clock made
/// due.
pub const NAP: Duration = Duration::from_millis(500);

/// Returns the outcome of a job, or `None` when it failed or panicked: that is logged, and it is tried again.
pub async fn guarded<T>(worker: &'static str, job: impl Future<Output = Result<T>>) -> Option<T> {
    match AssertUnwindSafe(job).catch_unwind().await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            count_incident("worker");
            tracing::error!(
                kind = "worker",
                error = %causes(&error),
                "a worker failed and tries again"
            );
            None
        }
        Err(_) => {
            count_incident("panic");
            tracing::error!(kind = "panic", worker, "a worker panicked and tries again");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[tokio::test]
    async fn a_job_that_fails_or_panics_leaves_the_worker_alive() {
        assert_eq!(guarded("a test", async { Ok(true) }).await, Some(true));
        assert_eq!(guarded("a test", async { Err::<bool, _>(Error::Sealed) }).await, None);
        let broken = async || -> Result<bool> { panic!("a bug of ours") };
        assert_eq!(guarded("a test", broken()).await, None);
    }
}
