//! An installation with its sandbox inside, so that one movable clock serves both, and the line on which DOKU calls
//! back.
//!
//! That clock is why the sandbox is no process of its own here, unlike in the kill tests: a server whose clock moves on
//! demand exists only in sandbox mode, where the sandbox's file remembers the offset. So `kill -9` ends both at any
//! moment, and both must remember.

use crate::{
    facts::Facts,
    installation::{Database, Installation, free_port, while_it_moves},
    line::Line,
    panel::Panel,
    sandbox::Held,
};
use doku::Clock;
use domain::Millis;
use serde_json::json;
use std::process::Command;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Review {
    Automatic,
    BeforeSubmit,
}

pub struct Place {
    installation: Installation,
    pub line: Line,
    panel: Panel,
    pub kills: u32,
}

/// Calls due within this time of the next one are done together with it.
const TOGETHER: i64 = 45 * Millis::MINUTE;
const A_FEW_MINUTES: i64 = 10 * Millis::MINUTE;
/// The time is longer than the poller ever waits between two read-backs of one business.
const A_ROUND: i64 = 150 * Millis::MINUTE;

impl Place {
    pub async fn new(database: Database, seed: u64) -> Self {
        let installation = Installation::new(database).await;
        let line = Line::lay(&installation.url, seed).await;
        let panel = Panel::of(format!("http://127.0.0.1:{}", free_port()));
        Self { installation, line, panel, kills: 0 }
    }

    pub fn url(&self) -> String {
        self.installation.url.clone()
    }

    pub fn database_url(&self) -> &str {
        &self.installation.database_url
    }

    pub async fn start(&mut self, review: Review) {
        let settings = self.settings(review);
        let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.installation.start(&[], &settings).await;
    }

    fn settings(&self, review: Review) -> [(&'static str, String); 5] {
        let review = if review == Review::Automatic { "automatic" } else { "before_submit" };
        [
            ("SERAMBI_PUBLIC_URL", self.line.url().to_owned()),
            ("SERAMBI_REVIEW", review.to_owned()),
            ("SERAMBI_SANDBOX", self.panel.url.trim_start_matches("http://").to_owned()),
            ("SERAMBI_DOKU__TIMEOUT_SECONDS", "3".to_owned()),
            ("RUST_LOG", "warn,sandbox=error".to_owned()),
        ]
    }

    pub async fn killed_and_started(&mut self, review: Review) {
        self.installation.kill().await;
        self.kills += 1;
        self.start(review).await;
    }

    /// Runs another command of the binary beside the server; returns its output, and whether it succeeded.
    pub fn says(&self, arguments: &[&str]) -> (String, bool) {
        let mut command: Command = self.installation.command(arguments, &[]);
        command.envs(self.settings(Review::Automatic));
        let output = command.output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (String::from_utf8_lossy(&text).into_owned(), output.status.success())
    }

    pub async fn facts(&self) -> Facts {
        Facts::open(&self.installation.database_url).await
    }

    pub async fn held(&self) -> Held {
        Held::open(self.installation.folder()).await
    }

    /// Sets the percentages of calls and callbacks that each trouble strikes.
    pub async fn chaos(&self, seed: u64) {
        let chaos = json!({
            "seed": seed, "drop": 10, "duplicate": 15, "reorder": 25, "forge": 15, "fail_after_work": 15, "timeout": 5
        });
        self.panel.order("switches", json!({ "callback_shape": "mixed", "chaos": chaos })).await;
    }

    /// Keeps every callback from leaving.
    pub async fn nothing_is_called_back(&self) {
        self.panel.order("switches", json!({ "drop_all": true })).await;
    }

    /// Cuts the connection to DOKU in both directions.
    pub async fn cut(&self, cut: bool) {
        self.line.cut(cut);
        self.panel.order("outage", json!({ "on": cut })).await;
    }

    /// Returns the time of the clock that server and sandbox share.
    async fn now(&self) -> Millis {
        let counts = self.panel.ask("counts").await.unwrap();
        Clock::wall().now().plus(counts["clock"]["offset_ms"].as_i64().unwrap())
    }

    pub async fn advance(&self, millis: i64) {
        self.panel.order("clock/advance", json!({ "millis": millis })).await;
    }

    /// Waits until the sandbox has sent everything that is due, or has tried to.
    pub async fn reveal(&self, held: &Held) {
        while_it_moves(
            "DOKU to say what is due",
            async || held.due().await,
            async || {
                let now = self.now().await;
                held.due().await.iter().all(|due| *due > now)
            },
        )
        .await;
    }

    /// Tells whether nobody has anything to do now.
    async fn is_quiet(&self, held: &Held, facts: &Facts) -> bool {
        let now = self.now().await;
        held.due().await.iter().all(|due| *due > now) && facts.to_do(now).await == 0
    }

    /// Returns the time of the next call, and of the last one that is due soon after it.
    async fn next(held: &Held, facts: &Facts) -> Option<(Millis, Millis)> {
        let mut due = held.due().await;
        due.extend(facts.due().await);
        due.sort_unstable();
        let first = *due.first()?;
        Some((first, due.into_iter().rfind(|at| at.since(first) <= TOGETHER).unwrap_or(first)))
    }

    /// Waits for a condition. When nobody has anything to do for a few minutes, the clock skips them.
    pub async fn until(&self, what: &str, held: &Held, facts: &Facts, done: impl AsyncFn() -> bool) {
        while_it_moves(
            what,
            async || facts.dealt_with().await,
            async || {
                if !done().await && self.is_quiet(held, facts).await {
                    let (now, next) = (self.now().await, Self::next(held, facts).await);
                    if let Some((first, _)) = next.filter(|(first, _)| first.since(now) < A_FEW_MINUTES) {
                        self.advance(first.since(now).max(1)).await;
                    }
                }
                done().await
            },
        )
        .await;
    }

    /// Lets time pass until nothing is left to come, and then as long as the poller takes to read everybody once more.
    pub async fn settled(&self, held: &Held, facts: &Facts) {
        let moves = async || (facts.dealt_with().await, held.due().await);
        let quiet =
            async || while_it_moves("nothing to be due", moves, async || self.is_quiet(held, facts).await).await;
        quiet().await;
        while let Some((_, last)) = Self::next(held, facts).await {
            self.advance(last.since(self.now().await).max(1)).await;
            quiet().await;
        }
        self.advance(A_ROUND).await;
        quiet().await;
    }

    pub async fn done(self) {
        self.installation.done().await;
    }
}
