//! `serambi doctor`, the real binary: each trouble is started, and what it says is read as an operator does.

use crate::{
    sink::Sink,
    world::{SmallDisk, World, on_both},
};
use doku::Clock;
use domain::Millis;
use sandbox::{Decide, Sandbox};
use secrecy::ExposeSecret;
use server::vault::new_master_key;
use std::{net::TcpListener, process::Command, time::Duration};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const CLIENT: &str = "BRN-0001-1700000000000";
const SECRET: &str = "SK-tidak-boleh-terbaca";
const MAIL_PASSWORD: &str = "surat-tidak-boleh-terbaca";
const DATABASE_PASSWORD: &str = "data-tidak-boleh-terbaca";

/// An installation in which all is well, until a case changes a setting.
struct Installation<'w> {
    world: &'w World,
    doku: Sandbox,
    settings: Vec<(&'static str, String)>,
}

/// What doctor said, a line for each check.
struct Told {
    code: Option<i32>,
    said: String,
}

impl Told {
    fn failures(&self) -> Vec<&str> {
        self.said.lines().filter(|line| line.starts_with("FAIL ")).collect()
    }

    /// That one thing, with all of these words, and nothing else.
    fn names(&self, words: &[&str]) {
        let failures = self.failures();
        assert_eq!((self.code, failures.len()), (Some(1), 1), "{}", self.said);
        for word in words {
            assert!(failures[0].contains(word), "{word:?} is missing: {}", self.said);
        }
        assert_eq!(self.said.lines().filter(|line| line.starts_with("ok ")).count(), 4, "{}", self.said);
    }
}

impl<'w> Installation<'w> {
    async fn new(world: &'w World) -> Self {
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

    async fn asked(&self) -> Told {
        self.asked_with(&[]).await
    }

    async fn asked_with(&self, change: &[(&'static str, &str)]) -> Told {
        let mut command = Command::new(env!("CARGO_BIN_EXE_serambi"));
        command.arg("doctor").current_dir(self.world.folder.path()).env_clear();
        command.envs(self.settings.iter().map(|(name, value)| (*name, value.as_str()))).envs(change.iter().copied());
        let done = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let said = [done.stdout, done.stderr].concat();
        let told = Told { code: done.status.code(), said: String::from_utf8(said).unwrap() };
        let key = |(name, value): &(&'static str, String)| (*name == "SERAMBI_MASTER_KEY").then(|| value.clone());
        let own = self.settings.iter().find_map(key).unwrap();
        let given = change.iter().filter(|(name, _)| *name == "SERAMBI_MASTER_KEY").map(|(_, value)| *value);
        for secret in [SECRET, MAIL_PASSWORD, DATABASE_PASSWORD, &own].into_iter().chain(given) {
            assert!(!told.said.contains(secret), "{secret} is printed: {}", told.said);
        }
        told
    }

    fn place(&self) -> String {
        self.doku.address().to_string()
    }
}

async fn doku(world: &World, database: &str, clock: Clock) -> Sandbox {
    let config = sandbox::Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: world.folder.path().join(database),
        client_id: CLIENT.into(),
        secret_key: SECRET.into(),
        decide: Decide::Explicit,
        auto_delay: Duration::from_secs(5),
        strict: false,
    };
    Sandbox::start(config, clock).await.unwrap()
}

/// Where nobody listens.
fn nobody() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Answers every request with these bytes; `None`: with nothing at all.
async fn answering(bytes: Option<&'static str>) -> String {
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

/// Speaks first, as a mail server does, but says this.
async fn greeting(bytes: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let _ = line.write_all(bytes.as_bytes()).await;
        }
    });
    address
}

fn by_wall(millis: i64) -> Clock {
    let clock = Clock::wall();
    clock.advance(millis);
    clock
}

on_both! {
    where_all_is_well_each_check_says_so, a_wrong_secret, a_wrong_base_url,
    a_doku_that_cannot_be_reached_or_does_not_answer, a_clock_that_is_wrong, a_mail_server_that_is_dead_or_refuses_us,
    a_database_that_does_not_open, another_master_key_and_one_that_is_none, a_folder_that_takes_no_file,
    a_disk_that_is_nearly_full_or_full, several_at_once_are_all_named
}

async fn where_all_is_well_each_check_says_so(world: &World) {
    let told = Installation::new(world).await.asked().await;
    assert_eq!((told.code, told.failures().len()), (Some(0), 0), "{}", told.said);
    assert_eq!(told.said.lines().filter(|line| line.starts_with("ok ")).count(), 5, "{}", told.said);
}

async fn a_wrong_secret(world: &World) {
    let here = Installation::new(world).await;
    let told = here.asked_with(&[("SERAMBI_DOKU__SECRET_KEY", "SK-another")]).await;
    told.names(&[
        "DOKU",
        &here.place(),
        CLIENT,
        "invalid_signature",
        "SERAMBI_DOKU__CLIENT_ID",
        "SERAMBI_DOKU__SECRET_KEY",
    ]);
    assert!(!told.said.contains("SK-another"), "{}", told.said);
}

async fn a_wrong_base_url(world: &World) {
    let here = Installation::new(world).await;
    let elsewhere = format!("http://{}/elsewhere", here.place());
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &elsewhere)]).await.names(&[
        "DOKU",
        &here.place(),
        "SERAMBI_DOKU__BASE_URL",
        "/adv-core-api/partner/v1.0",
    ]);
    let page = answering(Some(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>hi</p>",
    ))
    .await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{page}/adv"))]).await.names(&[
        "DOKU",
        &page,
        "SERAMBI_DOKU__BASE_URL",
        "another server",
    ]);
    let moved = answering(Some(
        "HTTP/1.1 301 Moved\r\nLocation: https://doku.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    ))
    .await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{moved}/adv"))]).await.names(&[
        "DOKU",
        &moved,
        "SERAMBI_DOKU__BASE_URL",
        "301",
    ]);
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", "http://doku.example/adv")]).await.names(&[
        "DOKU",
        "doku.example",
        "SERAMBI_DOKU__BASE_URL",
        "https",
    ]);
}

