//! Words and rules of onboarding. Everything is pure: no I/O, no async, no clock, no randomness.

pub mod application;
pub mod area;
pub mod bank;
pub mod codes;
mod cursor;
pub mod forms;
pub mod host;
pub mod ids;
pub mod kyb;
pub mod mask;
pub mod method;
pub mod outbox;
pub mod phone;
pub mod reason;
mod reference;
pub mod requirement;
mod role;
pub mod text;
mod time;
mod words;

pub use cursor::Cursor;
pub use reference::Reference;
pub use role::Role;
pub use time::Millis;
