//! The DOKU Partner API: its words, its signature, its answers and a client.
//!
//! "CONTRACT §n" in comments is a section of the wire contract, which names the source of each fact.

#[macro_use]
mod debug;

pub mod callback;
mod client;
mod clock;
mod decode;
mod error;
mod lenient;
pub mod readback;
pub mod signature;
mod times;
mod token;
mod tree;
pub mod wire;

pub use callback::{CallbackFacts, NotJson};
pub use client::{
    BankField, Client, Config, DigestRule, Exchange, ExchangeHook, OpenBody, ReadBack, SignPrefix, Upload, body_of,
    is_here, is_update_path,
};
pub use clock::Clock;
pub use error::{Class, Error, Messages};
pub use lenient::Pointer;
pub use readback::Entity;
pub use signature::{Parts, TimestampLabel};
pub use wire::{Registered, Registration};
