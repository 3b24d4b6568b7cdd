//! Calls that need a person, or needed one.

use super::Call;
use crate::store::{Conn, Result};
use domain::{
    Cursor, Millis,
    ids::{BusinessId, CallId},
};
use uuid::Uuid;

/// Where a page of those begins: whether it is past DOKU's, and behind which call.
pub type After = (bool, Cursor<CallId>);

/// Those that wait for a person: keyset, DOKU's first, since applications hang on them; then the oldest.
pub async fn troubles(db: &mut Conn, after: Option<After>, limit: i64) -> Result<Vec<Call>> {
    let first = Cursor { at: Millis(0), id: CallId::new(Uuid::nil()) };
    let (others, Cursor { at: since, id }) = after.unwrap_or((false, first));
    fetch_all!(
        db,
        "select * from outbox where status = 'needs_person' and (lane <> 'doku', done_at, id) > ($1, $2, $3)
        order by lane <> 'doku', done_at, id limit $4",
        others,
        since,
        id,
        limit
    )
    .await
}

/// How many wait for a person, counted up to `most`.
pub async fn count_troubles(db: &mut Conn, most: i64) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        db,
        "select count(*) from (select id from outbox where status = 'needs_person' order by done_at, id limit $1) waiting",
        most
    )
    .await?;
    Ok(count)
}

/// Whose call it is.
pub async fn business_of(db: &mut Conn, id: CallId) -> Result<Option<BusinessId>> {
    let found: Option<(BusinessId,)> = fetch_optional!(db, "select business_id from outbox where id = $1", id).await?;
    Ok(found.map(|(business,)| business))
}

/// One that waits for a person, held until the transaction ends. `None`: somebody dealt with it.
pub async fn lock_trouble(db: &mut Conn, id: CallId) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = $1 and status = 'needs_person'" [pg " for update"] "", id)
        .await
}

/// An update that came to nothing so far and waits for its next try in nobody's hand, held until the transaction ends.
pub async fn lock_failed_update(db: &mut Conn, id: CallId, now: Millis) -> Result<Option<Call>> {
    fetch_optional!(
        db,
        "select * from outbox where id = $1 and kind = 'update' and status = 'waiting' and problem is not null
        and leased_until <= $2" [pg " for update"] "",
        id,
        now
    )
    .await
}

/// The update of a business that failed at least once, whether it is still repeated or waits for a person.
pub async fn failed_update(db: &mut Conn, business: BusinessId) -> Result<Option<CallId>> {
    let found: Option<(CallId,)> = fetch_optional!(
        db,
        "select id from outbox where business_id = $1 and kind = 'update' and status in ('waiting', 'needs_person')
        and problem is not null order by created_at desc, id desc limit 1",
        business
    )
    .await?;
    Ok(found.map(|(id,)| id))
}

/// A registration or an update that waits in nobody's hand and certainly never arrived, held until the transaction ends.
pub async fn lock_unsent(db: &mut Conn, business: BusinessId, now: Millis) -> Result<Option<Call>> {
    fetch_optional!(
        db,
        "select * from outbox where business_id = $1 and kind in ('register', 'update') and status = 'waiting'
        and first_sent_at is null and leased_until <= $2 order by created_at, id limit 1" [pg " for update"] "",
        business,
        now
    )
    .await
}

/// As `lock_unsent`, whether there is one.
pub async fn has_unsent(db: &mut Conn, business: BusinessId) -> Result<bool> {
    let (has,): (bool,) = fetch_one!(
        db,
        "select exists (select 1 from outbox where business_id = $1 and kind in ('register', 'update')
            and status = 'waiting' and first_sent_at is null)",
        business
    )
    .await?;
    Ok(has)
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

