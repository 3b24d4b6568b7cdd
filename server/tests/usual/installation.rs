//! One installation: a folder, a database, and the real server, which is killed and started again.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    fs::File,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub const SERAMBI: &str = env!("CARGO_BIN_EXE_serambi");
/// A key of 32 bytes that protects nothing.
const MASTER_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
/// The limit makes a test that hangs say where.
const PATIENCE: Duration = Duration::from_secs(120);
static NEXT: AtomicU32 = AtomicU32::new(0);

#[derive(Clone, Copy)]
pub enum Database {
    Sqlite,
    Postgres,
}

pub struct Installation {
    server: Option<Child>,
    pub url: String,
    pub database_url: String,
    /// PostgreSQL, and the name of the database there.
    remote: Option<(PgConnection, String)>,
    folder: TempDir,
}

impl Installation {
    pub async fn new(database: Database) -> Self {
        Self::new_in(tempfile::tempdir().unwrap(), database).await
    }

    pub async fn new_in(folder: TempDir, database: Database) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (database_url, remote) = match database {
            Database::Sqlite => (format!("sqlite://{}", folder.path().join("data/serambi.db").display()), None),
            Database::Postgres => {
                let (url, connection, name) = postgres().await;
                (url, Some((connection, name)))
            }
        };
        let url = format!("http://127.0.0.1:{}", free_port());
        Self { server: None, url, database_url, remote, folder }
    }

    /// Builds a command of the real binary with these arguments and, beside its address and files, these settings.
    pub fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(SERAMBI);
        command.args(arguments).current_dir(self.folder.path()).env_clear().envs([
            ("SERAMBI_LISTEN", self.url.trim_start_matches("http://")),
            ("SERAMBI_DATABASE_URL", &self.database_url),
            ("SERAMBI_FILES", &format!("file://{}", self.folder.path().join("files").display())),
            ("SERAMBI_MASTER_KEY", MASTER_KEY),
            ("SERAMBI_SANDBOX_DEMO", "people"),
        ]);
        command.envs(settings.iter().copied());
        command
    }

    /// Starts the server, and returns when it answers.
    pub async fn start(&mut self, arguments: &[&str], settings: &[(&str, &str)]) {
        let log = self.folder.path().join("server.log");
        self.launch(arguments, settings, &log);
        self.ready(&log).await;
    }

    /// Starts the server; its output goes to the end of `log`.
    pub fn launch(&mut self, arguments: &[&str], settings: &[(&str, &str)], log: &Path) {
        let command = self.command(&[&["serve"], arguments].concat(), settings);
        self.server = Some(spawn(command, log));
    }

    pub async fn ready(&mut self, log: &Path) {
        let (http, ready) = (reqwest::Client::new(), format!("{}/readyz", self.url));
        wait_for("the server to answer", async || match http.get(&ready).send().await {
            Ok(answer) => answer.status().is_success(),
            Err(_) => {
                let ended = self.server.as_mut().and_then(|server| server.try_wait().unwrap());
                let said = || std::fs::read_to_string(log).unwrap_or_default();
                assert!(ended.is_none(), "the server ended by itself:\n{}", said());
                false
            }
        })
        .await;
    }

    /// Kills by `kill -9`, and the process is gone when this returns. On PostgreSQL other processes may hold leases, so
    /// those of a killed one end by themselves, after five minutes: this ends them. On SQLite the next start does.
    pub async fn kill(&mut self) {
        end(&mut self.server.take().expect("a server that was started"));
        if self.remote.is_some() {
            let mut db = PgConnection::connect(&self.database_url).await.unwrap();
            sqlx::query("update outbox set leased_until = 0").execute(&mut db).await.unwrap();
        }
    }

    /// Returns the folder of everything that is not in PostgreSQL.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Cleans up; after a failure folder and database stay for a look.
    pub async fn done(mut self) {
        self.kill().await;
        if let Some((mut server, name)) = self.remote.take() {
            sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)")))
                .execute(&mut server)
                .await
                .unwrap();
        }
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            end(server);
        }
        if std::thread::panicking() {
            self.folder.disable_cleanup(true);
            eprintln!("what was left behind is in {}", self.folder.path().display());
        }
    }
}

/// Makes a database of its own on the throw-away server of `cargo xtask test`.
async fn postgres() -> (String, PgConnection, String) {
    #[expect(clippy::disallowed_methods, reason = "where the throw-away server listens is told by xtask")]
    let server = std::env::var("TEST_POSTGRES")
        .expect("TEST_POSTGRES=postgres://user@host:port names a throw-away server; `cargo xtask test` starts one");
    let name = format!("run_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut db = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut db).await.unwrap();
    (format!("{server}/{name}"), db, name)
}

/// Starts a process whose output goes to the end of `log`.
pub fn spawn(mut command: Command, log: &Path) -> Child {
    let log = File::options().create(true).append(true).open(log).unwrap();
    command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap()
}

/// Ends a process that we started, by `kill -9`.
pub fn end(process: &mut Child) {
    process.kill().unwrap();
    process.wait().unwrap();
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Asks again and again until `done`, for as long as `PATIENCE`.
pub async fn wait_for(what: &str, done: impl AsyncFnMut() -> bool) {
    while_it_moves(what, async || (), done).await;
}

/// Does as `wait_for`, but the patience begins anew whenever `seen` returns something else: a slow machine takes
/// longer, and only one that stands still fails.
pub async fn while_it_moves<T: PartialEq>(what: &str, seen: impl AsyncFn() -> T, mut done: impl AsyncFnMut() -> bool) {
    let (mut last, mut until) = (seen().await, Instant::now() + PATIENCE);
    while !done().await {
        let now = seen().await;
        if now != last {
            (last, until) = (now, Instant::now() + PATIENCE);
        }
        assert!(Instant::now() < until, "waited too long for {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
