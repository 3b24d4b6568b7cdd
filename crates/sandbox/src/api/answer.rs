//! Answers in DOKU's spellings: shape 1 for the gate, shape 2 for content. Source: CONTRACT §9.6.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub struct Answer {
    pub status: u16,
    /// JSON.
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

/// `{"error": {…}}`.
pub fn refused(status: u16, code: &str, message: &str) -> Answer {
    Answer::new(status, json!({"error": {"code": code, "message": message, "type": "invalid_request_error"}}))
}

/// `{"message": ["…"]}`.
pub fn content(status: u16, message: &str) -> Answer {
    contents(status, &[message.to_owned()])
}

pub fn contents(status: u16, messages: &[String]) -> Answer {
    Answer::new(status, json!({ "message": messages }))
}

/// Ours: the database failed.
pub fn broken(cause: &sqlx::Error) -> Answer {
    tracing::error!("the sandbox's database refused: {cause}");
    content(500, "INTERNAL SERVER ERROR")
}
