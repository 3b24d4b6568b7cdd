//! Calls that need a person, or needed one.

use super::{Call, Problem, Status};
use crate::store::{Conn, Result, businesses};
use domain::{
    Cursor, Millis,
    ids::{BusinessId, CallId},
};
use sqlx::types::Text;
use uuid::Uuid;

/// The place of a page: whether it is past DOKU's calls, and after which call.
pub type After = (bool, Cursor<CallId>);

/// Returns calls that wait for a person: DOKU's first, since applications depend on them, then the oldest, by keyset.
pub async fn troubles(db: &mut Conn, after: Option<After>, limit: i64) -> Result<Vec<Call>> {
    let first = Cursor { at: Millis(0), id: CallId::new(Uuid::nil()) };
    let (others, Cursor { at: since, id }) = after.unwrap_or((false, first));
    fetch_all!(db, "select * from outbox where status = 'needs_person'
        and (lane <> 'doku', done_at, id) > (" {others} ", " {since} ", " {id} ")
        order by lane <> 'doku', done_at, id limit " {limit})
    .await
}

/// Counts calls that wait for a person, up to `most`.
pub async fn count_troubles(db: &mut Conn, most: i64) -> Result<i64> {
    value!(db, "select count(*) from (select id from outbox where status = 'needs_person'
        order by done_at, id limit " {most} ") waiting")
    .await
}

/// Returns the business of a call.
pub async fn business_of(db: &mut Conn, id: CallId) -> Result<Option<BusinessId>> {
    value_optional!(db, "select business_id from outbox where id = " {id}).await
}

/// Returns a call that waits for a person, locked until the transaction ends, or `None` when somebody dealt with it.
pub async fn lock_trouble(db: &mut Conn, id: CallId) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = " {id} " and status = 'needs_person'" [pg " for update"]).await
}

/// Returns an update that failed so far and waits for its next try without a worker, locked until the transaction ends.
pub async fn lock_failed_update(db: &mut Conn, id: CallId, now: Millis) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = " {id} " and kind = 'update' and status = 'waiting'
        and problem is not null and leased_until <= " {now} [pg " for update"])
    .await
}

/// Returns the update of a business that failed at least once, whether it is still repeated or waits for a person.
pub async fn failed_update(db: &mut Conn, business: BusinessId) -> Result<Option<CallId>> {
    value_optional!(db, "select id from outbox where business_id = " {business} " and kind = 'update'
        and status in ('waiting', 'needs_person') and problem is not null
        order by created_at desc, id desc limit 1")
    .await
}

/// Returns a registration or an update that waits without a worker and certainly never arrived, locked until the
/// transaction ends.
pub async fn lock_unsent(db: &mut Conn, business: BusinessId, now: Millis) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where business_id = " {business} " and kind in ('register', 'update')
        and status = 'waiting' and first_sent_at is null and leased_until <= " {now}
        " order by created_at, id limit 1" [pg " for update"])
    .await
}

/// Tells whether a registration or an update waits that certainly never arrived.
pub async fn has_unsent(db: &mut Conn, business: BusinessId) -> Result<bool> {
    value!(db, "select exists (select 1 from outbox where business_id = " {business}
        " and kind in ('register', 'update') and status = 'waiting' and first_sent_at is null)")
    .await
}

/// Continues a call under its Request-Id.
pub async fn resume(db: &mut Conn, id: CallId, now: Millis) -> Result<()> {
    execute!(db, "update outbox
        set status = 'waiting', due_at = " {now} ", done_at = null, leased_until = 0, held_by = null
        where id = " {id})
    .await
}

/// Gives a call up. `reason` is sealed; the problem stays.
pub async fn give_up(db: &mut Conn, id: CallId, reason: &[u8], now: Millis) -> Result<()> {
    update!(db, outbox { status: Status::GivenUp, reason, done_at: now } where { id }).await
}

/// Ends a call for good that a person decided not to repeat. `reason` is sealed; the problem stays.
pub async fn replace(db: &mut Conn, id: CallId, reason: &[u8], now: Millis) -> Result<()> {
    execute!(db, "update outbox
        set status = 'dropped', reason = " {reason} ", done_at = " {now} ", leased_until = 0, held_by = null
        where id = " {id})
    .await
}

/// Drops earlier calls about a webhook that was delivered by hand: they need nobody any more.
pub async fn settle_delivered(db: &mut Conn, call: &Call, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = " {now} " where business_id = " {call.business_id}
        " and status = 'needs_person' and kind = 'webhook' and subject = " {call.subject} " and id <> " {call.id})
    .await
}

/// Stores the reason why a person ended it, sealed.
pub async fn set_reason(db: &mut Conn, id: CallId, reason: &[u8]) -> Result<()> {
    update!(db, outbox { reason } where { id }).await
}

/// Tells whether a registration was given up that DOKU may have, and none was sent since.
pub async fn may_be_at_doku(db: &mut Conn, business: BusinessId) -> Result<bool> {
    value!(
        db,
        "select exists (select 1 from outbox given where given.business_id = $1 and given.status = 'given_up'
            and given.kind = 'register' and given.problem in ('no_answer', 'internal') and given.first_sent_at is not null
            and not exists (select 1 from outbox later where later.business_id = $1 and later.kind = 'register'
                and later.created_at >= given.done_at)
            and exists (select 1 from businesses where id = $1 and doku_business_id is null))",
        business
    ).await
}

/// Stores what still keeps this business from moving, for the lists. Sorted by a sum, so that no planner walks
/// everybody's in that order.
pub async fn tell_trouble(db: &mut Conn, business: BusinessId) -> Result<()> {
    let trouble: Option<Text<Problem>> = match may_be_at_doku(db, business).await? {
        true => Some(Text(Problem::GivenUp)),
        false => value_optional!(db, "select problem from outbox where business_id = " {business}
            " and status = 'needs_person' and kind in ('upload', 'register', 'update')
            order by done_at + 0, id limit 1")
        .await?
        .flatten(),
    };
    businesses::set_trouble(db, business, trouble).await
}

/// Returns when the first registration was sent, and when the last was given up, among those that DOKU may have and
/// that are not repeated by themselves.
pub async fn lost(db: &mut Conn) -> Result<(Option<Millis>, Option<Millis>)> {
    fetch_one!(
        db,
        "select min(first_sent_at), max(done_at) from ( select first_sent_at, done_at from outbox
        where status = 'needs_person' and kind = 'register' and problem in ('no_answer', 'internal')
        and first_sent_at is not null union all select first_sent_at, done_at from outbox where status = 'given_up'
        and kind = 'register' and problem in ('no_answer', 'internal') and first_sent_at is not null ) lost"
    )
    .await
}

/// Returns the registrations of `lost`, and those that are still repeated: DOKU may have any of them.
pub async fn unanswered_registrations(db: &mut Conn) -> Result<Vec<CallId>> {
    values!(
        db,
        "select id from outbox where status = 'needs_person' and kind = 'register' and problem in ('no_answer', 'internal') and first_sent_at is not null
        union all select id from outbox where status = 'given_up' and kind = 'register' and problem in ('no_answer', 'internal') and first_sent_at is not null
        union all select id from outbox where status = 'waiting' and lane = 'doku' and kind = 'register' and first_sent_at is not null"
    ).await
}

pub async fn by_id(db: &mut Conn, id: CallId) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = " {id}).await
}
