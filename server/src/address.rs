//! The address at which people and DOKU reach us, and the host names that a request may use.

use crate::error::Stop;
use domain::host::is_this_machine;
use reqwest::Url;

/// The one path that DOKU calls, the same for every merchant.
pub const CALLBACK_PATH: &str = "/webhooks/doku";

pub struct Address {
    public: Url,
    /// The host as browsers write it: without the usual port.
    host: String,
    /// True in the sandbox: every name that a browser has for this machine is accepted, and no other.
    is_sandbox: bool,
}

impl Address {
    pub fn read(public_url: &str, is_sandbox: bool) -> Result<Self, Stop> {
        let url = Url::parse(public_url).ok();
        let is_bare = |url: &Url| url.path() == "/" && url.username().is_empty() && url.query().is_none();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && is_bare(url));
        let public = url.ok_or(Stop::Setting(
            "SERAMBI_PUBLIC_URL must be an address without a path, such as https://onboarding.example.co.id.",
        ))?;
        if public.scheme() == "http" && !public.host_str().is_some_and(is_this_machine) {
            return Err(Stop::Setting(
                "SERAMBI_PUBLIC_URL must be https: passwords and identity cards travel there. Only this machine may be http.",
            ));
        }
        let port = public.port().map(|port| format!(":{port}")).unwrap_or_default();
        let host = format!("{}{port}", public.host_str().unwrap_or_default());
        Ok(Self { public, host, is_sandbox })
    }

    /// Tells whether `name`, a `Host` header, is ours.
    pub fn is_host(&self, name: &str) -> bool {
        if self.is_sandbox {
            return is_this_machine(name);
        }
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
        let read = || Url::parse(&format!("{}://{name}", self.public.scheme())).ok();
        name.eq_ignore_ascii_case(&self.host)
            || (name.bytes().all(is_name) && read().is_some_and(|url| url.origin() == self.public.origin()))
    }

    /// Tells whether `text`, an `Origin` header, is ours. In the sandbox this machine has several names, but we have
    /// one port.
    pub fn is_origin(&self, text: &str) -> bool {
        let Ok(url) = Url::parse(text) else { return false };
        let is_named = || url.host_str().is_some_and(is_this_machine);
        let is_by_port = || {
            url.scheme() == self.public.scheme() && url.port_or_known_default() == self.public.port_or_known_default()
        };
        url.origin() == self.public.origin() || (self.is_sandbox && is_named() && is_by_port())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(url: &str, is_sandbox: bool) -> Address {
        Address::read(url, is_sandbox).map_err(|stop| stop.to_string()).unwrap()
    }

    #[test]
    fn a_host_is_ours_in_any_case_and_with_the_usual_port() {
        let ours = address("https://Onboarding.example.co.id", false);
        for name in ["onboarding.example.co.id", "ONBOARDING.example.CO.ID", "onboarding.example.co.id:443"] {
            assert!(ours.is_host(name), "{name}");
        }
        for name in [
            "",
            "example.co.id",
            "onboarding.example.co.id:80",
            "onboarding.example.co.id:8443",
            "onboarding.example.co.id:x",
            "onboarding.example.co.id.evil.example",
            "evil.example/onboarding.example.co.id",
            "evil@onboarding.example.co.id",
            "onboarding.example.co.id#",
            "onboarding.example.co.id/x",
            "%6fnboarding.example.co.id",
            "localhost",
            "10.0.0.7",
        ] {
            assert!(!ours.is_host(name), "{name}");
        }
        let odd = address("https://[2001:db8::1]:8080", false);
        assert!(
            odd.is_host("[2001:DB8::1]:8080") && odd.is_host("[2001:db8:0::1]:8080") && !odd.is_host("[2001:db8::1]")
        );
    }

    #[test]
    fn an_origin_is_ours_whole_or_not_at_all() {
        let ours = address("https://onboarding.example.co.id", false);
        assert!(
            ours.is_origin("https://onboarding.example.co.id")
                && ours.is_origin("https://onboarding.example.co.id:443")
        );
        for origin in [
            "http://onboarding.example.co.id",
            "https://onboarding.example.co.id:8443",
            "https://evil.example",
            "https://onboarding.example.co.id.evil.example",
            "onboarding.example.co.id",
            "http://localhost:3000",
            "null",
            "",
        ] {
            assert!(!ours.is_origin(origin), "{origin}");
        }
    }

    #[test]
    fn in_the_sandbox_this_machine_has_several_names_and_we_have_one_port() {
        let ours = address("http://127.0.0.1:3000", true);
        for name in ["localhost", "127.0.0.1", "[::1]"] {
            assert!(ours.is_host(name) && ours.is_host(&format!("{name}:3000")) && ours.is_host(&format!("{name}:9")));
            assert!(ours.is_origin(&format!("http://{name}:3000")), "{name}");
            assert!(!ours.is_origin(&format!("http://{name}:9")) && !ours.is_origin(&format!("https://{name}:3000")));
        }
        assert!(!ours.is_host("evil.example:3000") && !ours.is_origin("http://evil.example:3000"));
    }

    #[test]
    fn what_is_no_address_of_a_site_stops_the_start() {
        for url in [
            "",
            "onboarding.example",
            "ftp://x.example",
            "https://x.example/serambi",
            "https://me@x.example",
            "http://x.example",
            "http://0.0.0.0:3000",
            "http://",
        ] {
            assert!(Address::read(url, false).is_err(), "{url}");
        }
    }
}
