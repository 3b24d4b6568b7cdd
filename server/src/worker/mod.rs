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

use crate::{error::Result, mail::remind, services::Services, store::outbox::Lane, telemetry::count_incident};
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
    let s = services.clone();
    let woken = |name, wake| Job { name, wake: Some(wake), rest: NAP };
    let every = |name, rest| Job { name, wake: None, rest };
    let project_job = woken("projection", |s| &s.wake.project);
    workers.spawn(run(stop.clone(), s.clone(), project_job, |s| async move { project::run(&s).await }));
    for lane in Lane::ALL {
        workers.spawn(outbox::work_lane(s.clone(), lane, stop.clone()));
    }
    let poll_job = woken("poll", |s| &s.wake.poll);
    workers.spawn(run(stop.clone(), s.clone(), poll_job, |s| async move { poll::run(&s).await }));
    let lookup_job = woken("lookup", |s| &s.wake.lookup);
    workers.spawn(run(stop.clone(), s.clone(), lookup_job, |s| async move { lookup::run(&s).await }));
    workers.spawn(run(stop.clone(), s.clone(), every("lists", NAP), |s| async move { lists::run(&s).await }));
    let remind_job = every("reminders", remind::EVERY);
    workers.spawn(run(stop.clone(), s.clone(), remind_job, |s| async move { remind::run(&s).await }));
    let retention_job = every("retention", retention::EVERY);
    workers.spawn(run(stop.clone(), s.clone(), retention_job, |s| async move { retention::run(&s).await }));
    workers.spawn(run(
        stop.clone(),
        s.clone(),
        every("counts", counts::EVERY),
        |s| async move { counts::fold(&s).await },
    ));
    workers.spawn(run(stop.clone(), s, every("tidy", tidy::EVERY), |s| async move { tidy::run(&s).await }));
    workers
}

/// By what name logs know it, and what ends its pause once it found nothing to do. Jobs themselves never pause: a stop would wait
/// for them.
struct Job {
    name: &'static str,
    wake: Option<fn(&Services) -> &Notify>,
    rest: Duration,
}

impl Job {
    /// What failed is not woken: it would fail as often as somebody wakes it.
    async fn pause(&self, services: &Services, has_failed: bool) {
        let woken = async {
            match self.wake {
                Some(wake) if !has_failed => wake(services).notified().await,
                _ => pending().await,
            }
        };
        let _ = tokio::time::timeout(self.rest, woken).await;
    }
}

async fn run<F>(mut stop: watch::Receiver<bool>, services: Services, job: Job, work: impl Fn(Services) -> F)
where
    F: Future<Output = Result<bool>>,
{
    while !*stop.borrow() {
        let done = guarded(job.name, work(services.clone())).await;
        if done != Some(true) {
            tokio::select! {
                () = job.pause(&services, done.is_none()) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// What a job came to. `None`: it failed, and panicking is one more way to; that is logged, and it is tried again.
async fn guarded<T>(worker: &'static str, job: impl Future<Output = Result<T>>) -> Option<T> {
    match AssertUnwindSafe(job).catch_unwind().await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            count_incident("worker");
            tracing::error!(
                kind = "worker",
                worker,
                error = %crate::telemetry::causes(&error),
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
        assert_eq!(guarded("a test", async { Ok(true) }).await, Some(true));
        assert_eq!(guarded("a test", async { Err::<bool, _>(Error::Sealed) }).await, None);
        let broken = async || -> Result<bool> { panic!("a bug of ours") };
        assert_eq!(guarded("a test", broken()).await, None);
    }
}
