//! Calls that need a person, or needed one.

use super::{Call, Problem, Status};
use crate::store::{Conn, Result, businesses};
use domain::{
    Cursor, Millis,
    ids::{BusinessId, CallId},
};
use sqlx::types::Text;
use uuid::Uuid;

/// Where a page of those begins: whether it is past DOKU's, and behind which call.
pub type After = (bool, Cursor<CallId>);

/// Those that wait for a person: keyset, DOKU's first, since applications hang on them; then the oldest.
pub async fn troubles(db: &mut Conn, after: Option<After>, limit: i64) -> Result<Vec<Call>> {
    let first = Cursor { at: Millis(0), id: CallId::new(Uuid::nil()) };
    let (others, Cursor { at: since, id }) = after.unwrap_or((false, first));
    fetch_all!(db, "select * from outbox where status = 'needs_person'
        and (lane <> 'doku', done_at, id) > (" {others} ", " {since} ", " {id} ")
        order by lane <> 'doku', done_at, id limit " {limit})
    .await
}

/// How many wait for a person, counted up to `most`.
pub async fn count_troubles(db: &mut Conn, most: i64) -> Result<i64> {
    value!(db, "select count(*) from (select id from outbox where status = 'needs_person'
        order by done_at, id limit " {most} ") waiting")
    .await
}

/// Whose call it is.
pub async fn business_of(db: &mut Conn, id: CallId) -> Result<Option<BusinessId>> {
    value_optional!(db, "select business_id from outbox where id = " {id}).await
}

/// One that waits for a person, held until the transaction ends. `None`: somebody dealt with it.
pub async fn lock_trouble(db: &mut Conn, id: CallId) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = " {id} " and status = 'needs_person'" [pg " for update"]).await
}

/// An update that came to nothing so far and waits for its next try in nobody's hand, held until the transaction ends.
pub async fn lock_failed_update(db: &mut Conn, id: CallId, now: Millis) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = " {id} " and kind = 'update' and status = 'waiting'
        and problem is not null and leased_until <= " {now} [pg " for update"])
    .await
}

/// The update of a business that failed at least once, whether it is still repeated or waits for a person.
pub async fn failed_update(db: &mut Conn, business: BusinessId) -> Result<Option<CallId>> {
    value_optional!(db, "select id from outbox where business_id = " {business} " and kind = 'update'
        and status in ('waiting', 'needs_person') and problem is not null
        order by created_at desc, id desc limit 1")
    .await
}

/// A registration or an update that waits in nobody's hand and certainly never arrived, held until the transaction ends.
pub async fn lock_unsent(db: &mut Conn, business: BusinessId, now: Millis) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where business_id = " {business} " and kind in ('register', 'update')
        and status = 'waiting' and first_sent_at is null and leased_until <= " {now}
        " order by created_at, id limit 1" [pg " for update"])
    .await
}

/// As `lock_unsent`, whether there is one.
pub async fn has_unsent(db: &mut Conn, business: BusinessId) -> Result<bool> {
    value!(db, "select exists (select 1 from outbox where business_id = " {business}
        " and kind in ('register', 'update') and status = 'waiting' and first_sent_at is null)")
    .await
}

/// Goes on under its Request-Id.
pub async fn resume(db: &mut Conn, id: CallId, now: Millis) -> Result<()> {
    execute!(db, "update outbox
        set status = 'waiting', due_at = " {now} ", done_at = null, leased_until = 0, held_by = null
        where id = " {id})
    .await
}

/// `reason` is sealed; what the problem was stays.
pub async fn give_up(db: &mut Conn, id: CallId, reason: &[u8], now: Millis) -> Result<()> {
    update!(db, outbox { status: Status::GivenUp, reason, done_at: now } where { id }).await
}

/// Ends for good what a person said is not to be repeated; `reason` is sealed, and what the problem was stays.
pub async fn replace(db: &mut Conn, id: CallId, reason: &[u8], now: Millis) -> Result<()> {
    execute!(db, "update outbox
        set status = 'dropped', reason = " {reason} ", done_at = " {now} ", leased_until = 0, held_by = null
        where id = " {id})
    .await
}

/// A webhook that was taken once it was sent by hand: the earlier call about it needs nobody any more.
pub async fn settle_delivered(db: &mut Conn, call: &Call, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set status = 'dropped', done_at = " {now} " where business_id = " {call.business_id}
        " and status = 'needs_person' and kind = 'webhook' and subject = " {call.subject} " and id <> " {call.id})
    .await
}

/// Why a person ended it; sealed.
pub async fn set_reason(db: &mut Conn, id: CallId, reason: &[u8]) -> Result<()> {
    update!(db, outbox { reason } where { id }).await
}

/// A registration was given up of which nobody knows whether DOKU has it, and none was sent since.
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

/// What still keeps this business from moving. Sorted by a sum, so that no planner walks everybody's in that order.
async fn trouble_of(db: &mut Conn, business: BusinessId) -> Result<Option<Text<Problem>>> {
    if may_be_at_doku(db, business).await? {
        return Ok(Some(Text(Problem::GivenUp)));
    }
    Ok(value_optional!(db, "select problem from outbox where business_id = " {business} " and status = 'needs_person'
        and kind in ('upload', 'register', 'update') order by done_at + 0, id limit 1")
    .await?
    .flatten())
}

/// Writes down what still keeps this business from moving, for the lists.
pub async fn tell_trouble(db: &mut Conn, business: BusinessId) -> Result<()> {
    let trouble = trouble_of(db, business).await?;
    businesses::set_trouble(db, business, trouble).await
}

/// Of registrations of which nobody knows whether DOKU has them, and that are not repeated by themselves: when the first was
/// sent, and when the last was given up.
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

/// Those, and those that are still repeated: any of them may be what DOKU has.
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
