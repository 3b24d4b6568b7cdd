//! An installation, and DOKU in a process of its own, which is not killed.

use crate::{
    installation::{Database, Installation},
    sandbox::{Decide, Sandbox},
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Worker {
    Runs,
    /// `--without-worker`: it only answers.
    Rests,
}

pub struct Machine {
    pub installation: Installation,
    pub sandbox: Sandbox,
    /// For chance that differs between the databases and not between runs.
    pub seed: u64,
}

impl Machine {
    pub async fn new(database: Database, decide: Decide) -> Self {
        let installation = Installation::new(database).await;
        let sandbox = Sandbox::start(installation.folder(), decide).await;
        let seed = match database {
            Database::Sqlite => 20,
            Database::Postgres => 26,
        };
        Self { installation, sandbox, seed }
    }

    pub async fn start(&mut self, worker: Worker) {
        let doku = format!("{}/adv-core-api/partner/v1.0", self.sandbox.panel.url);
        let url = self.installation.url.clone();
        let settings = [
            ("SERAMBI_PUBLIC_URL", url.as_str()),
            ("SERAMBI_REVIEW", "automatic"),
            ("SERAMBI_PARTNER__NAME", "Kill"),
            ("SERAMBI_SANDBOX", "off"),
            ("SERAMBI_DOKU__BASE_URL", &doku),
            ("SERAMBI_DOKU__CLIENT_ID", server::config::SANDBOX_CLIENT_ID),
            ("SERAMBI_DOKU__SECRET_KEY", server::config::SANDBOX_SECRET_KEY),
        ];
        let arguments: &[&str] = if worker == Worker::Rests { &["--without-worker"] } else { &[] };
        self.installation.start(arguments, &settings).await;
    }

    pub async fn kill(&mut self) {
        self.installation.kill().await;
    }

    /// Files of documents on disk, half ones included.
    pub fn files(&self) -> usize {
        std::fs::read_dir(self.installation.folder().join("files")).map_or(0, Iterator::count)
    }
}
