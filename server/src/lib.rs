//! The axum binary behind Serambi, as a library.

// A page is one type, as deep as its markup: the default of 128 is enough only without optimisation.
#![recursion_limit = "256"]

#[macro_use]
pub mod store;
pub mod account;
pub mod across;
pub mod address;
pub mod announce;
pub mod api;
pub mod breaker;
pub mod budget;
pub mod canary;
pub mod client;
pub mod config;
pub mod connections;
pub mod counts;
pub mod disk;
pub mod doctor;
pub mod egress;
pub mod error;
pub mod exchanges;
pub mod files;
mod guarded;
pub mod inbox;
pub mod jobs;
pub mod limits;
pub mod lists;
pub mod live;
pub mod mail;
pub mod mailer;
pub mod merchant;
mod no_room;
pub mod onboarding;
pub mod once;
pub mod opening;
pub mod outbox;
pub mod own_doku;
pub mod passwords;
pub mod poll;
pub mod projection;
pub mod random;
pub mod replay;
pub mod retention;
pub mod review;
pub mod routes;
pub mod seed;
pub mod serve;
pub mod services;
pub mod switches;
pub mod telemetry;
mod unreachable;
pub mod upload_queue;
pub mod vault;
pub mod webhooks;

use any_spawner::Executor;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use http::{Extensions, HeaderMap, StatusCode, Version, header};
use routes::{
    forms, identity, kept,
    pages::{self, Pages},
    problems, request_log, security, table,
};
use services::Services;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, Predicate, predicate::SizeAbove},
};

/// The most bytes of an upload before the slot's own limit is known: DOKU's largest is 15 MB, and a form's headers are
/// held in memory.
const UPLOAD_BYTES: usize = 24 * 1024 * 1024;

/// Returns true for answers to compress. Documents are compressed by their own format, and go out as they are.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Builds the whole HTTP surface; tests enter here too.
pub fn router(services: Services) -> Router {
    // Another router of this process may have set it.
    let _ = Executor::init_tokio();
    let alone = Pages(table::mount(&services, table::pages()).with_state(services.clone()));
    let uploads = table::mount(&services, table::uploads()).layer(DefaultBodyLimit::max(UPLOAD_BYTES));
    let people = table::mount(&services, table::pages())
        .merge(table::mount(&services, table::of_people()))
        .layer(from_fn_with_state(services.clone(), kept::layer))
        .layer(from_fn_with_state(services.clone(), forms::layer))
        .merge(uploads)
        .fallback(pages::fallback)
        .layer(from_fn(problems::tell_incomplete))
        .layer(from_fn_with_state(services.clone(), problems::tell_in_words))
        .layer(from_fn_with_state(services.clone(), problems::tell_unreachable))
        .layer(CompressionLayer::new().compress_when(SizeAbove::default().and(is_page)))
        // Streams stay outside the compressing layer, which holds several kB for a compressor as long as an answer
        // lasts.
        .merge(table::mount(&services, table::streams()))
        .layer(from_fn_with_state(alone, pages::carry))
        .layer(from_fn_with_state(services.clone(), identity::identify))
        .layer(account::sessions::layer(&services))
        .layer(from_fn(routes::account::tell_known))
        .layer(from_fn_with_state(services.clone(), security::same_origin));
    let systems = table::mount(&services, table::of_systems())
        .layer(DefaultBodyLimit::max(api::BODY))
        .layer(from_fn_with_state(services.clone(), api::key::gate));
    people
        .merge(table::mount(&services, table::open()))
        .merge(systems)
        .layer(from_fn_with_state(services.clone(), security::headers))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(request_log::log))
        .with_state(services)
}
