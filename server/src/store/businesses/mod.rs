//! Applications: their rows, owners and searches by id. `progress.rs` moves them; `derived.rs` has what lists show.

mod derived;
mod progress;

pub use derived::*;
pub use progress::*;

use super::{Conn, Result, breakers, flags};
use domain::{
    Millis, Reference,
    ids::{AccountId, BusinessId, DokuBrandId, DokuBusinessId},
    kyb::{Progress, State},
    outbox::Problem,
    requirement::Changes,
};
use sqlx::types::{Json, Text};

#[derive(Clone, sqlx::FromRow)]
pub struct Business {
    pub id: BusinessId,
    pub owner_id: AccountId,
    pub name: String,
    /// The partner's own name of it.
    pub reference: Option<Reference>,
    pub business_type: String,
    pub legal_entity: String,
    pub business_line: String,
    pub nationality: String,
    pub data_key: Vec<u8>,
    pub checklist: Option<Json<serde_json::Value>>,
    /// The time of that list, where DOKU did not answer when the business was begun.
    pub checklist_at: Option<Millis>,
    /// The differences of the list that DOKU gave later, and the time of that.
    pub checklist_changes: Option<Json<Changes>>,
    pub checklist_renewed_at: Option<Millis>,
    pub consent_version: Option<String>,
    pub consented_at: Option<Millis>,
    pub progress: Progress,
    pub state: State,
    pub state_since: Millis,
    pub done: i64,
    pub total: i64,
    pub to_fix: i64,
    pub services_on: i64,
    pub due_at: Option<Millis>,
    pub clock_from: Option<Millis>,
    pub amber_at: Option<Millis>,
    /// The promise for a bank account, where it falls due before that for the whole.
    pub bank_from: Option<Millis>,
    pub bank_amber_at: Option<Millis>,
    pub bank_due_at: Option<Millis>,
    pub trouble: Option<Text<Problem>>,
    pub revision: i64,
    pub submitted_at: Option<Millis>,
    pub approved_at: Option<Millis>,
    pub sent_at: Option<Millis>,
    pub verified_at: Option<Millis>,
    pub doku_business_id: Option<DokuBusinessId>,
    pub withdrawn_at: Option<Millis>,
    pub declined_at: Option<Millis>,
    /// The reason why the partner declined, sealed.
    pub decline_reason: Option<Vec<u8>>,
    /// The business that was started again with the same data.
    pub continued_as: Option<BusinessId>,
    /// The time at which files and answers of an application that was withdrawn and never submitted are to be removed,
    /// and the time at which they were.
    pub purge_at: Option<Millis>,
    pub purged_at: Option<Millis>,
    pub created_at: Millis,
    /// The time at which somebody of the partner marked that DOKU was shown the evidence.
    pub evidence_sent_at: Option<Millis>,
    pub updated_at: Millis,
}

pub struct New<'a> {
    pub id: BusinessId,
    pub owner: AccountId,
    pub search: &'a str,
    pub business_type: &'a str,
    pub legal_entity: &'a str,
    pub business_line: &'a str,
    pub nationality: &'a str,
    pub data_key: &'a [u8],
    pub checklist: &'a serde_json::Value,
    pub checklist_at: Option<Millis>,
    pub now: Millis,
}

pub async fn insert(db: &mut Conn, b: &New<'_>) -> Result<()> {
    insert!(db, businesses from b { id, search, business_type, legal_entity, business_line, nationality, data_key, checklist_at } with {
        owner_id: b.owner, checklist: Json(b.checklist), state_since: b.now, created_at: b.now, updated_at: b.now
    }).await
}

/// Returns the owner's businesses, newest first.
pub async fn of_owner(db: &mut Conn, owner: AccountId) -> Result<Vec<Business>> {
    fetch_all!(db, "select * from businesses where owner_id = " {owner}
        " order by created_at desc, id desc limit 200")
    .await
}

