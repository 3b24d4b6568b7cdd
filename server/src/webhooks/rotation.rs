//! What admins do about the secret of an endpoint, and the test event.

use super::{
    event::{Event, Test, Told},
    hooks::{webhook_id, works},
    post::{To, is_taken, post, word},
    settings::admins_only,
    signature,
};
use crate::{
    error::Result,
    once::{Made, Once},
    services::Services,
    store::{accounts, audit::Action, hooks},
    vault::Place,
};
use app::{error::AppError, review::settings::data::Secret, viewer::Viewer};
use domain::ids::{EndpointId, EventId};
use secrecy::ExposeSecret;

impl Services {
    /// Another secret, shown this one time; the one before it signs too for a while. The same one for the same post. While
    /// two sign there is no third: the one before must go first.
    pub async fn renew_secret(&self, viewer: &Viewer, id: EndpointId, key: &Once) -> Result<Secret> {
        admins_only(viewer)?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        accounts::lock(&mut tx, viewer.account).await?;
        if let Some(before) = self.made_before(&mut tx, viewer.account, key).await? {
            return Ok(Secret::Renewed(before));
        }
        let endpoint = hooks::endpoint(&mut tx, id).await?.ok_or(AppError::NotFound)?;
        let secret = signature::new_secret()?;
        let place = Place::Endpoint(&endpoint.url);
        let sealed = self.vault.platform().seal(&place, secret.expose_secret().as_bytes())?;
        if !hooks::renew_secret(&mut tx, id, &sealed, now, now.plus(self.settings.old_secret_for)).await? {
            return Err(AppError::OutOfDate.into());
        }
        self.made_now(&mut tx, viewer.account, key, Made::Secret(secret.expose_secret())).await?;
        self.note_admin(&mut tx, viewer, Action::RenewSecret).await?;
        tx.commit().await?;
        Ok(Secret::Renewed(secret.expose_secret().to_owned()))
    }

    /// At once, by the way that events go; what became of it stands beside the endpoint. One that is off is asked too: whoever
    /// switches it on wants to know. A failure counts for nothing, since no event was lost.
    pub async fn send_test(&self, viewer: &Viewer, id: EndpointId) -> Result<()> {
        admins_only(viewer)?;
        let mut db = self.store.read().await?;
        let endpoint = hooks::endpoint(&mut db, id).await?.ok_or(AppError::NotFound)?;
        drop(db);
        let told = Told::Test(Test { endpoint: id });
        let body = serde_json::to_vec(&Event { told, timestamp: self.now().to_iso_millis(), sequence: None })?;
        let answer = post(self, &To::from(&endpoint), &webhook_id(self.new_id::<EventId>()?), &body).await?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        hooks::tested(&mut tx, id, &word(answer), now).await?;
        if is_taken(answer) && endpoint.off_since.is_none() {
            works(&mut tx, id, endpoint.failing_since, now).await?;
        }
        self.note_admin(&mut tx, viewer, Action::TestEndpoint).await?;
        tx.commit().await?;
        self.wake.webhook.notify_one();
        Ok(())
    }
}
