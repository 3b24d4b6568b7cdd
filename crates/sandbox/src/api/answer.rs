//! Answers in DOKU's spellings: shape 1 for the gate, shape 2 for content. Source: CONTRACT §9.6.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::switches::Envelope;

pub struct Answer {
    pub status: u16,
    /// The body is JSON.
    pub body: String,
}

impl Answer {
    pub fn new(status: u16, body: Value) -> Self {
        Self { status, body: body.to_string() }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, "application/json")], self.body).into_response()
    }
}

/// Builds a refusal of shape 1: `{"error": {…}}`.
pub fn refused(status: u16, code: &str, message: &str) -> Answer {
    Answer::new(status, json!({"error": {"code": code, "message": message, "type": "invalid_request_error"}}))
}

/// Builds an answer about content, shape 2: `{"message": ["…"]}`.
pub fn content(status: u16, message: &str) -> Answer {
    contents(status, &[message.to_owned()])
}

pub fn contents(status: u16, messages: &[String]) -> Answer {
    Answer::new(status, json!({ "message": messages }))
}

/// Rewrites an error about content in another spelling of CONTRACT §9.6; `None` leaves the answer as it is.
pub fn spelled(envelope: Envelope, status: u16, body: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let messages = value.get("message").filter(|texts| texts.is_array() && status >= 400)?;
    let joined = || messages.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("; ");
    match envelope {
        Envelope::Message => None,
        Envelope::ErrorMessages => Some(json!({ "error_messages": messages })),
        Envelope::ResponseCode => {
            Some(json!({ "status": "FAILED", "response_code": glossary(status), "message": messages }))
        }
        Envelope::Snap => Some(json!({ "responseCode": format!("{status}0000"), "responseMessage": joined() })),
    }
}

const fn glossary(status: u16) -> &'static str {
    match status {
        401 => "INVALID_TOKEN",
        404 => "TRANSACTION_NOT_FOUND",
        409 => "DUPLICATE_TRANSACTION",
        429 => "TOO_MANY_REQUESTS",
        503 => "MAINTENANCE_MODE",
        500.. => "SERVER_ERROR",
        _ => "INVALID_PARAMETER",
    }
}

/// A failure of our own database, answered with 500.
impl From<sqlx::Error> for Answer {
    fn from(cause: sqlx::Error) -> Self {
        tracing::error!("the sandbox's database refused: {cause}");
        content(500, "INTERNAL SERVER ERROR")
    }
}
