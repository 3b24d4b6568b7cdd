//! An installation, and DOKU in a process of its own, which is not killed.

use crate::{
    installation::{Database, Installation, spawn},
    sandbox::{Decide, Sandbox},
};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::Path,
    time::Duration,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Worker {
    Runs,
    /// The server runs with `--without-worker` and only answers.
    Rests,
}

pub struct Machine {
    pub installation: Installation,
    pub sandbox: Sandbox,
    /// The seed differs between the databases and not between runs.
    pub seed: u64,
}

impl Machine {
    pub async fn new(database: Database, decide: Decide) -> Self {
        Self::with(Installation::new(database).await, database, decide).await
    }

    pub async fn with(installation: Installation, database: Database, decide: Decide) -> Self {
        let sandbox = Sandbox::start(installation.folder(), decide).await;
        let seed = match database {
            Database::Sqlite => 20,
            Database::Postgres => 26,
        };
        Self { installation, sandbox, seed }
    }

    pub async fn start(&mut self, worker: Worker) {
        let settings = self.settings();
        let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let arguments: &[&str] = if worker == Worker::Rests { &["--without-worker"] } else { &[] };
        self.installation.start(arguments, &settings).await;
    }

    /// Starts the server, which may not be ready when this returns. Its output goes to `log`.
    pub fn launch(&mut self, log: &Path) {
        let settings = self.settings();
        let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.installation.launch(&[], &settings, log);
    }

    /// Runs a command that is to end by itself, with more settings; returns its code and all its output.
    pub async fn runs(&self, arguments: &[&str], more: &[(&str, &str)]) -> (Option<i32>, String) {
        let settings = self.settings();
        let settings: Vec<_> =
            settings.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect();
        let log = self.installation.folder().join("command.log");
        let _ = std::fs::remove_file(&log);
        let mut process = spawn(self.installation.command(arguments, &settings), &log);
        for _ in 0..600 {
            if process.try_wait().unwrap().is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        // A command that has not ended by itself has no code.
        let _ = process.kill();
        (process.wait().unwrap().code(), std::fs::read_to_string(log).unwrap())
    }

    fn settings(&self) -> [(&'static str, String); 8] {
        [
            ("SERAMBI_PUBLIC_URL", self.installation.url.clone()),
            ("SERAMBI_REVIEW", "automatic".into()),
            ("SERAMBI_PARTNER__NAME", "Kill".into()),
            ("SERAMBI_PARTNER__SUPPORT", "help@kill.example".into()),
            ("SERAMBI_SANDBOX", "off".into()),
            ("SERAMBI_DOKU__BASE_URL", format!("{}/adv-core-api/partner/v1.0", self.sandbox.panel.url)),
            ("SERAMBI_DOKU__CLIENT_ID", server::config::SANDBOX_CLIENT_ID.into()),
            ("SERAMBI_DOKU__SECRET_KEY", server::config::SANDBOX_SECRET_KEY.into()),
        ]
    }

    pub async fn kill(&mut self) {
        self.installation.kill().await;
    }

    /// Lists the files of documents on disk, half ones included.
    pub fn files(&self) -> BTreeSet<String> {
        let Ok(files) = fs::read_dir(self.installation.folder().join("files")) else { return BTreeSet::new() };
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.len() == 32).collect()
    }

    /// Makes all files two hours old.
    pub fn age_files(&self) {
        for name in self.files() {
            let path = self.installation.folder().join("files").join(name);
            let file = File::options().write(true).open(path).unwrap();
            file.set_modified(file.metadata().unwrap().modified().unwrap() - Duration::from_secs(7_200)).unwrap();
        }
    }
}
