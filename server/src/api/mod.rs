//! The read API for the partner's own systems: `/api/v1`, behind keys. Names, states, verdicts, ids and times; nothing else.

pub mod businesses;
pub mod key;
pub mod problem;

use axum::response::{IntoResponse, Response};
use http::header;
use problem::Problem;

/// Checked against the real answers by a test.
pub const OPENAPI: &str = include_str!("openapi.json");

pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], OPENAPI)
        .into_response()
}

/// Anything else below `/api/v1`: told as JSON, not as a page.
pub async fn nothing() -> Response {
    Problem::NotFound.into_response()
}
