//! The typed settings: defaults, then `serambi.toml`, then `SERAMBI_…`. Unknown keys and missing secrets are refused.

pub use crate::switches::{CallbackKey, CallbackTarget, Doku, NeverArrived};
use crate::{
    budget::Budget,
    error::{Stop, stop_if},
    telemetry::LogFormat,
};
use config::{Environment, File};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::{net::SocketAddr, path::PathBuf};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub listen: SocketAddr,
    /// The address at which people and DOKU reach us; default: `http://` and `listen`.
    pub public_url: Option<String>,
    pub database_url: SecretString,
    /// The address of PostgreSQL itself, where `database_url` is a pooler by transaction: LISTEN needs it.
    pub database_direct_url: Option<SecretString>,
    /// The form of log lines.
    pub log_format: LogFormat,
    /// The bearer token that opens `/metrics` where this instance is not on loopback.
    pub metrics_token: Option<SecretString>,
    /// A `file://` address of a folder.
    pub files: String,
    /// Uploads are refused when they would leave fewer free MB (10⁶ bytes) than this; default: 256, or a tenth of a
    /// small disk.
    pub uploads_leave_mb: Option<u64>,
    /// The master key, 32 bytes in base64.
    pub master_key: Option<SecretString>,
    /// `off`, or the address at which our own DOKU listens.
    pub sandbox: String,
    /// `auto` decides by itself after about 5 s; `explicit` waits for `/sim`.
    pub sandbox_decide: SandboxDecide,
    /// The contents of an empty database where the sandbox is on.
    pub sandbox_demo: SandboxDemo,
    pub doku: Doku,
    pub review: ReviewMode,
    pub budget: Budget,
    /// The days for which a replaced file is kept that was submitted, or that a person of the partner looked at.
    pub replaced_days: u32,
    /// The hours for which the old secret signs webhooks beside a new one.
    pub old_secret_hours: u32,
    /// True when DOKU's promises are in working days: Saturday and Sunday, by WIB, do not count. Public holidays count,
    /// since no calendar of them is kept.
    pub working_days: bool,
    /// The days for which files and answers of an application are kept that was withdrawn before it was ever submitted.
    pub retention_days: u32,
    /// `outbox` keeps mails here; `smtp://user:password@host:port` or `smtps://…` sends them.
    pub mail: SecretString,
    /// `Name <name@example.co.id>`; must be set where mail is sent.
    pub mail_from: Option<String>,
    pub partner: Partner,
    /// The number of proxies before us: so many addresses are trusted, from the right of `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// The most connections at once; default: what the system allows. Callbacks find room beyond.
    pub connections: Option<usize>,
    /// The most connections of one address. Behind a proxy: the requests of one client that are under way.
    pub connections_per_address: usize,
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
pub enum SandboxDemo {
    /// People and a dozen applications of theirs, with a history of six days.
    #[default]
    Full,
    People,
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

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            public_url: None,
            database_url: "sqlite://data/serambi.db".into(),
            database_direct_url: None,
            log_format: LogFormat::default(),
            metrics_token: None,
            files: "file://data/files".into(),
            uploads_leave_mb: None,
            master_key: None,
            sandbox: "off".into(),
            sandbox_decide: SandboxDecide::default(),
            sandbox_demo: SandboxDemo::default(),
            doku: Doku::default(),
            review: ReviewMode::default(),
            budget: Budget::default(),
            replaced_days: 90,
            old_secret_hours: 24,
            working_days: false,
            retention_days: 30,
            mail: "outbox".into(),
            mail_from: None,
            partner: Partner::default(),
            trusted_proxies: 0,
            connections: None,
            connections_per_address: 1_000,
        }
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

    /// Checks what no type can tell.
    fn check(&self) -> Result<(), Stop> {
        let sandbox = self.sandbox_listen()?;
        // The sandbox has a published key and a panel that decides: whoever reaches it could forge a verdict.
        stop_if(
            sandbox.is_some_and(|address| !address.ip().is_loopback() || !self.is_on_loopback()),
            "SERAMBI_SANDBOX is for trying on this machine: SERAMBI_LISTEN, SERAMBI_PUBLIC_URL and the sandbox's own address must be on 127.0.0.1.",
        )?;
        stop_if(
            sandbox.is_some() && self.doku.base_url.is_some(),
            "SERAMBI_SANDBOX is on: the only DOKU is the sandbox, so leave SERAMBI_DOKU__BASE_URL out.",
        )?;
        stop_if(
            sandbox.is_none()
                && (self.doku.base_url.is_none() || self.doku.client_id.is_none() || self.doku.secret_key.is_none()),
            "Set SERAMBI_DOKU__BASE_URL, SERAMBI_DOKU__CLIENT_ID and SERAMBI_DOKU__SECRET_KEY, or SERAMBI_SANDBOX=127.0.0.1:3100 to try without DOKU.",
        )?;
        let demo = Partner::default();
        stop_if(
            sandbox.is_none() && (self.partner.name == demo.name || self.partner.support == demo.support),
            "Set SERAMBI_PARTNER__NAME and SERAMBI_PARTNER__SUPPORT: pages tell merchants who you are and whom to ask.",
        )?;
        stop_if(
            sandbox.is_none() && self.public_url.is_none() && !self.is_on_loopback(),
            "Set SERAMBI_PUBLIC_URL to the address at which people and DOKU reach you, such as https://onboarding.example.co.id.",
        )?;
        stop_if(
            !is_contact(&self.partner.support),
            "SERAMBI_PARTNER__SUPPORT must be an e-mail address or an https:// page: merchants who are stuck are sent there.",
        )?;
        stop_if(
            sandbox.is_none() && self.master_key.is_none(),
            "Set SERAMBI_MASTER_KEY to 32 random bytes in base64, for example from `openssl rand -base64 32`.",
        )?;
        self.budget.check()?;
        stop_if(
            self.connections.is_some_and(|most| most < 16) || self.connections_per_address < 16,
            "SERAMBI_CONNECTIONS and SERAMBI_CONNECTIONS_PER_ADDRESS must be 16 or more: a browser alone holds six.",
        )?;
        stop_if(!(1..=3_650).contains(&self.retention_days), "SERAMBI_RETENTION_DAYS must be from 1 to 3650.")?;
        stop_if(!(1..=720).contains(&self.old_secret_hours), "SERAMBI_OLD_SECRET_HOURS must be from 1 to 720.")?;
        stop_if(
            !self.files.starts_with("file://"),
            "SERAMBI_FILES must be file:// and a folder; other stores are not built yet.",
        )?;
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

    /// Tells whether only this machine reaches us. Demo sign-ins and seeds exist only then.
    pub fn is_on_loopback(&self) -> bool {
        let url = self.public_url();
        let host = url.split("://").nth(1).unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        self.listen.ip().is_loopback() && matches!(host, "localhost" | "127.0.0.1" | "[::1]")
    }

    pub fn files_folder(&self) -> PathBuf {
        PathBuf::from(self.files.trim_start_matches("file://"))
    }

    pub fn metrics_readers(&self) -> Readers {
        match &self.metrics_token {
            Some(token) => Readers::Token(token.clone()),
            // Behind a proxy all connections come from this machine.
            None if self.is_on_loopback() && self.trusted_proxies == 0 => Readers::Anybody,
            None => Readers::Nobody,
        }
    }

    /// Returns the SQLite file, or `None` on PostgreSQL.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        self.database_url
            .expose_secret()
            .strip_prefix("sqlite://")
            .map(|path| PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// Returns the database address at which news between instances arrives.
    pub fn direct_url(&self) -> &SecretString {
        self.database_direct_url.as_ref().unwrap_or(&self.database_url)
    }

    pub fn client_id(&self) -> String {
        self.doku.client_id.clone().unwrap_or_else(|| SANDBOX_CLIENT_ID.into())
    }

    pub fn secret_key(&self) -> SecretString {
        self.doku.secret_key.clone().unwrap_or_else(|| SANDBOX_SECRET_KEY.into())
    }
}

/// Tells whether `text` is somewhere that a person can ask.
fn is_contact(text: &str) -> bool {
    let page =
        text.strip_prefix("https://").is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace));
    page || text.parse::<domain::forms::Email>().is_ok()
}

/// The readers to whom `/metrics` answers.
pub enum Readers {
    /// Everybody, since this whole instance is on loopback.
    Anybody,
    /// Clients that send `METRICS_TOKEN`.
    Token(SecretString),
    Nobody,
}
