//! A call to the partner API.

use axum::body::Bytes;
use axum::http::Method;

use crate::config::BASE;

/// A call that passed the gate.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    pub request_id: String,
    pub path: String,
    /// The target as the client signed it; the answer is signed with the same one.
    pub target: String,
    pub body: Bytes,
}

impl Call {
    /// Returns the id in the path, if there is one.
    pub fn id(&self) -> Option<&str> {
        self.path.strip_prefix(BASE)?.strip_prefix("/business/").filter(|id| !id.is_empty())
    }

    /// Returns true for a `PUT` or `PATCH` without an id in its path; a `POST` there registers.
    pub fn is_update_by_body(&self) -> bool {
        self.path.strip_prefix(BASE) == Some("/business")
            && (self.method == Method::PUT || self.method == Method::PATCH)
    }

    /// Names the call without its id: `PUT /business/{id}`.
    pub fn name(&self) -> String {
        let below = self.path.strip_prefix(BASE).unwrap_or_default();
        let path = if self.id().is_some() { "/business/{id}" } else { below };
        format!("{} {path}", self.method)
    }
}
