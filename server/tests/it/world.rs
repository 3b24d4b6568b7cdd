//! Joins router, database, sandbox and one clock. Nothing runs by itself: `settle` does what is due.

use doku::{Clock, Parts, TimestampLabel, signature};
use domain::{Millis, ids::BusinessId};
use reqwest::{Client, Response, header};
use sandbox::{Decide, Sandbox};
use secrecy::SecretString;
use server::{
    config::{Config, ReviewMode},
    onboarding::case::Case,
    seed,
    services::Services,
    store::{Store, businesses},
    worker,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tempfile::TempDir;

static NEXT: AtomicU32 = AtomicU32::new(0);

pub struct World {
    pub services: Services,
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub base: String,
    pub http: Client,
    _folder: TempDir,
    remote: Option<(PgConnection, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Each case runs on both databases, as `case::sqlite` and `case::postgres`; `review = automatic` may stand before it.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $case:ident($world:ident: &World $(, $mode:ident)?) $body:block)*) => { $(
        mod $case {
            use super::*;
            $(#[$meta])*
            async fn case($world: &World) $body
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let world = World::new($crate::world::Database::Sqlite, $crate::world::mode!($($mode)?)).await;
                case(&world).await;
                world.done().await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                let world = World::new($crate::world::Database::Postgres, $crate::world::mode!($($mode)?)).await;
                case(&world).await;
                world.done().await;
            }
        }
    )* };
}
macro_rules! mode {
    () => { server::config::ReviewMode::BeforeSubmit };
    (automatic) => { server::config::ReviewMode::Automatic };
}
pub(crate) use {mode, on_both};

impl World {
    pub async fn new(database: Database, review: ReviewMode) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::frozen(Millis::from_iso("2026-11-23T03:00:00Z").unwrap());
        let (url, remote) = match database {
            Database::Sqlite => (format!("sqlite://{}", folder.path().join("serambi.db").display()), None),
            Database::Postgres => {
                let (server, connection, name) = postgres().await;
                (format!("{server}/{name}"), Some((connection, name)))
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let sandbox = Sandbox::start(sandbox_config(&folder), clock.clone()).await.unwrap();
        let settings = serde_json::json!({
            "listen": "127.0.0.1:0", "public_url": base, "database_url": url, "sandbox": "127.0.0.1:0",
            "files": format!("file://{}", folder.path().join("files").display()),
            "review": if review == ReviewMode::Automatic { "automatic" } else { "before_submit" },
        });
        let config: Config = serde_json::from_value(settings).unwrap();
        let services = Services::open(&config, clock.clone(), Some(&sandbox)).await.unwrap();
        assert!(seed::people(&services).await.unwrap());
        let app = server::router(services.clone()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_secs(60)).build().unwrap();
        Self { services, sandbox, clock, base, http, _folder: folder, remote }
    }

    /// After a failure the database stays for a look.
    pub async fn done(self) {
        self.services.live.close();
        self.services.store.close().await;
        if let Some((mut server, name)) = self.remote {
            sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)"))).execute(&mut server).await.unwrap();
        }
    }

    /// Everything that is due by the clock, until nothing is.
    pub async fn settle(&self) {
        for _ in 0..200 {
            self.sandbox.deliver_due().await;
            if !worker::run_once(&self.services).await.unwrap() {
                return;
            }
        }
        panic!("the world does not come to rest");
    }

    /// Time passes in small steps, as it does; each step does what fell due.
    pub async fn advance(&self, millis: i64) {
        let mut left = millis;
        while left > 0 {
            let step = left.min(if millis > 2 * Millis::HOUR { Millis::HOUR } else { 5 * Millis::SECOND });
            self.clock.advance(step);
            left -= step;
            self.settle().await;
        }
    }

    /// One application as the database holds it.
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

