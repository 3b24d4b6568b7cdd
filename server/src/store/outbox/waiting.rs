//! Calls that wait for their time: workers that take them, and events that bring them forward or put them off.

use super::Call;
use crate::store::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, CallId, EndpointId},
    outbox::Lane,
};
use uuid::Uuid;

/// The ranks of files. Other calls have 0 and go first, but for those that await files.
const OF_SUBMITTED: i64 = 1;
const OF_DRAFT: i64 = 2;
/// The rank of a call that was looked at in vain, since its files are on their way: looking at many such calls again
/// and again must not keep a slow lane from sending what they wait for.
const AWAITS_FILES: i64 = 3;
/// The distance of two files of one account in the order of all files: longer than a round of all accounts takes.
const SLOT: i64 = Millis::MINUTE;

/// Tells whether a call of this lane is due and no worker has it.
pub async fn is_due(db: &mut Conn, lane: Lane, now: Millis) -> Result<bool> {
    value!(db, "select exists (select 1 from outbox where lane = " {lane} " and status = 'waiting' and due_at <= " {now}
        " and leased_until <= " {now} ")")
    .await
}

/// Counts calls that wait for their time.
pub async fn waiting(db: &mut Conn, lane: Lane) -> Result<i64> {
    value!(db, "select count(*) from outbox where lane = " {lane} " and status = 'waiting'").await
}

/// Returns due rows of a lane, leased so that nobody else takes them while `holder` has them in hand.
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

/// Takes calls by rank, so that a registration waits for no file of a draft. Within a rank accounts take turns: one
/// with a file in hand waits for those without. Examines only the first of the due calls.
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

/// Takes webhooks, each after those before it, and at most two per endpoint at a time, so that one that does not answer
/// blocks no other. Examines only the first of the due calls.
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

/// Takes one call, the one that was tried least, so that a call that always fails does not stand for all.
pub async fn claim_one(db: &mut Conn, lane: Lane, holder: Uuid, now: Millis, until: Millis) -> Result<Vec<Call>> {
    fetch_all!(db, "update outbox set held_by = $4, leased_until = $2, attempts = attempts + 1
        where id in (select id from outbox where lane = $3 and status = 'waiting' and due_at <= $1 and leased_until <= $1 order by attempts, rank, coalesce(turn, due_at), id limit 1"
        [pg " for update skip locked"] ") returning *", now, until, lane, holder).await
}

/// Extends a lease. Returns false when another worker has the call, or it is settled.
pub async fn renew(db: &mut Conn, call: &Call, until: Millis) -> Result<bool> {
    update!(db, outbox { leased_until: until } where {
        id: call.id, held_by: call.held_by
    }, "status = 'waiting'")
    .await
}

/// Tells whether the call is held as it was claimed, and keeps it so until the transaction ends.
pub async fn is_held(db: &mut Conn, call: &Call) -> Result<bool> {
    let held: Option<CallId> = value_optional!(db, "select id from outbox where id = " {call.id}
        " and held_by = " {call.held_by} " and status = 'waiting'" [pg " for update"])
    .await?;
    Ok(held.is_some())
}

/// Tells whether a worker is about to send this file, even if its call was dropped meanwhile.
pub async fn is_upload_in_hand(db: &mut Conn, business: BusinessId, document: Uuid, now: Millis) -> Result<bool> {
    value!(db, "select exists (select 1 from outbox where business_id = " {business} " and kind = 'upload'
        and subject = " {document} " and leased_until > " {now} ")")
    .await
}

/// Takes back, at a start with SQLite, what the process before had leased.
pub async fn release_all(db: &mut Conn) -> Result<u64> {
    execute!(
        db,
        "update outbox set leased_until = 0, held_by = null where status = 'waiting'
        and leased_until > 0"
    )
    .await
}

/// Puts back a call that was not tried, since its files are on their way: the attempt does not count, and the certainty
/// before it is restored.
pub async fn await_files(db: &mut Conn, call: &Call, due: Millis) -> Result<()> {
    execute!(db, "update outbox set due_at = " {due} ", rank = " {AWAITS_FILES} ", first_sent_at = " {call.first_sent_at}
        ", leased_until = 0, held_by = null, attempts = attempts - 1 where id = " {call.id})
    .await
}

/// Makes calls due that wait for files of this business, once none is missing at DOKU: they go first again. The
/// business is locked.
pub async fn wake_awaiting_files(db: &mut Conn, business: BusinessId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {now} ", rank = 0 where business_id = " {business}
        " and kind in ('register', 'update') and status = 'waiting' and payload is null
        and (due_at > " {now} " or rank > 0) and not exists (select 1 from documents
            where business_id = " {business} " and replaced_at is null and doku_file_id is null)")
    .await
}

/// Brings calls forward once DOKU is back: those that backed off for longer become due within `spread`, each at a
/// moment of its own. Calls that wait for another reason, or since DOKU asked, stay.
pub async fn hurry(db: &mut Conn, now: Millis, spread: i64) -> Result<u64> {
    execute!(db, "update outbox set due_at = $1 + (due_at - $1) % $2
        where id in (select id from outbox where lane = 'doku' and status = 'waiting' and due_at - $1 >= $2 and problem like 'doku%' and problem not like '%asked'"
        [pg " for update skip locked"] ")", now, spread).await
}

/// Puts off other calls to an endpoint that does not answer; no attempt is used up.
pub async fn put_off_webhooks(db: &mut Conn, endpoint: EndpointId, now: Millis, until: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {until} " where lane = 'webhook' and status = 'waiting'
        and due_at < " {until} " and leased_until <= " {now} " and exists (select 1 from deliveries
        where deliveries.id = outbox.subject and endpoint_id = " {endpoint} ")")
    .await
}

/// Makes calls to an endpoint due that were put off until `until` at most, since it answers again.
pub async fn bring_back_webhooks(db: &mut Conn, endpoint: EndpointId, now: Millis, until: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {now} " where lane = 'webhook' and status = 'waiting'
        and due_at > " {now} " and due_at <= " {until} " and exists (select 1 from deliveries
        where deliveries.id = outbox.subject and endpoint_id = " {endpoint} ")")
    .await
}

/// Inserts a webhook that waits for those of its business to the same endpoint with a smaller turn. It gets their time
/// while they wait, so that it is not examined again and again.
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

/// Inserts a file for DOKU. Files of an account are `SLOT` apart, so that another account's later file precedes the
/// rest of many.
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

/// Raises the rank of an application's files when it is submitted: its registration waits for them.
pub async fn raise_uploads(db: &mut Conn, business: BusinessId) -> Result<u64> {
    execute!(db, "update outbox set rank = " {OF_SUBMITTED} " where business_id = " {business} " and kind = 'upload'
        and rank > " {OF_SUBMITTED} " and status in ('waiting', 'needs_person')")
    .await
}

/// Puts off the calls behind this one for as long as it waits.
pub async fn hold_up(db: &mut Conn, call: &Call, endpoint: EndpointId, until: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {until} " where status = 'waiting' and queue = " {endpoint}
        " and business_id = " {call.business_id} " and turn > (select turn from outbox where id = " {call.id} ")
        and due_at < " {until})
    .await
}

/// Makes the calls behind this one due, once it is delivered or given up; they go one after the other.
pub async fn let_on(db: &mut Conn, call: &Call, endpoint: EndpointId, now: Millis) -> Result<u64> {
    execute!(db, "update outbox set due_at = " {now} " where status = 'waiting' and queue = " {endpoint}
        " and business_id = " {call.business_id} " and turn > (select turn from outbox where id = " {call.id} ")
        and due_at > " {now})
    .await
}
