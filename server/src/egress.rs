//! Calls to addresses that a person typed: never into our own network, and without redirects.

use app::review::settings::data::Wrong;
use domain::text;
use futures::FutureExt;
use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// The longest time for a whole delivery.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// The part of it for connecting.
pub const CONNECT: Duration = Duration::from_secs(5);
const LONGEST: usize = 2_000;

/// The addresses that may be called. In sandbox mode this machine too, over plain HTTP, since nobody else can come.
#[derive(Clone, Copy, Debug)]
pub struct Egress {
    pub sandbox: bool,
}

impl Egress {
    /// Judges an address by its text; names are looked up when the call is made.
    pub fn judge(self, text: &str) -> Result<Url, Wrong> {
        let url = Url::parse(&text::code(text)).map_err(|_| Wrong::NotAUrl)?;
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        if !plain || text.len() > LONGEST || !matches!(url.scheme(), "http" | "https") {
            return Err(Wrong::NotAUrl);
        }
        let host = url.host_str().ok_or(Wrong::NotAUrl)?;
        let here = match host.trim_start_matches('[').trim_end_matches(']').parse() {
            Ok(address) => self.of_address(address)?,
            Err(_) => host == "localhost",
        };
        match (url.scheme(), here) {
            (_, true) if self.sandbox => Ok(url),
            (_, true) => Err(Wrong::Private),
            ("https", false) => Ok(url),
            _ => Err(Wrong::NotHttps),
        }
    }

    /// Tells whether the address is this machine, or that it may not be called.
    fn of_address(self, address: IpAddr) -> Result<bool, Wrong> {
        if !self.may_call(address) {
            return Err(Wrong::Private);
        }
        Ok(address.is_loopback())
    }

    fn may_call(self, address: IpAddr) -> bool {
        is_public(address) || (self.sandbox && address.is_loopback())
    }

    /// Tells whether the name may have this address. A name that somebody chose may lead to this machine too, so only
    /// its own name `localhost` may.
    fn may_answer(self, name: &str, address: IpAddr) -> bool {
        self.may_call(address) && (is_public(address) || name == "localhost")
    }

    /// Returns a client that resolves every name here and judges every answer, so that a name cannot turn into a
    /// private address between judging and calling.
    pub fn client(self) -> reqwest::Result<Client> {
        Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .connect_timeout(CONNECT)
            .user_agent("Serambi-Webhooks/1")
            .dns_resolver(Arc::new(self))
            .build()
    }
}

impl Resolve for Egress {
    fn resolve(&self, name: Name) -> Resolving {
        let egress = *self;
        async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let (good, bad): (Vec<SocketAddr>, Vec<SocketAddr>) =
                found.partition(|at| egress.may_answer(name.as_str(), at.ip()));
            if good.is_empty() || !bad.is_empty() {
                return Err("a private address".into());
            }
            Ok(Box::new(good.into_iter()) as Addrs)
        }
        .boxed()
    }
}

/// Tells whether an address is on the public internet. Source: IANA, special-purpose address registries.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || matches!((a, b, c), (0, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _));
    // Multicast and reserved addresses are not public.
    !special && a < 224
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = embedded(address) {
        return is_public_v4(inner);
    }
    let [first, second, ..] = address.segments();
    // Only global unicast is public, without Teredo, ORCHID and other protocol assignments, and without documentation.
    (0x2000..0x4000).contains(&first) && !(first == 0x2001 && (second < 0x200 || second == 0xdb8)) && first != 0x3fff
}

/// Returns the IPv4 address within an IPv6 one: mapped, NAT64, 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [first, second, third, fourth, fifth, sixth, ..] = address.segments();
    let bits = address.to_bits();
    let low = Ipv4Addr::from_bits(u32::try_from(bits & u128::from(u32::MAX)).unwrap_or_default());
    match (first, second) {
        // Only the well-known prefix is read: a network's own one (64:ff9b:1::/48) hides an address that only this
        // network knows.
        (0x64, 0xff9b) if [third, fourth, fifth, sixth] == [0; 4] => Some(low),
        (0x2002, high) => Some(Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(third))),
        _ => address.to_ipv4_mapped(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_called() {
        let strict = Egress { sandbox: false };
        assert!(strict.judge("https://partner.example/hooks?a=b").is_ok());
        assert!(strict.judge("https://8.8.8.8/").is_ok() && strict.judge("https://[2606:4700::1111]:8443/x").is_ok());
        assert_eq!(strict.judge("http://partner.example/"), Err(Wrong::NotHttps));
        for text in [
            "",
            "partner.example",
            "ftp://partner.example",
            "https://me:pw@partner.example/",
            "https://",
            "https://a/#x",
        ] {
            assert_eq!(strict.judge(text), Err(Wrong::NotAUrl), "{text}");
        }
        for host in [
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f.1",
            "10.0.0.8",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::a00:1]",
            "[64:ff9b:1:a00:1::808:808]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[2001:db8::1]",
            "[ff02::1]",
            "[::127.0.0.1]",
        ] {
            assert_eq!(strict.judge(&format!("https://{host}/")), Err(Wrong::Private), "{host}");
        }
    }

    #[test]
    fn the_sandbox_may_call_this_machine_and_no_other_private_one() {
        let sandbox = Egress { sandbox: true };
        assert!(sandbox.judge("http://127.0.0.1:9000/hook").is_ok() && sandbox.judge("http://localhost/").is_ok());
        assert_eq!(sandbox.judge("http://10.0.0.1/"), Err(Wrong::Private));
        assert_eq!(sandbox.judge("http://partner.example/"), Err(Wrong::NotHttps));
    }

    #[test]
    fn only_localhost_may_lead_to_this_machine() {
        let (sandbox, public) = (Egress { sandbox: true }, IpAddr::from([8, 8, 8, 8]));
        for here in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)] {
            assert!(sandbox.may_answer("localhost", here) && !Egress { sandbox: false }.may_answer("localhost", here));
            for name in ["rebind.example", "localhost.rebind.example", "localhost."] {
                assert!(!sandbox.may_answer(name, here) && sandbox.may_answer(name, public), "{name}");
            }
        }
        assert!(!sandbox.may_answer("localhost", IpAddr::from([10, 0, 0, 1])));
    }

    #[tokio::test]
    async fn a_name_of_a_private_address_is_not_called() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
        let refused = Egress { sandbox: false }.client().unwrap().get(&url).send().await;
        assert!(refused.is_err_and(|error| error.is_connect()));
        let accepted = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(accepted.is_err(), "nobody called");
    }
}
