//! Features through the real router, a real database (both of them) and real signed HTTP against the sandbox.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

#[path = "../usual/crowd.rs"]
mod crowd;
#[path = "../usual/mod.rs"]
mod usual;

mod accounts;
mod as_is;
mod at_rest;
mod away;
mod bad_input;
mod budgets;
mod callback_identity;
mod callbacks;
mod clocks;
mod connections;
mod downloads;
mod ended;
mod endings;
mod endpoints;
mod evidence;
mod fair_turns;
mod fixes;
mod full_disk;
mod flood;
mod healing;
mod hooks;
mod instances;
mod keeping;
mod letters;
mod kept;
mod live;
mod locked;
mod mail;
mod main_job;
mod metrics;
mod needs_person;
mod notes;
mod origins;
mod once;
mod outbox;
mod own_trouble;
mod parts;
mod plans;
mod queue;
mod read_api;
mod receipts;
mod refusals;
mod replaced;
mod replay;
mod said;
mod secrets;
mod sink;
mod skew;
mod slow_senders;
mod strict;
mod stuck;
mod told;
mod trouble;
mod upload_limits;
mod uploads;
mod versions;
mod world;
mod wrong_key;
