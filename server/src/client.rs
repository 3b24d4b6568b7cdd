//! The address that a request comes from.

use crate::{limits::household, services::Services};
use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Returns the address that may be limited: counted from the right, through as many proxies as the settings trust.
pub fn client_address(services: &Services, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let trusted = services.settings.trusted_proxies;
    if trusted == 0 {
        return household(peer);
    }
    household(forwarded(headers, trusted).unwrap_or(peer))
}

/// Returns the address that the outermost trusted proxy saw. Empty entries do not count (RFC 9110, section 5.6.1).
fn forwarded(headers: &HeaderMap, trusted: usize) -> Option<IpAddr> {
    let lists =
        headers.get_all("x-forwarded-for").iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let entries: Vec<&[u8]> = lists.map(<[u8]>::trim_ascii).filter(|entry| !entry.is_empty()).collect();
    // Entries are counted before they are parsed, so that an invalid one does not make a forged one count.
    let entry = entries.len().checked_sub(trusted).and_then(|n| entries.get(n))?;
    address_of(std::str::from_utf8(entry).ok()?)
}

/// Parses an address with or without port, brackets and quotes, as proxies write it.
fn address_of(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim_matches('"').trim();
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    bare.parse().ok().or_else(|| entry.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

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
        // An entry that does not parse is no address, and moves none of the others.
        assert_eq!(seen(&[b"6.6.6.6, unknown"], 1), None);
        assert_eq!(seen(&[b"6.6.6.6, unknown, 203.0.113.7"], 2), None);
        assert_eq!(seen(&[b"\xff\xfe, 203.0.113.7"], 1), told("203.0.113.7"));
        assert_eq!(seen(&[b"203.0.113.7"], 2), None);
        assert_eq!(seen(&[b""], 1), None);
        assert_eq!(seen(&[], 1), None);
    }
}
