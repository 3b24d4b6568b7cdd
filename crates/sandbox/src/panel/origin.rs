//! App and sandbox share a host but not a port: a page of the app, or of anybody else, must not push these buttons.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub async fn own_pages_only(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_own(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This must come from the sandbox's own page, /sim.\n").into_response()
}

/// A caller that is no browser sends neither header.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site_is_own = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let origin_is_own = text(header::ORIGIN.as_str())
        .is_none_or(|origin| origin.split_once("://").is_some_and(|(_, from)| from == host));
    // A name that merely resolves to this machine is somebody else's page.
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let host_is_own = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    site_is_own && origin_is_own && host_is_own
}
