//! The sandbox as a process of its own: gate and tokens go by the wall clock, verdicts and deliveries by one that
//! `/sim` moves.

use clap::Parser;
use doku::Clock;
use sandbox::{Config, Error, Sandbox};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::new("info")).init();
    match run(Config::parse()).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(cause) => {
            let causes = std::error::Error::source(&cause).map(|inner| format!(": {inner}")).unwrap_or_default();
            tracing::error!("{cause}{causes}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), Error> {
    let mut terminated = signal(SignalKind::terminate()).map_err(Error::Signal)?;
    let sandbox = Sandbox::start_alone(config, Clock::wall(), Clock::wall()).await?;
    tracing::info!("sandbox DOKU at {}, its panel at http://{}/sim", sandbox.base_url(), sandbox.address());
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
    sandbox.stop().await;
    Ok(())
}
