use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};

pub async fn insert(db: &mut Conn, id: FactId, business: BusinessId, read_at: Millis, body: &[u8]) -> Result<()> {
    execute!(
        db,
        "insert into readbacks (id, business_id, read_at, body) values ($1, $2, $3, $4)",
        id,
        business,
        read_at,
        body
    )
    .await
    .map(drop)
}

#[derive(sqlx::FromRow)]
pub struct ReadBack {
    pub id: FactId,
    pub read_at: Millis,
    /// Sealed.
    pub body: Vec<u8>,
}

/// In the order in which they were kept: ids are made by our clock.
pub async fn all(db: &mut Conn, business: BusinessId) -> Result<Vec<ReadBack>> {
    fetch_all!(db, "select id, read_at, body from readbacks where business_id = $1 order by id", business).await
}

pub async fn forget_entity(db: &mut Conn, business: BusinessId, doku_id: &str) -> Result<()> {
    execute!(db, "delete from doku_entities where business_id = $1 and doku_id = $2", business, doku_id).await.map(drop)
}

/// When DOKU's ids for its entities were learnt.
pub async fn remember_entity(db: &mut Conn, business: BusinessId, doku_id: &str, facet: &str) -> Result<()> {
    execute!(db, "insert into doku_entities (business_id, doku_id, facet) values ($1, $2, $3) on conflict (business_id, doku_id) do nothing", business, doku_id, facet).await.map(drop)
}

pub async fn entities(db: &mut Conn, business: BusinessId) -> Result<Vec<(String, String)>> {
    fetch_all!(db, "select doku_id, facet from doku_entities where business_id = $1", business).await
}
