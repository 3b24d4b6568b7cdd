//! Sessions in our own table, under the SHA-256 of their id.

use crate::{
    error::{self, NO_ROOM},
    services::Services,
    store::{self, sessions::Session as Loaded},
    telemetry::causes,
};
use app::viewer::Viewer;
use async_trait::async_trait;
use domain::{Millis, ids::AccountId};
use http::HeaderValue;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::{
        Cookie, SameSite,
        time::{Duration, OffsetDateTime},
    },
    session::{Id, Record},
    session_store::{Error, Result},
};

/// The key under which a session names its account.
pub const ACCOUNT: &str = "account";
/// A session that nobody uses ends after this time.
const LIFETIME: Duration = Duration::days(7);
/// The key that a session has while its remaining life is short; it is never stored.
const STALE: &str = "stale";
/// The account of the session, as it stood when the session was loaded; never stored.
const VIEWER: &str = "viewer";
/// A session in use is written once in this time, not for every page.
const RENEWED_EVERY: i64 = Millis::HOUR;
/// A page waits no longer than this for its session to be written.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(1);

#[derive(Clone)]
pub struct Sessions(pub Services);

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

/// Builds the session layer. `__Host-` wants https, so the cookie has another name on plain http.
pub fn layer(services: &Services) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(services.clone()))
        .with_name(name(services))
        .with_secure(services.settings.is_https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(LIFETIME))
}

fn name(services: &Services) -> &'static str {
    if services.settings.is_https { "__Host-session" } else { "session" }
}

/// Extends a session that is used, also when it is only read. Returns the cookie once the session was written. When it
/// cannot be written, as on a full disk, the page is still answered and the next one tries again.
pub async fn renew(services: &Services, session: &Session) -> Option<HeaderValue> {
    let (Some(id), Ok(Some(true))) = (session.id(), session.get::<bool>(STALE).await) else { return None };
    let expires = Sessions(services.clone()).expires();
    let renewed = services.store.write(async |tx| store::sessions::renew(tx, &hashed(&id), expires).await);
    let renewed = tokio::time::timeout(PATIENCE, renewed).await.ok()?;
    renewed.inspect_err(|error| tracing::debug!(error = %causes(error), "a session could not be renewed")).ok()?;
    let cookie = Cookie::build((name(services), id.to_string())).path("/").http_only(true).same_site(SameSite::Lax);
    let cookie = cookie.secure(services.settings.is_https).max_age(LIFETIME).build();
    HeaderValue::from_str(&cookie.to_string()).ok()
}

/// Returns the account that signed in with this session, as it stands now.
pub async fn viewer(services: &Services, session: &Session) -> error::Result<Option<Viewer>> {
    if let Some(viewer) = session.get(VIEWER).await? {
        return Ok(Some(viewer));
    }
    match session.get(ACCOUNT).await? {
        Some(account) => services.viewer_of(account).await,
        None => Ok(None),
    }
}

/// Returns the name of a session in the store: the SHA-256 of its id.
pub(crate) fn hashed(id: &Id) -> Vec<u8> {
    Sha256::digest(id.0.to_le_bytes()).to_vec()
}

impl Sessions {
    /// Computes the end by our clock: the record's own time follows the machine's, which a simulation leaves behind.
    fn expires(&self) -> Millis {
        self.0.now().plus(i64::try_from(LIFETIME.whole_milliseconds()).unwrap_or_default())
    }
}

fn backend(error: sqlx::Error) -> Error {
    let told = error.to_string();
    Error::Backend(if error::Error::from(error).is_no_room() { NO_ROOM.to_owned() } else { told })
}

fn encode(record: &Record) -> Result<(Vec<u8>, Option<AccountId>)> {
    let kept: HashMap<_, _> =
        record.data.iter().filter(|(name, _)| ![STALE, VIEWER].contains(&name.as_str())).collect();
    let account = record.data.get(ACCOUNT).and_then(|account| AccountId::deserialize(account).ok());
    let data = serde_json::to_vec(&kept).map_err(|error| Error::Encode(error.to_string()))?;
    Ok((data, account))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (data, account) = encode(record)?;
        let mut tx = self.0.store.begin().await.map_err(backend)?;
        while !store::sessions::insert(&mut tx, &hashed(&record.id), &data, account, self.expires())
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        tx.commit().await.map_err(backend)
    }

    /// Updates the session and never inserts it: a late request cannot revive one that signed out.
    async fn save(&self, record: &Record) -> Result<()> {
        let (data, account) = encode(record)?;
        let (id, expires) = (hashed(&record.id), self.expires());
        let saved = self.0.store.write(async |tx| store::sessions::update(tx, &id, &data, account, expires).await);
        saved.await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut db = self.0.store.read().await.map_err(backend)?;
        let found = store::sessions::load(&mut db, &hashed(id), self.0.now()).await.map_err(backend)?;
        let Some(Loaded { data, expires_at, account, email, role }) = found else { return Ok(None) };
        let mut data: HashMap<String, Value> =
            serde_json::from_slice(&data).map_err(|error| Error::Decode(error.to_string()))?;
        if let (Some(account), Some(email), Some(role)) = (account, email, role) {
            let viewer = serde_json::to_value(Viewer { account, email, role });
            data.insert(VIEWER.to_owned(), viewer.map_err(|error| Error::Decode(error.to_string()))?);
        }
        if self.expires().since(expires_at) >= RENEWED_EVERY {
            data.insert(STALE.to_owned(), Value::Bool(true));
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at.0 / 1_000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.store.write(async |tx| store::sessions::delete(tx, &hashed(id)).await).await.map_err(backend)?;
        self.0.live.subscriptions.end(&hashed(id));
        Ok(())
    }
}
