//! Our own DOKU, where it is switched on. Only this file and the demo know the sandbox.

pub use sandbox::Sandbox;

use crate::{
    config::{Config, SandboxDecide},
    error::Stop,
    files::private_folder,
};
use doku::Clock;
use sandbox::{Decide, base_url_at};
use std::{net::SocketAddr, time::Duration};

/// Returns the address of the partner API. `own` is where our own DOKU listens when it runs in this process.
pub fn doku_url(config: &Config, own: Option<SocketAddr>) -> Result<String, Stop> {
    match (own, &config.doku.base_url) {
        (Some(address), _) => Ok(base_url_at(address)),
        (None, Some(url)) => Ok(url.clone()),
        // A command beside a running server asks that server's sandbox.
        (None, None) => match config.sandbox_listen()? {
            Some(address) => Ok(base_url_at(address)),
            None => Err(Stop::Setting("Set SERAMBI_DOKU__BASE_URL.")),
        },
    }
}

/// Returns `None` when it is off.
pub async fn start(config: &Config, clock: &Clock) -> Result<Option<Sandbox>, Stop> {
    let Some(listen) = config.sandbox_listen()? else { return Ok(None) };
    let folder = config
        .sqlite_file()
        .and_then(|file| file.parent().map(std::path::Path::to_owned))
        .unwrap_or_else(|| "data".into());
    private_folder(&folder)?;
    let sandbox = sandbox::Config {
        listen,
        database: folder.join("sandbox.db"),
        client_id: config.client_id(),
        secret_key: config.secret_key(),
        decide: match config.sandbox_decide {
            SandboxDecide::Auto => Decide::Auto,
            SandboxDecide::Explicit => Decide::Explicit,
        },
        auto_delay: Duration::from_secs(5),
        strict: false,
        seed: None,
    };
    let started = Sandbox::start(sandbox, clock.clone()).await;
    Ok(Some(started.map_err(|cause| Stop::Sandbox(cause.into()))?))
}
