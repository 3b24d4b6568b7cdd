//! Data of partner pages about calls: those that need a person, and all exchanges. No bodies, nothing personal.

use crate::onboarding::data::Heading;
use domain::{
    Millis,
    ids::CallId,
    outbox::{Kind, Problem},
};

/// `/review/troubles`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroublesPage {
    /// DOKU's clock minus this server's in whole minutes, where they differ by one or more.
    pub skew_minutes: Option<i64>,
    /// The number of applications in the tab of troubles; some have no call here, such as those that DOKU suspended.
    pub troubled: i64,
    /// The calls to DOKU come first, then the oldest.
    pub rows: Vec<Trouble>,
    /// True when there are more: the cursor of the last row leads to them.
    pub more: bool,
}

/// A call that is not tried again by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub heading: Heading,
    pub to_fix: usize,
    pub call: CallId,
    pub kind: Kind,
    pub request_id: String,
    /// The time since which it needs a person.
    pub since: Millis,
    pub attempts: i64,
    pub problem: Option<Problem>,
    pub retry: Retry,
    pub give_up: GiveUp,
    /// True for a registration that DOKU may have: a person asks DOKU and enters the answer.
    pub uncertain: bool,
    /// The newest first.
    pub exchanges: Vec<ExchangeRow>,
    pub cursor: String,
}

/// The meaning of another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// It keeps its Request-Id: nothing can be done twice.
    Same,
    /// It gets a new Request-Id: certainly nothing was done, or doing it twice changes nothing.
    New,
    /// It is never sent again: DOKU's data is read back once more.
    Look,
}

/// An action on many calls at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Bulk {
    /// Each is tried as `Trouble::retry` tells.
    Retry,
    /// DOKU has none of them, which must be registrations.
    Anew,
}

/// The state after giving up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GiveUp {
    /// The merchant gets it back and reads the reason: DOKU certainly took nothing, or may as well get it twice.
    Merchant,
    /// The partner gets it back and decides once more: DOKU may have taken it.
    Partner,
    /// The application does not depend on it.
    Nothing,
}

/// `/review/exchanges`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangesPage {
    /// The newest first.
    pub rows: Vec<ExchangeRow>,
    /// The Request-Id that all of them have.
    pub request_id: Option<String>,
    pub more: bool,
}

/// One request to DOKU and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRow {
    pub at: Millis,
    pub method: String,
    /// The path without query.
    pub path: String,
    /// `None` without an answer.
    pub status: Option<i64>,
    pub took_ms: i64,
    pub request_id: String,
    /// The number among those with this Request-Id, from 1.
    pub attempt: i64,
    pub cursor: String,
}