async fn a_doku_that_cannot_be_reached_or_does_not_answer(world: &World) {
    let here = Installation::new(world).await;
    let nobody = nobody();
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{nobody}/adv"))]).await.names(&[
        "DOKU",
        &nobody,
        "cannot be reached",
        "SERAMBI_DOKU__BASE_URL",
    ]);
    let silent = answering(None).await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{silent}/adv"))]).await.names(&[
        "DOKU",
        &silent,
        "in time",
        "SERAMBI_DOKU__BASE_URL",
    ]);
    let down = answering(Some("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{down}/adv"))]).await.names(&[
        "DOKU",
        &down,
        "502",
        "try again",
    ]);
}

async fn a_clock_that_is_wrong(world: &World) {
    let here = Installation::new(world).await;
    // Beyond what DOKU takes, and within.
    for (n, off) in [2 * Millis::HOUR, -10 * Millis::MINUTE].into_iter().enumerate() {
        let doku = doku(world, &format!("off-{n}.db"), by_wall(off)).await;
        here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &doku.base_url())]).await.names(&[
            "DOKU",
            &doku.address().to_string(),
            "clock",
            "NTP",
        ]);
    }
}

async fn a_mail_server_that_is_dead_or_refuses_us(world: &World) {
    let here = Installation::new(world).await;
    let nobody = nobody();
    let told = here.asked_with(&[("SERAMBI_MAIL", &format!("smtp://serambi:{MAIL_PASSWORD}@{nobody}"))]).await;
    told.names(&["mail", &nobody, "does not answer", "host and port in SERAMBI_MAIL"]);
    let strict = Sink::open_but("535 5.7.8 no").await;
    let told =
        here.asked_with(&[("SERAMBI_MAIL", &format!("smtp://serambi:{MAIL_PASSWORD}@{}", strict.address))]).await;
    told.names(&["mail", &strict.address.to_string(), "535", "user and password in SERAMBI_MAIL"]);
    let another = greeting("SSH-2.0-OpenSSH_9.2\r\n").await;
    let told = here.asked_with(&[("SERAMBI_MAIL", &format!("smtp://serambi:{MAIL_PASSWORD}@{another}"))]).await;
    told.names(&["mail", &another, "SERAMBI_MAIL"]);
    here.asked_with(&[("SERAMBI_MAIL", &format!("imap://serambi:{MAIL_PASSWORD}@{another}"))])
        .await
        .names(&["mail", "SERAMBI_MAIL"]);
}

