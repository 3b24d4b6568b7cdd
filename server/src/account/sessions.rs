//! Sessions in our own table, under the SHA-256 of their id.

use crate::{
    error::{self, NO_ROOM},
    services::Services,
    store,
};
use async_trait::async_trait;
use domain::Millis;
use sha2::{Digest, Sha256};
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::{
        SameSite,
        time::{Duration, OffsetDateTime},
    },
    session::{Id, Record},
    session_store::{Error, Result},
};

/// The key under which a session names its account.
pub const ACCOUNT: &str = "account";
const LIFETIME: Duration = Duration::days(7);

#[derive(Clone)]
pub struct Sessions(pub Services);

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

/// `__Host-` wants https, so plain http on this machine has another name.
pub fn layer(services: &Services) -> SessionManagerLayer<Sessions> {
    let https = services.settings.is_https;
    SessionManagerLayer::new(Sessions(services.clone()))
        .with_name(if https { "__Host-session" } else { "session" })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(LIFETIME))
}

/// How the store names a session.
pub(crate) fn hashed(id: &Id) -> Vec<u8> {
    Sha256::digest(id.0.to_le_bytes()).to_vec()
}

impl Sessions {
    /// By our clock: what the record says goes by the machine's, which a simulation leaves behind.
    fn expires(&self) -> Millis {
        self.0.now().plus(i64::try_from(LIFETIME.whole_milliseconds()).unwrap_or_default())
    }
}

fn backend(error: sqlx::Error) -> Error {
    let told = error.to_string();
    Error::Backend(if error::Error::from(error).is_no_room() { NO_ROOM.to_owned() } else { told })
}

fn encode(record: &Record) -> Result<Vec<u8>> {
    serde_json::to_vec(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let data = encode(record)?;
        let mut tx = self.0.store.begin().await.map_err(backend)?;
        while !store::sessions::insert(&mut tx, &hashed(&record.id), &data, self.expires()).await.map_err(backend)? {
            record.id = Id::default();
        }
        tx.commit().await.map_err(backend)
    }

    /// An update, never an insert: a late request cannot revive a session that signed out.
    async fn save(&self, record: &Record) -> Result<()> {
        let mut tx = self.0.store.begin().await.map_err(backend)?;
        store::sessions::update(&mut tx, &hashed(&record.id), &encode(record)?, self.expires())
            .await
            .map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut db = self.0.store.read().await.map_err(backend)?;
        let found = store::sessions::load(&mut db, &hashed(id), self.0.now()).await.map_err(backend)?;
        let Some((data, expires_at)) = found else { return Ok(None) };
        let data = serde_json::from_slice(&data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at.0 / 1_000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.0.store.begin().await.map_err(backend)?;
        store::sessions::delete(&mut tx, &hashed(id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)?;
        self.0.live.doors.shut(&hashed(id));
        Ok(())
    }
}
