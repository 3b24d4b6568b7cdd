//! Turns facts into facets, and into all that follows from them.

mod callbacks;
mod fold;
mod matching;
pub mod note;
mod refresh;
pub mod rematch;

pub use callbacks::{DEBOUNCE, run};
pub use fold::{Told, facets_of, project, refold, row_of, tell_outcomes};
pub use refresh::refresh;
