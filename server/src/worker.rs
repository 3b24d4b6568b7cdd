//! Where jobs stood before, for those who still call them so.

pub use crate::{
    counts,
    jobs::{run_once, spawn},
    outbox::{self, lease},
    poll, projection as project,
    retention::{self, sweep},
};

/// As it was called.
pub mod tidy {
    pub use crate::retention::purge_rows as run;
}
