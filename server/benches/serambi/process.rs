//! The real binary as a child, its sandbox here, and a database of its own.

use doku::Clock;
use reqwest::{Client, header};
use sandbox::{Decide, Sandbox};
use server::{random::Chance, store::Store};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

pub const CLIENT_ID: &str = server::config::SANDBOX_CLIENT_ID;
pub const SECRET_KEY: &str = server::config::SANDBOX_SECRET_KEY;
/// The key is 32 bytes of nothing: what is sealed here is worth nothing.
pub const MASTER_KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

pub struct Process {
    pub base: String,
    pub http: Client,
    folder: TempDir,
    /// The database of the server under test.
    pub database_url: String,
    /// A second, empty database beside it.
    pub plain_url: String,
    child: Child,
    sandbox: Sandbox,
}

impl Process {
    /// Starts a server. `name` tells its database from others on the same server.
    pub async fn start(postgres: Option<&str>, name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (database_url, plain_url) = match postgres {
            None => (
                format!("sqlite://{}", folder.path().join("serambi.db").display()),
                format!("sqlite://{}", folder.path().join("plain.db").display()),
            ),
            Some(server) => {
                (fresh(server, &format!("bench_{name}")).await, fresh(server, &format!("bench_{name}_plain")).await)
            }
        };
        let sandbox = Sandbox::start(
            sandbox::Config {
                listen: "127.0.0.1:0".parse().unwrap(),
                database: folder.path().join("sandbox.db"),
                client_id: CLIENT_ID.into(),
                secret_key: SECRET_KEY.into(),
                decide: Decide::Explicit,
                auto_delay: Duration::from_secs(5),
                strict: false,
                seed: Some(7),
            },
            Clock::wall(),
        )
        .await
        .unwrap();
        let listen = free_address();
        let child = launch(folder.path(), listen, &database_url, &sandbox, &[]);
        let http =
            Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(64).build().unwrap();
        let process = Self { base: format!("http://{listen}"), http, folder, database_url, plain_url, child, sandbox };
        ready(&process.http, &process.base).await;
        process
    }

    /// Starts a second instance on the same database, which leaves the jobs to the first.
    pub async fn beside(&self) -> Beside {
        let listen = free_address();
        let child = launch(self.folder.path(), listen, &self.database_url, &self.sandbox, &["--without-worker"]);
        let base = format!("http://{listen}");
        ready(&self.http, &base).await;
        Beside { base, child }
    }

    pub async fn store(&self) -> Store {
        Store::open(&self.database_url, &Chance::System).await.unwrap()
    }

    /// Returns a cookie of somebody who just signed up.
    pub async fn sign_up(&self, email: &str) -> String {
        let answer = self
            .post("/sign-up", "", format!("email={}&password=nasi+goreng+tiap+pagi", email.replace('@', "%40")))
            .await;
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    pub async fn post(&self, path: &str, cookie: &str, body: String) -> reqwest::Response {
        self.http
            .post(format!("{}{path}", self.base))
            .header(header::COOKIE, cookie)
            .header("Sec-Fetch-Site", "same-origin")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    /// Begins a business with consent, ready for files.
    pub async fn business(&self, cookie: &str) -> String {
        let answer = self
            .post(
                "/businesses/new",
                cookie,
                "business_type=PERSONAL&legal_entity=PERSEORANGAN&business_line=RETAIL&nationality=ID".into(),
            )
            .await;
        let id = answer.headers()[header::LOCATION].to_str().unwrap().trim_start_matches("/businesses/").to_owned();
        self.post(&format!("/businesses/{id}/consent"), cookie, format!("version={}", app::texts::CONSENT_VERSION))
            .await;
        id
    }

    /// Returns the bytes in memory now, and the most since `forget_peak`.
    pub fn memory(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let field = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
                .unwrap()
                * 1024
        };
        (field("VmRSS:"), field("VmHWM:"))
    }

    pub fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }

    pub async fn stop(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.sandbox.stop().await;
    }
}

/// An instance that shares another's database, files and sandbox.
pub struct Beside {
    pub base: String,
    child: Child,
}

impl Beside {
    pub fn stop(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn free_address() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn launch(folder: &Path, listen: SocketAddr, database_url: &str, sandbox: &Sandbox, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_serambi"))
        .arg("serve")
        .args(more)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .env("RUST_LOG", "error")
        .env("SERAMBI_LISTEN", listen.to_string())
        .env("SERAMBI_DATABASE_URL", database_url)
        .env("SERAMBI_FILES", format!("file://{}", folder.join("files").display()))
        .env("SERAMBI_MASTER_KEY", MASTER_KEY)
        .env("SERAMBI_DOKU__BASE_URL", sandbox.base_url())
        .env("SERAMBI_DOKU__CLIENT_ID", CLIENT_ID)
        .env("SERAMBI_DOKU__SECRET_KEY", SECRET_KEY)
        .env("SERAMBI_REVIEW", "automatic")
        .env("SERAMBI_PARTNER__NAME", "Bench")
        .env("SERAMBI_PARTNER__SUPPORT", "help@bench.example")
        .spawn()
        .unwrap()
}

async fn ready(http: &Client, base: &str) {
    for _ in 0..200 {
        if http.get(format!("{base}/readyz")).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    unreachable!("the server did not become ready within ten seconds");
}

async fn fresh(server: &str, name: &str) -> String {
    let mut db = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    for statement in [format!("drop database if exists {name} with (force)"), format!("create database {name}")] {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut db).await.unwrap();
    }
    format!("{server}/{name}")
}
