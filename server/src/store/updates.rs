use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};

#[derive(sqlx::FromRow)]
pub struct Update {
    pub id: FactId,
    pub business_id: BusinessId,
    pub revision: i64,
    /// The body is sealed at `Place::Update`.
    pub body: Vec<u8>,
    pub submitted_at: Millis,
    pub taken_at: Option<Millis>,
    pub refused_at: Option<Millis>,
}

/// Returns false when this revision was sent already, by the other click of a double click.
pub async fn insert(db: &mut Conn, u: &Update) -> Result<bool> {
    insert!(db, updates from u {
        id, business_id, revision, body, submitted_at
    }, "on conflict (business_id, revision) do nothing")
    .await
}

pub async fn by_id(db: &mut Conn, business: BusinessId, id: FactId) -> Result<Option<Update>> {
    fetch_optional!(db, "select * from updates where business_id = " {business} " and id = " {id}).await
}

pub async fn of_revision(db: &mut Conn, business: BusinessId, revision: i64) -> Result<Option<Update>> {
    fetch_optional!(db, "select * from updates where business_id = " {business} " and revision = " {revision}).await
}

pub async fn set_taken(db: &mut Conn, business: BusinessId, id: FactId, now: Millis) -> Result<()> {
    update!(db, updates { taken_at: now } where { business_id: business, id }).await
}

pub async fn set_refused(db: &mut Conn, business: BusinessId, id: FactId, now: Millis) -> Result<()> {
    update!(db, updates { refused_at: now } where { business_id: business, id }).await
}
