//! Where jobs stood before, for those who still call them so.

pub use crate::{
    counts,
    jobs::{run_once, spawn},
    outbox::{self, breaker, gate, lease, lookup, update},
    poll,
    projection::{self as project, note},
    retention::{self, sweep},
};

/// As it was called.
pub mod tidy {
    pub use crate::retention::purge_rows as run;
}
