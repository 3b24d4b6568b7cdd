//! The calls that came in at the partner API.

use askama::Template;
use serde_json::Value;

use super::html::readable;
use crate::store::requests::Request;

impl Request {
    pub fn answered(&self) -> String {
        self.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string())
    }

    /// Returns `taken`, `refused` or `lost`.
    pub const fn became(&self) -> &'static str {
        match self.status {
            Some(200..300) => "taken",
            Some(_) => "refused",
            None => "lost",
        }
    }
}

/// The page of one whole call. It stands apart, since its body may hold numbers of a person.
#[derive(Template)]
#[template(path = "request.html")]
pub struct Page {
    pub row: Request,
}

/// Returns JSON with indentation, and anything else as it came.
fn indented(text: &str) -> String {
    let value = serde_json::from_str::<Value>(text).and_then(|value| serde_json::to_string_pretty(&value));
    value.unwrap_or_else(|_| text.to_owned())
}
