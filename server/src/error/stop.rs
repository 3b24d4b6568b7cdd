//! Reasons why the program does not start.

use super::{Error, is_no_room};
use crate::random::NoChance;
use std::io::ErrorKind;

/// The reason why the program does not start: a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("{0}")]
    Setting(&'static str),
    #[error(
        "This database was written with another master key. Set SERAMBI_MASTER_KEY to the one that was set then (in sandbox mode it stands in the file master.key beside the files) and start again; nothing was changed."
    )]
    WrongKey,
    #[error("the settings do not read: {0}")]
    Config(#[from] config::ConfigError),
    /// `place` is the file or the host, never the user or the password.
    #[error("{place} does not open ({problem}). SERAMBI_DATABASE_URL must name {must}.")]
    Database { place: String, problem: String, must: &'static str },
    #[error("{place} does not open: its disk is full.")]
    NoRoom { place: String },
    #[error("the database refuses: {0}")]
    Db(#[from] sqlx::Error),
    #[error("{place} takes no files ({problem}). SERAMBI_FILES must name a folder that this user may write to.")]
    Folder { place: String, problem: std::io::Error },
    #[error("DOKU's client does not start: {0}")]
    Doku(#[from] doku::Error),
    #[error("the sandbox does not start: {0}")]
    Sandbox(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error(
        "SERAMBI_LISTEN: {address} cannot be listened to ({problem}). Another process has it, or it is no address of this machine: end that process or choose another."
    )]
    Listen { address: std::net::SocketAddr, problem: std::io::Error },
    #[error("a file or address cannot be used: {0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Inner(#[from] Error),
}

/// Refuses a setting when `is_so`, with a sentence for the operator.
pub fn stop_if(is_so: bool, sentence: &'static str) -> Result<(), Stop> {
    if is_so { Err(Stop::Setting(sentence)) } else { Ok(()) }
}

impl From<NoChance> for Stop {
    fn from(cause: NoChance) -> Self {
        Self::Inner(cause.into())
    }
}

impl Stop {
    /// Tells whether nothing but room is missing. `is_short` means that almost nothing is free on the disk.
    pub fn is_no_room(&self, is_short: bool) -> bool {
        match self {
            Self::NoRoom { .. } => true,
            Self::Db(cause) => is_full(cause, is_short),
            Self::Inner(cause) => is_full(cause, is_short),
            Self::Sandbox(cause) => is_full(cause.as_ref(), is_short),
            Self::Io(cause) | Self::Folder { problem: cause, .. } => is_full(cause, is_short),
            Self::Setting(_)
            | Self::WrongKey
            | Self::Config(_)
            | Self::Database { .. }
            | Self::Listen { .. }
            | Self::Doku(_) => false,
        }
    }
}

/// Tells whether the disk is full. A wrong path may cause SQLite's IOERR and CANTOPEN at a start, so they count only
/// when `is_short`.
pub fn is_full(error: &(dyn std::error::Error + 'static), is_short: bool) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| {
        if let Some(sqlx::Error::Database(told)) = error.downcast_ref() {
            let code = told.code().unwrap_or_default();
            return code == "13" || code == "53100" || is_short && code.len() < 5 && is_no_room(&code);
        }
        let kind = error.downcast_ref().map(std::io::Error::kind);
        matches!(kind, Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded))
    })
}
