use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, DocumentId, DokuFileId},
};

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
}

/// The one before it in the same slot is kept, marked replaced.
pub async fn insert(db: &mut Conn, d: &Document) -> Result<()> {
    execute!(
        db,
        "update documents set replaced_at = $3 where business_id = $1 and slot = $2 and replaced_at is null",
        d.business_id,
        &d.slot,
        d.received_at
    )
    .await?;
    execute!(db, "insert into documents (id, business_id, slot, code, category, name, media_type, size_bytes, stored_as, received_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        d.id, d.business_id, &d.slot, &d.code, &d.category, &d.name, &d.media_type, d.size_bytes, &d.stored_as, d.received_at).await.map(drop)
}

/// One per slot: the newest.
pub async fn current(db: &mut Conn, business: BusinessId) -> Result<Vec<Document>> {
    fetch_all!(db, "select * from documents where business_id = $1 and replaced_at is null order by slot", business)
        .await
}

/// As DOKU last took them: current at that time, and never replaced before.
pub async fn at(db: &mut Conn, business: BusinessId, taken: Millis) -> Result<Vec<Document>> {
    fetch_all!(
        db,
        "select * from documents where business_id = $1 and received_at <= $2 and (replaced_at is null or replaced_at > $2)
        order by slot",
        business,
        taken
    )
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

/// No attempt was made to send it, and nothing was submitted while it stood in its slot: only its owner knows of it. Ask once
/// its call is dropped, so that nobody begins one meanwhile.
pub async fn is_unseen(db: &mut Conn, d: &Document) -> Result<bool> {
    let (is_seen,): (bool,) = fetch_one!(
        db,
        "select exists (select 1 from outbox where business_id = $1 and kind = 'upload' and subject = $2 and attempts > 0)
            or exists (select 1 from submissions where business_id = $1)",
        d.business_id,
        d.id
    )
    .await?;
    Ok(!is_seen && d.doku_file_id.is_none())
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
