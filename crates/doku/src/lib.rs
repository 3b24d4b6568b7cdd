//! The DOKU Partner API.

mod clock;
pub mod signature;

pub use clock::Clock;
