//! The body of a webhook, as `api/openapi.json` describes it. Ids, states, services and codes, nothing personal.

use domain::{
    Reference,
    ids::{BusinessId, DokuBrandId, DokuBusinessId, EndpointId},
    kyb::{self, State, Verdict},
    reason::Reason,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    #[serde(flatten)]
    pub data: EventData,
    /// RFC 3339 with milliseconds, UTC.
    pub timestamp: String,
    /// The number among all events about one business: from 1, without a gap. `None` for an event about no business, or
    /// from before they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum EventData {
    #[serde(rename = "business.state_changed")]
    StateChanged(StateChanged),
    #[serde(rename = "business.fixes_needed")]
    FixesNeeded(FixesNeeded),
    #[serde(rename = "business.service_changed")]
    ProductChanged(ProductChanged),
    #[serde(rename = "endpoint.test")]
    Test(Test),
}

/// A business and its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub business: BusinessId,
    /// The partner's own name of it. Older events have none.
    #[serde(default)]
    pub reference: Option<Reference>,
    pub doku: DokuIds,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DokuIds {
    pub business_id: Option<DokuBusinessId>,
    pub brand_id: Option<DokuBrandId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateChanged {
    #[serde(flatten)]
    pub standing: Standing,
    pub previous: State,
    pub services: Vec<Product>,
}

impl StateChanged {
    /// Returns the standing before, without the services: the event does not name those.
    pub const fn before(&self) -> kyb::Standing {
        kyb::Standing::In(self.previous)
    }

    pub fn after(&self) -> kyb::Standing {
        let on = self.services.iter().filter(|service| service.verdict == Verdict::Accepted).count();
        self.standing.state.standing(on)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub code: String,
    pub verdict: Verdict,
}

/// The whole list of fixes, sent each time that it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixesNeeded {
    #[serde(flatten)]
    pub standing: Standing,
    pub fixes: Vec<Fix>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// A facet; where the partner returned a form, that form: `bank`.
    pub facet: String,
    pub from: By,
    /// `None` when nobody knows yet what DOKU's note means, or the partner wrote words of its own.
    pub reason: Option<Reason>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Doku,
    Partner,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductChanged {
    #[serde(flatten)]
    pub standing: Standing,
    pub service: Product,
    pub previous: Verdict,
}

/// An event sent by hand, to see that an address takes what we send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    pub endpoint: EndpointId,
}
