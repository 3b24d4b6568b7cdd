//! The data of the settings page.

use domain::{
    Millis,
    ids::{BusinessId, DeliveryId, EndpointId, KeyId},
    kyb::{Standing, Verdict},
    outbox::{Answer, Delivery},
};

#[derive(Clone)]
pub struct SettingsPage {
    pub endpoints: Vec<EndpointRow>,
    /// The hours for which the secret before a new one signs too.
    pub old_secret_hours: i64,
    /// The newest comes first.
    pub deliveries: Vec<DeliveryRow>,
    /// True when there are older ones: the cursor of the last row leads to them.
    pub more: bool,
    pub keys: Vec<KeyRow>,
    /// The callbacks that are signed the SNAP way, which we cannot check: their recent number, and the time of the
    /// last.
    pub snap: Option<(i64, Millis)>,
}

#[derive(Clone)]
pub struct EndpointRow {
    pub id: EndpointId,
    pub url: String,
    pub is: Working,
    /// The time until which two secrets sign.
    pub old_until: Option<Millis>,
    /// The answer, as in `DeliveryRow`, and the time of the last test event.
    pub tested: Option<(Answer, Millis)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    On,
    /// It is on, but has taken nothing since then.
    Failing(Millis),
    OffByHand(Millis),
    /// It was switched off after five days of failure.
    OffFailing(Millis),
    /// It was switched off since it answered 410.
    OffGone(Millis),
}

#[derive(Clone)]
pub struct DeliveryRow {
    pub id: DeliveryId,
    pub business: BusinessId,
    pub name: String,
    pub url: String,
    /// `None` when the event does not decode.
    pub what: Option<About>,
    pub sequence: Option<i64>,
    pub status: Delivery,
    pub attempts: i64,
    pub answer: Option<Answer>,
    pub created_at: Millis,
    pub tried_at: Option<Millis>,
    pub cursor: String,
}

/// The news of an event.
#[derive(Clone)]
pub enum About {
    /// The standing before and after.
    Moved(Standing, Standing),
    /// The number of fixes.
    Fixes(usize),
    /// A product by its code.
    Product(String, Verdict),
}

#[derive(Clone)]
pub struct KeyRow {
    pub id: KeyId,
    pub name: String,
    pub right: Right,
    /// The first characters of the key.
    pub head: String,
    pub created_at: Millis,
    pub used_at: Option<Millis>,
    pub revoked: bool,
}

/// The rights of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Right {
    #[default]
    Read,
    /// It also gives businesses the partner's own references.
    Refer,
}

/// The result of a post to this page, shown once with the page itself. Never in an URL.
#[derive(Clone, Default)]
pub struct PostResult {
    pub url: String,
    pub name: String,
    pub right: Right,
    pub secret: Option<Secret>,
    pub wrong: Option<Wrong>,
}

#[derive(Clone)]
pub enum Secret {
    Endpoint(String),
    /// A new secret, which signs beside the one before it for a while.
    Renewed(String),
    Key(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    NotAUrl,
    NotHttps,
    /// The address is in a private network.
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
