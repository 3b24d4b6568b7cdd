//! Calls that must not get lost: one row is one logical call.

mod call;
mod people;
mod waiting;

pub use call::{Call, Status};
pub use domain::outbox::{Answer, Kind, Lane, Problem};
pub use people::*;
pub use waiting::*;

use super::{Conn, Result};
use crate::error;
use domain::{
    Millis,
    ids::{BusinessId, CallId, RequestId},
};
use sqlx::types::Text;
use uuid::Uuid;

/// Stores one logical call in the transaction that decides it, and chooses its Request-Id once.
pub async fn enqueue(db: &mut Conn, business: BusinessId, kind: Kind, subject: Uuid, now: Millis) -> error::Result<()> {
    let call = Call::new(db, business, kind, Some(subject), now)?;
    Ok(insert(db, &call).await?)
}

pub async fn insert(db: &mut Conn, c: &Call) -> Result<()> {
    if c.kind == Kind::Upload {
        return waiting::insert_upload(db, c).await;
    }
    insert!(db, outbox from c {
        id, business_id, kind, subject, request_id, payload, status, due_at, created_at
    } with { lane: c.kind.lane() })
    .await
}

/// Stores, before each send, the bytes that every repetition must carry, and since when the outcome may be uncertain.
/// Returns false when another worker has the call, or it is settled.
pub async fn freeze(db: &mut Conn, call: &Call, payload: &[u8], now: Millis) -> Result<bool> {
    execute!(db, "update outbox
        set payload = coalesce(payload, " {payload} "), first_sent_at = coalesce(first_sent_at, " {now} "), rank = 0
        where id = " {call.id} " and held_by = " {call.held_by} " and status = 'waiting'")
    .await
}

/// Gives another Request-Id to a call that certainly never arrived and has had its own since before `before`; its body
/// is made anew. Returns `None` when it may have arrived, or its Request-Id is young.
pub async fn rename(
    db: &mut Conn,
    call: &Call,
    request_id: &RequestId,
    now: Millis,
    before: Millis,
) -> Result<Option<Call>> {
    fetch_optional!(db, "update outbox set request_id = " {request_id} ", payload = null, named_at = " {now}
        " where id = " {call.id} " and held_by = " {call.held_by} " and first_sent_at is null
        and coalesce(named_at, created_at) < " {before} " returning *")
    .await
}

pub async fn finish(db: &mut Conn, id: CallId, status: Status, problem: Option<&Problem>, now: Millis) -> Result<()> {
    execute!(db, "update outbox
        set status = " {status} ", problem = " {problem.map(Text)} ", done_at = " {now} ", leased_until = 0, held_by = null
        where id = " {id})
    .await
}

/// Plans another try, and records that the outcome is not certain, from now on at the latest.
pub async fn again_at(db: &mut Conn, id: CallId, now: Millis, due: Millis, problem: Problem) -> Result<()> {
    execute!(
        db,
        "update outbox set due_at = $2, problem = $3, first_sent_at = coalesce(first_sent_at, $4), leased_until = 0, held_by = null where id = $1",
        id,
        due,
        Text(problem),
        now
    )
    .await
}

/// Puts off a call that was certainly without effect: the attempt counts, and what was certain before it is again.
pub async fn put_off(db: &mut Conn, call: &Call, due: Millis, problem: Problem) -> Result<()> {
    update!(db, outbox {
        due_at: due, first_sent_at: call.first_sent_at, problem: Text(problem), leased_until: 0_i64, held_by: None::<Uuid>
    } where { id: call.id })
    .await
}

/// Lets go of a call of which nobody knows how far it came.
pub async fn let_go(db: &mut Conn, id: CallId, due: Millis, problem: Problem) -> Result<()> {
    execute!(db, "update outbox set due_at = " {due} ", problem = " {Text(problem)} ", leased_until = 0, held_by = null
        where id = " {id})
    .await
}

/// Drops uploads of a file that was replaced, those that need a person included.
pub async fn drop_uploads(db: &mut Conn, business: BusinessId, document: Uuid, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = " {now} " where business_id = " {business}
        " and kind = 'upload' and subject = " {document} " and status in ('waiting', 'needs_person')")
    .await
}

/// Drops registrations and updates that were never sent: their bytes are not frozen.
pub async fn drop_unsent_registrations(db: &mut Conn, business: BusinessId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = " {now} " where business_id = " {business}
        " and kind in ('register', 'update') and status in ('waiting', 'needs_person') and payload is null")
    .await
}

/// Drops calls to DOKU of an application that ended and that were never sent, so that nobody sends them any more.
pub async fn drop_unsent(db: &mut Conn, business: BusinessId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = " {now} ", leased_until = 0
        where business_id = " {business} " and kind in ('upload', 'register', 'update')
        and status in ('waiting', 'needs_person') and payload is null")
    .await
}

/// Counts calls of the same kind about the same subject that were dropped for another.
pub async fn dropped(db: &mut Conn, call: &Call) -> Result<i64> {
    value!(db, "select count(*) from outbox where business_id = " {call.business_id} " and kind = " {call.kind}
        " and subject = " {call.subject} " and status = 'dropped'")
    .await
}

/// Returns the time of the first send that DOKU may have received, by this call or an earlier one about its subject.
pub async fn first_answered_at(db: &mut Conn, call: &Call) -> Result<Option<Millis>> {
    value!(db, "select min(first_sent_at) from outbox where business_id = " {call.business_id}
        " and kind = " {call.kind} " and subject = " {call.subject}
        " and (id = " {call.id} " or problem in ('no_answer', 'internal'))")
    .await
}

/// A registration or an update, without its body.
#[derive(sqlx::FromRow)]
pub struct Request {
    pub kind: Kind,
    pub request_id: RequestId,
    pub first_sent_at: Option<Millis>,
    pub done_at: Option<Millis>,
    pub attempts: i64,
}

/// Returns requests, newest first.
pub async fn requests(db: &mut Conn, business: BusinessId, limit: i64) -> Result<Vec<Request>> {
    fetch_all!(db, "select kind, request_id, first_sent_at, done_at, attempts from outbox
        where business_id = " {business} " and kind in ('register', 'update')
        order by created_at desc, id desc limit " {limit})
    .await
}

pub async fn count_requests(db: &mut Conn, business: BusinessId) -> Result<i64> {
    value!(db, "select count(*) from outbox where business_id = $1 and kind in ('register', 'update')", business).await
}
