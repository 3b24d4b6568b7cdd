//! The way of an application, between merchant, partner and DOKU, to its end.

use crate::store::{Conn, Result};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, DokuBrandId, DokuBusinessId},
    kyb::Progress,
};

pub async fn set_submitted(
    db: &mut Conn,
    id: BusinessId,
    revision: i64,
    progress: Progress,
    now: Millis,
) -> Result<()> {
    execute!(
        db,
        "update businesses set revision = $2, progress = $3, submitted_at = $4, updated_at = $4 where id = $1",
        id,
        revision,
        progress,
        now
    )
    .await
    .map(drop)
}

pub async fn set_approved(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    execute!(db, "update businesses set progress = 'sending', approved_at = $2, updated_at = $2 where id = $1", id, now)
        .await
        .map(drop)
}

/// Back to the partner, before anything else goes to DOKU.
pub async fn set_with_partner(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    execute!(
        db,
        "update businesses set progress = 'partner_check', approved_at = null, updated_at = $2
        where id = $1 and doku_business_id is null",
        id,
        now
    )
    .await
    .map(drop)
}

/// Back to the merchant. What DOKU has registered stays registered: then only what was rejected is open.
pub async fn set_editing(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    execute!(
        db,
        "update businesses set progress = case when doku_business_id is null then 'editing' else 'registered' end,
        next_read_at = case when doku_brand_id is null then null else $2 end, updated_at = $2 where id = $1",
        id,
        now
    )
    .await
    .map(drop)
}

/// Fixes are on their way.
pub async fn set_updating(db: &mut Conn, id: BusinessId, revision: i64, now: Millis) -> Result<()> {
    execute!(
        db,
        "update businesses set progress = 'sending', revision = $2, updated_at = $3 where id = $1",
        id,
        revision,
        now
    )
    .await
    .map(drop)
}

/// DOKU took them.
pub async fn set_updated(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    execute!(
        db,
        "update businesses set progress = 'registered', next_read_at = $2, trouble = null, updated_at = $2 where id = $1",
        id,
        now
    )
    .await
    .map(drop)
}

/// `sent_at`: since when DOKU has it, by DOKU's clock.
pub async fn set_registered(
    db: &mut Conn,
    id: BusinessId,
    business: &DokuBusinessId,
    brand: &DokuBrandId,
    shared_key: Option<&[u8]>,
    (sent_at, now): (Millis, Millis),
) -> Result<()> {
    execute!(db, "update businesses set progress = 'registered', doku_business_id = $2, doku_brand_id = $3,
        shared_key = coalesce($4, shared_key), sent_at = $5, next_read_at = $6, trouble = null, updated_at = $6 where id = $1",
        id, business, brand, shared_key, sent_at, now).await.map(drop)
}

pub async fn set_withdrawn(db: &mut Conn, id: BusinessId, owner: AccountId, now: Millis) -> Result<()> {
    execute!(
        db,
        "update businesses set withdrawn_at = $3, trouble = null, updated_at = $3 where id = $1 and owner_id = $2",
        id,
        owner,
        now
    )
    .await
    .map(drop)
}

/// `reason` sealed.
pub async fn set_declined(db: &mut Conn, id: BusinessId, reason: &[u8], now: Millis) -> Result<()> {
    execute!(
        db,
        "update businesses set declined_at = $2, decline_reason = $3, trouble = null, updated_at = $2 where id = $1",
        id,
        now,
        reason
    )
    .await
    .map(drop)
}

pub async fn set_continued(db: &mut Conn, id: BusinessId, owner: AccountId, as_new: BusinessId) -> Result<()> {
    execute!(db, "update businesses set continued_as = $3 where id = $1 and owner_id = $2", id, owner, as_new)
        .await
        .map(drop)
}

pub async fn set_evidence_sent(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    execute!(db, "update businesses set evidence_sent_at = $2 where id = $1", id, now).await.map(drop)
}

pub async fn set_shared_key(db: &mut Conn, id: BusinessId, sealed: &[u8]) -> Result<()> {
    execute!(db, "update businesses set shared_key = $2 where id = $1", id, sealed).await.map(drop)
}

pub async fn set_trouble(db: &mut Conn, id: BusinessId, trouble: Option<&str>) -> Result<()> {
    execute!(db, "update businesses set trouble = $2 where id = $1", id, trouble).await.map(drop)
}
