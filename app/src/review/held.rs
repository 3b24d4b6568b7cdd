//! The data about one application from which evidence is drawn.

use crate::onboarding::data::Heading;
use domain::{
    Millis,
    kyb::{Deadline, FacetKey, Verdict},
};

/// All we know about one application, without personal data and without notes for the partner alone.
pub struct Evidence {
    pub now: Millis,
    pub heading: Heading,
    /// The partner's `BRN-…`; `brand_id` is the merchant's.
    pub client_id: String,
    pub brand_id: Option<String>,
    pub deadline: Option<Deadline>,
    pub submitted_at: Option<Millis>,
    pub sent_at: Option<Millis>,
    pub verified_at: Option<Millis>,
    pub read_at: Option<Millis>,
    /// The time at which somebody marked that DOKU was shown this.
    pub evidence_sent_at: Option<Millis>,
    /// The newest, oldest first; `all_calls` counts those left out too.
    pub calls: Vec<CallRow>,
    pub all_calls: usize,
    /// The newest comes first; `all_callbacks` counts those left out too.
    pub callbacks: Vec<CallbackRow>,
    pub all_callbacks: usize,
    pub facets: Vec<FacetAge>,
}

/// A registration or an update of ours.
pub struct CallRow {
    pub is_update: bool,
    pub request_id: String,
    pub first_sent_at: Option<Millis>,
    pub done_at: Option<Millis>,
    pub attempts: i64,
}

pub struct CallbackRow {
    pub request_id: String,
    pub received_at: Millis,
    pub deliveries: i64,
    /// The type as DOKU wrote it: `BUSINESS_DOCUMENT`; `None` when it could not be read.
    pub kind: Option<String>,
    pub status: Option<String>,
}

pub struct FacetAge {
    pub key: FacetKey,
    pub verdict: Verdict,
    /// DOKU's time of the verdict; while it is pending, the time of sending.
    pub at: Option<Millis>,
    /// The note, with numbers masked.
    pub note: Option<String>,
    /// DOKU's promise for it alone, while it runs.
    pub deadline: Option<Deadline>,
}
