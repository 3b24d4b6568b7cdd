//! Whether DOKU can be reached, for everybody who waits for it.

use crate::{
    error::Result,
    outbox::breaker::Circuit,
    services::Services,
    store::{
        Conn, breakers,
        outbox::{self, Lane},
    },
};
use app::site::{Unreachable, Way};
use domain::Millis;

impl Services {
    /// `None`: calls go out.
    pub async fn unreachable(&self) -> Result<Option<Unreachable>> {
        let mut db = self.store.read().await?;
        let Some((way, since)) = self.barred(&mut db).await? else { return Ok(None) };
        Ok(Some(Unreachable { way, since, waiting: outbox::waiting(&mut db, Lane::Doku).await? }))
    }

    /// Neither is our credential refused, nor does DOKU's host not answer.
    pub async fn gets_through(&self, db: &mut Conn) -> Result<bool> {
        Ok(self.barred(db).await?.is_none())
    }

    /// What holds up all calls, and since when.
    async fn barred(&self, db: &mut Conn) -> Result<Option<(Way, Millis)>> {
        let now = self.now();
        let (refused, breaker) = breakers::with_refusal(db, &self.settings.doku_host).await?;
        if let Some(since) = refused {
            return Ok(Some((Way::Refused, since)));
        }
        let silent = breaker.filter(|breaker| breaker.circuit(now) != Circuit::Closed);
        Ok(silent.map(|breaker| (Way::Silent { until: breaker.open_until }, breaker.since)))
    }
}
