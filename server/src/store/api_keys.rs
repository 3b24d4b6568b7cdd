use super::{Conn, Result};
use domain::{Millis, ids::KeyId};

#[derive(Clone, sqlx::FromRow)]
pub struct ApiKey {
    pub id: KeyId,
    pub name: String,
    /// SHA-256 of the key.
    pub hash: Vec<u8>,
    pub head: String,
    #[sqlx(try_from = "String")]
    pub scopes: Scopes,
    pub created_at: Millis,
    pub used_at: Option<Millis>,
    pub revoked_at: Option<Millis>,
}

/// What a key may do. The words stand in databases, and systems are told them: none of them may ever change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString)]
pub enum Scope {
    #[strum(serialize = "businesses:read")]
    ReadBusinesses,
    #[strum(serialize = "references:write")]
    WriteReferences,
}

/// Kept as their words, separated by blanks. A word that nobody knows allows nothing.
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

/// `false`: a key of this name is in use.
pub async fn insert(db: &mut Conn, key: &ApiKey) -> Result<bool> {
    let scopes = key.scopes.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    insert!(db, api_keys from key {
        id, name, hash, head, created_at
    } with { scopes: &scopes }, "on conflict do nothing")
    .await
}

/// One that was not revoked.
pub async fn by_hash(db: &mut Conn, hash: &[u8]) -> Result<Option<ApiKey>> {
    fetch_optional!(db, "select * from api_keys where hash = " {hash} " and revoked_at is null").await
}

/// Written at most once a minute.
pub async fn used(db: &mut Conn, id: KeyId, now: Millis) -> Result<()> {
    update!(db, api_keys { used_at: now } where { id }).await
}

pub async fn all(db: &mut Conn) -> Result<Vec<ApiKey>> {
    fetch_all!(db, "select * from api_keys order by created_at desc, id desc limit 200").await
}

pub async fn revoke(db: &mut Conn, id: KeyId, now: Millis) -> Result<bool> {
    update!(db, api_keys { revoked_at: now } where { id }, "revoked_at is null").await
}
