//! Calls that wait for their time: who takes them in hand, and what brings them forward or puts them off.

use super::Call;
use crate::store::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, CallId, EndpointId},
    outbox::Lane,
};
use uuid::Uuid;

/// Ranks of files; what else there is has 0 and goes first.
const OF_SUBMITTED: i64 = 1;
const OF_DRAFT: i64 = 2;
/// What was looked at in vain since its files are on their way goes after files: looking at many such calls again and again must
/// not keep a slow lane from sending what they wait for.
const AWAITS_FILES: i64 = 3;
/// How far apart two files of one account stand in the order of all files: longer than a round of all accounts takes.
const SLOT: i64 = Millis::MINUTE;

/// Whether a call of this lane is due and in nobody's hand.
pub async fn is_due(db: &mut Conn, lane: Lane, now: Millis) -> Result<bool> {
    value!(db, "select exists (select 1 from outbox where lane = " {lane} " and status = 'waiting' and due_at <= " {now}
        " and leased_until <= " {now} ")")
    .await
}

/// Calls that wait for their time.
pub async fn waiting(db: &mut Conn, lane: Lane) -> Result<i64> {
    value!(db, "select count(*) from outbox where lane = " {lane} " and status = 'waiting'").await
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
    match lane {
        Lane::Doku => claim_doku(db, holder, now, until, limit).await,
        Lane::Mail => claim_mails(db, holder, now, until, limit).await,
        Lane::Webhook => claim_webhooks(db, holder, now, until, limit).await,
    }
}

/// By rank, so that a registration waits for no file of a draft. Of one rank accounts take turns: one with a file in hand waits for
/// those without. Looks at the first of what is due.
async fn claim_doku(db: &mut Conn, holder: Uuid, now: Millis, until: Millis, limit: i64) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set held_by = $4, leased_until = $2, attempts = attempts + 1
        where id in (select outbox.id from (
            select due.id as id, due.rank as rank, due.since as since,
                row_number() over (partition by due.who order by due.leased_until desc, due.rank, due.since, due.id) as place
            from (select id, rank, coalesce(queue, id) as who, coalesce(turn, due_at) as since, leased_until from outbox
                where lane = 'doku' and status = 'waiting' and due_at <= $1 order by rank, since, id limit 256) due
        ) placed cross join outbox where outbox.id = placed.id and outbox.done_at is null and outbox.leased_until <= $1
        order by placed.rank, placed.place, placed.since, placed.id limit $3"
        [pg " for update of outbox skip locked"] ") returning *", now, until, limit, holder).await
}

async fn claim_mails(db: &mut Conn, holder: Uuid, now: Millis, until: Millis, limit: i64) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set held_by = $4, leased_until = $2, attempts = attempts + 1
        where id in (select id from outbox where lane = 'mail' and status = 'waiting' and due_at <= $1 and leased_until <= $1 order by due_at, id limit $3"
        [pg " for update skip locked"] ") returning *", now, until, limit, holder).await
}

/// Each waits for those before it, and two at most are under way to one endpoint, so that one which does not answer
/// takes the place of no other. Looks at the first of what is due.
async fn claim_webhooks(db: &mut Conn, holder: Uuid, now: Millis, until: Millis, limit: i64) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set held_by = $4, leased_until = $2, attempts = attempts + 1
        where id in (select id from outbox where leased_until <= $1 and id in (
            select id from (
                select due.id as id, row_number() over (partition by endpoint_id order by leased_until desc, due_at, due.id) as place
                from (select id, subject, due_at, leased_until from outbox where lane = 'webhook' and status = 'waiting' and due_at <= $1
                    and not exists (select 1 from outbox earlier where earlier.status = 'waiting' and earlier.queue = outbox.queue
                        and earlier.business_id = outbox.business_id and earlier.turn < outbox.turn)
                    order by due_at, id limit 256) due left join deliveries on deliveries.id = due.subject
            ) placed where place <= 2) order by due_at, id limit $3"
        [pg " for update skip locked"] ") returning *", now, until, limit, holder).await
}

/// As `claim`, one: that which was tried least, so that a call which always fails does not stand for all.
pub async fn claim_one(db: &mut Conn, lane: Lane, holder: Uuid, now: Millis, until: Millis) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set held_by = $4, leased_until = $2, attempts = attempts + 1
        where id in (select id from outbox where lane = $3 and status = 'waiting' and due_at <= $1 and leased_until <= $1 order by attempts, due_at, id limit 1"
        [pg " for update skip locked"] ") returning *", now, until, lane, holder).await
}

/// `false`: somebody else has it in hand, or it is settled.
pub async fn renew(db: &mut Conn, call: &Call, until: Millis) -> Result<bool> {
    update!(db, outbox { leased_until: until } where {
        id: call.id, held_by: call.held_by
    }, "status = 'waiting'")
    .await
}

/// As it was claimed, and so until the transaction ends.
pub async fn is_held(db: &mut Conn, call: &Call) -> Result<bool> {
    let held: Option<(CallId,)> = fetch_optional!(db, "select id from outbox where id = " {call.id}
        " and held_by = " {call.held_by} " and status = 'waiting'" [pg " for update"])
    .await?;
    Ok(held.is_some())
}

/// Whether somebody is about to send this file, even if its call was dropped meanwhile.
pub async fn is_upload_in_hand(db: &mut Conn, business: BusinessId, document: Uuid, now: Millis) -> Result<bool> {
    value!(db, "select exists (select 1 from outbox where business_id = " {business} " and kind = 'upload'
        and subject = " {document} " and leased_until > " {now} ")")
    .await
}

