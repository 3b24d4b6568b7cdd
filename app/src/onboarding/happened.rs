//! What the history tells of one business.

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
    /// So many parts, corrected.
    FixesSent {
        items: usize,
    },
    TakenByDoku,
    Withdrawn,
    /// Files and answers were deleted, some time after it was withdrawn.
    Purged,
    /// By the partner.
    Declined,
    /// In DOKU's dashboard, by the partner. `reason`: for the partner alone.
    Mended {
        facet: FacetKey,
        reason: Option<String>,
    },
    /// `healed`: found by reading back, no callback had told it.
    Verdict {
        facet: FacetKey,
        verdict: Verdict,
        note: Option<String>,
        healed: bool,
    },
    /// A callback that moved nothing. For the partner alone.
    Unclear(Unclear),
    /// A callback that counts and is odd all the same. For the partner alone.
    Odd(Odd),
}

/// What was not understood of a callback; a read-back followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Its type.
    Kind,
    /// Its status word.
    Status,
    /// Whom it is about.
    Part,
    /// Signed with the brand's own key: it may only ask for a read-back.
    BrandKey,
}

/// Why somebody may want to look at a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// It came under the Request-Id of another one, whose body is another.
    OtherBody,
    /// It was signed far in the future of our clock.
    Ahead,
    /// It dates its verdict far after itself.
    DatedAhead,
}
