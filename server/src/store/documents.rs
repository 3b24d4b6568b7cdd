use super::{Conn, Result, audit::Action};
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
    /// Sealed.
    pub name: Vec<u8>,
    pub media_type: String,
    pub size_bytes: i64,
    pub stored_as: String,
    pub received_at: Millis,
    pub replaced_at: Option<Millis>,
    pub doku_file_id: Option<DokuFileId>,
    pub doku_file_at: Option<Millis>,
    /// Of a replaced one: when its bytes may go, and since when they are gone.
    pub purge_at: Option<Millis>,
    pub purged_at: Option<Millis>,
}

impl Version for Document {
    fn id(&self) -> DocumentId {
        self.id
    }
}

/// What one account keeps, and how often it replaced something.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub struct Used {
    pub business_bytes: i64,
    pub account_bytes: i64,
    pub business_replaced: i64,
    pub account_replaced: i64,
}

/// Files whose bytes are there, replaced ones included; replacements after `since`.
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

/// Into a slot that is empty; see `set_replaced`.
pub async fn insert(db: &mut Conn, d: &Document) -> Result<()> {
    execute!(db, "insert into documents (id, business_id, slot, code, category, name, media_type, size_bytes, stored_as, received_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        d.id, d.business_id, &d.slot, &d.code, &d.category, &d.name, &d.media_type, d.size_bytes, &d.stored_as, d.received_at).await.map(drop)
}

/// One per slot: the newest, and of those replaced what DOKU took at that time.
pub async fn current_and_taken(db: &mut Conn, business: BusinessId, taken: Option<Millis>) -> Result<Vec<Document>> {
    fetch_all!(
        db,
        "select * from documents
        where business_id = $1 and (replaced_at is null or (received_at <= $2 and replaced_at > $2)) order by slot",
        business,
        taken
    )
    .await
}

/// One per slot: the newest.
pub async fn current(db: &mut Conn, business: BusinessId) -> Result<Vec<Document>> {
    fetch_all!(db, "select * from documents where business_id = $1 and replaced_at is null order by slot", business)
        .await
}

pub async fn in_slot(db: &mut Conn, business: BusinessId, slot: &str) -> Result<Option<Document>> {
    fetch_optional!(
        db,
        "select * from documents where business_id = $1 and slot = $2 and replaced_at is null",
        business,
        slot
    )
    .await
}

pub async fn by_id(db: &mut Conn, business: BusinessId, id: DocumentId) -> Result<Option<Document>> {
    fetch_optional!(db, "select * from documents where business_id = $1 and id = $2", business, id).await
}

/// The row stays: it says what was there.
pub async fn set_replaced(db: &mut Conn, id: DocumentId, now: Millis, purge_at: Millis) -> Result<()> {
    execute!(db, "update documents set replaced_at = $2, purge_at = $3 where id = $1", id, now, purge_at)
        .await
        .map(drop)
}

/// Whether somebody judged by it, or may have: something was submitted while it stood in its slot, or a person of the partner
/// looked at files then.
pub async fn is_evidence(db: &mut Conn, d: &Document) -> Result<bool> {
    let (is,): (bool,) = fetch_one!(
        db,
        "select exists (select 1 from submissions where business_id = $1 and submitted_at >= $2)
            or exists (select 1 from updates where business_id = $1 and submitted_at >= $2)
            or exists (select 1 from audit where business_id = $1 and action = $3 and at >= $2)",
        d.business_id,
        d.received_at,
        Action::ViewDocument
    )
    .await?;
    Ok(is)
}

/// Those whose time has come. What DOKU took last is not among them while the business lasts: `at` finds it.
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
    execute!(db, "update documents set purged_at = $2 where id = $1", id, now).await.map(drop)
}

pub async fn set_doku_file(db: &mut Conn, id: DocumentId, file: &DokuFileId, now: Millis) -> Result<()> {
    execute!(db, "update documents set doku_file_id = $2, doku_file_at = $3 where id = $1", id, file, now)
        .await
        .map(drop)
}

/// DOKU does not know it any more: it is uploaded again.
pub async fn forget_doku_file(db: &mut Conn, business: BusinessId, file: &DokuFileId) -> Result<Vec<Document>> {
    fetch_all!(db, "update documents set doku_file_id = null, doku_file_at = null where business_id = $1 and doku_file_id = $2 and replaced_at is null returning *", business, file).await
}

/// Those of these files that a row knows by name.
pub async fn known(db: &mut Conn, names: &[String]) -> Result<HashSet<String>> {
    let rows: Vec<(String,)> = compose!(fetch_all, db, |q| {
        q.push("select stored_as from documents where stored_as in (");
        let mut list = q.separated(", ");
        for name in names {
            list.push_bind(name.clone());
        }
        q.push(")");
    })
    .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Lets go of all files of a business; their names, to be removed once this is certain.
pub async fn forget_all(db: &mut Conn, business: BusinessId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        fetch_all!(db, "delete from documents where business_id = $1 returning stored_as", business).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}
