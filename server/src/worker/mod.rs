//! What happens without a request. Each job takes what is due, does it, and says whether it did anything.

mod again;
pub mod breaker;
pub mod counts;
pub mod exchanges;
pub mod gate;
mod hook;
pub mod lease;
pub mod lists;
pub mod lookup;
mod mail;
mod matching;
pub mod note;
pub mod outbox;
pub mod poll;
pub mod project;
mod register;
pub mod retention;
mod settle;
pub mod sweep;
pub mod tidy;
pub mod update;
mod upload;

use crate::{error::Result, notify::remind, services::Services, store::outbox::Lane, telemetry::count_incident};
use futures::FutureExt;
use std::{
    future::{Future, pending},
    panic::AssertUnwindSafe,
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

/// How long a worker sleeps when nobody wakes it: a net for what another process wrote and for clocks that were moved.
const NAP: Duration = Duration::from_millis(500);

/// Runs every worker until `stop` says so; then each finishes what it has in hand.
pub fn spawn(services: &Services, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    let (s, woken) = (services.clone(), |wake| Rest { wake: Some(wake), at_most: NAP });
    workers.spawn(run(stop.clone(), s.clone(), woken(|s| &s.wake.project), |s| async move { project::run(&s).await }));
    for lane in Lane::ALL {
        workers.spawn(outbox::work_lane(s.clone(), lane, stop.clone()));
    }
    workers.spawn(run(stop.clone(), s.clone(), woken(|s| &s.wake.poll), |s| async move { poll::run(&s).await }));
    workers.spawn(run(stop.clone(), s.clone(), woken(|s| &s.wake.lookup), |s| async move { lookup::run(&s).await }));
    let every = |at_most| Rest { wake: None, at_most };
    workers.spawn(run(stop.clone(), s.clone(), every(NAP), |s| async move { lists::run(&s).await }));
    workers.spawn(run(stop.clone(), s.clone(), every(remind::EVERY), |s| async move { remind::run(&s).await }));
    workers.spawn(run(stop.clone(), s.clone(), every(retention::EVERY), |s| async move { retention::run(&s).await }));
    workers.spawn(run(stop.clone(), s.clone(), every(counts::EVERY), |s| async move { counts::fold(&s).await }));
    workers.spawn(run(stop.clone(), s, every(tidy::EVERY), |s| async move { tidy::run(&s).await }));
    workers
}

/// What ends the pause of a job that found nothing to do. Jobs themselves never pause: a stop would wait for them.
struct Rest {
    wake: Option<fn(&Services) -> &Notify>,
    at_most: Duration,
}

impl Rest {
    /// What failed is not woken: it would fail as often as somebody wakes it.
    async fn take(&self, services: &Services, has_failed: bool) {
        let woken = async {
            match self.wake {
                Some(wake) if !has_failed => wake(services).notified().await,
                _ => pending().await,
            }
        };
        let _ = tokio::time::timeout(self.at_most, woken).await;
    }
}

async fn run<F>(mut stop: watch::Receiver<bool>, services: Services, rest: Rest, job: impl Fn(Services) -> F)
where
    F: Future<Output = Result<bool>>,
{
    while !*stop.borrow() {
        let done = guarded(job(services.clone())).await;
        if done != Some(true) {
            tokio::select! {
                () = rest.take(&services, done.is_none()) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// What a job came to. `None`: it failed, and panicking is one more way to; that is logged, and it is tried again.
async fn guarded<T>(job: impl Future<Output = Result<T>>) -> Option<T> {
    match AssertUnwindSafe(job).catch_unwind().await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            count_incident("worker");
            tracing::error!(
                kind = "worker",
                error = &error as &dyn std::error::Error,
                "a worker failed and tries again"
            );
            None
        }
        Err(_) => {
            count_incident("panic");
            tracing::error!(kind = "panic", "a worker panicked and tries again");
            None
        }
    }
}

/// One round of everything, for tests that own the clock: whatever the outbox has due, then what follows. `true`: there may be
/// more.
pub async fn run_once(services: &Services) -> Result<bool> {
    let reminded = remind::run(services).await?;
    let outbox = outbox::run(services).await?;
    let project = project::run(services).await?;
    let poll = poll::run(services).await?;
    let lookup = lookup::run(services).await?;
    let lists = lists::run(services).await?;
    Ok(reminded || outbox || project || poll || lookup || lists)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[tokio::test]
    async fn a_job_that_fails_or_panics_leaves_the_worker_alive() {
        assert_eq!(guarded(async { Ok(true) }).await, Some(true));
        assert_eq!(guarded(async { Err::<bool, _>(Error::Sealed) }).await, None);
        let broken = async || -> Result<bool> { panic!("a bug of ours") };
        assert_eq!(guarded(broken()).await, None);
    }
}
