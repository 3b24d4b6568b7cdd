//! The API for the partner's own systems: `/api/v1`, behind keys. It gives names, states, verdicts, ids and times, and
//! writes only the partner's own reference of a business.

mod answer;
pub mod businesses;
pub mod key;
pub mod problem;
mod question;
pub mod references;

use crate::services::Services;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;
use problem::ApiProblem;

/// The most bytes of a body.
pub const BODY: usize = 4096;

/// The description, which a test checks against the real answers.
pub const OPENAPI: &str = include_str!("openapi.json");
/// The server in the description; when served, the whole address replaces it.
const SERVER: &str = "\"/api/v1\"";

pub async fn openapi(State(services): State<Services>) -> Response {
    let server = serde_json::Value::String(format!("{}/api/v1", services.settings.public_url));
    let description = OPENAPI.replacen(SERVER, &server.to_string(), 1);
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], description)
        .into_response()
}

/// Answers any other address below `/api/v1` in JSON, not with a page.
pub async fn nothing() -> Response {
    ApiProblem::NotFound.into_response()
}