    pub async fn reviewer(&self) -> Person<'_> {
        self.sign_in(seed::REVIEWER).await
    }

    pub async fn sign_in(&self, email: &str) -> Person<'_> {
        let answer = self.nobody().post("/sign-in", &[("email", email), ("password", seed::PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        Person { world: self, cookie: answer.cookie, email: email.to_owned() }
    }

    /// A callback as DOKU would sign it, with whatever body.
    pub async fn callback(&self, request_id: &str, body: &[u8]) -> u16 {
        self.callback_signed_with(&self.services.settings.secret_key, request_id, body).await
    }

    pub async fn callback_signed_with(&self, key: &SecretString, request_id: &str, body: &[u8]) -> u16 {
        let timestamp = self.clock.now().to_iso();
        let client_id = &self.services.settings.client_id;
        let parts = Parts { client_id, request_id, timestamp: &timestamp, timestamp_label: TimestampLabel::Request, target: "/webhooks/doku", body: Some(body) };
        let request = self.http.post(format!("{}/webhooks/doku", self.base))
            .header("Client-Id", client_id).header("Request-Id", request_id).header("Request-Timestamp", &timestamp)
            .header("Signature", signature::sign(key, &parts)).header("Content-Type", "application/json");
        request.body(body.to_vec()).send().await.unwrap().status().as_u16()
    }
}

fn sandbox_config(folder: &TempDir) -> sandbox::Config {
    sandbox::Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: folder.path().join("sandbox.db"),
        client_id: server::config::SANDBOX_CLIENT_ID.into(),
        secret_key: server::config::SANDBOX_SECRET_KEY.into(),
        decide: Decide::Auto,
        auto_delay: Duration::from_secs(5),
        strict: false,
    }
}

/// A fresh database on the throw-away server that `cargo xtask test` starts, copied from a migrated template.
async fn postgres() -> (String, PgConnection, String) {
    #[expect(clippy::disallowed_methods, reason = "where the throw-away server listens is told by xtask")]
    let server = std::env::var("TEST_POSTGRES").expect("TEST_POSTGRES=postgres://user@host:port names a throw-away server; `cargo xtask test` starts one");
    let sum = server::store::MIGRATIONS.iter().flat_map(|m| m.checksum.iter()).fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let template = format!("template_{sum:x}");
    let mut db = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    sqlx::query("select pg_advisory_lock(7)").execute(&mut db).await.unwrap();
    let made = sqlx::query("select 1 from pg_database where datname = $1").bind(&template).fetch_optional(&mut db).await.unwrap();
    if made.is_none() {
        let half = format!("{template}_half");
        for statement in [format!("drop database if exists {half}"), format!("create database {half}")] {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut db).await.unwrap();
        }
        Store::open(&format!("{server}/{half}")).await.unwrap().close().await;
        sqlx::raw_sql(AssertSqlSafe(format!("alter database {half} rename to {template}"))).execute(&mut db).await.unwrap();
    }
    sqlx::query("select pg_advisory_unlock(7)").execute(&mut db).await.unwrap();
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name} template {template}"))).execute(&mut db).await.unwrap();
    (server, db, name)
}

/// A browser without scripts.
pub struct Person<'w> {
    pub world: &'w World,
    pub cookie: String,
    pub email: String,
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookie: String,
    pub body: String,
    pub headers: header::HeaderMap,
}

