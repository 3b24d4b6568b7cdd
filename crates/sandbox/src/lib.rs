//! A DOKU of our own, for development and tests: a server with DOKU's paths, signatures, refusals and callbacks.
//!
//! It never logs a name, a number or a body, and it calls nobody but this machine.

mod api;
mod callbacks;
mod chance;
mod chaos;
mod config;
mod delivery;
mod document;
mod error;
mod leniency;
mod outcomes;
mod panel;
mod shapes;
mod snap;
mod store;
mod switches;
mod token;
mod verdicts;
mod world;

pub use config::{Config, Decide, Pace, base_url_at};
pub use error::Error;
pub use panel::{ManualVerdict, Refused};

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use doku::Clock;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use world::{Clocks, World};

/// A running sandbox. Dropped without [`Sandbox::stop`], it ends at once, as if it had crashed.
pub struct Sandbox {
    address: SocketAddr,
    world: Arc<World>,
    end: oneshot::Sender<()>,
    server: JoinHandle<()>,
    delivery: JoinSet<()>,
}

impl Sandbox {
    /// Starts inside the app, with one clock for both.
    pub async fn start(config: Config, clock: Clock) -> Result<Self, Error> {
        Self::start_with(config, Clocks { wall: clock.clone(), due: clock, shared: true }).await
    }

    /// Starts as a process of its own: `due` moves, while the gate and tokens go by `wall`.
    pub async fn start_alone(config: Config, wall: Clock, due: Clock) -> Result<Self, Error> {
        Self::start_with(config, Clocks { wall, due, shared: false }).await
    }

    async fn start_with(config: Config, clocks: Clocks) -> Result<Self, Error> {
        let listener = tokio::net::TcpListener::bind(config.listen).await.map_err(Error::Listen)?;
        let address = listener.local_addr().map_err(Error::Listen)?;
        let world = Arc::new(World::open(config, clocks).await?);
        let router = panel::router(world.clone()).merge(api::router(world.clone()));
        let (end, ended) = oneshot::channel::<()>();
        let serve = axum::serve(listener, router).with_graceful_shutdown(async move { drop(ended.await) });
        let server = tokio::spawn(async move {
            if let Err(cause) = serve.await {
                tracing::error!("the sandbox stopped serving: {cause}");
            }
        });
        let delivery = JoinSet::from_iter([delivery::run(world.clone())]);
        Ok(Self { address, world, end, server, delivery })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the base of the partner API, as a client wants it.
    pub fn base_url(&self) -> String {
        base_url_at(self.address)
    }

    /// Carries out everything that is due by the clock, and what follows from it at once.
    pub async fn deliver_due(&self) {
        delivery::deliver_due(&self.world).await;
    }

    pub fn pace(&self) -> Pace {
        self.world.pace()
    }

    /// Sets the pace until the sandbox ends; a restart goes by its settings again.
    pub fn set_pace(&self, pace: Pace) {
        self.world.set_pace(pace);
    }

    /// Decides as `/sim` does, and returns how many entities were judged. `registration`: `BSN-…`, `BRN-…` or a
    /// Request-Id.
    pub async fn decide(&self, registration: &str, manual: &ManualVerdict) -> Result<usize, Refused> {
        panel::decide(&self.world, registration, manual).await
    }

    /// Judges everything that is open, or else the services.
    pub async fn decide_all(&self, registration: &str) -> Result<usize, Refused> {
        panel::decide_all(&self.world, registration).await
    }

    /// Changes the named switches only.
    pub async fn switch(&self, changes: &serde_json::Value) -> Result<(), Refused> {
        panel::switch(&self.world, changes).await
    }

    /// Makes the sandbox look at the clock now instead of in a moment.
    pub fn wake(&self) {
        self.world.wake.notify_one();
    }

    /// Answers what has begun, for a second at most, and closes its file.
    pub async fn stop(self) {
        drop(self.end);
        let Self { mut server, delivery, world, .. } = self;
        {
            let _idle = world.delivering.lock().await;
            drop(delivery);
        }
        if tokio::time::timeout(Duration::from_secs(1), &mut server).await.is_err() {
            server.abort();
        }
        world.db.close().await;
    }
}