/// Ends for good what a person said is not to be repeated; `reason` is sealed, and what the problem was stays.
pub async fn replace(db: &mut Conn, id: CallId, reason: &[u8], now: Millis) -> Result<()> {
    execute!(
        db,
        "update outbox set status = 'dropped', reason = $2, done_at = $3, leased_until = 0, held_by = null where id = $1",
        id,
        reason,
        now
    )
    .await
    .map(drop)
}

/// A webhook that was taken once it was sent by hand: the earlier call about it needs nobody any more.
pub async fn settle_delivered(db: &mut Conn, call: &Call, now: Millis) -> Result<u64> {
    execute!(
        db,
        "update outbox set status = 'dropped', done_at = $4 where business_id = $1 and status = 'needs_person'
        and kind = 'webhook' and subject = $2 and id <> $3",
        call.business_id,
        call.subject,
        call.id,
        now
    )
    .await
}

/// Why a person ended it; sealed.
pub async fn set_reason(db: &mut Conn, id: CallId, reason: &[u8]) -> Result<()> {
    execute!(db, "update outbox set reason = $2 where id = $1", id, reason).await.map(drop)
}

/// A registration was given up of which nobody knows whether DOKU has it, and none was sent since.
pub async fn may_be_at_doku(db: &mut Conn, business: BusinessId) -> Result<bool> {
    let (may,): (bool,) = fetch_one!(
        db,
        "select exists (select 1 from outbox given where given.business_id = $1 and given.status = 'given_up'
            and given.kind = 'register' and given.problem in ('no_answer', 'internal') and given.first_sent_at is not null
            and not exists (select 1 from outbox later where later.business_id = $1 and later.kind = 'register'
                and later.created_at >= given.done_at)
            and exists (select 1 from businesses where id = $1 and doku_business_id is null))",
        business
    )
    .await?;
    Ok(may)
}

/// As `Business::trouble`, of what was given up: see `may_be_at_doku`.
pub const GIVEN_UP: &str = "given_up";

/// What still keeps this business from moving. Sorted by a sum, so that no planner walks everybody's in that order.
pub async fn trouble_of(db: &mut Conn, business: BusinessId) -> Result<Option<String>> {
    if may_be_at_doku(db, business).await? {
        return Ok(Some(GIVEN_UP.to_owned()));
    }
    let found: Option<(Option<String>,)> = fetch_optional!(db, "select problem from outbox where business_id = $1 and status = 'needs_person' and kind in ('upload', 'register', 'update') order by done_at + 0, id limit 1", business).await?;
    Ok(found.and_then(|(problem,)| problem))
}

/// Of registrations of which nobody knows whether DOKU has them, and that are not repeated by themselves: when the first was
/// sent, and when the last was given up.
pub async fn lost(db: &mut Conn) -> Result<(Option<Millis>, Option<Millis>)> {
    fetch_one!(
        db,
        "select min(first_sent_at), max(done_at) from (
            select first_sent_at, done_at from outbox where status = 'needs_person' and kind = 'register' and problem in ('no_answer', 'internal') and first_sent_at is not null
            union all select first_sent_at, done_at from outbox where status = 'given_up' and kind = 'register' and problem in ('no_answer', 'internal') and first_sent_at is not null
        ) lost"
    )
    .await
}

/// Those, and those that are still repeated: any of them may be what DOKU has.
pub async fn unanswered_registrations(db: &mut Conn) -> Result<Vec<CallId>> {
    let found: Vec<(CallId,)> = fetch_all!(
        db,
        "select id from outbox where status = 'needs_person' and kind = 'register' and problem in ('no_answer', 'internal') and first_sent_at is not null
        union all select id from outbox where status = 'given_up' and kind = 'register' and problem in ('no_answer', 'internal') and first_sent_at is not null
        union all select id from outbox where status = 'waiting' and lane = 'doku' and kind = 'register' and first_sent_at is not null"
    )
    .await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

pub async fn by_id(db: &mut Conn, id: CallId) -> Result<Option<Call>> {
    fetch_optional!(db, "select * from outbox where id = $1", id).await
}
