use super::{Conn, Result};
use domain::Millis;

/// The result of asking DOKU about an id that nobody here owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Matched {
    /// Exactly one open application has the same e-mail and NIK.
    One,
    Nobody,
    Several,
    /// DOKU gave no answer.
    Failed,
}

#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Lookup {
    pub looked_at: Millis,
    pub outcome: Matched,
}

pub async fn get(db: &mut Conn, doku_id: &str) -> Result<Option<Lookup>> {
    fetch_optional!(db, "select looked_at, outcome from lookups where doku_id = " {doku_id}).await
}

pub async fn put(db: &mut Conn, doku_id: &str, outcome: Matched, now: Millis) -> Result<()> {
    upsert!(db, lookups { looked_at: now, outcome } where { doku_id }).await
}

/// Forgets lookups without a match, so that DOKU is asked again.
pub async fn forget(db: &mut Conn) -> Result<u64> {
    execute!(db, "delete from lookups where outcome <> 'one'").await
}
