//! Layers that guard every route: request forgery, headers, and who is asking from where.

use super::{body_rate, hosts, pages::CspNonce, problems};
use crate::{
    address::{Address, CALLBACK_PATH},
    connections::attached::attached,
    error::error_response,
    limits::household,
    services::Services,
};
use app::error::AppError;
use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{Extensions, HeaderMap, HeaderValue, Method, header};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Unsafe methods must come from our own pages: `Sec-Fetch-Site` says so, else an `Origin` that is our address. Only the signed
/// callback is exempt. What no route answers is not found, whoever asks: 403 would read like a wrong key.
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
        // No browser of today leaves both out on a form post.
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

/// Where a proxy brings all connections, nobody holds them all by requests that last.
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

/// The address that may be limited: counted through as many proxies as we are told to trust, from the right.
pub fn client_address(services: &Services, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let trusted = services.settings.trusted_proxies;
    if trusted == 0 {
        return household(peer);
    }
    household(forwarded(headers, trusted).unwrap_or(peer))
}

/// What the outermost proxy that we trust saw. Empty entries of a list are none (RFC 9110, section 5.6.1).
fn forwarded(headers: &HeaderMap, trusted: usize) -> Option<IpAddr> {
    let lists =
        headers.get_all("x-forwarded-for").iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let entries: Vec<&[u8]> = lists.map(<[u8]>::trim_ascii).filter(|entry| !entry.is_empty()).collect();
    // Counted before it is read: an entry that does not read must not make a forged one count.
    let entry = entries.len().checked_sub(trusted).and_then(|n| entries.get(n))?;
    address_of(std::str::from_utf8(entry).ok()?)
}

/// With or without port, brackets and quotes, as proxies write it.
fn address_of(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim_matches('"').trim();
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    bare.parse().ok().or_else(|| entry.parse().ok().map(|address: SocketAddr| address.ip()))
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

    #[test]
    fn an_address_is_read_however_a_proxy_writes_it() {
        let v4 = Some("203.0.113.7".parse().unwrap());
        let v6 = Some("2001:db8::1".parse().unwrap());
        for (entry, address) in [
            ("203.0.113.7", v4),
            ("203.0.113.7:4711", v4),
            ("\"203.0.113.7\"", v4),
            ("\"203.0.113.7:4711\"", v4),
            ("2001:db8::1", v6),
            ("[2001:db8::1]", v6),
            ("[2001:db8::1]:443", v6),
            ("\"[2001:db8::1]\"", v6),
            ("\"[2001:DB8:0::1]:443\"", v6),
            ("unknown", None),
            ("_hidden", None),
            ("unix:", None),
            ("203.0.113.7:x", None),
            ("[2001:db8::1", None),
            ("203.0.113", None),
            ("\"\"", None),
        ] {
            assert_eq!(address_of(entry), address, "{entry}");
        }
    }

    #[test]
    fn addresses_are_counted_from_the_right() {
        let seen = |lines: &[&[u8]], trusted| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_bytes(line).unwrap());
            }
            forwarded(&headers, trusted).map(|address| address.to_string())
        };
        let told = |address: &str| Some(address.to_owned());
        assert_eq!(seen(&[b"6.6.6.6, 203.0.113.7"], 1), told("203.0.113.7"));
        assert_eq!(seen(&[b"6.6.6.6,203.0.113.7:9 , [2001:db8::1]:443"], 2), told("203.0.113.7"));
        assert_eq!(seen(&[b"6.6.6.6", b"203.0.113.7", b"10.0.0.1"], 2), told("203.0.113.7"), "in several lines");
        for list in [&b"203.0.113.7, "[..], b",,203.0.113.7,", b"6.6.6.6,,203.0.113.7", b" \t203.0.113.7\t"] {
            assert_eq!(seen(&[list], 1), told("203.0.113.7"), "{list:?}");
        }
        // What does not read is nobody's address, and moves none of the others.
        assert_eq!(seen(&[b"6.6.6.6, unknown"], 1), None);
        assert_eq!(seen(&[b"6.6.6.6, unknown, 203.0.113.7"], 2), None);
        assert_eq!(seen(&[b"\xff\xfe, 203.0.113.7"], 1), told("203.0.113.7"));
        assert_eq!(seen(&[b"203.0.113.7"], 2), None);
        assert_eq!(seen(&[b""], 1), None);
        assert_eq!(seen(&[], 1), None);
    }
}
