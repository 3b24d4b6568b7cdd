//! Rewrites state and counts after people's actions.

use super::fold::facets_of;
use crate::{
    announce,
    error::{Error, Result},
    onboarding::case::Case,
    services::Services,
    store::{Conn, Tx, businesses},
};
use domain::{Millis, ids::BusinessId, kyb::State};

/// Loads a business whose row was just changed, and calls `Case::refresh`.
pub async fn refresh(services: &Services, db: &mut Conn, business: BusinessId) -> Result<()> {
    let row = businesses::lock(db, business).await?.ok_or(Error::Missing("a business"))?;
    Case::load(db, &services.vault, row).await?.refresh(db, services.now()).await?;
    Ok(())
}

impl Services {
    /// Ends a transaction that changed a business: writes what follows, commits, and notifies open pages.
    pub async fn commit_change(&self, mut tx: Tx, business: BusinessId) -> Result<()> {
        refresh(self, &mut tx, business).await?;
        tx.commit().await?;
        self.live.changed(business);
        Ok(())
    }
}

impl Case {
    /// Refreshes after changes to what DOKU has not judged: drafts, uploads, decisions.
    pub async fn refresh(&mut self, db: &mut Conn, now: Millis) -> Result<State> {
        let facets = facets_of(db, &self.business, &self.key).await?;
        let before = self.business.state;
        let derived = self.derived(db, &facets).await?;
        businesses::set_derived(db, self.business.id, &derived, now).await?;
        announce::moved(db, self, before, &[], now).await?;
        Ok(derived.state)
    }
}
