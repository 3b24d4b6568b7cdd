use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};

#[derive(sqlx::FromRow)]
pub struct Submission {
    pub id: FactId,
    pub business_id: BusinessId,
    pub revision: i64,
    pub body: Vec<u8>,
    pub submitted_at: Millis,
}

/// Returns false when this revision was submitted already, by the other click of a double click.
pub async fn insert(db: &mut Conn, s: &Submission) -> Result<bool> {
    insert!(db, submissions from s {
        id, business_id, revision, body, submitted_at
    }, "on conflict (business_id, revision) do nothing")
    .await
}

pub async fn by_id(db: &mut Conn, business: BusinessId, id: FactId) -> Result<Option<Submission>> {
    fetch_optional!(db, "select * from submissions where business_id = " {business} " and id = " {id}).await
}

pub async fn of_revision(db: &mut Conn, business: BusinessId, revision: i64) -> Result<Option<Submission>> {
    fetch_optional!(db, "select * from submissions where business_id = " {business} " and revision = " {revision}).await
}

pub async fn newest(db: &mut Conn, business: BusinessId) -> Result<Option<Submission>> {
    fetch_optional!(db, "select * from submissions where business_id = " {business}
        " order by revision desc limit 1")
    .await
}
