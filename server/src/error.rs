//! What operators may know, and its one mapping to what people may be told.

use crate::telemetry;
use app::{
    error::AppError,
    texts::{Lang, fill, texts},
};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::{any::Any, io::ErrorKind};
use tower_sessions::{session, session_store};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database refused")]
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
    /// A row that another one promises.
    #[error("{0} is gone")]
    Missing(&'static str),
    #[error("what we kept does not read")]
    Kept(#[from] serde_json::Error),
    #[error("a PDF could not be written")]
    Pdf(#[from] lopdf::Error),
    #[error("a callback could not be kept")]
    Inbox,
    #[error("the sandbox did not do as it was told")]
    Sandbox(#[from] sandbox::Refused),
    #[error("a task ended early")]
    Task(#[from] tokio::task::JoinError),
    /// An answer for the person, no fault.
    #[error(transparent)]
    Told(#[from] AppError),
}

pub type Result<T> = std::result::Result<T, Error>;

/// What a session's store says when nothing can be kept: its errors are text.
pub const NO_ROOM: &str = "no room";

impl Error {
    /// One of `telemetry::INCIDENT_KINDS`, but for what is no fault.
    pub fn kind(&self) -> &'static str {
        match self {
            _ if self.is_no_room() => "no_room",
            Self::Db(_) => "database",
            Self::Doku(_) => "doku",
            Self::File(_) => "file",
            Self::Sealed => "sealed",
            Self::Session(_) => "session",
            Self::Password => "password",
            Self::Random => "random",
            Self::Missing(_) => "missing",
            Self::Kept(_) => "kept",
            Self::Pdf(_) => "pdf",
            Self::Inbox => "inbox",
            Self::Sandbox(_) => "sandbox",
            Self::Task(_) => "task",
            Self::Told(_) => "told",
        }
    }

    /// The next try may well succeed: the database was away, busy or without room, or two transactions met. Source: SQLSTATE
    /// classes 40 and 53 to 58 of PostgreSQL; SQLite's BUSY and LOCKED, with their extended codes.
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

    /// What is kept about one thing does not open or does not read, this time and next time; other things may.
    pub const fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::Sealed | Self::Kept(_) | Self::Db(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
        )
    }

    /// Nothing can be kept for now: the disk is full or fails, or memory is short. Reading may go on.
    pub fn is_no_room(&self) -> bool {
        match self {
            Self::Db(sqlx::Error::Database(told)) => is_no_room(&told.code().unwrap_or_default()),
            // It is away: nothing can be kept either.
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

/// Source: SQLite's NOMEM, IOERR, FULL and CANTOPEN, with their extended codes; SQLSTATE classes 53 (53100: the disk is full)
/// and 58 (an error of the system) of PostgreSQL.
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

/// Why the program does not start: a sentence for the operator.
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
    /// `place`: the file or the host, never the user or the password.
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
    Sandbox(#[from] sandbox::Error),
    #[error(
        "SERAMBI_LISTEN: {address} cannot be listened to ({problem}). Another process has it, or it is no address of this machine: end that process or choose another."
    )]
    Listen { address: std::net::SocketAddr, problem: std::io::Error },
    #[error("a file or address cannot be used: {0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Inner(#[from] Error),
}

impl Stop {
    /// Nothing but room is missing. `is_short`: almost nothing is free on the disk.
    pub fn is_no_room(&self, is_short: bool) -> bool {
        match self {
            Self::NoRoom { .. } => true,
            Self::Db(cause) => is_full(cause, is_short),
            Self::Inner(cause) => is_full(cause, is_short),
            Self::Sandbox(cause) => is_full(cause, is_short),
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

/// At a start SQLite's IOERR and CANTOPEN may come of a path that is wrong: with almost nothing free they come of that.
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

/// Logs the cause once and gives it a name that a person can quote.
fn report(error: &Error) -> String {
    let (incident, kind) = (crate::services::incident(), error.kind());
    telemetry::count_incident(kind);
    tracing::error!(
        incident,
        kind,
        error = %crate::telemetry::causes(error),
        "a request failed with incident {incident}"
    );
    incident
}

/// What Leptos itself could not do; it knows no incident.
pub fn failed_form() -> AppError {
    let incident = crate::services::incident();
    telemetry::count_incident("form");
    tracing::error!(incident, kind = "form", "a server function failed with incident {incident}");
    AppError::Internal { incident }
}

/// A bug of ours: no page can be drawn any more, so both languages are spoken.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let incident = crate::services::incident();
    telemetry::count_incident("panic");
    // What it says may quote a value, and stands on standard error already.
    drop(cause);
    tracing::error!(incident, kind = "panic", "a request panicked with incident {incident}");
    let sentence = |lang: Lang| {
        let problems = &texts(lang).problems;
        format!("{}. {}\n", problems.internal_title, fill(problems.incident, &[("incident", &incident)]))
    };
    (StatusCode::INTERNAL_SERVER_ERROR, [sentence(Lang::Id), sentence(Lang::En)].concat()).into_response()
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::Told(told) => told,
            full if full.is_no_room() => {
                telemetry::count_incident("no_room");
                tracing::error!(
                    kind = "no_room",
                    error = %crate::telemetry::causes(&full),
                    "nothing can be kept: the disk is full or fails, or the database is away"
                );
                Self::NoRoom
            }
            Error::Doku(ref cause) => {
                telemetry::count_incident("doku");
                tracing::warn!(
                    kind = "doku",
                    error = %crate::telemetry::causes(cause),
                    "DOKU did not answer a person's request"
                );
                Self::DokuUnavailable
            }
            Error::Db(_)
            | Error::File(_)
            | Error::Sealed
            | Error::Session(_)
            | Error::Password
            | Error::Random
            | Error::Missing(_)
            | Error::Kept(_)
            | Error::Pdf(_)
            | Error::Inbox
            | Error::Sandbox(_)
            | Error::Task(_) => Self::Internal { incident: report(&error) },
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        told(&self.into())
    }
}

/// Plain text, for routes that no page stands behind.
pub fn told(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, error.code()).into_response();
    // Somebody at a browser is shown the page for it.
    response.extensions_mut().insert(error.clone());
    response
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

    #[tokio::test]
    async fn a_panic_is_told_with_an_incident_in_both_languages_and_quotes_nothing() {
        let response = panicked(Box::new("4370112233 is no number".to_owned()));
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("Sebutkan ") && body.contains("quote ") && !body.contains("4370112233"), "{body}");
    }

    #[test]
    fn every_kind_is_known_before_it_happens() {
        assert!(!Stop::Io(ErrorKind::PermissionDenied.into()).is_no_room(true));
        assert!(!Stop::WrongKey.is_no_room(true));
        for error in [Error::Sealed, Error::Password, Error::Inbox, Error::File(ErrorKind::StorageFull.into())] {
            assert!(telemetry::INCIDENT_KINDS.contains(&error.kind()), "{}", error.kind());
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
