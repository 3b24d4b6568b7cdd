//! Features through the real router, a real database (both of them) and real signed HTTP against the sandbox.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

#[path = "../usual/mod.rs"]
mod usual;

mod accounts;
mod at_rest;
mod bad_input;
mod callbacks;
mod main_job;
mod refusals;
mod said;
mod trouble;
mod uploads;
mod world;
