//! The sandbox as a process of its own: gate and tokens go by the wall clock, verdicts and deliveries by one that `/sim` moves.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use doku::Clock;
use sandbox::{Config, Decide, Error, Sandbox};
use tokio::signal::unix::{SignalKind, signal};

#[derive(Parser)]
#[command(about = "A DOKU of our own: partner API, callbacks and a control panel at /sim")]
struct Arguments {
    #[arg(long, env = "SANDBOX_LISTEN", default_value = "127.0.0.1:3100")]
    listen: SocketAddr,
    #[arg(long, env = "SANDBOX_DATABASE", default_value = "data/sandbox.db")]
    database: PathBuf,
    #[arg(long, env = "SANDBOX_CLIENT_ID", default_value = "BRN-0001-1700000000000")]
    client_id: String,
    #[arg(long, env = "SANDBOX_SECRET_KEY", default_value = "SK-sandbox-only", hide_env_values = true)]
    secret_key: String,
    #[arg(long, env = "SANDBOX_DECIDE", value_enum, default_value = "auto")]
    decide: DecideBy,
    #[arg(long, env = "SANDBOX_AUTO_DELAY_MS", default_value_t = 5_000)]
    auto_delay_ms: u64,
    /// Take only what DOKU documents or shows.
    #[arg(long, env = "SANDBOX_STRICT")]
    strict: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum DecideBy {
    Auto,
    Explicit,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::new("info")).init();
    match run(Arguments::parse()).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(cause) => {
            let causes = std::error::Error::source(&cause).map(|inner| format!(": {inner}")).unwrap_or_default();
            tracing::error!("{cause}{causes}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Error> {
    let config = Config {
        listen: arguments.listen,
        database: arguments.database,
        client_id: arguments.client_id,
        secret_key: arguments.secret_key.into(),
        decide: match arguments.decide {
            DecideBy::Auto => Decide::Auto,
            DecideBy::Explicit => Decide::Explicit,
        },
        auto_delay: Duration::from_millis(arguments.auto_delay_ms),
        strict: arguments.strict,
    };
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
