//! How long what is kept: files, rows, and what no row names.

mod purge;
mod rows;
pub mod sweep;

pub use purge::{EVERY, run};
pub use rows::{EVERY as EVERY_OF_ROWS, TOLD_FOR, run as purge_rows};
