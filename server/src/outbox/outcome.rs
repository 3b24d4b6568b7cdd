//! What an attempt came to.

/// What keeps a call from moving: nobody knows whether DOKU did the work, and it is too late to ask by repeating.
pub const NO_ANSWER: &str = "no_answer";
/// Something of our own goes wrong each time.
pub const INTERNAL: &str = "internal";

/// What one attempt came to.
pub enum Outcome {
    Done,
    /// Overtaken: there is nothing to do any more.
    Dropped,
    /// Not tried: something it needs is not there yet.
    NotYet,
    /// Of a call to DOKU: what happens next follows from its class.
    Failed(doku::Error),
    /// Of a call to somebody else: once more, so many milliseconds from now. `problem` is a fixed word, no personal data.
    Again {
        problem: String,
        after_ms: i64,
    },
    /// Of a call to somebody else: from now on it needs a person.
    GaveUp {
        problem: String,
    },
}
