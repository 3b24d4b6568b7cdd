//! `application/problem+json` (RFC 9457).

use crate::error::Error;
use app::error::AppError;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

#[derive(Debug)]
pub enum Problem {
    /// A question that does not read; which part of it.
    BadRequest(&'static str),
    NoKey,
    /// The key's scopes do not reach so far.
    Scope,
    NotFound,
    /// Seconds to wait.
    TooMany(u64),
    /// Our disk is full or fails.
    NoRoom,
    Internal(String),
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match AppError::from(error) {
            AppError::Internal { incident } => Self::Internal(incident),
            AppError::NotFound => Self::NotFound,
            AppError::NoRoom => Self::NoRoom,
            other => Self::Internal(other.code().to_owned()),
        }
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, title, detail) = match &self {
            Self::BadRequest(detail) => (StatusCode::BAD_REQUEST, "Bad request", (*detail).to_owned()),
            Self::NoKey => {
                (StatusCode::UNAUTHORIZED, "Unauthorized", "Send a valid key: Authorization: Bearer sk_…".to_owned())
            }
            Self::Scope => {
                (StatusCode::FORBIDDEN, "Forbidden", "The key does not have the scope businesses:read.".to_owned())
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "Not found", "There is no such thing.".to_owned()),
            Self::TooMany(seconds) => {
                (StatusCode::TOO_MANY_REQUESTS, "Too many requests", format!("Ask again in {seconds} s."))
            }
            Self::NoRoom => {
                (StatusCode::SERVICE_UNAVAILABLE, "Service unavailable", "Ask again in a few minutes.".to_owned())
            }
            Self::Internal(incident) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal error", format!("Quote {incident} if you contact us."))
            }
        };
        let body = Body { r#type: "about:blank", title, status: status.as_u16(), detail: &detail };
        let mut response = (status, serde_json::to_vec(&body).unwrap_or_default()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self {
            Self::NoKey => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            Self::TooMany(seconds) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds))),
            _ => {}
        }
        response
    }
}
