//! What happens without a request. Each job takes what is due, does it, and says whether it did anything.

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
use std::{
    future::{Future, pending},
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

/// Runs every worker until `stop` says so; then each finishes what it has in hand.
pub fn spawn(services: &Services, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    let s = services.clone();
    let woken = |name, wake| Job { name, wake: Some(wake), rest: NAP };
    let every = |name, rest| Job { name, wake: None, rest };
    let project_job = woken("projection", |s| &s.wake.project);
    workers.spawn(run(stop.clone(), s.clone(), project_job, |s| async move { projection::run(&s).await }));
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
    workers.spawn(run(stop.clone(), s, every("tidy", retention::EVERY_OF_ROWS), |s| async move {
        retention::purge_rows(&s).await
    }));
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

/// One round of everything, for tests that own the clock: whatever the outbox has due, then what follows. `true`: there may be
/// more.
pub async fn run_once(services: &Services) -> Result<bool> {
    let reminded = remind::run(services).await?;
    let outbox = outbox::run(services).await?;
    let project = projection::run(services).await?;
    let poll = poll::run(services).await?;
    let lookup = lookup::run(services).await?;
    let lists = lists::run(services).await?;
    Ok(reminded || outbox || project || poll || lookup || lists)
}
