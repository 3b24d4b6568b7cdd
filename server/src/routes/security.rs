//! Layers that guard every route: request forgery, headers, and who is asking from where.

use super::body_rate;
use crate::{
    connections::attached::Attached,
    error::told,
    limits::household,
    services::{CALLBACK_PATH, Services},
};
use app::error::AppError;
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Minted per request; the page's one inline script carries it.
#[derive(Clone)]
pub struct CspNonce(pub String);

/// Unsafe methods must come from our own pages: `Sec-Fetch-Site` says so, else an equal `Origin`. Only the signed callback
/// is exempt.
pub async fn same_origin(State(services): State<Services>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || request.uri().path() == CALLBACK_PATH || is_ours(request.headers(), &services.settings.public_url) {
        return next.run(request).await;
    }
    told(&AppError::Forbidden)
}

fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin == public_url || origin.split_once("://").is_some_and(|(_, ours)| ours == host)
        }
        // No browser of today leaves both out on a form post.
        _ => false,
    }
}

pub async fn headers(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let nonce = crate::vault::random::<16>().map(|bytes| BASE64_STANDARD.encode(bytes)).unwrap_or_default();
    request.extensions_mut().insert(CspNonce(nonce.clone()));
    let is_callback = request.uri().path() == CALLBACK_PATH;
    let request = body_rate::watch(request, &services.clock, is_callback);
    let mut response = match refusal(&services, &request) {
        Some(refused) => refused,
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

/// Where a proxy brings all connections, nobody holds them all by requests that last.
async fn answer(services: &Services, request: Request, next: Next) -> Response {
    if services.settings.trusted_proxies == 0 || request.uri().path() == CALLBACK_PATH {
        return next.run(request).await;
    }
    let client = client_address(services, request.headers(), request.extensions().get());
    match services.connections.request(client) {
        Some(permit) => next.run(request).await.map(|body| Attached::to(body, permit)),
        None => told(&AppError::TooMany),
    }
}

/// Who is told nothing at all.
fn refusal(services: &Services, request: &Request) -> Option<Response> {
    // RFC 9112, section 3.2. A proxy before us may have gone by the other one; HTTP/1.0 knows none.
    let hosts = request.headers().get_all(header::HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return Some(told(&AppError::BadRequest));
    }
    is_misled(services, request.headers()).then(misled)
}

/// The sandbox shows its demo passwords and every mail. Somebody else's name that was made to lead to this machine (DNS
/// rebinding) must not read them from a browser here.
fn is_misled(services: &Services, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    services.settings.sandbox_panel.is_some() && host.is_none_or(|host| !sandbox::is_this_machine(host))
}

fn misled() -> Response {
    let sentences = "Mode simulasi menjawab di localhost, 127.0.0.1, dan [::1] saja.\n\
                     The simulation answers at localhost, 127.0.0.1 and [::1] only.\n";
    (StatusCode::MISDIRECTED_REQUEST, sentences).into_response()
}

fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )
}

/// The address that may be limited: counted through as many proxies as we are told to trust, from the right.
pub fn client_address(services: &Services, headers: &HeaderMap, peer: Option<&ConnectInfo<SocketAddr>>) -> IpAddr {
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let trusted = services.settings.trusted_proxies;
    if trusted == 0 {
        return household(peer);
    }
    let headers = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let forwarded: Vec<&str> = headers.flat_map(|value| value.split(',')).collect();
    // Counted before it is read: an entry that does not read must not make a forged one count.
    let entry = forwarded.len().checked_sub(trusted).and_then(|n| forwarded.get(n));
    household(entry.and_then(|text| text.trim().parse().ok()).unwrap_or(peer))
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
        let ours = "https://serambi.example";
        assert!(is_ours(&from(&[("sec-fetch-site", "same-origin")]), ours));
        assert!(!is_ours(&from(&[("sec-fetch-site", "cross-site"), ("origin", "https://serambi.example")]), ours));
        assert!(is_ours(&from(&[("origin", "https://serambi.example"), ("host", "serambi.example")]), ours));
        assert!(!is_ours(&from(&[("origin", "https://evil.example"), ("host", "serambi.example")]), ours));
        assert!(!is_ours(&from(&[("origin", "null"), ("host", "serambi.example")]), ours));
        assert!(!is_ours(&HeaderMap::new(), ours));
    }
}
