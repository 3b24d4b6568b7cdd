//! An installation that the doctor examines, and the doctor's answer.

use crate::{sink::Sink, world::World};
use doku::Clock;
use sandbox::{Decide, Sandbox};
use secrecy::ExposeSecret;
use std::{net::TcpListener, process::Command, time::Duration};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

pub const CLIENT: &str = "BRN-0001-1700000000000";
pub const SECRET: &str = "SK-tidak-boleh-terbaca";
pub const MAIL_PASSWORD: &str = "surat-tidak-boleh-terbaca";
pub const DATABASE_PASSWORD: &str = "data-tidak-boleh-terbaca";

/// An installation in which all is well, until a case changes a setting.
pub struct Installation<'w> {
    pub world: &'w World,
    pub doku: Sandbox,
    pub settings: Vec<(&'static str, String)>,
}

/// The doctor's answer, a line for each check.
pub struct Report {
    pub code: Option<i32>,
    pub text: String,
}

impl Report {
    pub fn failures(&self) -> Vec<&str> {
        self.text.lines().filter(|line| line.starts_with("FAIL ")).collect()
    }

    /// Checks that it names this trouble, with all of these words, and no other.
    pub fn names(&self, words: &[&str]) {
        let failures = self.failures();
        assert_eq!((self.code, failures.len()), (Some(1), 1), "{}", self.text);
        for word in words {
            assert!(failures[0].contains(word), "{word:?} is missing: {}", self.text);
        }
        assert_eq!(self.text.lines().filter(|line| line.starts_with("ok ")).count(), 4, "{}", self.text);
    }
}

impl<'w> Installation<'w> {
    pub async fn new(world: &'w World) -> Self {
        let doku = doku(world, "doku.db", Clock::wall()).await;
        let mail = Sink::open(Vec::new()).await;
        let key = std::fs::read_to_string(world.folder.path().join("master.key")).unwrap();
        let settings = vec![
            ("SERAMBI_LISTEN", "127.0.0.1:3999".to_owned()),
            ("SERAMBI_DATABASE_URL", world.config.database_url.expose_secret().to_owned()),
            ("SERAMBI_FILES", world.config.files.clone()),
            ("SERAMBI_MASTER_KEY", key.trim().to_owned()),
            ("SERAMBI_PARTNER__NAME", "Uji".to_owned()),
            ("SERAMBI_PARTNER__SUPPORT", "tolong@uji.example".to_owned()),
            ("SERAMBI_DOKU__BASE_URL", doku.base_url()),
            ("SERAMBI_DOKU__CLIENT_ID", CLIENT.to_owned()),
            ("SERAMBI_DOKU__SECRET_KEY", SECRET.to_owned()),
            ("SERAMBI_DOKU__TIMEOUT_SECONDS", "3".to_owned()),
            ("SERAMBI_MAIL", format!("smtp://serambi:{MAIL_PASSWORD}@{}", mail.address)),
            ("SERAMBI_MAIL_FROM", "Serambi <serambi@warung.example>".to_owned()),
        ];
        Self { world, doku, settings }
    }

    pub async fn asked(&self) -> Report {
        self.asked_with(&[]).await
    }

    pub async fn asked_with(&self, change: &[(&'static str, &str)]) -> Report {
        let mut command = Command::new(env!("CARGO_BIN_EXE_serambi"));
        command.arg("doctor").current_dir(self.world.folder.path()).env_clear();
        command.envs(self.settings.iter().map(|(name, value)| (*name, value.as_str()))).envs(change.iter().copied());
        let done = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let output = [done.stdout, done.stderr].concat();
        let report = Report { code: done.status.code(), text: String::from_utf8(output).unwrap() };
        let key = |(name, value): &(&'static str, String)| (*name == "SERAMBI_MASTER_KEY").then(|| value.clone());
        let own = self.settings.iter().find_map(key).unwrap();
        let given = change.iter().filter(|(name, _)| *name == "SERAMBI_MASTER_KEY").map(|(_, value)| *value);
        for secret in [SECRET, MAIL_PASSWORD, DATABASE_PASSWORD, &own].into_iter().chain(given) {
            assert!(!report.text.contains(secret), "{secret} is printed: {}", report.text);
        }
        report
    }

    pub fn place(&self) -> String {
        self.doku.address().to_string()
    }
}

pub async fn doku(world: &World, database: &str, clock: Clock) -> Sandbox {
    let config = sandbox::Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: world.folder.path().join(database),
        client_id: CLIENT.into(),
        secret_key: SECRET.into(),
        decide: Decide::Explicit,
        auto_delay: Duration::from_secs(5),
        strict: false,
        seed: Some(7),
    };
    Sandbox::start(config, clock).await.unwrap()
}

/// Returns an address where nobody listens.
pub fn nobody() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Answers every request with these bytes; `None` answers with nothing at all.
pub async fn answering(bytes: Option<&'static str>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut line, _)) = listener.accept().await {
            if let Some(bytes) = bytes {
                let _ = line.read(&mut [0; 4096]).await;
                let _ = line.write_all(bytes.as_bytes()).await;
            } else {
                held.push(line);
            }
        }
    });
    address
}

/// Speaks first, as a mail server does, with these bytes.
pub async fn greeting(bytes: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let _ = line.write_all(bytes.as_bytes()).await;
        }
    });
    address
}

pub fn by_wall(millis: i64) -> Clock {
    let clock = Clock::wall();
    clock.advance(millis);
    clock
}
