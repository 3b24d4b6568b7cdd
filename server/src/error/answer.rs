//! The one mapping from errors to what people read, which logs the cause once.

use super::Error;
use crate::{
    random::incident,
    telemetry::{self, causes},
};
use app::{
    error::AppError,
    texts::{Lang, app_error, fill, texts},
};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::any::Any;

/// Logs the cause once and gives it a name that a person can quote.
fn report(error: &Error) -> String {
    let (incident, kind) = (incident(), error.kind());
    telemetry::count_incident(kind);
    tracing::error!(
        incident,
        kind,
        error = %causes(error),
        "a request failed with incident {incident}"
    );
    incident
}

/// Answers after a panic, in both languages: no page can be drawn any more.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let incident = incident();
    telemetry::count_incident("panic");
    // The panic's message may quote a value, and is on standard error already.
    drop(cause);
    tracing::error!(incident, kind = "panic", "a request panicked with incident {incident}");
    let sentence = |lang: Lang| {
        let (t, error) = (texts(lang), AppError::Internal { incident: incident.clone() });
        format!("{}. {}\n", app_error(t, &error).title, fill(t.problems.incident, &[("incident", &incident)]))
    };
    (StatusCode::INTERNAL_SERVER_ERROR, [sentence(Lang::Id), sentence(Lang::En)].concat()).into_response()
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::App(error) => error,
            full if full.is_no_room() => {
                telemetry::count_incident("no_room");
                tracing::error!(
                    kind = "no_room",
                    error = %causes(&full),
                    "nothing can be kept: the disk is full or fails, or the database is away"
                );
                Self::NoRoom
            }
            Error::Doku(ref cause) => {
                telemetry::count_incident("doku");
                tracing::warn!(
                    kind = "doku",
                    error = %causes(cause),
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
        error_response(&self.into())
    }
}

/// Answers in plain text, for routes without a page.
pub fn error_response(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, error.code()).into_response();
    // Browsers get the page for it.
    response.extensions_mut().insert(error.clone());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_told_with_an_incident_in_both_languages_and_quotes_nothing() {
        let response = panicked(Box::new("4370112233 is no number".to_owned()));
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("Sebutkan ") && body.contains("quote ") && !body.contains("4370112233"), "{body}");
    }
}
