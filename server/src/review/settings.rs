//! Administration of endpoints and keys.

use crate::{
    account::rights::admins_only,
    api::key,
    error::{Error, Result, ensure},
    once::{Made, Once},
    services::Services,
    store::{
        Conn, accounts,
        api_keys::{self, ApiKey, Scope, Scopes},
        as_limit,
        audit::Action,
        hooks::{self, Endpoint, OffWhy, Row},
        refused_callbacks,
    },
    vault::Place,
    webhooks::{
        self,
        event::{Event, EventData},
        signature,
    },
};
use app::{
    error::AppError,
    review::settings::data::{About, DeliveryRow, EndpointRow, KeyRow, Right, Secret, SettingsPage, Working, Wrong},
    viewer::Viewer,
};
use domain::{
    Cursor, Millis,
    ids::{DeliveryId, EndpointId, KeyId},
    text,
};
use secrecy::{ExposeSecret, SecretString};

/// A secret to show, or what is wrong with the form that asked for it.
pub type Shown = Result<Secret, Wrong>;

const PAGE: usize = 50;
/// The most characters of a key's name.
pub const NAME: usize = 60;

impl Services {
    /// Does one thing to an endpoint or a key, and records who did it. Returns `NotFound` when there is none.
    async fn administer<I, E: Into<Error>>(
        &self,
        viewer: &Viewer,
        id: I,
        action: Action,
        act: impl AsyncFnOnce(&mut Conn, I) -> Result<bool, E>,
    ) -> Result<()> {
        admins_only(viewer)?;
        let mut tx = self.store.begin().await?;
        ensure(act(&mut tx, id).await.map_err(Into::into)?, AppError::NotFound)?;
        self.audit(&mut tx, viewer, None, action).await?;
        Ok(tx.commit().await?)
    }

    /// Makes something with a secret, which is shown this one time, and again to the same post.
    pub(super) async fn make_secret(
        &self,
        viewer: &Viewer,
        key: &Once,
        secret: &SecretString,
        action: Action,
        make: impl AsyncFnOnce(&mut Conn) -> Result<Result<(), Wrong>>,
    ) -> Result<Result<String, Wrong>> {
        let mut tx = self.store.begin().await?;
        accounts::lock(&mut tx, viewer.account).await?;
        if let Some(before) = self.made_before(&mut tx, viewer.account, key).await? {
            return Ok(Ok(before));
        }
        if let Err(wrong) = make(&mut tx).await? {
            return Ok(Err(wrong));
        }
        self.made_now(&mut tx, viewer.account, key, Made::Secret(secret.expose_secret())).await?;
        self.audit(&mut tx, viewer, None, action).await?;
        tx.commit().await?;
        Ok(Ok(secret.expose_secret().to_owned()))
    }

    /// Reads the page. `before` is the last delivery of the page before, as `DeliveryRow::cursor`.
    pub async fn settings_page(&self, viewer: &Viewer, before: Option<String>) -> Result<SettingsPage> {
        admins_only(viewer)?;
        let mut db = self.store.read().await?;
        let before = before.as_deref().and_then(Cursor::read);
        let mut deliveries = hooks::page(&mut db, before, as_limit(PAGE + 1)).await?;
        let more = deliveries.len() > PAGE;
        deliveries.truncate(PAGE);
        Ok(SettingsPage {
            endpoints: hooks::endpoints(&mut db).await?.into_iter().map(|row| endpoint_row(row, self.now())).collect(),
            old_secret_hours: self.settings.old_secret_for / Millis::HOUR,
            deliveries: deliveries.into_iter().map(delivery_row).collect(),
            more,
            keys: api_keys::all(&mut db).await?.into_iter().map(key_row).collect(),
            snap: refused_callbacks::snap_signed(&mut db).await?,
        })
    }

    pub async fn switch_endpoint(&self, viewer: &Viewer, endpoint: EndpointId, on: bool) -> Result<()> {
        let (now, action) = (self.now(), if on { Action::SwitchEndpointOn } else { Action::SwitchEndpointOff });
        let switch = async move |db: &mut Conn, id| match on {
            true => hooks::switch_on(db, id).await,
            false => hooks::switch_off(db, id, OffWhy::ByHand, now).await,
        };
        self.administer(viewer, endpoint, action, switch).await
    }

    /// Ends the secret before the newest one: it signs no more.
    pub async fn end_old_secret(&self, viewer: &Viewer, endpoint: EndpointId) -> Result<()> {
        self.administer(viewer, endpoint, Action::EndOldSecret, hooks::end_old_secret).await
    }

    pub async fn remove_endpoint(&self, viewer: &Viewer, endpoint: EndpointId) -> Result<()> {
        self.administer(viewer, endpoint, Action::RemoveEndpoint, hooks::remove_endpoint).await
    }

