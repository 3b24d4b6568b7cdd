use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
    kyb::Verdict,
};

#[derive(sqlx::FromRow)]
pub struct Row {
    pub facet: String,
    pub verdict: Verdict,
    /// The note is sealed.
    pub note: Option<Vec<u8>>,
    pub at: Option<Millis>,
    pub set_by: Option<FactId>,
    pub revision: i64,
    pub sent_at: Option<Millis>,
    pub first_accepted: Option<Millis>,
    /// The time at which this revision was last mended in DOKU's dashboard; it is in a table of its own.
    #[sqlx(default)]
    pub mended_at: Option<Millis>,
}

pub async fn put(db: &mut Conn, business: BusinessId, row: &Row) -> Result<()> {
    upsert!(db, facets from row {
        verdict, note, at, set_by, revision, sent_at, first_accepted
    } where { business_id: business, facet: &row.facet })
    .await
}

pub async fn all(db: &mut Conn, business: BusinessId) -> Result<Vec<Row>> {
    fetch_all!(db, "select facets.*, (select max(m.mended_at) from mended m where m.business_id = facets.business_id
            and m.facet = facets.facet and m.revision = facets.revision) as mended_at
        from facets where business_id = " {business} " order by facet collate \"C\"")
    .await
}

/// Deletes a row that no fact supports.
pub async fn delete(db: &mut Conn, business: BusinessId, facet: &str) -> Result<()> {
    execute!(db, "delete from facets where business_id = " {business} " and facet = " {facet}).await
}
