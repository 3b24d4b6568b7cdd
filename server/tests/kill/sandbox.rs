//! DOKU in a process of its own, controlled by `/sim/api`.

use crate::{
    installation::{self, wait_for},
    panel::Panel,
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::OnceLock,
    time::Duration,
};

/// The time of verdicts.
#[derive(Clone, Copy)]
pub enum Decide {
    Explicit,
    After(Duration),
}

pub struct Sandbox {
    process: Child,
    pub panel: Panel,
}

impl Sandbox {
    pub async fn start(folder: &Path, decide: Decide) -> Self {
        let address = format!("127.0.0.1:{}", installation::free_port());
        let (decide, delay) = match decide {
            Decide::Explicit => ("explicit", Duration::ZERO),
            Decide::After(delay) => ("auto", delay),
        };
        let mut command = Command::new(program());
        command
            .env_clear()
            .args(["--listen", &address, "--decide", decide])
            .arg("--auto-delay-ms")
            .arg(delay.as_millis().to_string());
        command.arg("--database").arg(folder.join("doku.db")).current_dir(folder);
        let process = installation::spawn(command, &folder.join("sandbox.log"));
        let panel = Panel::of(format!("http://{address}"));
        wait_for("the sandbox to answer", async || panel.ask("counts").await.is_some()).await;
        Self { process, panel }
    }

    pub async fn registrations(&self) -> Vec<Value> {
        self.list("registrations").await
    }

    /// Waits for the next second: DOKU's times are whole seconds, and a read-back outranks a callback of its second.
    pub async fn a_second_later(&self) {
        let now = self.second().await;
        wait_for("the next second", async || self.second().await != now).await;
    }

    async fn second(&self) -> String {
        let counts = self.panel.ask("counts").await.unwrap();
        counts["clock"]["now"].as_str().unwrap()[.."2026-11-22T19:20:00".len()].to_owned()
    }

    /// Decides everything of the one registration, services too; returns the number of callbacks.
    pub async fn everything_decided_and_delivered(&self) -> i64 {
        let registrations = self.registrations().await;
        let [registration] = &registrations[..] else { panic!("one registration, not {}", registrations.len()) };
        let decide = format!("registrations/{}/decide-all", registration["business_id"].as_str().unwrap());
        wait_for("nothing to be left to decide", async || self.panel.order(&decide, json!({})).await["decided"] == 0)
            .await;
        self.everything_delivered().await
    }

    /// Waits until every callback is acknowledged; returns their number.
    pub async fn everything_delivered(&self) -> i64 {
        wait_for("every callback to be acknowledged", async || {
            let callbacks = self.list("callbacks").await;
            !callbacks.is_empty() && callbacks.iter().all(|callback| callback["state"] == "delivered")
        })
        .await;
        i64::try_from(self.list("callbacks").await.len()).unwrap()
    }

    pub async fn advance_hours(&self, hours: i64) {
        self.panel.order("clock/advance", json!({ "hours": hours })).await;
    }

    pub async fn outage(&self, on: bool) {
        self.panel.order("outage", json!({ "on": on })).await;
    }

    async fn list(&self, what: &str) -> Vec<Value> {
        self.panel.ask(what).await.unwrap().as_array().unwrap().clone()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        installation::end(&mut self.process);
    }
}

/// Finds the program beside the server's. `cargo test` of the workspace builds it; `cargo test -p server` does not.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let beside = Path::new(installation::SERAMBI).with_file_name("sandbox");
        if !beside.is_file() {
            let built = Command::new("cargo").args(["build", "-p", "sandbox", "--bin", "sandbox"]).status();
            assert!(built.is_ok_and(|status| status.success()), "cargo build -p sandbox --bin sandbox");
        }
        beside
    })
}
