//! Features through the real router, a real database (both of them) and real signed HTTP against the sandbox.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

#[path = "../usual/mod.rs"]
mod usual;

mod accounts;
mod at_rest;
mod bad_input;
mod callbacks;
mod clocks;
mod connections;
mod endings;
mod evidence;
mod fixes;
mod hooks;
mod instances;
mod live;
mod locked;
mod mail;
mod main_job;
mod metrics;
mod needs_person;
mod notes;
mod outbox;
mod parts;
mod read_api;
mod refusals;
mod replay;
mod said;
mod secrets;
mod sink;
mod strict;
mod trouble;
mod uploads;
mod world;
