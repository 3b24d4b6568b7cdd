//! What partner pages show of calls: those that need a person, and every exchange with DOKU. No bodies, no personal data.

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
    /// Applications in the tab of troubles; some have no call here, such as those that DOKU suspended.
    pub troubled: i64,
    /// Those to DOKU first, then the oldest.
    pub rows: Vec<Trouble>,
    /// There are more: ask with the cursor of the last row.
    pub more: bool,
}

/// A call that will not be tried again by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub heading: Heading,
    pub to_fix: usize,
    pub call: CallId,
    pub kind: Kind,
    pub request_id: String,
    /// Since when it needs a person.
    pub since: Millis,
    pub first_tried: Millis,
    pub attempts: i64,
    pub problem: Option<Problem>,
    pub retry: Retry,
    pub give_up: GiveUp,
    /// A registration that DOKU may have: a person asks DOKU, and says what it said.
    pub uncertain: bool,
    /// The newest first.
    pub exchanges: Vec<ExchangeRow>,
    pub cursor: String,
}

/// What trying once more means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Under the same Request-Id: nothing can be done twice.
    Same,
    /// Under a new one: it is certain that nothing was done, or doing it twice changes nothing.
    New,
    /// Never sent again: what DOKU holds is looked at once more.
    Look,
}

/// What is done about many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Bulk {
    /// As `Trouble::retry` says of each.
    Retry,
    /// DOKU has none of them: registrations alone.
    Anew,
}

/// Where giving up leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GiveUp {
    /// Back to the merchant, who reads the reason: DOKU certainly took nothing, or may as well get it twice.
    Merchant,
    /// Back to the partner, who decides once more: DOKU may have taken it.
    Partner,
    /// The application does not hang on it.
    Nothing,
}

/// `/review/exchanges`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangesPage {
    /// The newest first.
    pub rows: Vec<ExchangeRow>,
    /// Only those with this Request-Id.
    pub request_id: Option<String>,
    pub more: bool,
}

/// One request to DOKU and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRow {
    pub at: Millis,
    pub method: String,
    /// Without query.
    pub path: String,
    /// `None`: no answer.
    pub status: Option<i64>,
    pub took_ms: i64,
    pub request_id: String,
    /// Of this Request-Id, counted from 1.
    pub attempt: i64,
    pub cursor: String,
}
