//! Turns facts into facets, and into all that follows from them.

mod callbacks;
mod fold;
mod matching;
pub mod note;
mod open_ones;
mod refresh;
pub mod rematch;

pub use callbacks::{DEBOUNCE, run};
pub use fold::{Outcomes, facets_of, project, refold, row_of, set_outcomes};
pub use open_ones::read_open_ones;
pub use refresh::refresh;
