//! Administration of an endpoint's secret, and the test event.

use super::settings::Shown;
use crate::{
    account::rights::admins_only,
    error::Result,
    once::Once,
    services::Services,
    store::{Conn, audit::Action, hooks},
    vault::Place,
    webhooks::{
        event::{Event, EventData, Test},
        hooks::{webhook_id, works},
        post::{is_taken, post},
        signature,
    },
};
use app::{error::AppError, review::settings::data::Secret, viewer::Viewer};
use domain::ids::{EndpointId, EventId};
use secrecy::ExposeSecret;

impl Services {
    /// Makes another secret, shown this one time, and again to the same post. The one before it signs too for a while;
    /// until then there is no third, so the one before must be ended first.
    pub async fn renew_secret(&self, viewer: &Viewer, id: EndpointId, key: &Once) -> Result<Shown> {
        admins_only(viewer)?;
        let (secret, now) = (signature::new_secret(&self.chance)?, self.now());
        let renew = async |db: &mut Conn| {
            let endpoint = hooks::endpoint(db, id).await?.ok_or(AppError::NotFound)?;
            let place = Place::Endpoint(&endpoint.url);
            let sealed = self.vault.platform().seal(&place, secret.expose_secret().as_bytes())?;
            match hooks::renew_secret(db, id, &sealed, now, now.plus(self.settings.old_secret_for)).await? {
                true => Ok(Ok(())),
                false => Err(AppError::OutOfDate.into()),
            }
        };
        let made = self.make_secret(viewer, key, &secret, Action::RenewSecret, renew).await?;
        Ok(made.map(Secret::Renewed))
    }

    /// Sends a test event at once, as events are sent; the outcome is shown beside the endpoint. An endpoint that is
    /// off is tested too, before somebody switches it on. A failure counts for nothing, since no event was lost.
    pub async fn send_test(&self, viewer: &Viewer, id: EndpointId) -> Result<()> {
        admins_only(viewer)?;
        let endpoint = hooks::endpoint(&mut self.store.read().await?, id).await?.ok_or(AppError::NotFound)?;
        let data = EventData::Test(Test { endpoint: id });
        let body = serde_json::to_vec(&Event { data, timestamp: self.now().to_iso_millis(), sequence: None })?;
        let answer = post(self, &endpoint, &webhook_id(self.new_id::<EventId>()?), &body).await?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        hooks::tested(&mut tx, id, answer, now).await?;
        if is_taken(answer) && endpoint.off_since.is_none() {
            works(&mut tx, id, endpoint.failing_since, now).await?;
        }
        self.audit(&mut tx, viewer, None, Action::TestEndpoint).await?;
        tx.commit().await?;
        self.wake.webhook.notify_one();
        Ok(())
    }
}