impl Answer {
    async fn read(response: Response) -> Self {
        let text = |name: header::HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let cookie = text(header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
        let (status, location, headers) = (response.status().as_u16(), text(header::LOCATION), response.headers().clone());
        Self { status, location, cookie, body: response.text().await.unwrap_or_default(), headers }
    }
}

impl Person<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        let request = self.world.http.get(format!("{}{path}", self.world.base)).header(header::ACCEPT, "text/html").header(header::COOKIE, &self.cookie);
        Answer::read(request.send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&");
        let request = self.request(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        Answer::read(request.send().await.unwrap()).await
    }

    pub async fn upload(&self, business: BusinessId, slot: &str, name: &str, bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        let request = self.request(&format!("/businesses/{business}/documents/{slot}")).multipart(form);
        Answer::read(request.send().await.unwrap()).await
    }

    fn request(&self, path: &str) -> reqwest::RequestBuilder {
        self.world.http.post(format!("{}{path}", self.world.base)).header(header::ACCEPT, "text/html")
            .header(header::COOKIE, &self.cookie).header("Sec-Fetch-Site", "same-origin")
    }

    pub async fn start_business(&self) -> BusinessId {
        let fields = [("business_type", "PERSONAL"), ("legal_entity", "PERSEORANGAN"), ("business_line", "RETAIL"), ("nationality", "ID")];
        let answer = self.post("/businesses/new", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.location.trim_start_matches("/businesses/").parse().unwrap()
    }

    pub async fn consent(&self, business: BusinessId) {
        let answer = self.post("/api/onboarding/consent", &[("business", &business.to_string()), ("version", app::texts::CONSENT_VERSION)]).await;
        assert!(answer.status == 302 || answer.status == 303, "{} {}", answer.status, answer.body);
    }

    pub async fn save(&self, business: BusinessId, task: &str, fields: &[(&str, &str)]) -> Answer {
        let id = business.to_string();
        let names: Vec<String> = fields.iter().map(|(name, _)| if task == "documents" { format!("form[values][{name}]") } else { format!("form[{name}]") }).collect();
        let mut all = vec![("business", id.as_str()), ("judge", "true")];
        all.extend(names.iter().zip(fields).map(|(name, (_, value))| (name.as_str(), *value)));
        self.post(&format!("/api/onboarding/save_{task}"), &all).await
    }

    /// Every form and file, with `change` laid over the usual values by `task.field`.
    pub async fn fill(&self, business: BusinessId, change: &[(&str, &str)]) {
        self.consent(business).await;
        for (slot, name, bytes) in [("KTP", "ktp.jpg", jpeg(900)), ("OWNER_LIVENESS", "selfie.jpg", jpeg(700)), ("PHOTO_PROOF", "shop.png", png())] {
            let name = change.iter().find(|(key, _)| *key == slot).map_or(name, |(_, name)| name);
            let answer = self.upload(business, slot, name, bytes).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert!(!answer.location.contains("problem"), "{}", answer.location);
        }
        for (task, fields) in USUAL {
            let laid = |name: &str, value: &'static str| change.iter().find(|(key, _)| *key == format!("{task}.{name}")).map_or(value.to_owned(), |(_, other)| (*other).to_owned());
            let fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, if *value == "@" { self.email.clone() } else { laid(name, value) })).collect();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = self.save(business, task, &fields).await;
            assert!(answer.status < 400, "{task}: {} {}", answer.status, answer.body);
        }
    }

    pub async fn submit(&self, business: BusinessId) -> Answer {
        self.post("/api/onboarding/submit", &[("business", &business.to_string())]).await
    }

    /// Filled in and submitted.
    pub async fn submitted(&self, change: &[(&str, &str)]) -> BusinessId {
        let business = self.start_business().await;
        self.fill(business, change).await;
        self.world.settle().await;
        self.submit(business).await;
        business
    }

    pub async fn approve(&self, business: BusinessId) -> Answer {
        self.post("/api/review/approve", &[("business", &business.to_string())]).await
    }
}

pub const USUAL: &[(&str, &[(&str, &str)])] = &[
    ("documents", &[("KTP.NO_KTP", "3273205507880004")]),
    ("business", &[("name", "Warung Ratna Sari"), ("description", "Warung makan rumahan dan katering kecil"), ("email", "@"), ("phone", "081320445566"), ("website_readiness", "DONT_HAVE"), ("mobile_app_readiness", "DONT_HAVE")]),
    ("brand", &[("name", "Warung Ratna Sari"), ("description", "Warung makan rumahan dan katering kecil"), ("category", "RETAIL"), ("transaction_frequency", "UMI"), ("transaction_quantity", "UP_TO_100")]),
    ("contact", &[("name", "Ratna Sari Dewanti"), ("email", "@"), ("phone", "+62 813 2044 5566"), ("position", "OWNER")]),
    ("address", &[("street", "Jalan Terusan Jakarta No 118"), ("postal_code", "40291"), ("village", "Antapani Kidul"), ("district", "Antapani"), ("city", "Bandung"), ("province", "Jawa Barat")]),
    ("bank", &[("bank", "014"), ("account_number", "4370112233"), ("account_name", "Ratna Sari Dewanti")]),
    ("social", &[("instagram", "@warungratnasari"), ("facebook", "")]),
];

/// Something whose first bytes say JPEG.
pub fn jpeg(bytes: usize) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00".to_vec();
    file.resize(bytes.max(file.len()), 7);
    file
}

pub fn png() -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".as_slice(), &[1; 300]].concat()
}

pub fn pdf(encrypted: bool) -> Vec<u8> {
    let trailer = if encrypted { "trailer << /Root 1 0 R /Encrypt 9 0 R >>" } else { "trailer << /Root 1 0 R >>" };
    format!("%PDF-1.7\n1 0 obj << >> endobj\n{trailer}\n%%EOF").into_bytes()
}

fn escape(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() || b"-._~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

