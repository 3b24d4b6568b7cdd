//! Who may do what with which business. What somebody may not see does not exist.

use crate::{
    error::{Result, ensure},
    services::Services,
    store::{
        Conn,
        audit::{self, Action},
        breakers,
        businesses::{self, Business},
    },
};
use app::{
    error::AppError,
    viewer::{Role, Viewer},
};
use domain::ids::{AccountId, BusinessId};

/// The owner's own business; anything else does not exist. Partner roles have pages of their own.
pub async fn mine(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    businesses::owned(db, business, merchants_only(viewer)?).await?.ok_or_else(|| AppError::NotFound.into())
}

/// Whose businesses are meant.
pub fn merchants_only(viewer: &Viewer) -> Result<AccountId> {
    ensure(viewer.role == Role::Merchant, AppError::Forbidden)?;
    Ok(viewer.account)
}

pub fn admins_only(viewer: &Viewer) -> Result<()> {
    Ok(ensure(viewer.role == Role::Admin, AppError::Forbidden)?)
}

/// As `mine`, and what may hold up a call of it; `None`: no call of it waits for DOKU.
pub async fn mine_and_held_up(
    db: &mut Conn,
    viewer: &Viewer,
    business: BusinessId,
    host: &str,
) -> Result<(Business, Option<breakers::Standing>)> {
    let found = businesses::owned_and_held_up(db, business, merchants_only(viewer)?, host).await?;
    found.ok_or_else(|| AppError::NotFound.into())
}

/// Whatever this viewer may see: the merchant's own, or anybody's for the partner.
pub async fn visible(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    if viewer.role.is_partner() { any(db, viewer, business).await } else { mine(db, viewer, business).await }
}

/// As `mine`, held until the transaction ends.
pub async fn mine_locked(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    businesses::lock_owned(db, business, merchants_only(viewer)?).await?.ok_or_else(|| AppError::NotFound.into())
}

impl Services {
    /// Keeps who did what, in the transaction that does it.
    pub async fn audit(
        &self,
        db: &mut Conn,
        viewer: &Viewer,
        business: Option<BusinessId>,
        action: Action,
    ) -> Result<()> {
        Ok(audit::insert(db, self.new_id()?, Some(viewer.account), business, action, self.now()).await?)
    }
}

pub fn partner_only(viewer: &Viewer) -> Result<()> {
    Ok(ensure(viewer.role.is_partner(), AppError::Forbidden)?)
}

/// Whichever business somebody of the partner asks for; `mine` is the merchant's.
pub async fn any(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    partner_only(viewer)?;
    businesses::by_id(db, business).await?.ok_or_else(|| AppError::NotFound.into())
}
