//! What whoever starts a sandbox decides.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

/// Below it is the partner API.
pub const BASE: &str = "/adv-core-api/partner/v1.0";

pub struct Config {
    /// Port 0 takes any; [`crate::Sandbox::address`] tells which.
    pub listen: SocketAddr,
    /// Its own SQLite file; made if it is missing.
    pub database: PathBuf,
    /// The partner's Brand ID, the only client that is known.
    pub client_id: String,
    pub secret_key: SecretString,
    pub decide: Decide,
    /// From a submission to its verdicts, and from an ACTIVE brand to its products.
    pub auto_delay: Duration,
    /// Takes only what DOKU documents or shows, from the start; `/sim` switches it too.
    pub strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decide {
    /// Verdicts fall due by themselves.
    Auto,
    /// Waits to be told, at `/sim`.
    Explicit,
}

/// How verdicts come; what fell due later than now keeps its time when this changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub decide: Decide,
    /// As [`Config::auto_delay`].
    pub delay: Duration,
}

/// Where a sandbox that listens there has its partner API.
pub fn base_url_at(address: SocketAddr) -> String {
    format!("http://{address}{}", BASE)
}
