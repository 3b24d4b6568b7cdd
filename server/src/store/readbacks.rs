//! Answers of read-backs, and the ids of DOKU's in them.

use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};
use uuid::Uuid;

pub async fn insert(db: &mut Conn, id: FactId, business: BusinessId, read_at: Millis, body: &[u8]) -> Result<()> {
    insert!(db, readbacks { id, business_id: business, read_at, body }).await
}

#[derive(sqlx::FromRow)]
pub struct ReadBack {
    pub id: FactId,
    pub read_at: Millis,
    /// The body is sealed.
    pub body: Vec<u8>,
}

/// The size of the pages in which bodies are read, however many there are.
const PAGE: i64 = 16;
/// A place before every read-back.
pub const FIRST: FactId = FactId::new(Uuid::nil());

/// Returns a page in the order in which they were kept: ids are made by our clock.
pub async fn page(db: &mut Conn, business: BusinessId, after: FactId) -> Result<Vec<ReadBack>> {
    fetch_all!(db, "select id, read_at, body from readbacks where business_id = " {business} " and id > " {after}
        " order by id limit " {PAGE})
    .await
}

pub async fn forget_entity(db: &mut Conn, business: BusinessId, doku_id: &str) -> Result<()> {
    execute!(db, "delete from doku_entities where business_id = $1 and doku_id = $2", business, doku_id).await
}

/// Remembers the facet that DOKU means by an id.
pub async fn remember_entity(db: &mut Conn, business: BusinessId, doku_id: &str, facet: &str) -> Result<()> {
    insert!(
        db,
        doku_entities { business_id: business, doku_id, facet },
        "on conflict (business_id, doku_id) do nothing"
    )
    .await
}

pub async fn entities(db: &mut Conn, business: BusinessId) -> Result<Vec<(String, String)>> {
    fetch_all!(db, "select doku_id, facet from doku_entities where business_id = " {business}).await
}
