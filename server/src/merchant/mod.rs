//! The verbs of a merchant. Each derives the state anew, so the wing stands above `projection`.

mod replace;
mod room;
pub mod save;
mod send;
pub mod start;
mod start_again;
mod submit;
pub mod take_file;
mod withdraw;
