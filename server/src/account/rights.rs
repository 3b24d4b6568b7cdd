//! Who may do what with which business. What somebody may not see does not exist.

use crate::{
    error::Result,
    store::{
        Conn,
        businesses::{self, Business},
    },
};
use app::{
    error::AppError,
    viewer::{Role, Viewer},
};
use domain::ids::BusinessId;

/// The owner's own business; anything else does not exist. Partner roles have pages of their own.
pub async fn mine(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    if viewer.role != Role::Merchant {
        return Err(AppError::Forbidden.into());
    }
    businesses::owned(db, business, viewer.account).await?.ok_or_else(|| AppError::NotFound.into())
}

/// As `mine`. `true`: a call of it waits for DOKU.
pub async fn mine_and_waits(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<(Business, bool)> {
    if viewer.role != Role::Merchant {
        return Err(AppError::Forbidden.into());
    }
    businesses::owned_and_waits(db, business, viewer.account).await?.ok_or_else(|| AppError::NotFound.into())
}

/// As `mine`, held until the transaction ends.
pub async fn mine_locked(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    if viewer.role != Role::Merchant {
        return Err(AppError::Forbidden.into());
    }
    businesses::lock_owned(db, business, viewer.account).await?.ok_or_else(|| AppError::NotFound.into())
}

pub fn partner_only(viewer: &Viewer) -> Result<()> {
    if viewer.role.is_partner() { Ok(()) } else { Err(AppError::Forbidden.into()) }
}

/// Whichever business somebody of the partner asks for; `mine` is the merchant's.
pub async fn any(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    partner_only(viewer)?;
    businesses::by_id(db, business).await?.ok_or_else(|| AppError::NotFound.into())
}
