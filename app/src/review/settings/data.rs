//! What the settings page shows.

use domain::{
    Millis,
    ids::{BusinessId, DeliveryId, EndpointId, KeyId},
    kyb::{Standing, Verdict},
    outbox::{Answer, Delivery},
};

#[derive(Clone)]
pub struct SettingsPage {
    pub endpoints: Vec<EndpointRow>,
    /// How long the secret before a new one signs too.
    pub old_secret_hours: i64,
    /// Newest first.
    pub deliveries: Vec<DeliveryRow>,
    /// There are older ones: ask with the cursor of the last row.
    pub more: bool,
    pub keys: Vec<KeyRow>,
    /// Callbacks that are signed the SNAP way, which nobody here understands: how many of late, and when the last one came.
    pub snap: Option<(i64, Millis)>,
}

#[derive(Clone)]
pub struct EndpointRow {
    pub id: EndpointId,
    pub url: String,
    pub is: Working,
    /// Until then two secrets sign.
    pub old_until: Option<Millis>,
    /// Answer, as in `DeliveryRow`, and time of the last test event.
    pub tested: Option<(Answer, Millis)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    On,
    /// On, but nothing arrived since.
    Failing(Millis),
    OffByHand(Millis),
    /// After five days of failure.
    OffFailing(Millis),
    /// It answered 410.
    OffGone(Millis),
}

#[derive(Clone)]
pub struct DeliveryRow {
    pub id: DeliveryId,
    pub business: BusinessId,
    pub name: String,
    pub url: String,
    /// `None`: it does not read.
    pub what: Option<About>,
    pub sequence: Option<i64>,
    pub status: Delivery,
    pub attempts: i64,
    pub answer: Option<Answer>,
    pub created_at: Millis,
    pub tried_at: Option<Millis>,
    pub cursor: String,
}

/// What an event tells.
#[derive(Clone)]
pub enum About {
    /// Before and after.
    Moved(Standing, Standing),
    /// So many things.
    Fixes(usize),
    /// By its code.
    Service(String, Verdict),
}

#[derive(Clone)]
pub struct KeyRow {
    pub id: KeyId,
    pub name: String,
    pub right: Right,
    /// The first characters.
    pub head: String,
    pub created_at: Millis,
    pub used_at: Option<Millis>,
    pub revoked: bool,
}

/// What a key may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Right {
    #[default]
    Read,
    /// And give businesses the partner's own references.
    Refer,
}

/// What a post to this page came to, shown once with the page itself. Never in an URL.
#[derive(Clone, Default)]
pub struct Said {
    pub url: String,
    pub name: String,
    pub right: Right,
    pub secret: Option<Secret>,
    pub wrong: Option<Wrong>,
}

#[derive(Clone)]
pub enum Secret {
    Endpoint(String),
    /// Beside the one before it, for a while.
    Renewed(String),
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
