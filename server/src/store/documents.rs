use super::{Conn, Result, audit::Action, macros::push_in};
use domain::{
    Millis,
    application::Version,
    ids::{AccountId, BusinessId, DocumentId, DokuFileId},
};
use std::collections::HashSet;

#[derive(Clone, sqlx::FromRow)]
pub struct Document {
    pub id: DocumentId,
    pub business_id: BusinessId,
    pub slot: String,
    pub code: String,
    pub category: String,
    /// The name is sealed.
    pub name: Vec<u8>,
    pub media_type: String,
    pub size_bytes: i64,
    pub stored_as: String,
    pub received_at: Millis,
    pub replaced_at: Option<Millis>,
    pub doku_file_id: Option<DokuFileId>,
    pub doku_file_at: Option<Millis>,
    /// The time at which the bytes of a replaced one may be removed, and the time at which they were.
    pub purge_at: Option<Millis>,
    pub purged_at: Option<Millis>,
}

impl Version for Document {
    fn id(&self) -> DocumentId {
        self.id
    }
}

/// The storage of one account, and its number of replacements.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub struct Used {
    pub business_bytes: i64,
    pub account_bytes: i64,
    pub business_replaced: i64,
    pub account_replaced: i64,
}

/// Counts files whose bytes are there, replaced ones included, and replacements after `since`.
pub async fn used(db: &mut Conn, account: AccountId, business: BusinessId, since: Millis) -> Result<Used> {
    fetch_one!(
        db,
        "select
            coalesce(cast(sum(size_bytes) filter (where purged_at is null and business_id = $2) as bigint), 0) as business_bytes,
            coalesce(cast(sum(size_bytes) filter (where purged_at is null) as bigint), 0) as account_bytes,
            count(*) filter (where replaced_at > $3 and business_id = $2) as business_replaced,
            count(*) filter (where replaced_at > $3) as account_replaced
        from documents where business_id in (select id from businesses where owner_id = $1)",
        account,
        business,
        since
    )
    .await
}

/// Inserts a file into an empty slot; see `set_replaced`.
pub async fn insert(db: &mut Conn, d: &Document) -> Result<()> {
    insert!(db, documents from d {
        id, business_id, slot, code, category, name, media_type, size_bytes, stored_as, received_at
    })
    .await
}

/// A file, and whether DOKU took it: it was in its slot when the last thing was sent that DOKU took. docs/adr/013.
#[derive(sqlx::FromRow)]
pub struct CurrentOrTaken {
    #[sqlx(flatten)]
    pub document: Document,
    pub is_taken: bool,
}

/// Returns the newest file of each slot, and replaced ones that DOKU took. `submitted` is when an application was
/// submitted that DOKU registered, else `None`.
pub async fn current_and_taken(
    db: &mut Conn,
    business: BusinessId,
    submitted: Option<Millis>,
) -> Result<Vec<CurrentOrTaken>> {
    fetch_all!(
        db,
        "select documents.*,
            taken.at is not null and received_at <= taken.at and (replaced_at is null or replaced_at > taken.at) as is_taken
        from documents cross join (select coalesce(
            (select max(submitted_at) from updates where business_id = $1 and taken_at is not null), $2) as at) taken
        where business_id = $1 and (replaced_at is null or (received_at <= taken.at and replaced_at > taken.at))
        order by slot",
        business,
        submitted
    )
    .await
}

/// Returns the newest file of each slot.
pub async fn current(db: &mut Conn, business: BusinessId) -> Result<Vec<Document>> {
    fetch_all!(db, "select * from documents where business_id = $1 and replaced_at is null order by slot", business)
        .await
}

pub async fn in_slot(db: &mut Conn, business: BusinessId, slot: &str) -> Result<Option<Document>> {
    fetch_optional!(db, "select * from documents where business_id = " {business} " and slot = " {slot}
        " and replaced_at is null")
    .await
}

pub async fn by_id(db: &mut Conn, business: BusinessId, id: DocumentId) -> Result<Option<Document>> {
    fetch_optional!(db, "select * from documents where business_id = " {business} " and id = " {id}).await
}

/// Returns the versions that were submitted: something was sent while they were in their slot.
pub async fn submitted(db: &mut Conn, business: BusinessId) -> Result<HashSet<DocumentId>> {
    let sent: Vec<DocumentId> = values!(db, "select id from documents where business_id = " {business} " and exists (
        select 1 from (select business_id, submitted_at from submissions
            union all select business_id, submitted_at from updates) sent
        where sent.business_id = documents.business_id and sent.submitted_at >= received_at
            and (replaced_at is null or sent.submitted_at < replaced_at))")
    .await?;
    Ok(sent.into_iter().collect())
}

/// Marks a file as replaced. The row stays as a record.
pub async fn set_replaced(db: &mut Conn, id: DocumentId, now: Millis, purge_at: Millis) -> Result<()> {
    update!(db, documents { replaced_at: now, purge_at } where { id }).await
}

/// Tells whether somebody judged by this file, or may have: something was submitted while it was in its slot, or a
/// person of the partner looked at files then.
pub async fn is_evidence(db: &mut Conn, d: &Document) -> Result<bool> {
    value!(
        db,
        "select exists (select 1 from submissions where business_id = $1 and submitted_at >= $2)
            or exists (select 1 from updates where business_id = $1 and submitted_at >= $2)
            or exists (select 1 from audit where business_id = $1 and action = $3 and at >= $2)",
        d.business_id,
        d.received_at,
        Action::ViewDocument
    )
    .await
}

/// Returns files whose time is over. A file that DOKU took last is not among them while the business lasts, since
/// `current_and_taken` returns it.
pub async fn to_purge(db: &mut Conn, now: Millis, limit: i64) -> Result<Vec<Document>> {
    fetch_all!(
        db,
        "select documents.* from documents join businesses on businesses.id = documents.business_id
        where documents.purge_at <= $1 and documents.purged_at is null and (doku_business_id is null or coalesce(
            (select max(updates.submitted_at) from updates where updates.business_id = businesses.id and taken_at is not null),
            businesses.submitted_at, 0) not between received_at and replaced_at - 1)
        order by documents.purge_at, documents.id limit $2",
        now,
        limit
    )
    .await
}

pub async fn set_purged(db: &mut Conn, id: DocumentId, now: Millis) -> Result<()> {
    update!(db, documents { purged_at: now } where { id }).await
}

pub async fn set_doku_file(db: &mut Conn, id: DocumentId, file: &DokuFileId, now: Millis) -> Result<()> {
    update!(db, documents { doku_file_id: file, doku_file_at: now } where { id }).await
}

/// Forgets an id that DOKU no longer knows: the file is uploaded again.
pub async fn forget_doku_file(db: &mut Conn, business: BusinessId, file: &DokuFileId) -> Result<Vec<Document>> {
    fetch_all!(db, "update documents set doku_file_id = null, doku_file_at = null where business_id = $1 and doku_file_id = $2 and replaced_at is null returning *", business, file).await
}

/// Returns those of these names that a row has.
pub async fn known(db: &mut Conn, names: &[String]) -> Result<HashSet<String>> {
    let rows: Vec<String> = compose!(query_scalar fetch_all, db, |q| {
        q.push("select stored_as from documents where stored_as");
        push_in(&mut q, names);
    })
    .await?;
    Ok(rows.into_iter().collect())
}

/// Deletes the rows of all files of a business. Returns their names, to be removed after the commit.
pub async fn forget_all(db: &mut Conn, business: BusinessId) -> Result<Vec<String>> {
    values!(db, "delete from documents where business_id = " {business} " returning stored_as").await
}
