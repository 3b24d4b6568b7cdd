//! What an attempt came to.

use domain::outbox::Problem;

/// What one attempt came to.
pub enum Attempt {
    Done,
    /// Overtaken: there is nothing to do any more.
    Dropped,
    /// Not tried: something it needs is not there yet.
    NotYet,
    /// Of a call to DOKU: what happens next follows from its class.
    Failed(doku::Error),
    /// Of a call to somebody else: once more, so many milliseconds from now.
    Again {
        problem: Problem,
        after_ms: i64,
    },
    /// Of a call to somebody else: from now on it needs a person.
    GaveUp {
        problem: Problem,
    },
}
