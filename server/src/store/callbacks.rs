use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Status {
    /// Acknowledged, not yet projected.
    New,
    Projected,
    /// Well signed, but no such business yet.
    Orphan,
    /// Kept for a person: not JSON, an unknown type or status.
    Flagged,
}

#[derive(sqlx::FromRow)]
pub struct Callback {
    pub id: FactId,
    pub client_id: String,
    pub request_id: String,
    pub received_at: Millis,
    pub sent_at: Millis,
    /// Sealed, as is the body: with the inbox key until it is matched, then with the business's.
    pub headers: Vec<u8>,
    pub body: Vec<u8>,
    pub deliveries: i64,
    pub status: Status,
    pub problem: Option<String>,
    pub business_id: Option<BusinessId>,
}

/// Keeps a callback as received. `false`: we already hold it (same Client-Id and Request-Id), and it is counted.
pub async fn insert(db: &mut Conn, c: &Callback) -> Result<bool> {
    let (deliveries,): (i64,) = fetch_one!(
        db,
        "insert into callbacks (id, client_id, request_id, received_at, sent_at, headers, body, status, problem, business_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (client_id, request_id) do update set deliveries = callbacks.deliveries + 1 returning deliveries",
        c.id,
        &c.client_id,
        &c.request_id,
        c.received_at,
        c.sent_at,
        &c.headers,
        &c.body,
        c.status,
        &c.problem,
        c.business_id
    )
    .await?;
    Ok(deliveries == 1)
}

/// The oldest that nobody projected, held against other instances until the transaction ends.
pub async fn take_new(db: &mut Conn, limit: i64) -> Result<Vec<Callback>> {
    fetch_all!(db, "select * from callbacks where status = 'new' order by received_at, id limit $1" [pg " for update skip locked"] "", limit).await
}

pub async fn orphans(db: &mut Conn, limit: i64) -> Result<Vec<Callback>> {
    fetch_all!(db, "select * from callbacks where status = 'orphan' order by received_at desc limit $1", limit).await
}

/// A registration that was recorded at the same moment may have missed them: they are looked at once more.
pub async fn retry_orphans(db: &mut Conn, since: Millis) -> Result<u64> {
    execute!(db, "update callbacks set status = 'new' where status = 'orphan' and received_at >= $1", since).await
}

/// Its headers and body change their key, not their content.
pub async fn settle(db: &mut Conn, c: &Callback) -> Result<()> {
    execute!(
        db,
        "update callbacks set status = $2, problem = $3, business_id = $4, headers = $5, body = $6 where id = $1",
        c.id,
        c.status,
        &c.problem,
        c.business_id,
        &c.headers,
        &c.body
    )
    .await
    .map(drop)
}

pub async fn of_business(db: &mut Conn, business: BusinessId) -> Result<Vec<Callback>> {
    fetch_all!(db, "select * from callbacks where business_id = $1 order by received_at", business).await
}

/// When the newest of one business came.
pub async fn newest(db: &mut Conn, business: BusinessId) -> Result<Option<Millis>> {
    let (at,): (Option<Millis>,) =
        fetch_one!(db, "select max(received_at) from callbacks where business_id = $1", business).await?;
    Ok(at)
}

pub async fn any_new(db: &mut Conn) -> Result<bool> {
    let (any,): (bool,) = fetch_one!(db, "select exists (select 1 from callbacks where status = 'new')").await?;
    Ok(any)
}

pub async fn count(db: &mut Conn, status: Status) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(db, "select count(*) from callbacks where status = $1", status).await?;
    Ok(count)
}

/// A badly signed one: the first 4 KiB, for diagnosis.
pub async fn refuse(db: &mut Conn, id: FactId, now: Millis, reason: &str, head: &[u8]) -> Result<()> {
    execute!(
        db,
        "insert into refused_callbacks (id, received_at, reason, head) values ($1, $2, $3, $4)",
        id,
        now,
        reason,
        head
    )
    .await
    .map(drop)
}

pub async fn refused(db: &mut Conn) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(db, "select count(*) from refused_callbacks").await?;
    Ok(count)
}

pub async fn purge_refused(db: &mut Conn, before: Millis, keep: i64) -> Result<u64> {
    let old = execute!(db, "delete from refused_callbacks where received_at < $1", before).await?;
    let over = execute!(db, "delete from refused_callbacks where id in (select id from refused_callbacks order by received_at desc, id desc limit 10000000 offset $1)", keep).await?;
    Ok(old + over)
}
