//! Connects, serves, and stops gracefully.

use crate::{
    across,
    address::CALLBACK_PATH,
    config::{Config, SandboxDemo},
    connections,
    error::{Error, Stop},
    jobs, no_room, opening,
    own_doku::{self, Sandbox},
    projection,
    random::Chance,
    router, seed,
    services::Services,
    store::{counts, flags, outbox},
};
use axum::{
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use doku::Clock;
use domain::kyb::State as Standing;
use std::{
    fs::{File, TryLockError},
    future::Future,
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};

/// The longest time that requests and jobs may take to end after a stop was asked for.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until it is told to stop. With `with_worker: false` this process only answers; another one runs the jobs.
pub async fn run(
    config: Config,
    with_worker: bool,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Stop> {
    let _alone = alone(&config)?;
    let clock = Clock::wall();
    let mut stop = Box::pin(stop);
    let mut opening = Opening::default();
    let opened = no_room::wait(&config, async || opening.go_on(&config, &clock, with_worker).await);
    let services = tokio::select! {
        opened = opened => opened?,
        () = &mut stop => return Ok(()),
    };
    let own_doku = opening.own_doku;
    let listener = connections::listen(config.listen).await?;
    let (told, telling) = watch::channel(false);
    let (opening, open) = watch::channel(false);
    let live = services.clone();
    let stop = async move {
        stop.await;
        live.live.close();
        told.send_replace(true);
    };
    let pages = router(services.clone()).layer(from_fn_with_state(open, once_open));
    let serving = tokio::spawn(connections::serve(listener, pages, services.connections.clone(), stop));
    if let Some(own_doku) = &own_doku {
        if with_worker && config.sandbox_demo == SandboxDemo::Full {
            unless_stopped(seed::demo(&services, own_doku), telling.clone(), "the demo data is not complete").await;
        }
        seed::people(&services).await?;
    }
    let mut workers = if with_worker { jobs::spawn(&services, &telling) } else { JoinSet::new() };
    if with_worker {
        workers.spawn(read_first_of_all(services.clone(), telling.clone()));
    }
    let news = across::spawn(&services, config.direct_url());
    opening.send_replace(true);
    if own_doku.is_some() {
        greet(&services).await?;
    } else {
        tracing::info!("serving on {}", services.settings.public_url);
    }
    serving.await.map_err(Error::from)?;
    drop(news);
    let _ = tokio::time::timeout(GRACE, async { while workers.join_next().await.is_some() {} }).await;
    services.store.close().await;
    if let Some(own_doku) = own_doku {
        own_doku.stop().await;
    }
    Ok(())
}

/// The progress of a start: without room it continues later from there.
#[derive(Default)]
struct Opening {
    own_doku: Option<Sandbox>,
    services: Option<Services>,
}

impl Opening {
    async fn go_on(&mut self, config: &Config, clock: &Clock, with_worker: bool) -> Result<Services, Stop> {
        if self.own_doku.is_none() {
            self.own_doku = own_doku::start(config, clock).await?;
        }
        let services = match &self.services {
            Some(services) => services.clone(),
            None => {
                let own_doku = self.own_doku.as_ref().map(Sandbox::address);
                Services::open(config, clock.clone(), Chance::System, own_doku).await?
            }
        };
        self.services = Some(services.clone());
        if with_worker {
            recover(&services, config.working_days).await?;
        }
        Ok(services)
    }
}

/// Locks a SQLite file. A second process on it would void the first one's leases and send its calls twice. The lock
/// ends with the process, whatever ends that.
fn alone(config: &Config) -> Result<Option<File>, Stop> {
    let Some(database) = config.sqlite_file() else { return Ok(None) };
    opening::database_folder(config)?;
    let mut name = database.into_os_string();
    name.push(".lock");
    let file = File::options().create(true).append(true).open(name)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Stop::Setting(
            "Another `serambi serve` works on this SQLite file. Stop it first, or use PostgreSQL for several instances.",
        )),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Resets after a start: all instances learn how days count, the only process voids the leases of the one before it,
/// our credential may have been mended, and the planner looks at the tables.
async fn recover(services: &Services, working_days: bool) -> Result<(), Stop> {
    let mut tx = services.store.begin().await?;
    flags::put(&mut tx, flags::WORKING_DAYS, working_days, services.now()).await?;
    if services.store.is_one_process() {
        outbox::release_all(&mut tx).await?;
    }
    flags::clear(&mut tx, flags::DOKU_STOPPED).await?;
    flags::clear(&mut tx, flags::ANALYZED).await?;
    tx.commit().await?;
    Ok(())
}

/// Reads back what DOKU did while nobody listened.
async fn read_first_of_all(services: Services, stop: watch::Receiver<bool>) {
    let planned = projection::read_open_ones(&services, services.now());
    unless_stopped(planned, stop, "open applications are read back at their own time").await;
}

/// Runs `work` unless a stop comes first. It continues at the next start, and serving needs nothing of it.
async fn unless_stopped(
    work: impl Future<Output = Result<(), Error>>,
    mut stop: watch::Receiver<bool>,
    otherwise: &str,
) {
    let done = tokio::select! {
        done = work => done,
        _ = stop.wait_for(|stop| *stop) => return,
    };
    if let Err(error) = done {
        tracing::error!(error = %crate::telemetry::causes(&error), "{otherwise}");
    }
}

/// Holds requests while the demo is told, since the clock is in the past: people wait some seconds, DOKU's callbacks do
/// not.
async fn once_open(State(mut open): State<watch::Receiver<bool>>, request: Request, next: Next) -> Response {
    if request.uri().path() != CALLBACK_PATH {
        // The sender may be dropped: then we stop.
        drop(open.wait_for(|open| *open).await);
    }
    next.run(request).await
}

/// Prints where we are, who may sign in, and what to look at first.
#[expect(clippy::print_stdout, reason = "the person who started us reads this")]
async fn greet(services: &Services) -> Result<(), Stop> {
    let counts = counts::all(&mut services.store.read().await?).await?;
    let count = |state| counts.get(&Some(state)).copied().unwrap_or_default();
    let settings = &services.settings;
    let (url, panel) = (&settings.public_url, settings.sandbox_panel.as_deref().unwrap_or_default());
    println!("\n  Serambi          {url}");
    println!("  Sandbox DOKU     {panel}");
    println!("  Merchant         {} / {}", seed::MERCHANT, seed::PASSWORD);
    println!("  Reviewer         {} / {}", seed::REVIEWER, seed::PASSWORD);
    println!("  Admin            {} / {}", seed::ADMIN, seed::PASSWORD);
    println!("\n  Look at this first:");
    let (waiting, to_fix) = (count(Standing::PartnerCheck), count(Standing::ActionNeeded));
    if waiting > 0 {
        println!("  1. Sign in as the reviewer: {waiting} applications wait for a decision ({url}/review).");
    } else {
        println!("  1. Sign in as the merchant, start a business and submit it ({url}/businesses).");
    }
    if to_fix > 0 {
        println!(
            "  2. Sign in as the merchant: DOKU sent notes back about {to_fix} of the businesses ({url}/businesses)."
        );
    } else {
        println!("  2. Sign in as the reviewer and approve it ({url}/review).");
    }
    println!("  3. Open the panel of the sandbox: decide for DOKU, skip a day, cause an outage ({panel}).\n");
    Ok(())
}