    /// Sends a delivery again. Returns `OutOfDate` when it is under way already.
    pub async fn resend(&self, viewer: &Viewer, delivery: DeliveryId) -> Result<()> {
        let now = self.now();
        let resend = async move |db: &mut Conn, id| {
            if webhooks::hooks::resend(db, id, now).await? {
                return Ok(true);
            }
            ensure(hooks::parcel(db, id).await?.is_none(), AppError::OutOfDate)?;
            Ok::<_, Error>(false)
        };
        self.administer(viewer, delivery, Action::ResendWebhook, resend).await?;
        self.wake.webhook.notify_one();
        Ok(())
    }

    pub async fn revoke_key(&self, viewer: &Viewer, key: KeyId) -> Result<()> {
        let now = self.now();
        self.administer(viewer, key, Action::RevokeKey, async |db, id| api_keys::revoke(db, id, now).await).await
    }

    pub async fn add_endpoint(&self, viewer: &Viewer, url: &str, key: &Once) -> Result<Shown> {
        admins_only(viewer)?;
        let url = match self.egress.judge(url) {
            Ok(url) => url.to_string(),
            Err(wrong) => return Ok(Err(wrong)),
        };
        let secret = signature::new_secret(&self.chance)?;
        let sealed = self.vault.platform().seal(&Place::Endpoint(&url), secret.expose_secret().as_bytes())?;
        let (id, now) = (self.new_id::<EndpointId>()?, self.now());
        let add = async move |db: &mut Conn| {
            Ok(hooks::insert_endpoint(db, id, &url, &sealed, now).await?.then_some(()).ok_or(Wrong::UrlTaken))
        };
        let made = self.make_secret(viewer, key, &secret, Action::AddEndpoint, add).await?;
        Ok(made.map(Secret::Endpoint))
    }

    pub async fn add_key(&self, viewer: &Viewer, name: &str, right: Right, once: &Once) -> Result<Shown> {
        admins_only(viewer)?;
        let name = text::line(name);
        // The page shows the error of a longer name (`routes/forms.rs`).
        ensure(name.chars().count() <= NAME, AppError::TooLarge)?;
        if name.is_empty() {
            return Ok(Err(Wrong::NameMissing));
        }
        let secret = key::new(&self.chance)?;
        let row = ApiKey {
            id: self.new_id::<KeyId>()?,
            name,
            hash: key::hash(secret.expose_secret()),
            head: key::head(secret.expose_secret()),
            scopes: scopes(right),
            created_at: self.now(),
            used_at: None,
            revoked_at: None,
        };
        let add =
            async move |db: &mut Conn| Ok(api_keys::insert(db, &row).await?.then_some(()).ok_or(Wrong::NameTaken));
        let made = self.make_secret(viewer, once, &secret, Action::AddKey, add).await?;
        Ok(made.map(Secret::Key))
    }
}

fn endpoint_row(endpoint: Endpoint, now: Millis) -> EndpointRow {
    let is = match (endpoint.off_since, endpoint.off_why, endpoint.failing_since) {
        (Some(since), Some(OffWhy::Failing), _) => Working::OffFailing(since),
        (Some(since), Some(OffWhy::Gone), _) => Working::OffGone(since),
        (Some(since), Some(OffWhy::ByHand) | None, _) => Working::OffByHand(since),
        (None, _, Some(since)) => Working::Failing(since),
        (None, _, None) => Working::On,
    };
    EndpointRow {
        id: endpoint.id,
        url: endpoint.url,
        is,
        old_until: endpoint.old_until.filter(|until| now < *until),
        tested: endpoint.test_answer.map(|answer| answer.0).zip(endpoint.tested_at),
    }
}

fn delivery_row(row: Row) -> DeliveryRow {
    let event = serde_json::from_slice::<Event>(&row.body).ok();
    DeliveryRow {
        id: row.id,
        business: row.business_id,
        name: row.name,
        url: row.url,
        sequence: event.as_ref().and_then(|event| event.sequence),
        what: event.and_then(|event| about(event.data)),
        status: row.status,
        attempts: row.attempts,
        answer: row.answer.as_deref().copied(),
        created_at: row.created_at,
        tried_at: row.tried_at,
        cursor: Cursor { at: row.created_at, id: row.id }.to_string(),
    }
}

/// Returns the scopes of a key: naming businesses includes reading them.
fn scopes(right: Right) -> Scopes {
    match right {
        Right::Read => Scopes(vec![Scope::ReadBusinesses]),
        Right::Refer => Scopes(vec![Scope::ReadBusinesses, Scope::WriteReferences]),
    }
}

fn about(data: EventData) -> Option<About> {
    match data {
        EventData::StateChanged(moved) => Some(About::Moved(moved.before(), moved.after())),
        EventData::FixesNeeded(needed) => Some(About::Fixes(needed.fixes.len())),
        EventData::ProductChanged(moved) => Some(About::Product(moved.service.code, moved.service.verdict)),
        EventData::Test(_) => None,
    }
}

fn key_row(key: ApiKey) -> KeyRow {
    let right = if key.may(Scope::WriteReferences) { Right::Refer } else { Right::Read };
    KeyRow {
        right,
        id: key.id,
        name: key.name,
        head: key.head,
        created_at: key.created_at,
        used_at: key.used_at,
        revoked: key.revoked_at.is_some(),
    }
}
