//! Calls that must not get lost, to DOKU and to others. One row is one logical call; its Request-Id never changes.

mod attempt;
mod call;
pub mod gate;
mod lanes;
pub mod lease;
pub mod lookup;
mod mail;
pub mod refused;
mod register;
mod settle;
pub mod update;
mod upload;
mod webhook;

pub use call::GIVE_UP;
pub use lanes::{run, work_lane};
