//! Joins router, database, sandbox and one clock. Nothing runs by itself: `run_due` does what is due.

mod cases;
mod database;
mod disk;
mod line;
mod log;
mod person;
mod rows;
mod sample;
mod statements;

pub use cases::{Database, Setup};
pub(crate) use cases::{kind, on_both};
pub use disk::SmallDisk;
pub use line::{Line, Passed, Trouble};
pub use log::{errors_with, listen};
pub use person::{Answer, Person, bank, usual};
pub use sample::{jpeg, pdf, png};
pub use statements::{page, watched};

use doku::{Clock, Parts, TimestampLabel, signature};
use domain::{Millis, ids::BusinessId};
use reqwest::Client;
use sandbox::{Decide, Sandbox};
use secrecy::SecretString;
use server::{
    config::Config,
    connections,
    onboarding::case::Case,
    random::Chance,
    seed,
    services::Services,
    store::{brands::Brand, businesses},
};
use sqlx::{AssertSqlSafe, PgConnection};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tempfile::TempDir;
use tokio::net::TcpListener;

static NEXT: AtomicU32 = AtomicU32::new(0);

pub struct World {
    pub services: Services,
    pub sandbox: Sandbox,
    pub clock: Clock,
    /// The randomness of all instances: no two of them draw the same.
    pub chance: Chance,
    pub base: String,
    pub http: Client,
    pub folder: TempDir,
    pub config: Config,
    line: Option<Line>,
    remote: Option<(PgConnection, String)>,
}

impl World {
    pub async fn new(database: Database, setup: Setup) -> Self {
        Self::new_in(tempfile::tempdir().unwrap(), database, setup).await
    }

