//! Errors as operators may know them. `answer.rs` has what people read; `stop.rs` has why the program does not start.

mod answer;
mod stop;

pub use answer::{error_response, panicked};
pub use stop::{Stop, is_full, stop_if};

use crate::random::NoChance;
use app::error::AppError;
use std::io::ErrorKind;
use tower_sessions::{session, session_store};

#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Error {
    #[error("the database refused")]
    #[strum(serialize = "database")]
    Db(#[from] sqlx::Error),
    #[error("DOKU's answer")]
    Doku(#[from] doku::Error),
    #[error("a file could not be kept or read")]
    File(#[from] std::io::Error),
    #[error("sealed data does not open")]
    Sealed,
    #[error("the session could not be read or kept")]
    Session(#[from] session::Error),
    #[error("a password could not be hashed")]
    Password,
    #[error("the system gave no random bytes")]
    Random,
    /// A row is missing that another row refers to.
    #[error("{0} is gone")]
    Missing(&'static str),
    #[error("what we kept does not read")]
    Kept(#[from] serde_json::Error),
    #[error("a PDF could not be written")]
    Pdf(#[from] lopdf::Error),
    #[error("a callback could not be kept")]
    Inbox,
    #[error("the sandbox did not do as it was told")]
    Sandbox(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("a task ended early")]
    Task(#[from] tokio::task::JoinError),
    /// The answer is for the person and no fault of ours.
    #[error(transparent)]
    App(#[from] AppError),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Returns `told` unless `is_so`.
pub fn ensure(is_so: bool, told: AppError) -> Result<(), AppError> {
    if is_so { Ok(()) } else { Err(told) }
}

/// The text of a session store's error when nothing can be kept: its errors are text.
pub const NO_ROOM: &str = "no room";

impl From<NoChance> for Error {
    fn from(NoChance: NoChance) -> Self {
        Self::Random
    }
}

impl Error {
    /// Returns one of `telemetry::INCIDENT_KINDS`, except for an error that is no fault.
    pub fn kind(&self) -> &'static str {
        if self.is_no_room() { "no_room" } else { self.into_str() }
    }

    /// Tells whether the next try may well succeed: the database was away, busy or without room, or two transactions
    /// met. Source: SQLSTATE classes 40 and 53 to 58 of PostgreSQL; SQLite's BUSY and LOCKED, with their extended
    /// codes.
    pub fn is_passing(&self) -> bool {
        use sqlx::Error::{BeginFailed, Database, Io, PoolClosed, PoolTimedOut, Tls, WorkerCrashed};
        match self {
            _ if self.is_no_room() => true,
            Self::Db(Database(told)) => is_passing(&told.code().unwrap_or_default()),
            Self::Db(Io(_) | Tls(_) | PoolTimedOut | PoolClosed | WorkerCrashed | BeginFailed) => true,
            // A row that does not decode will not decode next time.
            _ => false,
        }
    }

    /// Tells whether a stored value does not open or does not decode, now and next time; other values may.
    pub const fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::Sealed | Self::Kept(_) | Self::Db(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
        )
    }

    /// Tells whether nothing can be kept for now: the disk is full or fails, or memory is short. Reading may go on.
    pub fn is_no_room(&self) -> bool {
        match self {
            Self::Db(sqlx::Error::Database(told)) => is_no_room(&told.code().unwrap_or_default()),
            // The database is away, so nothing can be kept either.
            Self::Db(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)) => true,
            Self::File(cause) => {
                matches!(
                    cause.kind(),
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem
                )
            }
            Self::Session(session::Error::Store(session_store::Error::Backend(told))) => told == NO_ROOM,
            _ => false,
        }
    }
}

/// Returns true for SQLite's NOMEM, IOERR, FULL and CANTOPEN, with their extended codes, and SQLSTATE classes 53
/// (53100: the disk is full) and 58 (an error of the system) of PostgreSQL.
fn is_no_room(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(sqlite) if code.len() < 5 => matches!(sqlite & 0xff, 7 | 10 | 13 | 14),
        _ => code.starts_with("53") || code.starts_with("58"),
    }
}

fn is_passing(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(sqlite) if code.len() < 5 => matches!(sqlite & 0xff, 5 | 6),
        _ => ["40", "53", "55", "57"].iter().any(|class| code.starts_with(class)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_succeed_next_time_is_told_from_what_will_not() {
        for code in ["5", "6", "261", "517", "40001", "40P01", "53300", "55P03", "57P01"] {
            assert!(is_passing(code), "{code}");
        }
        for code in ["1", "11", "2067", "1555", "22021", "23505", "42804", "25P02", ""] {
            assert!(!is_passing(code), "{code}");
        }
        assert!(Error::Db(sqlx::Error::PoolTimedOut).is_passing());
        assert!(Error::File(ErrorKind::StorageFull.into()).is_passing());
        assert!(!Error::Db(sqlx::Error::RowNotFound).is_passing() && !Error::Sealed.is_passing());
    }

    #[test]
    fn every_kind_is_known_before_it_happens() {
        assert!(!Stop::Io(ErrorKind::PermissionDenied.into()).is_no_room(true));
        assert!(!Stop::WrongKey.is_no_room(true));
        for error in [Error::Sealed, Error::Password, Error::Inbox, Error::File(ErrorKind::StorageFull.into())] {
            assert!(crate::telemetry::INCIDENT_KINDS.contains(&error.kind()), "{}", error.kind());
        }
    }

    #[test]
    fn no_room_is_told_from_what_is_wrong_with_a_statement() {
        for code in ["7", "10", "13", "14", "778", "4874", "53100", "53200", "58030"] {
            assert!(is_no_room(code), "{code}");
        }
        for code in ["1", "5", "8", "11", "19", "2067", "23505", "40001", "57P01", ""] {
            assert!(!is_no_room(code), "{code}");
        }
        for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded] {
            assert!(Stop::Io(kind.into()).is_no_room(false));
            assert!(Stop::Inner(Error::File(kind.into())).is_no_room(false));
            assert_eq!(AppError::from(Error::File(kind.into())), AppError::NoRoom);
        }
        let session = session::Error::Store(session_store::Error::Backend(NO_ROOM.to_owned()));
        assert_eq!(AppError::from(Error::Session(session)), AppError::NoRoom);
        assert!(!Error::File(ErrorKind::NotFound.into()).is_no_room());
    }
}
