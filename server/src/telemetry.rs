//! Logs are sentences with fields. `RUST_LOG` chooses what is shown.

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

pub fn start() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,hyper=warn,tower_sessions=warn"));
    let _ = tracing_subscriber::registry().with(filter).with(fmt::layer().with_target(false)).try_init();
}
