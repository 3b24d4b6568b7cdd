use super::{Conn, Result};
use domain::{Millis, ids::BusinessId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Kind {
    Submission,
    Fixes,
}

#[derive(sqlx::FromRow)]
pub struct Receipt {
    pub business_id: BusinessId,
    pub revision: i64,
    pub kind: Kind,
    pub reference: String,
    pub made_at: Millis,
    /// The body is sealed at `Place::Receipt`.
    pub body: Vec<u8>,
}

/// A receipt in the list.
#[derive(sqlx::FromRow)]
pub struct Row {
    pub revision: i64,
    pub kind: Kind,
    pub made_at: Millis,
    /// `None` when it was sent before receipts were kept.
    pub reference: Option<String>,
}

/// Returns false when another receipt has this reference.
pub async fn insert(db: &mut Conn, r: &Receipt) -> Result<bool> {
    insert!(db, receipts from r {
        business_id, revision, kind, reference, made_at, body
    }, "on conflict (reference) do nothing")
    .await
}

pub async fn of_revision(db: &mut Conn, business: BusinessId, revision: i64) -> Result<Option<Receipt>> {
    fetch_optional!(db, "select * from receipts where business_id = " {business} " and revision = " {revision}).await
}

/// Returns receipts of everything that was submitted or sent as fixes, newest first.
pub async fn newest(db: &mut Conn, business: BusinessId, limit: i64) -> Result<Vec<Row>> {
    fetch_all!(
        db,
        "select s.revision as revision, cast('submission' as text) as kind, s.submitted_at as made_at, r.reference
            from submissions s left join receipts r on r.business_id = s.business_id and r.revision = s.revision
            where s.business_id = $1
        union all
        select u.revision, cast('fixes' as text), u.submitted_at, r.reference
            from updates u left join receipts r on r.business_id = u.business_id and r.revision = u.revision
            where u.business_id = $1
        order by revision desc limit $2",
        business,
        limit
    )
    .await
}
