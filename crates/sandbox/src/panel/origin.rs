//! Keeps strangers off the panel. App and sandbox share a host but not a port: a page of the app, or of anybody else,
//! must not push these buttons, nor read the panel under a name that was made to lead to this machine.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::host::is_this_machine;

pub async fn own_pages_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if is_this_machine(host(headers)) && (request.method().is_safe() || is_own(headers)) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This must come from the sandbox's own page, /sim.\n").into_response()
}

/// Returns true for the panel's own page, and for a caller that is no browser, which sends neither header.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site_is_own = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin_is_own = text(header::ORIGIN.as_str())
        .is_none_or(|origin| origin.split_once("://").is_some_and(|(_, from)| from == host(headers)));
    site_is_own && origin_is_own
}

fn host(headers: &HeaderMap) -> &str {
    headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
