//! Declining an application for good. docs/adr/012.

use super::{newer::is_current, words::reason_of};
use crate::{
    account::rights::admins_only,
    error::{Result, ensure},
    onboarding::case::Case,
    services::Services,
    store::{audit::Action, businesses, businesses::Business, outbox},
    vault::Place,
};
use app::{
    error::AppError,
    review::data::Seen,
    viewer::{Role, Viewer},
};
use domain::{
    ids::BusinessId,
    kyb::{FacetKey, State, is_for_merchants},
};

/// Returns true for an admin while the application waits for the partner, so that DOKU never gets it.
pub fn may_decline(viewer: &Viewer, business: &Business) -> bool {
    viewer.role == Role::Admin && business.state == State::PartnerCheck
}

/// Returns the facets whose note is for admins alone.
pub fn internal(case: &Case) -> Vec<FacetKey> {
    let is_internal = |note: &Option<String>| note.as_deref().is_some_and(|note| !is_for_merchants(note));
    case.facets.iter().filter(|row| is_internal(&row.note)).map(|row| row.key.clone()).collect()
}

impl Services {
    /// Declines an application. The merchant reads the reason, so an empty one is `NoReason`.
    pub async fn decline_case(&self, viewer: &Viewer, business: BusinessId, seen: &Seen, reason: &str) -> Result<()> {
        admins_only(viewer)?;
        let reason = reason_of(reason)?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let row = businesses::lock(&mut tx, business).await?.ok_or(AppError::NotFound)?;
        let case = Case::load(&mut tx, &self.vault, row).await?;
        ensure(may_decline(viewer, &case.business), AppError::OutOfDate)?;
        is_current(&case, seen)?;
        let sealed = case.key.seal(&Place::Decline, reason.as_bytes())?;
        businesses::set_declined(&mut tx, business, &sealed, now).await?;
        outbox::drop_unsent(&mut tx, business, now).await?;
        self.audit(&mut tx, viewer, Some(business), Action::Decline).await?;
        self.commit_change(tx, business).await
    }
}
