//! Retention of files and rows, and removal of files that no row names.

mod purge;
mod replaced;
mod rows;
pub mod sweep;

pub use purge::{EVERY, run};
pub use rows::{EVERY as EVERY_OF_ROWS, TOLD_FOR, run as purge_rows};
