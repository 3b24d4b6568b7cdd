//! The check that DOKU can be reached, for everybody who waits for it.

use crate::{
    breaker::Circuit,
    error::Result,
    services::Services,
    store::{
        breakers,
        outbox::{self, Lane},
    },
};
use app::site::{Unreachable, Way};
use domain::Millis;

impl Services {
    /// Returns `None` while calls go out.
    pub async fn unreachable(&self) -> Result<Option<Unreachable>> {
        let mut db = self.store.read().await?;
        let standing = breakers::standing(&mut db, &self.settings.doku_host).await?;
        let Some((way, since)) = self.barred(&standing) else { return Ok(None) };
        Ok(Some(Unreachable { way, since, waiting: outbox::waiting(&mut db, Lane::Doku).await? }))
    }

    /// Returns what holds up all calls, and since when: our credential is refused, or DOKU's host does not answer.
    pub fn barred(&self, standing: &breakers::Standing) -> Option<(Way, Millis)> {
        if let Some(since) = standing.refused_at {
            return Some((Way::Refused, since));
        }
        let silent = standing.breaker().filter(|breaker| breaker.circuit(self.now()) != Circuit::Closed);
        silent.map(|breaker| (Way::Silent { until: breaker.open_until }, breaker.since))
    }
}
