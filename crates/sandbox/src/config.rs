//! The settings with which a sandbox is started.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

/// The path that the partner API is below.
pub const BASE: &str = "/adv-core-api/partner/v1.0";

#[derive(clap::Parser)]
#[command(about = "A DOKU of our own: partner API, callbacks and a control panel at /sim")]
pub struct Config {
    /// The address to listen at; port 0 takes any that is free.
    #[arg(long, env = "SANDBOX_LISTEN", default_value = "127.0.0.1:3100")]
    pub listen: SocketAddr,
    /// The sandbox's own SQLite file, which is made if it is missing.
    #[arg(long, env = "SANDBOX_DATABASE", default_value = "data/sandbox.db")]
    pub database: PathBuf,
    /// The partner's Brand ID, the only client that is known.
    #[arg(long, env = "SANDBOX_CLIENT_ID", default_value = "BRN-0001-1700000000000")]
    pub client_id: String,
    #[arg(long, env = "SANDBOX_SECRET_KEY", default_value = "SK-sandbox-only", hide_env_values = true)]
    pub secret_key: SecretString,
    #[arg(long, env = "SANDBOX_DECIDE", value_enum, default_value = "auto")]
    pub decide: Decide,
    /// The milliseconds from a submission to its verdicts, and from an ACTIVE brand to its products.
    #[arg(long = "auto-delay-ms", env = "SANDBOX_AUTO_DELAY_MS", default_value = "5000", value_parser = millis)]
    pub auto_delay: Duration,
    /// The sandbox takes only what DOKU documents or shows, from the start; `/sim` switches it too.
    #[arg(long, env = "SANDBOX_STRICT")]
    pub strict: bool,
    /// The seed makes a run repeatable: order, ids and delays are drawn from it. Without it two runs differ.
    #[arg(long, env = "SANDBOX_SEED")]
    pub seed: Option<u64>,
}

fn millis(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_millis)
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decide {
    /// Verdicts fall due by themselves.
    #[default]
    Auto,
    /// Verdicts wait until somebody gives them at `/sim`.
    Explicit,
}

/// The pace of verdicts; planned verdicts keep their time when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub decide: Decide,
    /// The delay before verdicts, like [`Config::auto_delay`].
    pub delay: Duration,
}

/// Returns the base URL of the partner API of a sandbox that listens at this address.
pub fn base_url_at(address: SocketAddr) -> String {
    format!("http://{address}{BASE}")
}
