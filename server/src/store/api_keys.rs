use super::{Conn, Result};
use domain::{Millis, ids::KeyId};

#[derive(Clone, sqlx::FromRow)]
pub struct ApiKey {
    pub id: KeyId,
    pub name: String,
    /// The SHA-256 of the key.
    pub hash: Vec<u8>,
    pub head: String,
    #[sqlx(try_from = "String")]
    pub scopes: Scopes,
    pub created_at: Millis,
    pub used_at: Option<Millis>,
    pub revoked_at: Option<Millis>,
}

/// The rights of a key. The words are stored in databases and known to other systems: none of them may ever change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString)]
pub enum Scope {
    #[strum(serialize = "businesses:read")]
    ReadBusinesses,
    #[strum(serialize = "references:write")]
    WriteReferences,
}

/// The scopes, stored as their words with blanks between. An unknown word allows nothing.
#[derive(Clone)]
pub struct Scopes(pub Vec<Scope>);

impl From<String> for Scopes {
    fn from(words: String) -> Self {
        Self(words.split(' ').filter_map(|word| word.parse().ok()).collect())
    }
}

impl ApiKey {
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.0.contains(&scope)
    }
}

/// Returns false when a key of this name is in use.
pub async fn insert(db: &mut Conn, key: &ApiKey) -> Result<bool> {
    let scopes = key.scopes.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    insert!(db, api_keys from key {
        id, name, hash, head, created_at
    } with { scopes: &scopes }, "on conflict do nothing")
    .await
}

/// Returns a key that was not revoked.
pub async fn by_hash(db: &mut Conn, hash: &[u8]) -> Result<Option<ApiKey>> {
    fetch_optional!(db, "select * from api_keys where hash = " {hash} " and revoked_at is null").await
}

/// Records the use of a key; its caller does so at most once a minute.
pub async fn used(db: &mut Conn, id: KeyId, now: Millis) -> Result<()> {
    update!(db, api_keys { used_at: now } where { id }).await
}

pub async fn all(db: &mut Conn) -> Result<Vec<ApiKey>> {
    fetch_all!(db, "select * from api_keys order by created_at desc, id desc limit 200").await
}

pub async fn revoke(db: &mut Conn, id: KeyId, now: Millis) -> Result<bool> {
    update!(db, api_keys { revoked_at: now } where { id }, "revoked_at is null").await
}
