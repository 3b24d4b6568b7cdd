//! Everything that the sandbox's handlers and its delivery loop share.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use doku::Clock;
use sqlx::SqlitePool;
use tokio::sync::Notify;

use crate::chance::Chance;
use crate::document::Ids;
use crate::store::{self, switches};
use crate::token::Issuer;
use crate::{Config, Error};

pub struct World {
    pub config: Config,
    pub clocks: Clocks,
    pub db: SqlitePool,
    pub ids: Ids,
    pub chance: Chance,
    pub http: reqwest::Client,
    pub issuer: Issuer,
    pub in_flight: InFlight,
    /// While on, every partner call is answered 503.
    pub outage: AtomicBool,
    pub wake: Notify,
    /// Held by the one who delivers.
    pub delivering: tokio::sync::Mutex<()>,
}

/// Inside the app both are its one clock. On its own, only `due` moves: verdicts, deliveries and retries.
pub struct Clocks {
    /// Gate, tokens, `updated_at`.
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
        let outage = switches::get(&mut conn, switches::OUTAGE).await? != 0;
        // Time that was skipped stays skipped: what was stored then must not lie in the future now.
        let skipped = switches::get(&mut conn, switches::DUE_OFFSET_MS).await?;
        if skipped != 0 {
            clocks.due.set_offset_ms(skipped);
        }
        drop(conn);
        let seed = getrandom::u64().map_err(Error::Chance)?;
        Ok(Self {
            ids: Ids::after(store::last_id(&db).await?),
            chance: Chance::seeded(seed),
            http: client()?,
            issuer: Issuer::new()?,
            in_flight: InFlight::default(),
            outage: AtomicBool::new(outage),
            wake: Notify::new(),
            delivering: tokio::sync::Mutex::default(),
            config,
            clocks,
            db,
        })
    }

    pub async fn set_outage(&self, on: bool) -> sqlx::Result<()> {
        self.outage.store(on, Ordering::SeqCst);
        let mut conn = self.db.acquire().await?;
        switches::set(&mut conn, switches::OUTAGE, i64::from(on)).await
    }

    /// Moves what is due, and with a shared clock everything.
    pub async fn advance(&self, ms: i64) -> sqlx::Result<()> {
        self.clocks.due.advance(ms);
        let mut conn = self.db.acquire().await?;
        switches::set(&mut conn, switches::DUE_OFFSET_MS, self.clocks.due.offset_ms()).await?;
        self.wake.notify_one();
        Ok(())
    }
}

/// Calls nobody but the one it is told to: no redirects, no proxies.
fn client() -> Result<reqwest::Client, Error> {
    // An error only says that one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(crate::callbacks::TIMEOUT)
        .build()?;
    Ok(client)
}

/// The Request-Ids that are being worked on.
#[derive(Default)]
pub struct InFlight(Mutex<HashSet<String>>);

impl InFlight {
    /// `None`: somebody is at it already.
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
