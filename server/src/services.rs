//! The services that a use case may need, handed in once.

use crate::{
    address::{Address, CALLBACK_PATH},
    budget::Budget,
    config::{CallbackKey, CallbackTarget, Config, NeverArrived, Readers, ReviewMode},
    connections::{budget::ConnectionBudget, size::Size},
    disk::Disks,
    egress::Egress,
    error::{Result, Stop},
    exchanges,
    files::Files,
    inbox::Inbox,
    limits::Limits,
    live::Live,
    mailer::Mailer,
    opening::{self, host_of},
    own_doku::doku_url,
    passwords::Hashing,
    random::{self, Chance},
    store::{Store, outbox::Lane},
    vault::Vault,
};
use doku::Clock;
use domain::{Millis, area::Spelling, ids::BusinessId, kyb};
use parking_lot::Mutex;
use secrecy::SecretString;
use std::{net::SocketAddr, sync::Arc};
use tokio::sync::Notify;
use uuid::Uuid;

#[derive(Clone)]
pub struct Services(Arc<Inner>);

impl std::ops::Deref for Services {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

pub struct Inner {
    pub store: Store,
    pub inbox: Inbox,
    pub vault: Vault,
    pub files: Files,
    pub disks: Disks,
    pub clock: Clock,
    pub chance: Chance,
    pub doku: doku::Client,
    pub live: Live,
    pub mailer: Mailer,
    /// The addresses that a person may have us call, and the client that calls them.
    pub egress: Egress,
    pub hooks: reqwest::Client,
    pub limits: Limits,
    pub connections: Arc<ConnectionBudget>,
    pub settings: Settings,
    /// The hashing by Argon2id. A place in it is never held while a form is still on its way.
    pub hashing: Hashing,
    pub wake: Wake,
    /// The business whose callbacks were projected last: the next round begins after it.
    pub turn: Mutex<BusinessId>,
}

/// The part of the configuration that use cases and pages know.
pub struct Settings {
    pub partner_name: String,
    pub partner_support: String,
    pub public_url: String,
    pub address: Address,
    pub is_https: bool,
    pub review: ReviewMode,
    pub budget: Budget,
    /// The time for which a replaced file is kept as evidence, in milliseconds.
    pub replaced_for: i64,
    pub client_id: String,
    pub secret_key: SecretString,
    pub trusted_proxies: usize,
    pub retention_days: u32,
    /// The time for which the secret before a new one signs webhooks too, in milliseconds.
    pub old_secret_for: i64,
    pub metrics: Readers,
    pub callback_key: CallbackKey,
    pub callback_target: CallbackTarget,
    pub never_arrived: NeverArrived,
    pub area: Spelling,
    /// The host and port of DOKU: the circuit breaker's key.
    pub doku_host: String,
    /// The address of `/sim`, with the sandbox on.
    pub sandbox_panel: Option<String>,
}

/// Wakes the workers when there is something to do; they look regularly too.
#[derive(Default)]
pub struct Wake {
    /// Wakes the lane of calls to DOKU.
    pub outbox: Notify,
    pub mail: Notify,
    pub webhook: Notify,
    pub project: Notify,
    pub poll: Notify,
    pub lookup: Notify,
}

impl Wake {
    pub const fn lane(&self, lane: Lane) -> &Notify {
        match lane {
            Lane::Doku => &self.outbox,
            Lane::Mail => &self.mail,
            Lane::Webhook => &self.webhook,
        }
    }
}

impl Services {
    /// Opens everything that the settings name; `own_doku` is where our own DOKU listens when it runs in this process.
    pub async fn open(
        config: &Config,
        clock: Clock,
        chance: Chance,
        own_doku: Option<SocketAddr>,
    ) -> Result<Self, Stop> {
        let (store, vault) = opening::unlock(config, clock.now(), &chance).await?;
        let files = opening::files(config)?;
        let panel = own_doku.map(|address| format!("http://{address}/sim"));
        let base_url = doku_url(config, own_doku)?;
        let exchanges = exchanges::recorder(store.clone(), clock.clone());
        let doku_host = host_of(&base_url).to_owned();
        let settings = config.doku.settings(base_url, config.client_id(), config.secret_key());
        let doku = doku::Client::new(settings, clock.clone())?.on_exchange(exchanges);
        let settings = Settings {
            partner_name: config.partner.name.clone(),
            partner_support: config.partner.support.clone(),
            public_url: config.public_url(),
            address: Address::read(&config.public_url(), panel.is_some())?,
            is_https: config.is_https(),
            review: config.review,
            budget: config.budget,
            replaced_for: i64::from(config.replaced_days) * Millis::DAY,
            client_id: config.client_id(),
            secret_key: config.secret_key(),
            trusted_proxies: config.trusted_proxies,
            retention_days: config.retention_days,
            old_secret_for: i64::from(config.old_secret_hours) * Millis::HOUR,
            metrics: config.metrics_readers(),
            callback_key: config.doku.callback_key,
            callback_target: config.doku.callback_target_query,
            never_arrived: config.doku.never_arrived.clone(),
            area: config.doku.spelling(),
            doku_host,
            sandbox_panel: panel,
        };
        let live = Live::new(clock.clone(), &chance, &store)?;
        let size = Size::new(config.connections, config.connections_per_address, config.trusted_proxies > 0);
        let egress = Egress { sandbox: own_doku.is_some() };
        let hooks = egress.client().map_err(|_| Stop::Setting("No HTTP client for webhooks can be made."))?;
        let inner = Inner {
            mailer: Mailer::new(config)?,
            egress,
            hooks,
            inbox: Inbox::start(store.clone()),
            store,
            vault,
            files,
            disks: Disks::new(config),
            clock,
            chance,
            doku,
            settings,
            live,
            limits: Limits::default(),
            connections: ConnectionBudget::new(size),
            hashing: Hashing::new(2),
            wake: Wake::default(),
            turn: Mutex::new(BusinessId::new(Uuid::nil())),
        };
        Ok(Self(Arc::new(inner)))
    }
}

impl Inner {
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Returns a moment of our clock as DOKU's shows it: only such moments may be compared with DOKU's times.
    pub fn by_dokus_clock(&self, ours: Millis) -> Millis {
        kyb::by_their_clock(ours, self.doku.clock_skew_ms())
    }

    /// Returns a UUIDv7 by our clock: ids sort by the time they were made.
    pub fn id(&self) -> Result<Uuid> {
        Ok(self.chance.new_id(self.now())?)
    }

    pub fn new_id<Id: From<Uuid>>(&self) -> Result<Id> {
        Ok(self.id()?.into())
    }

    /// Returns a receipt's reference, by which people name it: `SRB-7F3K-9Q2M`.
    pub fn reference(&self) -> Result<String> {
        let half = || self.chance.bytes::<4>().map(random::letters);
        Ok(format!("SRB-{}-{}", half()?, half()?))
    }

    /// Returns a random part of `span`, so that retries do not march in step.
    pub fn jitter(&self, span: i64) -> i64 {
        let chance = self.chance.bytes::<8>().map_or(0, u64::from_le_bytes);
        i64::try_from(chance % u64::try_from(span.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    /// Returns when the files and answers are removed of an application that is withdrawn now without ever having been
    /// submitted.
    pub fn kept_until(&self, withdrawn: Millis) -> Millis {
        withdrawn.plus(i64::from(self.settings.retention_days) * Millis::DAY)
    }

    pub fn callback_url(&self) -> String {
        format!("{}{CALLBACK_PATH}", self.settings.public_url)
    }
}
