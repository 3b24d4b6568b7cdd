//! Work without a request. Each job takes what is due, does it, and returns whether there may be more.

use crate::{
    counts,
    error::Result,
    guarded::{NAP, guarded},
    lists,
    mail::remind,
    outbox::{self, lookup},
    poll, projection, retention,
    services::Services,
    store::outbox::Lane,
};
use futures::{FutureExt, future::BoxFuture};
use std::{future::pending, time::Duration};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

/// One job: its name in logs, and what ends its pause once it found nothing to do. Jobs themselves never pause: a stop
/// would wait for them.
struct Job {
    name: &'static str,
    wake: Option<fn(&Services) -> &Notify>,
    rest: Duration,
    /// Runs one step. Returns true when there may be more.
    step: fn(&Services) -> BoxFuture<'_, Result<bool>>,
}

const JOBS: [Job; 8] = [
    Job { name: "projection", wake: Some(|s| &s.wake.project), rest: NAP, step: |s| projection::run(s).boxed() },
    Job { name: "poll", wake: Some(|s| &s.wake.poll), rest: NAP, step: |s| poll::run(s).boxed() },
    Job { name: "lookup", wake: Some(|s| &s.wake.lookup), rest: NAP, step: |s| lookup::run(s).boxed() },
    Job { name: "lists", wake: None, rest: NAP, step: |s| lists::run(s).boxed() },
    Job { name: "reminders", wake: None, rest: remind::EVERY, step: |s| remind::run(s).boxed() },
    Job { name: "retention", wake: None, rest: retention::EVERY, step: |s| retention::run(s).boxed() },
    Job { name: "counts", wake: None, rest: counts::EVERY, step: |s| counts::fold(s).boxed() },
    Job { name: "cleanup", wake: None, rest: retention::EVERY_OF_ROWS, step: |s| retention::purge_rows(s).boxed() },
];

/// Runs every worker until `stop` says so; then each finishes what it has in hand.
pub fn spawn(services: &Services, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    for job in JOBS {
        workers.spawn(run(stop.clone(), services.clone(), job));
    }
    for lane in Lane::ALL {
        workers.spawn(outbox::work_lane(services.clone(), lane, stop.clone()));
    }
    workers
}

impl Job {
    /// Waits until the job is due or woken. A job that failed is not woken early: it would fail as often as somebody
    /// wakes it.
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

async fn run(mut stop: watch::Receiver<bool>, services: Services, job: Job) {
    while !*stop.borrow() {
        let done = guarded(job.name, (job.step)(&services)).await;
        if done != Some(true) {
            tokio::select! {
                () = job.pause(&services, done.is_none()) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// Runs one round of everything, for tests that own the clock: whatever the outbox has due, then what follows. Returns
/// true when there may be more.
pub async fn run_once(services: &Services) -> Result<bool> {
    let reminded = remind::run(services).await?;
    let outbox = outbox::run(services).await?;
    let project = projection::run(services).await?;
    let poll = poll::run(services).await?;
    let lookup = lookup::run(services).await?;
    let lists = lists::run(services).await?;
    Ok(reminded || outbox || project || poll || lookup || lists)
}