/// A start takes back what the process before it had leased: one process with SQLite.
pub async fn release_all(db: &mut Conn) -> Result<u64> {
    execute!(
        db,
        "update outbox set leased_until = 0, held_by = null where status = 'waiting'
        and leased_until > 0"
    )
    .await
}

/// Not tried, since its files are on their way: the attempt does not count, and what was certain before it is again.
pub async fn await_files(db: &mut Conn, call: &Call, due: Millis) -> Result<()> {
    execute!(db, "update outbox set due_at = " {due} ", rank = " {AWAITS_FILES} ", first_sent_at = " {call.first_sent_at}
        ", leased_until = 0, held_by = null, attempts = attempts - 1 where id = " {call.id})
    .await
}

/// The last file of this business has reached DOKU: what waits for files is due, and goes first again. The business is locked.
pub async fn files_are_there(db: &mut Conn, business: BusinessId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {now} ", rank = 0 where business_id = " {business}
        " and kind in ('register', 'update') and status = 'waiting' and payload is null
        and (due_at > " {now} " or rank > 0) and not exists (select 1 from documents
            where business_id = " {business} " and replaced_at is null and doku_file_id is null)")
    .await
}

/// DOKU is back: within `spread` of now, each at a moment of its own, what backed off for longer since it did not answer is
/// tried. What waits for another reason, or since DOKU asked, waits.
pub async fn hurry(db: &mut Conn, now: Millis, spread: i64) -> Result<u64> {
    execute!(db, "update outbox set due_at = $1 + (due_at - $1) % $2
        where id in (select id from outbox where lane = 'doku' and status = 'waiting' and due_at - $1 >= $2 and problem like 'doku%' and problem not like '%asked'"
        [pg " for update skip locked"] ")", now, spread).await
}

/// An endpoint does not answer: what else waits for it waits so long, and no attempt is used up.
pub async fn put_off_webhooks(db: &mut Conn, endpoint: EndpointId, now: Millis, until: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {until} " where lane = 'webhook' and status = 'waiting'
        and due_at < " {until} " and leased_until <= " {now} " and exists (select 1 from deliveries
        where deliveries.id = outbox.subject and endpoint_id = " {endpoint} ")")
    .await
}

/// It answers again: what was to wait for it until then at most is due.
pub async fn bring_back_webhooks(db: &mut Conn, endpoint: EndpointId, now: Millis, until: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {now} " where lane = 'webhook' and status = 'waiting'
        and due_at > " {now} " and due_at <= " {until} " and exists (select 1 from deliveries
        where deliveries.id = outbox.subject and endpoint_id = " {endpoint} ")")
    .await
}

/// A webhook that waits for those of its business to the same endpoint with a smaller turn. While they wait for their time, it
/// does so with them: what cannot go yet is not looked at again and again.
pub async fn insert_in_turn(db: &mut Conn, c: &Call, endpoint: EndpointId, turn: i64) -> Result<()> {
    execute!(
        db,
        "insert into outbox (id, business_id, kind, lane, subject, request_id, status, due_at, created_at, queue, turn)
        values ($1, $2, $3, $4, $5, $6, $7, coalesce((select max(earlier.due_at) from outbox earlier where earlier.status = 'waiting'
            and earlier.queue = $10 and earlier.business_id = $2 and earlier.turn < $11 and earlier.due_at > $8), $8), $9, $10, $11)",
        c.id,
        c.business_id,
        c.kind,
        c.kind.lane(),
        c.subject,
        &c.request_id,
        c.status,
        c.due_at,
        c.created_at,
        endpoint,
        turn
    )
    .await
}

/// A file for DOKU. Its account's files follow each other by `SLOT`: somebody else's that comes later goes before the rest of many.
pub(super) async fn insert_upload(db: &mut Conn, c: &Call) -> Result<()> {
    execute!(
        db,
        "insert into outbox (id, business_id, kind, lane, subject, request_id, payload, status, due_at, created_at, rank, queue, turn)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
            case when exists (select 1 from businesses where id = $2 and submitted_at is not null) then cast($11 as bigint) else cast($12 as bigint) end,
            (select owner_id from businesses where id = $2),
            coalesce((select max(earlier.turn) from outbox earlier where earlier.status = 'waiting' and earlier.turn is not null
                and earlier.queue = (select owner_id from businesses where id = $2) and earlier.turn > cast($10 as bigint) - cast($13 as bigint)) + cast($13 as bigint), cast($10 as bigint)))",
        c.id,
        c.business_id,
        c.kind,
        c.kind.lane(),
        c.subject,
        &c.request_id,
        &c.payload,
        c.status,
        c.due_at,
        c.created_at,
        OF_SUBMITTED,
        OF_DRAFT,
        SLOT
    )
    .await
}

/// This application is submitted: its registration waits for its files.
pub async fn raise_uploads(db: &mut Conn, business: BusinessId) -> Result<u64> {
    execute!(db, "update outbox set rank = " {OF_SUBMITTED} " where business_id = " {business} " and kind = 'upload'
        and rank > " {OF_SUBMITTED} " and status in ('waiting', 'needs_person')")
    .await
}

/// Those that wait for this one wait as long as it does.
pub async fn hold_up(db: &mut Conn, call: &Call, endpoint: EndpointId, until: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {until} " where status = 'waiting' and queue = " {endpoint}
        " and business_id = " {call.business_id} " and turn > (select turn from outbox where id = " {call.id} ")
        and due_at < " {until})
    .await
}

/// It is delivered or given up: those that waited for it are due, and go one after the other.
pub async fn let_on(db: &mut Conn, call: &Call, endpoint: EndpointId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {now} " where status = 'waiting' and queue = " {endpoint}
        " and business_id = " {call.business_id} " and turn > (select turn from outbox where id = " {call.id} ")
        and due_at > " {now})
    .await
}
