use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, CallId, RequestId},
};
use uuid::Uuid;

/// Calls of one lane wait for each other, never for those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Lane {
    Doku,
    Mail,
    Webhook,
}

impl Lane {
    pub const ALL: [Self; 3] = [Self::Doku, Self::Mail, Self::Webhook];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Kind {
    /// `POST /file`; the subject is a document.
    Upload,
    /// `POST /business`; the subject is a submission.
    Register,
    /// Fixes of what DOKU rejected; the subject is a submission.
    Update,
    Mail,
    Webhook,
}

impl Kind {
    pub const fn lane(self) -> Lane {
        match self {
            Self::Upload | Self::Register | Self::Update => Lane::Doku,
            Self::Mail => Lane::Mail,
            Self::Webhook => Lane::Webhook,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Status {
    Waiting,
    Done,
    NeedsPerson,
    /// A person said that it is not to be tried again.
    GivenUp,
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
    /// Sealed at `Place("call", id)`: the exact bytes of every send.
    pub payload: Option<Vec<u8>>,
    pub status: Status,
    pub due_at: Millis,
    /// Of the one that has it in hand.
    pub held_by: Option<Uuid>,
    pub attempts: i64,
    /// Of the first send whose outcome is not certain.
    pub first_sent_at: Option<Millis>,
    pub problem: Option<String>,
    pub created_at: Millis,
    pub done_at: Option<Millis>,
}

pub async fn insert(db: &mut Conn, c: &Call) -> Result<()> {
    execute!(db, "insert into outbox (id, business_id, kind, lane, subject, request_id, payload, status, due_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        c.id, c.business_id, c.kind, c.kind.lane(), c.subject, &c.request_id, &c.payload, c.status, c.due_at, c.created_at).await.map(drop)
}

/// Due rows of a lane, leased so that nobody else takes them while `holder` has them in hand.
pub async fn claim(
    db: &mut Conn,
    lane: Lane,
    holder: Uuid,
    now: Millis,
    until: Millis,
    limit: i64,
) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set held_by = $5, leased_until = $2, attempts = attempts + 1
        where id in (select id from outbox where lane = $4 and status = 'waiting' and due_at <= $1 and leased_until <= $1 order by due_at, id limit $3"
        [pg " for update skip locked"] ") returning *", now, until, limit, lane, holder).await
}

/// As `claim`, one: that which was tried least, so that a call which always fails does not stand for all.
pub async fn claim_one(db: &mut Conn, lane: Lane, holder: Uuid, now: Millis, until: Millis) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set held_by = $4, leased_until = $2, attempts = attempts + 1
        where id in (select id from outbox where lane = $3 and status = 'waiting' and due_at <= $1 and leased_until <= $1 order by attempts, due_at, id limit 1"
        [pg " for update skip locked"] ") returning *", now, until, lane, holder).await
}

/// `false`: somebody else has it in hand, or it is settled.
pub async fn renew(db: &mut Conn, call: &Call, until: Millis) -> Result<bool> {
    let held = execute!(
        db,
        "update outbox set leased_until = $3 where id = $1 and held_by = $2 and status = 'waiting'",
        call.id,
        call.held_by,
        until
    )
    .await?;
    Ok(held == 1)
}

/// As it was claimed, and so until the transaction ends.
pub async fn is_held(db: &mut Conn, call: &Call) -> Result<bool> {
    let held: Option<(CallId,)> = fetch_optional!(
        db,
        "select id from outbox where id = $1 and held_by = $2 and status = 'waiting'" [pg " for update"] "",
        call.id,
        call.held_by
    )
    .await?;
    Ok(held.is_some())
}

/// A start takes back what the process before it had leased: one process with SQLite.
pub async fn release_all(db: &mut Conn) -> Result<u64> {
    execute!(db, "update outbox set leased_until = 0, held_by = null where status = 'waiting' and leased_until > 0")
        .await
}

/// Before each send: the bytes that every repetition must carry, and since when the outcome may be uncertain.
pub async fn freeze(db: &mut Conn, id: CallId, payload: &[u8], now: Millis) -> Result<()> {
    execute!(
        db,
        "update outbox set payload = coalesce(payload, $2), first_sent_at = coalesce(first_sent_at, $3) where id = $1",
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
        "update outbox set status = $2, problem = $3, done_at = $4, leased_until = 0, held_by = null where id = $1",
        id,
        status,
        problem,
        now
    )
    .await
    .map(drop)
}

/// The outcome is not certain, from now on at the latest.
pub async fn again_at(db: &mut Conn, id: CallId, now: Millis, due: Millis, problem: &str) -> Result<()> {
    execute!(
        db,
        "update outbox set due_at = $2, problem = $3, first_sent_at = coalesce(first_sent_at, $4), leased_until = 0, held_by = null where id = $1",
        id,
        due,
        problem,
        now
    )
    .await
    .map(drop)
}

/// Not tried after all, or certainly without effect: the attempt does not count, and what was certain before it is again.
pub async fn put_back(db: &mut Conn, call: &Call, due: Millis) -> Result<()> {
    execute!(
        db,
        "update outbox set due_at = $2, first_sent_at = $3, leased_until = 0, held_by = null, attempts = attempts - 1
        where id = $1",
        call.id,
        due,
        call.first_sent_at
    )
    .await
    .map(drop)
}

pub async fn drop_waiting_uploads(db: &mut Conn, business: BusinessId, document: Uuid, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = $3 where business_id = $1 and kind = 'upload' and subject = $2 and status = 'waiting'", business, document, now).await
}

/// A registration whose bytes are not frozen was never sent.
pub async fn drop_unsent_registrations(db: &mut Conn, business: BusinessId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = $2 where business_id = $1 and kind in ('register', 'update') and status = 'waiting' and payload is null", business, now).await
}

/// Calls to DOKU of an application that ended: what was never sent is not sent any more.
pub async fn drop_unsent(db: &mut Conn, business: BusinessId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = $2, leased_until = 0 where business_id = $1 and kind in ('upload', 'register', 'update') and status = 'waiting' and payload is null", business, now).await
}

pub async fn of_business(db: &mut Conn, business: BusinessId) -> Result<Vec<Call>> {
    fetch_all!(db, "select * from outbox where business_id = $1 order by created_at, id", business).await
}

pub async fn next_due(db: &mut Conn, lane: Lane) -> Result<Option<Millis>> {
    let found: Option<(Millis,)> = fetch_optional!(
        db,
        "select due_at from outbox where lane = $1 and status = 'waiting' order by due_at limit 1",
        lane
    )
    .await?;
    Ok(found.map(|(at,)| at))
}

/// Those that wait for a person: keyset, the oldest first.
pub async fn troubles(db: &mut Conn, after: Option<(Millis, CallId)>, limit: i64) -> Result<Vec<Call>> {
    let (since, id) = after.unwrap_or((Millis(0), CallId::new(Uuid::nil())));
    fetch_all!(
        db,
        "select * from outbox where status = 'needs_person' and (done_at, id) > ($1, $2) order by done_at, id limit $3",
        since,
        id,
        limit
    )
    .await
}

/// One that waits for a person, held until the transaction ends. `None`: somebody dealt with it.
pub async fn lock_trouble(db: &mut Conn, id: CallId) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = $1 and status = 'needs_person'" [pg " for update"] "", id)
        .await
}

/// Goes on under its Request-Id.
pub async fn resume(db: &mut Conn, id: CallId, now: Millis) -> Result<()> {
    execute!(
        db,
        "update outbox set status = 'waiting', due_at = $2, done_at = null, leased_until = 0, held_by = null where id = $1",
        id,
        now
    )
    .await
    .map(drop)
}

/// `reason` is sealed; what the problem was stays.
pub async fn give_up(db: &mut Conn, id: CallId, reason: &[u8], now: Millis) -> Result<()> {
    execute!(db, "update outbox set status = 'given_up', reason = $2, done_at = $3 where id = $1", id, reason, now)
        .await
        .map(drop)
}

/// What still keeps this business from moving.
pub async fn trouble_of(db: &mut Conn, business: BusinessId) -> Result<Option<String>> {
    let found: Option<(Option<String>,)> = fetch_optional!(db, "select problem from outbox where business_id = $1 and status = 'needs_person' and lane = 'doku' order by done_at, id limit 1", business).await?;
    Ok(found.and_then(|(problem,)| problem))
}

/// Registrations of which nobody knows whether DOKU has them, too old to be repeated.
pub async fn lost(db: &mut Conn) -> Result<Vec<Call>> {
    fetch_all!(
        db,
        "select * from outbox where status = 'needs_person' and kind = 'register' and problem = 'no_answer'
        union all select * from outbox where status = 'given_up' and kind = 'register' and problem = 'no_answer'"
    )
    .await
}

/// Those, and those that are still repeated: any of them may be what DOKU has.
pub async fn unanswered_registrations(db: &mut Conn) -> Result<Vec<Call>> {
    let mut found = lost(db).await?;
    let waiting: Vec<Call> = fetch_all!(
        db,
        "select * from outbox where status = 'waiting' and lane = 'doku' and kind = 'register' and first_sent_at is not null"
    )
    .await?;
    found.extend(waiting);
    Ok(found)
}
