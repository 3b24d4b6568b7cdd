//! Connect, serve, stop gracefully.

use crate::{
    config::{Config, SandboxDecide},
    connections,
    error::Stop,
    files::private_folder,
    live, router, seed,
    services::Services,
    store::{flags, outbox, readbacks},
    worker,
};
use doku::Clock;
use sandbox::{Decide, Sandbox};
use std::{
    fs::{File, TryLockError},
    future::Future,
    time::Duration,
};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

/// How long requests and jobs may take to end once we were told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// `with_worker: false`: this process only answers; another one runs the jobs.
pub async fn run(
    config: Config,
    with_worker: bool,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Stop> {
    let _alone = alone(&config)?;
    let clock = Clock::wall();
    let own_doku = start_sandbox(&config, &clock).await?;
    let services = Services::open(&config, clock, own_doku.as_ref()).await?;
    if with_worker {
        recover(&services, config.working_days).await?;
    }
    let listener = TcpListener::bind(config.listen).await?;
    if services.settings.sandbox_panel.is_some() {
        seed::people(&services).await?;
        greet(&services);
    } else {
        tracing::info!("serving on {}", services.settings.public_url);
    }
    let (told, telling) = watch::channel(false);
    let mut workers = if with_worker { worker::spawn(&services, &telling) } else { JoinSet::new() };
    let news = live::across::spawn(&services, config.direct_url());
    let live = services.clone();
    let stop = async move {
        stop.await;
        live.live.close();
        told.send_replace(true);
        live.wake.tidy.notify_waiters();
    };
    connections::serve(listener, router(services.clone()), services.connections.clone(), stop).await;
    drop(news);
    let _ = tokio::time::timeout(GRACE, async { while workers.join_next().await.is_some() {} }).await;
    services.store.close().await;
    if let Some(own_doku) = own_doku {
        own_doku.stop().await;
    }
    Ok(())
}

/// A second process on one SQLite file would void the first one's leases and send its calls twice. The lock goes with the process,
/// however that ends.
fn alone(config: &Config) -> Result<Option<File>, Stop> {
    let Some(database) = config.sqlite_file() else { return Ok(None) };
    if let Some(folder) = database.parent() {
        private_folder(folder)?;
    }
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

async fn start_sandbox(config: &Config, clock: &Clock) -> Result<Option<Sandbox>, Stop> {
    let Some(listen) = config.sandbox_listen()? else { return Ok(None) };
    let folder = config
        .sqlite_file()
        .and_then(|file| file.parent().map(std::path::Path::to_owned))
        .unwrap_or_else(|| "data".into());
    private_folder(&folder)?;
    let sandbox = sandbox::Config {
        listen,
        database: folder.join("sandbox.db"),
        client_id: config.client_id(),
        secret_key: config.secret_key(),
        decide: match config.sandbox_decide {
            SandboxDecide::Auto => Decide::Auto,
            SandboxDecide::Explicit => Decide::Explicit,
        },
        auto_delay: Duration::from_secs(5),
        strict: false,
    };
    Ok(Some(Sandbox::start(sandbox, clock.clone()).await?))
}

/// After a start: how hours count is told to all instances, with one process the leases of the one before it are void, our
/// credential may have been mended, the planner looks at the tables, and every open application is read first of all.
async fn recover(services: &Services, working_days: bool) -> Result<(), Stop> {
    let mut tx = services.store.begin().await?;
    flags::put(&mut tx, flags::WORKING_DAYS, working_days, services.now()).await?;
    if services.store.is_one_process() {
        outbox::release_all(&mut tx).await?;
    }
    flags::clear(&mut tx, flags::DOKU_STOPPED).await?;
    flags::clear(&mut tx, flags::ANALYZED).await?;
    readbacks::all_open_soon(&mut tx, services.now()).await?;
    tx.commit().await?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the person who started us reads this")]
fn greet(services: &Services) {
    let settings = &services.settings;
    println!("\n  Serambi          {}", settings.public_url);
    println!("  Sandbox DOKU     {}", settings.sandbox_panel.as_deref().unwrap_or_default());
    println!("  Merchant         {} / {}", seed::MERCHANT, seed::PASSWORD);
    println!("  Reviewer         {} / {}", seed::REVIEWER, seed::PASSWORD);
    println!("  Admin            {} / {}\n", seed::ADMIN, seed::PASSWORD);
}
