//! The events in the history of one business.

use domain::{
    Millis,
    kyb::{FacetKey, Verdict},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEvent {
    pub at: Millis,
    pub what: Happening,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    Created,
    Consented,
    Received {
        slot: String,
    },
    Submitted,
    Approved,
    SentBack {
        items: usize,
    },
    /// The merchant sent this many corrected parts.
    FixesSent {
        items: usize,
    },
    TakenByDoku,
    Withdrawn,
    /// Files and answers were deleted, some time after the application was withdrawn.
    Purged,
    /// The partner declined.
    Declined,
    /// The partner changed the facet in DOKU's dashboard. `reason` is for the partner alone.
    Mended {
        facet: FacetKey,
        reason: Option<String>,
    },
    /// DOKU gave a verdict. `healed`: reading back found it, and no callback had reported it.
    Verdict {
        facet: FacetKey,
        verdict: Verdict,
        note: Option<String>,
        healed: bool,
    },
    /// A callback moved nothing. It is for the partner alone.
    Unclear(Unclear),
    /// A callback counts, yet is odd. It is for the partner alone.
    Odd(Odd),
}

/// The part of a callback that was not understood; a read-back followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Its type was not understood.
    Kind,
    /// Its status word was not understood.
    Status,
    /// The part that it is about was not understood.
    Part,
    /// It was signed with the brand's own key, so it may only ask for a read-back.
    BrandKey,
}

/// The reason why somebody may want to look at a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// It came under the Request-Id of another one with another body.
    OtherBody,
    /// It was signed far in the future of our clock.
    Ahead,
    /// It dates its verdict far after itself.
    DatedAhead,
}
