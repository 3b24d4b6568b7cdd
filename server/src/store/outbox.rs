use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, CallId, RequestId},
};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Kind {
    /// `POST /file`; the subject is a document.
    Upload,
    /// `POST /business`; the subject is a submission.
    Register,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Status {
    Waiting,
    Done,
    NeedsPerson,
    /// Overtaken: the file was replaced, a corrected registration follows.
    Dropped,
}

#[derive(Clone, sqlx::FromRow)]
pub struct Call {
    pub id: CallId,
    pub business_id: BusinessId,
    pub kind: Kind,
    pub subject: Option<Uuid>,
    pub request_id: RequestId,
    /// Sealed.
    pub payload: Option<Vec<u8>>,
    pub status: Status,
    pub due_at: Millis,
    pub attempts: i64,
    pub first_sent_at: Option<Millis>,
    pub problem: Option<String>,
    pub created_at: Millis,
}

pub async fn insert(db: &mut Conn, c: &Call) -> Result<()> {
    execute!(db, "insert into outbox (id, business_id, kind, subject, request_id, status, due_at, created_at) values ($1, $2, $3, $4, $5, 'waiting', $6, $7)",
        c.id, c.business_id, c.kind, c.subject, &c.request_id, c.due_at, c.created_at).await.map(drop)
}

/// Due rows, leased so that no other worker takes them while the call is under way.
pub async fn claim(db: &mut Conn, now: Millis, until: Millis, limit: i64) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set leased_until = $2, attempts = attempts + 1
        where id in (select id from outbox where status = 'waiting' and due_at <= $1 and leased_until <= $1 order by due_at, id limit $3"
        [pg " for update skip locked"] ") returning *", now, until, limit).await
}

/// A start takes back what the process before it had leased: one process with SQLite.
pub async fn release_all(db: &mut Conn) -> Result<u64> {
    execute!(db, "update outbox set leased_until = 0 where status = 'waiting' and leased_until > 0").await
}

/// Before the first send: the bytes that every repetition must carry.
pub async fn freeze(db: &mut Conn, id: CallId, payload: &[u8], now: Millis) -> Result<()> {
    execute!(
        db,
        "update outbox set payload = $2, first_sent_at = $3 where id = $1 and payload is null",
        id,
        payload,
        now
    )
    .await
    .map(drop)
}

pub async fn finish(db: &mut Conn, id: CallId, status: Status, problem: Option<&str>, now: Millis) -> Result<()> {
    execute!(
        db,
        "update outbox set status = $2, problem = $3, done_at = $4, leased_until = 0 where id = $1",
        id,
        status,
        problem,
        now
    )
    .await
    .map(drop)
}

pub async fn again_at(db: &mut Conn, id: CallId, due: Millis, problem: &str) -> Result<()> {
    execute!(db, "update outbox set due_at = $2, problem = $3, leased_until = 0 where id = $1", id, due, problem)
        .await
        .map(drop)
}

/// Not tried after all: the attempt does not count.
pub async fn put_back(db: &mut Conn, id: CallId, due: Millis) -> Result<()> {
    execute!(db, "update outbox set due_at = $2, leased_until = 0, attempts = attempts - 1 where id = $1", id, due)
        .await
        .map(drop)
}

pub async fn drop_waiting_uploads(db: &mut Conn, business: BusinessId, document: Uuid, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = $3 where business_id = $1 and kind = 'upload' and subject = $2 and status = 'waiting'", business, document, now).await
}

/// A registration whose bytes are not frozen was never sent.
pub async fn drop_unsent_registrations(db: &mut Conn, business: BusinessId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = $2 where business_id = $1 and kind = 'register' and status = 'waiting' and payload is null", business, now).await
}

pub async fn of_business(db: &mut Conn, business: BusinessId) -> Result<Vec<Call>> {
    fetch_all!(db, "select * from outbox where business_id = $1 order by created_at, id", business).await
}

pub async fn next_due(db: &mut Conn) -> Result<Option<Millis>> {
    let found: Option<(Millis,)> =
        fetch_optional!(db, "select due_at from outbox where status = 'waiting' order by due_at limit 1").await?;
    Ok(found.map(|(at,)| at))
}
