//! What a merchant does to an application. Each verb derives its state anew, so it stands above `projection`.

mod replaced;
mod room;
pub mod save;
mod send;
pub mod start;
mod start_again;
mod submit;
pub mod take_file;
mod withdraw;
