//! All that the settings page may ask of the server: `trait Settings`, and what it answers with.

use crate::{onboarding::api::Result, viewer::Viewer};
use async_trait::async_trait;
use domain::{
    Millis,
    ids::{BusinessId, DeliveryId, EndpointId, KeyId},
    kyb::Standing,
};

/// For admins alone; everybody else is `AppError::Forbidden`. A form without an id names nothing: `AppError::NotFound`.
#[async_trait]
pub trait Settings: Send + Sync {
    /// `before`: the last delivery of the page before, as `DeliveryRow::cursor`.
    async fn settings(&self, viewer: Viewer, before: Option<String>) -> Result<SettingsPage>;
    async fn switch_endpoint(&self, viewer: Viewer, endpoint: Option<EndpointId>, on: bool) -> Result<()>;
    async fn remove_endpoint(&self, viewer: Viewer, endpoint: Option<EndpointId>) -> Result<()>;
    /// One that is under way already is `AppError::OutOfDate`.
    async fn resend(&self, viewer: Viewer, delivery: Option<DeliveryId>) -> Result<()>;
    async fn revoke_key(&self, viewer: Viewer, key: Option<KeyId>) -> Result<()>;
}

#[derive(Clone)]
pub struct SettingsPage {
    pub endpoints: Vec<EndpointRow>,
    /// Newest first.
    pub deliveries: Vec<DeliveryRow>,
    /// There are older ones: ask with the cursor of the last row.
    pub more: bool,
    pub keys: Vec<KeyRow>,
}

#[derive(Clone)]
pub struct EndpointRow {
    pub id: EndpointId,
    pub url: String,
    pub is: Working,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    On,
    /// On, but nothing arrived since.
    Failing(Millis),
    OffByHand(Millis),
    /// After five days of failure.
    OffFailing(Millis),
}

#[derive(Clone)]
pub struct DeliveryRow {
    pub id: DeliveryId,
    pub business: BusinessId,
    pub name: String,
    pub url: String,
    /// Before and after.
    pub moved: Option<(Standing, Standing)>,
    pub status: Delivery,
    pub attempts: i64,
    /// An HTTP status, or `timeout`, `no_answer`, `barred`.
    pub answer: Option<String>,
    pub created_at: Millis,
    pub tried_at: Option<Millis>,
    pub cursor: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Waiting,
    Delivered,
    Failed,
    /// The endpoint was off.
    Skipped,
}

#[derive(Clone)]
pub struct KeyRow {
    pub id: KeyId,
    pub name: String,
    /// The first characters.
    pub head: String,
    pub created_at: Millis,
    pub used_at: Option<Millis>,
    pub revoked: bool,
}

/// What a post to this page came to, shown once with the page itself. Never in an URL.
#[derive(Clone, Default)]
pub struct Said {
    pub url: String,
    pub name: String,
    pub secret: Option<Secret>,
    pub wrong: Option<Wrong>,
}

#[derive(Clone)]
pub enum Secret {
    Endpoint(String),
    Key(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    NotAUrl,
    NotHttps,
    /// In a private network.
    Private,
    UrlTaken,
    NameMissing,
    NameTaken,
}

impl Wrong {
    pub const fn is_about_the_key(self) -> bool {
        matches!(self, Self::NameMissing | Self::NameTaken)
    }
}
