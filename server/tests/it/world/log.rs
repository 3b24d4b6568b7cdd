//! The errors in the log of this process, of all tests together: a line is found by what is unique in it.

use super::statements::Listener;
use std::{
    io,
    sync::{Mutex, Once, PoisonError},
};
use tracing::Level;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    fmt,
    prelude::*,
};

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Listens from the first call on. A process has one listener.
pub fn listen() {
    static LISTEN: Once = Once::new();
    LISTEN.call_once(|| {
        let statements =
            Targets::new().with_target("sqlx::query", Level::DEBUG).with_target(super::statements::TARGET, Level::INFO);
        let lines = fmt::layer().json().flatten_event(true).with_writer(|| Lines).with_filter(LevelFilter::ERROR);
        let _ = tracing::subscriber::set_global_default(
            tracing_subscriber::registry().with(Listener.with_filter(statements)).with(lines),
        );
    });
}

/// Lists the lines that hold this text.
pub fn errors_with(text: &str) -> Vec<serde_json::Value> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let lines = String::from_utf8_lossy(&lines).into_owned();
    lines.lines().filter(|line| line.contains(text)).map(|line| serde_json::from_str(line).unwrap()).collect()
}
