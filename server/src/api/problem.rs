//! `application/problem+json` (RFC 9457).

use crate::{error::Error, store::api_keys::Scope};
use app::error::AppError;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;

/// The most characters of an unknown name that are repeated in the answer.
const NAME: usize = 64;

/// The part of a question that a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::EnumString, strum::IntoStaticStr)]
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

/// The problem of a question; its text is the `detail` of the answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiProblem {
    /// The part of the question that cannot be read, and a sentence that says why.
    #[error("{1}")]
    BadRequest(Parameter, String),
    /// A parameter that there is not.
    #[error("There is no parameter {0}.")]
    Unknown(String),
    #[error("Send a valid key: Authorization: Bearer sk_…")]
    NoKey,
    /// The scope that the key lacks.
    #[error("The key does not have the scope {0}.")]
    Scope(Scope),
    #[error("There is no such thing.")]
    NotFound,
    /// The address exists, but not for this method.
    #[error("The header Allow says which methods there are.")]
    Method,
    /// The question can be read, but the present data are in its way.
    #[error("{1}")]
    Conflict(Parameter, &'static str),
    #[error("The body is too large.")]
    TooLarge,
    #[error("Send application/json.")]
    NotJson,
    /// The seconds to wait.
    #[error("Ask again in {0} s.")]
    TooMany(u64),
    /// Our disk is full or fails.
    #[error("Ask again in a few minutes.")]
    NoRoom,
    #[error("Quote {0} if you contact us.")]
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

impl ApiProblem {
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

    fn parameter(&self) -> Option<&str> {
        match self {
            Self::BadRequest(parameter, _) | Self::Conflict(parameter, _) => Some(parameter.into_str()),
            Self::Unknown(name) => Some(name),
            Self::NoKey | Self::Scope(_) | Self::NotFound | Self::Method | Self::TooLarge | Self::NotJson => None,
            Self::TooMany(_) | Self::NoRoom | Self::Internal(_) => None,
        }
    }
}

impl<E: Into<Error>> From<E> for ApiProblem {
    fn from(error: E) -> Self {
        match AppError::from(error.into()) {
            AppError::Internal { incident } => Self::Internal(incident),
            AppError::NotFound => Self::NotFound,
            AppError::NoRoom => Self::NoRoom,
            other => Self::Internal(other.code().to_owned()),
        }
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let (status, title) = self.status_and_title();
        let detail = self.to_string();
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
