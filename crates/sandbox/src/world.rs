//! Everything that the sandbox's handlers and its delivery loop share.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use doku::Clock;
use domain::Millis;
use sqlx::SqlitePool;
use tokio::sync::Notify;

use crate::chance::Chance;
use crate::config::{Config, Pace};
use crate::document::Ids;
use crate::error::Error;
use crate::store::{self, switches};
use crate::switches::Switches;
use crate::token::Issuer;

/// The time in which a receiver must answer. Source: CONTRACT §8.4, our decision.
const TIMEOUT: Duration = Duration::from_secs(10);

pub struct World {
    pub config: Config,
    pub clocks: Clocks,
    pub db: SqlitePool,
    pub ids: Ids,
    pub chance: Chance,
    pub http: reqwest::Client,
    pub issuer: Issuer,
    pub in_flight: InFlight,
    switches: RwLock<Switches>,
    pace: RwLock<Pace>,
    pub wake: Notify,
    /// The lock of the task that delivers.
    pub delivering: tokio::sync::Mutex<()>,
}

/// The two clocks. Inside the app both are its one clock; alone, only `due` moves: verdicts, deliveries and retries.
pub struct Clocks {
    /// The clock of the gate, tokens and `updated_at`.
    pub wall: Clock,
    pub due: Clock,
    pub shared: bool,
}

impl World {
    pub async fn open(config: Config, clocks: Clocks) -> Result<Self, Error> {
        if let Some(folder) = config.database.parent() {
            std::fs::create_dir_all(folder).map_err(Error::Folder)?;
        }
        let db = store::open(&config.database).await?;
        let mut conn = db.acquire().await?;
        let mut kept = switches::load(&mut conn).await?;
        kept.strict |= config.strict;
        // Skipped time stays skipped: otherwise things stored then would lie in the future now.
        let skipped = switches::get(&mut conn, switches::DUE_OFFSET_MS).await?;
        if skipped != 0 {
            clocks.due.set_offset_ms(skipped);
        }
        let ids = Ids::after(store::last_id(&mut conn).await?);
        drop(conn);
        let seed = match config.seed {
            Some(seed) => seed,
            None => drawn().map_err(Error::Chance)?,
        };
        Ok(Self {
            ids,
            chance: Chance::seeded(seed),
            http: client()?,
            issuer: Issuer::new()?,
            in_flight: InFlight::default(),
            switches: RwLock::new(kept),
            pace: RwLock::new(Pace { decide: config.decide, delay: config.auto_delay }),
            wake: Notify::new(),
            delivering: tokio::sync::Mutex::default(),
            config,
            clocks,
            db,
        })
    }

    pub fn switches(&self) -> Switches {
        self.switches.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn pace(&self) -> Pace {
        *self.pace.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_pace(&self, pace: Pace) {
        *self.pace.write().unwrap_or_else(PoisonError::into_inner) = pace;
    }

    /// Returns the time that the gate goes by and that `Date` tells.
    pub fn reported_now(&self) -> Millis {
        self.clocks.wall.now().plus(i64::from(self.switches().skew_minutes) * Millis::MINUTE)
    }

    /// Changes and keeps the switches; returns what `change` returns. Not in a transaction: there is one connection.
    pub async fn switch<T>(&self, change: impl FnOnce(&mut Switches) -> T) -> sqlx::Result<T> {
        let (answer, is_new) = {
            let mut switches = self.switches.write().unwrap_or_else(PoisonError::into_inner);
            let before = switches.clone();
            (change(&mut switches), *switches != before)
        };
        if is_new {
            let mut conn = self.db.acquire().await?;
            switches::save(&mut conn, &self.switches()).await?;
        }
        Ok(answer)
    }

    /// Moves the due clock, and with it all time if the clock is shared.
    pub async fn advance(&self, ms: i64) -> sqlx::Result<()> {
        self.clocks.due.advance(ms);
        let mut conn = self.db.acquire().await?;
        switches::set(&mut conn, switches::DUE_OFFSET_MS, self.clocks.due.offset_ms()).await?;
        self.wake.notify_one();
        Ok(())
    }
}

/// Builds a client that follows no redirects and uses no proxies.
fn client() -> Result<reqwest::Client, Error> {
    // The only possible error is that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().timeout(TIMEOUT).build()?;
    Ok(client)
}

/// The Request-Ids of the calls in progress.
#[derive(Default)]
pub struct InFlight(Mutex<HashSet<String>>);

impl InFlight {
    /// Returns `None` when the call is in progress already.
    pub fn begin<'a>(&'a self, request_id: &str) -> Option<Working<'a>> {
        let is_new = self.0.lock().expect("nobody panics while holding it").insert(request_id.to_owned());
        is_new.then(|| Working { all: self, request_id: request_id.to_owned() })
    }
}

/// Ends the work when dropped.
pub struct Working<'a> {
    all: &'a InFlight,
    request_id: String,
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.all.0.lock().expect("nobody panics while holding it").remove(&self.request_id);
    }
}

#[expect(clippy::disallowed_methods, reason = "the seed of everything that is drawn")]
fn drawn() -> Result<u64, getrandom::Error> {
    getrandom::u64()
}
