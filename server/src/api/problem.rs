//! `application/problem+json` (RFC 9457).

use crate::{error::Error, store::api_keys::Scope};
use app::error::AppError;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;

/// The most characters of an unknown name that are repeated in the answer.
const NAME: usize = 64;

/// The part of a request that a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Parameter {
    Body,
    Cursor,
    Email,
    Limit,
    /// The whole query.
    Query,
    Reference,
    State,
    UpdatedSince,
}

#[derive(Debug)]
pub enum Problem {
    /// The part of the request that cannot be read, and a sentence.
    BadRequest(Parameter, String),
    /// The name of a parameter that does not exist.
    Unknown(String),
    NoKey,
    /// The scope that the key lacks.
    Scope(Scope),
    NotFound,
    /// The address exists, but not for this method.
    Method,
    /// The request can be read, but conflicts with what is stored.
    Conflict(Parameter, &'static str),
    TooLarge,
    NotJson,
    /// The seconds to wait.
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
    /// The part of the request that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
}

impl Problem {
    pub fn bad(parameter: Parameter, detail: impl Into<String>) -> Self {
        Self::BadRequest(parameter, detail.into())
    }

    pub fn unknown(name: &str) -> Self {
        Self::Unknown(name.chars().take(NAME).collect())
    }

    const fn status_and_title(&self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest(..) | Self::Unknown(_) => (StatusCode::BAD_REQUEST, "Bad request"),
            Self::NoKey => (StatusCode::UNAUTHORIZED, "Unauthorized"),
            Self::Scope(_) => (StatusCode::FORBIDDEN, "Forbidden"),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not found"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed"),
            Self::Conflict(..) => (StatusCode::CONFLICT, "Conflict"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Content too large"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
            Self::NoRoom => (StatusCode::SERVICE_UNAVAILABLE, "Service unavailable"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Internal error"),
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::BadRequest(_, detail) => detail.clone(),
            Self::Unknown(name) => format!("There is no parameter {name}."),
            Self::NoKey => "Send a valid key: Authorization: Bearer sk_…".to_owned(),
            Self::Scope(scope) => format!("The key does not have the scope {scope}."),
            Self::NotFound => "There is no such thing.".to_owned(),
            Self::Method => "The header Allow says which methods there are.".to_owned(),
            Self::Conflict(_, detail) => (*detail).to_owned(),
            Self::TooLarge => "The body is too large.".to_owned(),
            Self::NotJson => "Send application/json.".to_owned(),
            Self::TooMany(seconds) => format!("Ask again in {seconds} s."),
            Self::NoRoom => "Ask again in a few minutes.".to_owned(),
            Self::Internal(incident) => format!("Quote {incident} if you contact us."),
        }
    }

    fn parameter(&self) -> Option<&str> {
        match self {
            Self::BadRequest(parameter, _) | Self::Conflict(parameter, _) => Some(parameter.into_str()),
            Self::Unknown(name) => Some(name),
            Self::NoKey | Self::Scope(_) | Self::NotFound | Self::Method | Self::TooLarge | Self::NotJson => None,
            Self::TooMany(_) | Self::NoRoom | Self::Internal(_) => None,
        }
    }
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
        let (status, title) = self.status_and_title();
        let detail = self.detail();
        let parameter = self.parameter();
        let body = Body { r#type: "about:blank", title, status: status.as_u16(), detail: &detail, parameter };
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let way_on = match self {
            Self::NoKey => Some([(header::WWW_AUTHENTICATE, "Bearer".to_owned())]),
            Self::TooMany(seconds) => Some([(header::RETRY_AFTER, seconds.to_string())]),
            _ => None,
        };
        (status, kind, way_on, serde_json::to_vec(&body).unwrap_or_default()).into_response()
    }
}
