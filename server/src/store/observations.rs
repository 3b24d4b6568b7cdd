use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, DokuFileId, FactId},
    kyb::{Observation, Reported, Source},
};

#[derive(sqlx::FromRow)]
pub struct Row {
    pub fact_id: FactId,
    pub facet: String,
    pub reported: Reported,
    /// Sealed.
    pub note: Option<Vec<u8>>,
    pub at: Millis,
    pub source: Source,
    pub file_id: Option<DokuFileId>,
    /// new, a verdict's name, or why it changed nothing.
    pub outcome: String,
    /// A read-back that told a verdict before any callback did.
    pub healed: bool,
}

/// `note` sealed.
pub async fn insert(db: &mut Conn, business: BusinessId, seen: &Observation, note: Option<&[u8]>) -> Result<()> {
    execute!(db, "insert into observations (fact_id, facet, business_id, reported, note, at, source, file_id) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (fact_id, facet) do nothing",
        seen.fact, seen.facet.to_string(), business, seen.reported, note, seen.at, seen.source, seen.file.as_ref()).await.map(drop)
}

pub async fn all(db: &mut Conn, business: BusinessId) -> Result<Vec<Row>> {
    fetch_all!(db, "select * from observations where business_id = $1", business).await
}

pub async fn set_outcome(db: &mut Conn, fact: FactId, facet: &str, outcome: &str) -> Result<()> {
    execute!(db, "update observations set outcome = $3 where fact_id = $1 and facet = $2", fact, facet, outcome)
        .await
        .map(drop)
}

pub async fn set_healed(db: &mut Conn, fact: FactId, facet: &str) -> Result<()> {
    execute!(
        db,
        "update observations set healed = true where fact_id = $1 and facet = $2 and source = $3",
        fact,
        facet,
        Source::ReadBack
    )
    .await
    .map(drop)
}

/// For a replay alone: what the kept bytes do not say any more, or say differently.
pub async fn delete(db: &mut Conn, fact: FactId, facet: &str) -> Result<()> {
    execute!(db, "delete from observations where fact_id = $1 and facet = $2", fact, facet).await.map(drop)
}
