//! Moves an application between merchant, partner and DOKU, to its end.

use crate::store::{Conn, Result, brands};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, DokuBrandId, DokuBusinessId},
    kyb::Progress,
    outbox::Problem,
};
use sqlx::types::Text;

pub async fn set_submitted(
    db: &mut Conn,
    id: BusinessId,
    revision: i64,
    progress: Progress,
    now: Millis,
) -> Result<()> {
    update!(db, businesses { revision, progress, submitted_at: now, updated_at: now } where { id }).await
}

pub async fn set_approved(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    update!(db, businesses {
        progress: Progress::Sending, approved_at: now, updated_at: now
    } where { id })
    .await
}

/// Hands it back to the partner, before anything else goes to DOKU.
pub async fn set_with_partner(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    update!(db, businesses {
        progress: Progress::PartnerCheck, approved_at: None::<Millis>, updated_at: now
    } where { id }, "doku_business_id is null")
    .await
}

/// Hands it back to the merchant. A business that DOKU has registered stays registered: only its rejected parts open.
pub async fn set_editing(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    let () = execute!(db, "update businesses set progress = case when doku_business_id is null then 'editing'
        else 'registered' end, updated_at = " {now} " where id = " {id})
    .await?;
    brands::soon(db, id, now).await
}

/// Marks that corrections are being sent.
pub async fn set_updating(db: &mut Conn, id: BusinessId, revision: i64, now: Millis) -> Result<()> {
    update!(db, businesses { progress: Progress::Sending, revision, updated_at: now } where { id }).await
}

/// Marks that DOKU took the corrections.
pub async fn set_updated(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    let () = update!(db, businesses {
        progress: Progress::Registered, trouble: None::<&str>, updated_at: now
    } where { id })
    .await?;
    brands::soon(db, id, now).await
}

/// Records that DOKU has the business. `sent_at` is when DOKU got it, by DOKU's clock.
pub async fn set_registered(
    db: &mut Conn,
    id: BusinessId,
    business: &DokuBusinessId,
    brand: &DokuBrandId,
    shared_key: Option<&[u8]>,
    (sent_at, now): (Millis, Millis),
) -> Result<()> {
    let () = update!(db, businesses {
        progress: Progress::Registered, doku_business_id: business, sent_at, trouble: None::<&str>, updated_at: now
    } where { id })
    .await?;
    brands::insert_first(db, id, brand, shared_key, now).await
}

pub async fn set_withdrawn(db: &mut Conn, id: BusinessId, owner: AccountId, now: Millis) -> Result<()> {
    update!(db, businesses {
        withdrawn_at: now, trouble: None::<&str>, updated_at: now
    } where { id, owner_id: owner })
    .await
}

/// Declines it; `reason` is sealed.
pub async fn set_declined(db: &mut Conn, id: BusinessId, reason: &[u8], now: Millis) -> Result<()> {
    update!(db, businesses {
        declined_at: now, decline_reason: reason, trouble: None::<&str>, updated_at: now
    } where { id })
    .await
}

pub async fn set_continued(db: &mut Conn, id: BusinessId, owner: AccountId, as_new: BusinessId) -> Result<()> {
    update!(db, businesses { continued_as: as_new } where { id, owner_id: owner }).await
}

pub async fn set_evidence_sent(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    update!(db, businesses { evidence_sent_at: now } where { id }).await
}

pub async fn set_trouble(db: &mut Conn, id: BusinessId, trouble: Option<Text<Problem>>) -> Result<()> {
    update!(db, businesses { trouble } where { id }).await
}
