//! Whether DOKU can be reached, for everybody who waits for it.

use crate::{
    error::Result,
    services::Services,
    store::{
        breakers, flags,
        outbox::{self, Lane},
    },
    worker::breaker::Circuit,
};
use app::site::{Unreachable, Way};

impl Services {
    /// `None`: calls go out.
    pub async fn unreachable(&self) -> Result<Option<Unreachable>> {
        let now = self.now();
        let mut db = self.store.read().await?;
        let refused = flags::get(&mut db, flags::DOKU_STOPPED).await?;
        let breaker = breakers::get(&mut db, &self.settings.doku_host).await?;
        let silent = breaker.filter(|breaker| breaker.circuit(now) != Circuit::Closed);
        let (way, since) = match (refused, silent) {
            (Some(since), _) => (Way::Refused, since),
            (None, Some(breaker)) => (Way::Silent { until: breaker.open_until }, breaker.since),
            (None, None) => return Ok(None),
        };
        Ok(Some(Unreachable { way, since, waiting: outbox::waiting(&mut db, Lane::Doku).await? }))
    }
}
