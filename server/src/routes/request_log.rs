//! One line and one count per request. They name the route, not the address: an address may hold a token.

use crate::telemetry::HTTP_SECONDS;
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::StatusCode;
use std::time::Instant;

/// The requests that come every few seconds, and are never logged as news.
const PROBES: [&str; 3] = ["/livez", "/readyz", "/metrics"];

pub async fn log(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let (status, took) = (response.status(), began.elapsed());
    let labels = [("method", name(&method)), ("route", route.clone()), ("status", status.as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!(HTTP_SECONDS, "route" => route.clone()).record(took);
    let (status, took_ms) = (status.as_u16(), u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    if PROBES.contains(&route.as_str()) && status == StatusCode::OK.as_u16() {
        tracing::debug!(http.method = %method, http.route = %route, http.status = status, took_ms, "{method} {route} was answered {status}");
    } else {
        tracing::info!(http.method = %method, http.route = %route, http.status = status, took_ms, "{method} {route} was answered {status}");
    }
    response
}

/// Returns the label of a method, so that invented methods make no new labels.
fn name(method: &http::Method) -> String {
    use http::Method;
    let known = [Method::GET, Method::POST, Method::HEAD, Method::OPTIONS, Method::PUT, Method::PATCH, Method::DELETE];
    if known.contains(method) { method.to_string() } else { "other".to_owned() }
}
