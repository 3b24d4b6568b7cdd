//! Rules on who may do what with which business. A business that a viewer may not see answers as if it did not exist.

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

/// A right that people of one side have or, once there are more roles, will have apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Forms, files, consent and corrections.
    Fill,
    /// Sending an application, or its corrections.
    Submit,
    /// Withdrawing an application, and starting again.
    End,
    /// Approving, sending back and declining.
    Decide,
    /// Calls that need a person, and notes whose meaning nobody knows.
    Operate,
    /// Looking at what is masked.
    Reveal,
    /// Endpoints and keys of the partner's systems.
    Administer,
}

impl Right {
    pub const fn is_held_by(self, role: Role) -> bool {
        match self {
            Self::Fill | Self::Submit | Self::End => matches!(role, Role::Merchant),
            Self::Decide | Self::Operate | Self::Reveal => role.is_partner(),
            Self::Administer => matches!(role, Role::Admin),
        }
    }
}

/// Returns the owner's own business, or `NotFound` for any other. Partner roles have pages of their own.
pub async fn mine(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    businesses::owned(db, business, merchants_only(viewer)?).await?.ok_or_else(|| AppError::NotFound.into())
}

/// Returns the account whose businesses are meant, or `Forbidden` for partner roles.
pub fn merchants_only(viewer: &Viewer) -> Result<AccountId> {
    ensure(viewer.role == Role::Merchant, AppError::Forbidden)?;
    Ok(viewer.account)
}

pub fn admins_only(viewer: &Viewer) -> Result<()> {
    Ok(ensure(viewer.role == Role::Admin, AppError::Forbidden)?)
}

/// Returns `mine` with what may hold up a call of it, or with `None` when no call of it waits for DOKU.
pub async fn mine_and_held_up(
    db: &mut Conn,
    viewer: &Viewer,
    business: BusinessId,
    host: &str,
) -> Result<(Business, Option<breakers::Standing>)> {
    let found = businesses::owned_and_held_up(db, business, merchants_only(viewer)?, host).await?;
    found.ok_or_else(|| AppError::NotFound.into())
}

/// Returns a business that this viewer may see: a merchant's own, or any for the partner.
pub async fn visible(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    if viewer.role.is_partner() { any(db, viewer, business).await } else { mine(db, viewer, business).await }
}

/// Returns `mine`, locked until the transaction ends.
pub async fn mine_locked(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    businesses::lock_owned(db, business, merchants_only(viewer)?).await?.ok_or_else(|| AppError::NotFound.into())
}

impl Services {
    /// Records who did what, in the transaction that does it.
    pub async fn audit(
        &self,
        db: &mut Conn,
        viewer: &Viewer,
        business: Option<BusinessId>,
        action: Action,
    ) -> Result<()> {
        Ok(audit::insert(db, self.new_id()?, Some(viewer.account), business, action, None, self.now()).await?)
    }
}

pub fn partner_only(viewer: &Viewer) -> Result<()> {
    Ok(ensure(viewer.role.is_partner(), AppError::Forbidden)?)
}

/// Returns any business, for partner roles only; `mine` is for merchants.
pub async fn any(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    partner_only(viewer)?;
    businesses::by_id(db, business).await?.ok_or_else(|| AppError::NotFound.into())
}