/// Returns drafts that were begun with an earlier list of DOKU's, the oldest list first.
pub async fn of_kept_lists(db: &mut Conn, limit: i64) -> Result<Vec<Business>> {
    fetch_all!(db, "select * from businesses where checklist_at is not null and progress = 'editing'
        and withdrawn_at is null and declined_at is null order by checklist_at, id limit " {limit})
    .await
}

/// Tells whether `of_kept_lists` finds this one.
pub fn waits_for_list(b: &Business) -> bool {
    let is_open = b.progress == Progress::Editing && b.withdrawn_at.is_none() && b.declined_at.is_none();
    b.checklist_at.is_some() && is_open
}

/// Stores DOKU's current list.
pub async fn set_checklist(
    db: &mut Conn,
    id: BusinessId,
    answer: &serde_json::Value,
    changes: &Changes,
    now: Millis,
) -> Result<()> {
    update!(db, businesses {
        checklist: Json(answer), checklist_at: None::<Millis>, checklist_changes: Json(changes),
        checklist_renewed_at: now, updated_at: now
    } where { id })
    .await
}

/// Counts businesses that are neither submitted nor withdrawn, or were withdrawn after `since`.
pub async fn unfinished(db: &mut Conn, owner: AccountId, since: Millis) -> Result<i64> {
    value!(db, "select count(*) from businesses where owner_id = " {owner}
        " and (withdrawn_at > " {since} " or (withdrawn_at is null and submitted_at is null))")
    .await
}

pub async fn owned(db: &mut Conn, id: BusinessId, owner: AccountId) -> Result<Option<Business>> {
    fetch_optional!(db, "select * from businesses where id = " {id} " and owner_id = " {owner}).await
}

/// Returns `owned` with what may hold up a call of it, or with `None` when no call of it waits for DOKU.
pub async fn owned_and_held_up(
    db: &mut Conn,
    id: BusinessId,
    owner: AccountId,
    host: &str,
) -> Result<Option<(Business, Option<breakers::Standing>)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        business: Business,
        waits: bool,
        #[sqlx(flatten)]
        standing: breakers::Standing,
    }
    let row: Option<Row> = fetch_optional!(db, "select b.*, exists (select 1 from outbox o where o.business_id = b.id
            and o.status = 'waiting' and o.kind in ('upload', 'register', 'update')) as waits,
            (select set_at from flags where name = " {flags::DOKU_STOPPED} ") as refused_at,
            k.failures as breaker_failures, k.call as breaker_call, k.open_until as breaker_open_until,
            k.since as breaker_since
        from businesses b left join breakers k on k.host = " {host} "
        where b.id = " {id} " and b.owner_id = " {owner})
    .await?;
    Ok(row.map(|row| (row.business, Some(row.standing).filter(|_| row.waits))))
}

/// Returns any owner's business, for the partner and for jobs.
pub async fn by_id(db: &mut Conn, id: BusinessId) -> Result<Option<Business>> {
    fetch_optional!(db, "select * from businesses where id = " {id}).await
}

pub async fn owner(db: &mut Conn, id: BusinessId) -> Result<Option<AccountId>> {
    value_optional!(db, "select owner_id from businesses where id = " {id}).await
}

/// Returns the ids of all businesses, in order, after one.
pub async fn ids_after(db: &mut Conn, after: BusinessId, limit: i64) -> Result<Vec<BusinessId>> {
    values!(db, "select id from businesses where id > " {after} " order by id limit " {limit}).await
}

/// Returns `owned`, locked until the transaction ends.
pub async fn lock_owned(db: &mut Conn, id: BusinessId, owner: AccountId) -> Result<Option<Business>> {
    fetch_optional!(db, "select * from businesses where id = " {id}
        " and owner_id = " {owner} [pg " for no key update"])
    .await
}

/// Locks a business until the transaction ends, so that two decisions about it follow each other. A transaction that
/// only adds rows naming it, such as an observation, is not held up: on PostgreSQL that takes a lock of its own, and
/// two of them that then want this one would wait for each other.
pub async fn lock(db: &mut Conn, id: BusinessId) -> Result<Option<Business>> {
    fetch_optional!(db, "select * from businesses where id = " {id} [pg " for no key update"]).await
}

pub async fn by_doku_ids(
    db: &mut Conn,
    business: Option<&DokuBusinessId>,
    brand: Option<&DokuBrandId>,
) -> Result<Option<BusinessId>> {
    value_optional!(
        db,
        "select id from businesses where doku_business_id = $1
        union all select business_id from brands where doku_id = $2 and $1 is null limit 1",
        business,
        brand
    )
    .await
}

pub async fn set_name(db: &mut Conn, id: BusinessId, name: &str, search: &str, now: Millis) -> Result<()> {
    update!(db, businesses { name, search, updated_at: now } where { id }).await
}

/// Sets the reference as a change like any other, so that a walk by time of change finds it. A reference that another
/// business has breaks `businesses_reference_key`.
pub async fn set_reference(
    db: &mut Conn,
    id: BusinessId,
    reference: Option<&Reference>,
    search: &str,
    now: Millis,
) -> Result<()> {
    update!(db, businesses { reference, search, updated_at: now } where { id }).await
}

pub async fn set_consent(db: &mut Conn, id: BusinessId, version: &str, now: Millis) -> Result<()> {
    update!(db, businesses {
        consent_version: version, consented_at: now, updated_at: now
    } where { id })
    .await
}
