//! What follows from what people do.

use super::fold::facets_of;
use crate::{
    announce,
    error::Result,
    onboarding::case::Case,
    store::{Conn, businesses},
};
use domain::{Millis, kyb::State};

impl Case {
    /// For what changes nothing that DOKU judged: drafts, uploads, decisions.
    pub async fn refresh(&mut self, db: &mut Conn, now: Millis) -> Result<State> {
        let facets = facets_of(db, &self.business, &self.key).await?;
        let before = self.business.state;
        let derived = self.derived(db, &facets).await?;
        businesses::set_derived(db, self.business.id, &derived, now).await?;
        announce::moved(db, self, before, &[], now).await?;
        Ok(derived.state)
    }
}
