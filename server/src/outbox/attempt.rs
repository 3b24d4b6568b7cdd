//! The outcome of an attempt to make a call.

use crate::store::documents::Document;
use domain::outbox::Problem;

/// The outcome of one attempt.
pub enum AttemptOutcome {
    Done,
    /// The call was overtaken: there is nothing left to do.
    Dropped,
    /// The call was not tried, since something that it needs is not there yet.
    NotYet,
    /// A call to DOKU failed: the error's class decides what happens next.
    Failed(doku::Error),
    /// DOKU refused a registration or fixes for good.
    Refused(FinalRefusal),
    /// A call to somebody else is tried again, so many milliseconds from now.
    Again {
        problem: Problem,
        after_ms: i64,
    },
    /// A call to somebody else needs a person from now on.
    GaveUp {
        problem: Problem,
    },
}

/// A refusal for good, with the body that was sent and the files as they were then.
pub struct FinalRefusal {
    pub error: doku::Error,
    pub body: Vec<u8>,
    pub files: Vec<Document>,
}