async fn a_database_that_does_not_open(world: &World) {
    let here = Installation::new(world).await;
    if world.services.store.is_one_process() {
        // No rights keep a test that runs as root out of anywhere.
        let file = world.folder.path().join("a file");
        std::fs::write(&file, "").unwrap();
        for place in [file.join("serambi.db"), world.folder.path().to_owned()] {
            let told = here.asked_with(&[("SERAMBI_DATABASE_URL", &format!("sqlite://{}", place.display()))]).await;
            told.names(&["database", &place.display().to_string(), "SERAMBI_DATABASE_URL"]);
        }
        let torn = world.folder.path().join("torn.db");
        std::fs::write(&torn, "no database at all".repeat(100)).unwrap();
        here.asked_with(&[("SERAMBI_DATABASE_URL", &format!("sqlite://{}", torn.display()))]).await.names(&[
            "database",
            "torn.db",
            "SERAMBI_DATABASE_URL",
        ]);
    } else {
        let nobody = nobody();
        let url = format!("postgres://serambi:{DATABASE_PASSWORD}@{nobody}/serambi");
        here.asked_with(&[("SERAMBI_DATABASE_URL", &url)]).await.names(&["database", &nobody, "SERAMBI_DATABASE_URL"]);
        let url = world.config.database_url.expose_secret();
        let (server, _) = url.rsplit_once('/').unwrap();
        let told = here.asked_with(&[("SERAMBI_DATABASE_URL", &format!("{server}/no_such_database"))]).await;
        told.names(&["database", "no_such_database", "SERAMBI_DATABASE_URL"]);
    }
}

async fn another_master_key_and_one_that_is_none(world: &World) {
    let here = Installation::new(world).await;
    let another = new_master_key().unwrap();
    let told = here.asked_with(&[("SERAMBI_MASTER_KEY", another.expose_secret())]).await;
    told.names(&["database", "another master key", "SERAMBI_MASTER_KEY"]);
    let told = here.asked_with(&[("SERAMBI_MASTER_KEY", "kunci-yang-salah")]).await;
    told.names(&["SERAMBI_MASTER_KEY", "32 bytes in base64"]);
}

async fn a_folder_that_takes_no_file(world: &World) {
    let here = Installation::new(world).await;
    let file = world.folder.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let below = file.join("files");
    let told = here.asked_with(&[("SERAMBI_FILES", &format!("file://{}", below.display()))]).await;
    told.names(&["files", &below.display().to_string(), "SERAMBI_FILES"]);
}

async fn a_disk_that_is_nearly_full_or_full(world: &World) {
    let here = Installation::new(world).await;
    let told = here.asked_with(&[("SERAMBI_UPLOADS_LEAVE_MB", "900000000000")]).await;
    told.names(&["files", &world.folder.path().display().to_string(), "SERAMBI_UPLOADS_LEAVE_MB", "Make room"]);
    let Some(disk) = SmallDisk::mount(8, "doctor on a full disk") else { return };
    let folder = disk.folder();
    disk.fill();
    let files = format!("file://{}", folder.path().display());
    here.asked_with(&[("SERAMBI_FILES", &files)]).await.names(&[
        "files",
        &folder.path().display().to_string(),
        "Make room",
    ]);
    disk.clear();
    // Room for a file, and for little more.
    let ballast = vec![0; 5_000_000];
    std::fs::write(folder.path().join("ballast"), ballast).unwrap();
    here.asked_with(&[("SERAMBI_FILES", &files)]).await.names(&[
        "files",
        &folder.path().display().to_string(),
        "Make room",
    ]);
}

async fn several_at_once_are_all_named(world: &World) {
    let here = Installation::new(world).await;
    let (nobody, another) = (nobody(), new_master_key().unwrap());
    let told = here
        .asked_with(&[
            ("SERAMBI_MASTER_KEY", another.expose_secret()),
            ("SERAMBI_MAIL", &format!("smtp://{nobody}")),
            ("SERAMBI_DOKU__SECRET_KEY", "SK-another"),
            ("SERAMBI_UPLOADS_LEAVE_MB", "900000000000"),
        ])
        .await;
    assert_eq!((told.code, told.failures().len()), (Some(1), 4), "{}", told.said);
}
