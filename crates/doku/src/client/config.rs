use std::net::IpAddr;
use std::time::Duration;

use http::{HeaderValue, Method};
use reqwest::Url;
use secrecy::SecretString;

use super::switches::{BankField, DigestRule, SignPrefix};
use crate::Error;

/// The place of the brand's id in the path of an update.
pub(super) const ID: &str = "{id}";
/// The path of registrations: a `POST` there makes one.
const REGISTRATION: &str = "/business";

/// DOKU's address, our credential, and every open question of the contract as a setting (CONTRACT §12.2).
#[derive(Clone, Debug)]
pub struct Config {
    /// `https://api-uat.doku.com/adv-core-api/partner/v1.0`. Plain `http` is for this machine only.
    pub base_url: String,
    /// The partner's Brand ID.
    pub client_id: String,
    pub secret_key: SecretString,
    pub connect_timeout: Duration,
    /// The time for a whole call; uploads get more by their length.
    pub timeout: Duration,
    /// True when Request-Target holds the query.
    pub sign_query: bool,
    pub sign_prefix: SignPrefix,
    pub digest_rule: DigestRule,
    /// True when an answer without a right signature is refused, not only warned about.
    pub enforce_response_signature: bool,
    pub update_method: Method,
    /// The path below the base URL, where `{id}` is the brand's id. A path without it puts `business.id` into the body.
    pub update_path: String,
    pub bank_field: BankField,
}

impl Config {
    /// Returns a configuration with our default answers to the open questions.
    pub fn new(base_url: impl Into<String>, client_id: impl Into<String>, secret_key: SecretString) -> Self {
        Self {
            base_url: base_url.into(),
            client_id: client_id.into(),
            secret_key,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            sign_query: false,
            sign_prefix: SignPrefix::default(),
            digest_rule: DigestRule::default(),
            enforce_response_signature: false,
            update_method: Method::PUT,
            update_path: "/business/{id}".to_owned(),
            bank_field: BankField::default(),
        }
    }

    /// Returns the base URL when it and the credential can be used at all.
    pub(super) fn base(&self) -> Result<Url, Error> {
        let base = Url::parse(&self.base_url).map_err(|_| Error::Setup("the base URL is no URL"))?;
        let is_safe = base.scheme() == "https" || base.scheme() == "http" && is_here(&base);
        let is_bare = base.username().is_empty() && base.password().is_none();
        let is_bare = is_bare && base.query().is_none() && base.fragment().is_none();
        let fits_a_header = !self.client_id.is_empty() && HeaderValue::from_str(&self.client_id).is_ok();
        let registers = self.update_method == Method::POST && self.update_path.trim_end_matches('/') == REGISTRATION;
        let must = [
            (is_safe, "the base URL must be https, or http on this machine"),
            (is_bare, "the base URL holds more than host and path"),
            (fits_a_header, "the client id cannot stand in a header"),
            (
                is_update_path(&self.update_path),
                "the path of an update must begin with / and name {id} once or not at all, without query",
            ),
            (!registers, "POST /business registers: an update needs another method or another path"),
        ];
        match must.into_iter().find(|(holds, _)| !holds) {
            Some((_, broken)) => Err(Error::Setup(broken)),
            None => Ok(base),
        }
    }

    pub(super) fn http(&self, base: &Url) -> Result<reqwest::Client, Error> {
        // Fails when a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("serambi/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout);
        if is_here(base) {
            builder = builder.no_proxy();
        }
        builder.build().map_err(|_| Error::Setup("the HTTP client could not be built; are there CA certificates?"))
    }
}

/// Returns true for a path that begins with `/` and goes on, names `{id}` at most once and has no query.
pub fn is_update_path(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.".contains(c);
    let named = path.matches(ID).count();
    path.starts_with('/') && path.len() > 1 && named <= 1 && path.replace(ID, "").chars().all(plain)
}

/// Returns true for an address on this machine.
pub fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base_url: &str, client_id: &str) -> bool {
        Config::new(base_url, client_id, "SK-sandbox-only".into()).base().is_ok()
    }

    #[test]
    fn only_a_safe_address_is_taken() {
        for good in [
            "https://api-uat.doku.com/adv-core-api/partner/v1.0",
            "http://127.0.0.1:3100/x/",
            "http://localhost:3100",
            "http://[::1]:3100",
        ] {
            assert!(check(good, "BRN-0001-1700000000000"), "{good}");
        }
        for bad in [
            "",
            "api.doku.com",
            "http://api.doku.com/x",
            "ftp://127.0.0.1",
            "https://me:secret@api.doku.com",
            "https://api.doku.com/x?y=1",
        ] {
            assert!(!check(bad, "BRN-0001-1700000000000"), "{bad}");
        }
        assert!(!check("https://api.doku.com", ""));
        assert!(!check("https://api.doku.com", "BRN\n1"));
    }

    #[test]
    fn a_path_of_updates_names_the_id_once_or_not_at_all() {
        for good in ["/business/{id}", "/business/{id}/data", "/{id}", "/business"] {
            assert!(is_update_path(good), "{good}");
        }
        for bad in ["", "/", "business", "/{id}/{id}", "/business/{id}?x=1", "/business/{brand}", "/a b/{id}"] {
            assert!(!is_update_path(bad), "{bad}");
        }
    }

    #[test]
    fn the_secret_is_never_printed() {
        let config = Config::new("https://api.doku.com", "BRN-0001-1700000000000", "SK-very-secret".into());
        assert!(!format!("{config:?}").contains("very-secret"));
    }
}