    /// Builds a world with its files, and databases that are files, in this folder.
    pub async fn new_in(folder: TempDir, database: Database, setup: Setup) -> Self {
        // A count from before the recorder exists is lost.
        server::telemetry::metrics();
        let clock = Clock::frozen(Millis::from_iso("2026-11-23T03:00:00Z").unwrap());
        let (url, remote) = match database {
            Database::Sqlite => (database::sqlite(folder.path()).await, None),
            Database::Postgres => {
                let (server, connection, name) = database::postgres().await;
                (format!("{server}/{name}"), Some((connection, name)))
            }
        };
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_secs(60));
        let http = http.build().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let sandbox = Sandbox::start(sandbox_config(&folder, setup.decide), clock.clone()).await.unwrap();
        let mut settings = serde_json::json!({
            "listen": "127.0.0.1:0", "public_url": base, "database_url": url, "sandbox": "127.0.0.1:0",
            "files": format!("file://{}", folder.path().join("files").display()), "review": setup.review,
        });
        let mut line = None;
        if setup.line {
            let path = "/adv-core-api/partner/v1.0";
            let (laid, base_url) = Line::lay(sandbox.address(), path, http.clone()).await;
            line = Some(laid);
            settings["doku"] = serde_json::json!({ "base_url": base_url, "timeout_seconds": 3 });
            if !setup.never_arrived.is_empty() {
                settings["doku"]["never_arrived"] = setup.never_arrived.into();
            }
        }
        let config: Config = serde_json::from_value(settings).unwrap();
        let own_doku = (!setup.line).then_some(sandbox.address());
        let chance = Chance::seeded(7);
        let services = Services::open(&config, clock.clone(), chance.clone(), own_doku).await.unwrap();
        assert!(seed::people(&services).await.unwrap());
        serve(listener, &services);
        Self { services, sandbox, clock, chance, base, http, folder, config, line, remote }
    }

    /// Starts one more server with other settings on the same database; returns it with its address.
    pub async fn another(&self, change: impl FnOnce(&mut Config)) -> (Services, String) {
        let mut config = self.config.clone();
        change(&mut config);
        self.another_by(&config, self.clock.clone()).await
    }

    /// Starts one more server, with a clock that is off by `millis`.
    pub async fn another_off_by(&self, millis: i64) -> (Services, String) {
        self.another_by(&self.config, Clock::frozen(self.clock.now().plus(millis))).await
    }

    async fn another_by(&self, config: &Config, clock: Clock) -> (Services, String) {
        let services = Services::open(config, clock, self.chance.clone(), Some(self.sandbox.address())).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        serve(listener, &services);
        (services, base)
    }

    /// Returns the line of a world that has one.
    pub fn line(&self) -> &Line {
        self.line.as_ref().unwrap()
    }

    /// Cleans up; after a failure the database stays for a look.
    pub async fn done(self) {
        self.services.live.close();
        self.services.store.close().await;
        if let Some((mut server, name)) = self.remote {
            sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)")))
                .execute(&mut server)
                .await
                .unwrap();
        }
    }

    /// Does everything that is due by the clock, until nothing is.
    pub async fn run_due(&self) {
        for _ in 0..200 {
            self.sandbox.deliver_due().await;
            if !server::jobs::run_once(&self.services).await.unwrap() {
                return;
            }
        }
        panic!("the world does not come to rest");
    }

    /// Lets time pass in small steps; each step does what fell due.
    pub async fn advance(&self, millis: i64) {
        let mut left = millis;
        while left > 0 {
            let step = left.min(if millis > 2 * Millis::HOUR { Millis::HOUR } else { 5 * Millis::SECOND });
            self.clock.advance(step);
            left -= step;
            self.run_due().await;
        }
    }

    /// Returns the first brand, once DOKU has registered the business.
    pub async fn brand(&self, id: BusinessId) -> Brand {
        self.case(id).await.brands.swap_remove(0)
    }

    /// Loads one application from the database.
    pub async fn case(&self, id: BusinessId) -> Case {
        let mut db = self.services.store.read().await.unwrap();
        let row = businesses::by_id(&mut db, id).await.unwrap().unwrap();
        Case::load(&mut db, &self.services.vault, row).await.unwrap()
    }

    pub fn nobody(&self) -> Person<'_> {
        Person { world: self, cookie: String::new(), email: String::new() }
    }

    /// Signs up under a fresh address; `tag` goes behind a plus.
    pub async fn merchant_tagged(&self, tag: &str) -> Person<'_> {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let tag = if tag.is_empty() { String::new() } else { format!("+{tag}") };
        let email = format!("ratna{n}{tag}@warung.example");
        let answer = self.nobody().post("/sign-up", &[("email", &email), ("password", "nasi goreng tiap pagi")]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        Person { world: self, cookie: answer.cookie, email }
    }

    pub async fn merchant(&self) -> Person<'_> {
        self.merchant_tagged("").await
    }

    /// Signs the same merchant in at another browser.
    pub async fn sign_in_as(&self, merchant: &Person<'_>) -> Person<'_> {
        let fields = [("email", merchant.email.as_str()), ("password", "nasi goreng tiap pagi")];
        let answer = self.nobody().post("/sign-in", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        Person { world: self, cookie: answer.cookie, email: merchant.email.clone() }
    }

    pub async fn reviewer(&self) -> Person<'_> {
        self.sign_in(seed::REVIEWER).await
    }

    pub async fn sign_in(&self, email: &str) -> Person<'_> {
        let answer = self.nobody().post("/sign-in", &[("email", email), ("password", seed::PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        Person { world: self, cookie: answer.cookie, email: email.to_owned() }
    }

    /// Posts a callback as DOKU would sign it, with any body.
    pub async fn callback(&self, request_id: &str, body: &[u8]) -> u16 {
        self.callback_to("/webhooks/doku", &self.services.settings.secret_key, request_id, body).await
    }

    pub async fn callback_signed_with(&self, key: &SecretString, request_id: &str, body: &[u8]) -> u16 {
        self.callback_to("/webhooks/doku", key, request_id, body).await
    }

    /// Posts a callback as DOKU repeats it later, with the timestamp of then.
    pub async fn callback_dated(&self, at: Millis, request_id: &str, body: &[u8]) -> u16 {
        self.callback_at(&self.base, at, request_id, body).await
    }

    /// Posts a callback to the server at this address.
    pub async fn callback_at(&self, base: &str, at: Millis, request_id: &str, body: &[u8]) -> u16 {
        let key = &self.services.settings.secret_key;
        self.post_callback(base, at, "/webhooks/doku", key, request_id, body).await
    }

    /// Posts a callback that signs `target` as it is, query included.
    pub async fn callback_to(&self, target: &str, key: &SecretString, request_id: &str, body: &[u8]) -> u16 {
        self.post_callback(&self.base, self.clock.now(), target, key, request_id, body).await
    }

    async fn post_callback(
        &self,
        base: &str,
        at: Millis,
        target: &str,
        key: &SecretString,
        request_id: &str,
        body: &[u8],
    ) -> u16 {
        let timestamp = at.to_iso();
        let client_id = &self.services.settings.client_id;
        let parts = Parts {
            client_id,
            request_id,
            timestamp: &timestamp,
            timestamp_label: TimestampLabel::Request,
            target,
            body: Some(body),
        };
        let request = self
            .http
            .post(format!("{base}{target}"))
            .header("Client-Id", client_id)
            .header("Request-Id", request_id)
            .header("Request-Timestamp", &timestamp)
            .header("Signature", signature::sign(key, &parts))
            .header("Content-Type", "application/json");
        request.body(body.to_vec()).send().await.unwrap().status().as_u16()
    }
}

fn serve(listener: TcpListener, services: &Services) {
    let (router, budget) = (server::router(services.clone()), services.connections.clone());
    tokio::spawn(connections::serve(listener, router, budget, std::future::pending()));
}

fn sandbox_config(folder: &TempDir, decide: Decide) -> sandbox::Config {
    sandbox::Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: folder.path().join("sandbox.db"),
        client_id: server::config::SANDBOX_CLIENT_ID.into(),
        secret_key: server::config::SANDBOX_SECRET_KEY.into(),
        decide,
        auto_delay: Duration::from_secs(5),
        strict: false,
        seed: Some(7),
    }
}
