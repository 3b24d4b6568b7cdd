//! Layers that guard every route: request forgery, headers, and how many requests one client has under way.

use super::{body_rate, hosts, pages::CspNonce, problems};
use crate::{
    address::{Address, CALLBACK_PATH},
    client::client_address,
    connections::attached::attached,
    error::error_response,
    services::Services,
};
use app::error::AppError;
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderValue, Method, header};

/// Takes unsafe methods from our own pages only: `Sec-Fetch-Site` must name us, else an `Origin` that is our address.
/// Only the signed callback is exempt. An address without a route is not found for everybody: 403 would read like a
/// wrong key.
pub async fn same_origin(State(services): State<Services>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let nobody_answers = request.extensions().get::<MatchedPath>().is_none();
    if safe
        || nobody_answers
        || request.uri().path() == CALLBACK_PATH
        || is_ours(request.headers(), &services.settings.address)
    {
        return next.run(request).await;
    }
    problems::of_another_site(&services, request.into_parts().0).await
}

fn is_ours(headers: &HeaderMap, address: &Address) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => address.is_origin(origin),
        // No browser of today leaves out both headers on a form post.
        (None, None) => false,
    }
}

pub async fn headers(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let nonce = services.chance.bytes::<16>().map(|bytes| BASE64_STANDARD.encode(bytes)).unwrap_or_default();
    request.extensions_mut().insert(CspNonce(nonce.clone()));
    let is_callback = request.uri().path() == CALLBACK_PATH;
    let request = body_rate::watch(request, &services.clock, is_callback);
    let mut response = match hosts::refusal(&services.settings, &request) {
        Some(refusal) => refusal,
        None => answer(&services, request, next).await,
    };
    let headers = response.headers_mut();
    let mut set = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &policy(&nonce));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        header::HeaderName::from_static("permissions-policy"),
        "camera=(self), geolocation=(), microphone=(), payment=()",
    );
    set(header::CACHE_CONTROL, "no-store");
    if services.settings.is_https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

/// Limits requests per client behind a proxy, which brings all connections: no client holds them all by long requests.
async fn answer(services: &Services, request: Request, next: Next) -> Response {
    if services.settings.trusted_proxies == 0 || request.uri().path() == CALLBACK_PATH {
        return next.run(request).await;
    }
    let client = client_address(services, request.headers(), request.extensions());
    match services.connections.request(client) {
        Some(permit) => next.run(request).await.map(|body| attached(body, permit)),
        None => error_response(&AppError::TooMany),
    }
}

fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_post() {
        let ours = Address::read("https://serambi.example", false).map_err(|_| ()).unwrap();
        let may = |pairs: &[(&'static str, &'static str)]| is_ours(&from(pairs), &ours);
        assert!(may(&[("sec-fetch-site", "same-origin")]) && may(&[("sec-fetch-site", "none")]));
        assert!(!may(&[("sec-fetch-site", "cross-site"), ("origin", "https://serambi.example")]));
        assert!(!may(&[("sec-fetch-site", "same-site"), ("origin", "https://serambi.example")]));
        assert!(may(&[("origin", "https://serambi.example"), ("host", "10.0.0.7:3000")]));
        assert!(!may(&[("origin", "http://serambi.example"), ("host", "serambi.example")]));
        assert!(!may(&[("origin", "https://evil.example"), ("host", "evil.example")]));
        assert!(!may(&[("origin", "null"), ("host", "serambi.example")]));
        assert!(!may(&[("host", "serambi.example")]) && !may(&[]));
    }
}
