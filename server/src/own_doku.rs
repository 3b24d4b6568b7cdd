//! Our own DOKU, where it is switched on. Only this file, the demo and one setting know the sandbox.

pub use sandbox::{Sandbox, base_url_at};

use crate::{config::Config, error::Stop, files::private_folder};
use doku::Clock;
use std::time::Duration;

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
        decide: config.sandbox_decide,
        auto_delay: Duration::from_secs(5),
        strict: false,
    };
    let started = Sandbox::start(sandbox, clock.clone()).await;
    Ok(Some(started.map_err(|cause| Stop::Sandbox(cause.into()))?))
}
