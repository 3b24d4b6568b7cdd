//! One typed Config: defaults, then `serambi.toml`, then `SERAMBI_…`. Unknown keys and missing secrets stop the start.

use crate::error::Stop;
use config::{Environment, File};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::{net::SocketAddr, num::NonZeroU64, path::PathBuf};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    #[serde(default = "defaults::listen")]
    pub listen: SocketAddr,
    /// Where people and DOKU reach us; default: `http://` and `listen`.
    pub public_url: Option<String>,
    #[serde(default = "defaults::database_url")]
    pub database_url: SecretString,
    /// `file://` and a folder.
    #[serde(default = "defaults::files")]
    pub files: String,
    /// 32 bytes in base64.
    pub master_key: Option<SecretString>,
    /// `off`, or the address at which our own DOKU listens.
    #[serde(default = "defaults::sandbox")]
    pub sandbox: String,
    /// `auto` decides by itself after about 5 s; `explicit` waits for `/sim`.
    #[serde(default)]
    pub sandbox_decide: SandboxDecide,
    #[serde(default)]
    pub doku: Doku,
    #[serde(default)]
    pub review: ReviewMode,
    #[serde(default)]
    pub partner: Partner,
    /// How many proxies stand before us: so many addresses are trusted, from the right of `X-Forwarded-For`.
    #[serde(default)]
    pub trusted_proxies: usize,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Doku {
    pub base_url: Option<String>,
    pub client_id: Option<String>,
    pub secret_key: Option<SecretString>,
    /// Seconds for a whole call, 30 unless told; uploads get more by their length.
    pub timeout_seconds: Option<NonZeroU64>,
    pub callback_key: CallbackKey,
}

/// Whose key signs callbacks. Source: CONTRACT §8.4, unknown; the partner's is our decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackKey {
    #[default]
    Partner,
    /// A brand's own key is admitted too: such a callback only asks for a read-back, since merchants may know that key.
    Brand,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SandboxDecide {
    #[default]
    Auto,
    Explicit,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewMode {
    #[default]
    BeforeSubmit,
    Automatic,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Partner {
    pub name: String,
    pub support: String,
}

impl Default for Partner {
    fn default() -> Self {
        Self { name: "Logipay".into(), support: "bantuan@logipay.example".into() }
    }
}

mod defaults {
    use secrecy::SecretString;
    use std::net::SocketAddr;
    pub fn listen() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 3000))
    }
    pub fn database_url() -> SecretString {
        "sqlite://data/serambi.db".into()
    }
    pub fn files() -> String {
        "file://data/files".into()
    }
    pub fn sandbox() -> String {
        "off".into()
    }
}

/// The credential that the sandbox takes when the settings name none.
pub const SANDBOX_CLIENT_ID: &str = "BRN-0001-1700000000000";
pub const SANDBOX_SECRET_KEY: &str = "SK-sandbox-only";

impl Config {
    pub fn read() -> Result<Self, Stop> {
        let settings = config::Config::builder()
            .add_source(File::with_name("serambi").required(false))
            .add_source(Environment::with_prefix("SERAMBI").prefix_separator("_").separator("__"))
            .build()?;
        let config: Self = settings.try_deserialize()?;
        config.check()?;
        Ok(config)
    }

    /// What cannot be told by a type.
    fn check(&self) -> Result<(), Stop> {
        let sandbox = self.sandbox_listen()?;
        // Its key is published and its panel decides: whoever reaches it could forge a verdict.
        if sandbox.is_some_and(|address| !address.ip().is_loopback() || !self.is_on_loopback()) {
            return Err(Stop::Setting(
                "SERAMBI_SANDBOX is for trying on this machine: SERAMBI_LISTEN, SERAMBI_PUBLIC_URL and the sandbox's own address must be on 127.0.0.1.",
            ));
        }
        if sandbox.is_some() && self.doku.base_url.is_some() {
            return Err(Stop::Setting(
                "SERAMBI_SANDBOX is on: the only DOKU is the sandbox, so leave SERAMBI_DOKU__BASE_URL out.",
            ));
        }
        if sandbox.is_none()
            && (self.doku.base_url.is_none() || self.doku.client_id.is_none() || self.doku.secret_key.is_none())
        {
            return Err(Stop::Setting(
                "Set SERAMBI_DOKU__BASE_URL, SERAMBI_DOKU__CLIENT_ID and SERAMBI_DOKU__SECRET_KEY, or SERAMBI_SANDBOX=127.0.0.1:3100 to try without DOKU.",
            ));
        }
        if sandbox.is_none() && self.partner.name == Partner::default().name {
            return Err(Stop::Setting(
                "Set SERAMBI_PARTNER__NAME and SERAMBI_PARTNER__SUPPORT: pages tell merchants who you are and whom to ask.",
            ));
        }
        if sandbox.is_none() && self.master_key.is_none() {
            return Err(Stop::Setting(
                "Set SERAMBI_MASTER_KEY to 32 random bytes in base64, for example from `openssl rand -base64 32`.",
            ));
        }
        if !self.files.starts_with("file://") {
            return Err(Stop::Setting("SERAMBI_FILES must be file:// and a folder; other stores are not built yet."));
        }
        Ok(())
    }

    pub fn sandbox_listen(&self) -> Result<Option<SocketAddr>, Stop> {
        match self.sandbox.as_str() {
            "off" => Ok(None),
            address => address
                .parse()
                .map(Some)
                .map_err(|_| Stop::Setting("SERAMBI_SANDBOX must be `off` or an address such as 127.0.0.1:3100.")),
        }
    }

    pub fn public_url(&self) -> String {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        url.trim_end_matches('/').to_owned()
    }

    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// Demo sign-ins and seeds exist only where nobody else can come.
    pub fn is_on_loopback(&self) -> bool {
        let url = self.public_url();
        let host = url.split("://").nth(1).unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        self.listen.ip().is_loopback() && matches!(host, "localhost" | "127.0.0.1" | "[::1]")
    }

    pub fn files_folder(&self) -> PathBuf {
        PathBuf::from(self.files.trim_start_matches("file://"))
    }

    /// The SQLite file, when it is one.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        self.database_url
            .expose_secret()
            .strip_prefix("sqlite://")
            .map(|path| PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    pub fn client_id(&self) -> String {
        self.doku.client_id.clone().unwrap_or_else(|| SANDBOX_CLIENT_ID.into())
    }

    pub fn secret_key(&self) -> SecretString {
        self.doku.secret_key.clone().unwrap_or_else(|| SANDBOX_SECRET_KEY.into())
    }
}
