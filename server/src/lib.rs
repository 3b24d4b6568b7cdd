//! What answers: the axum binary behind Serambi.

// A page is one type, as deep as its markup: the default of 128 is enough only without optimisation.
#![recursion_limit = "256"]

#[macro_use]
pub mod store;
pub mod account;
pub mod address;
pub mod api;
pub mod budget;
pub mod canary;
pub mod config;
pub mod connections;
pub mod counts;
pub mod disk;
pub mod doctor;
pub mod error;
pub mod exchanges;
pub mod files;
mod guarded;
pub mod inbox;
pub mod jobs;
pub mod limits;
pub mod lists;
pub mod live;
mod no_room;
pub mod notify;
pub mod onboarding;
pub mod once;
pub mod opening;
pub mod outbox;
pub mod own_doku;
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
pub mod upload_queue;
pub mod vault;
pub mod worker;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use http::{Extensions, HeaderMap, StatusCode, Version, header};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context};
use routes::{forms, identity, kept, pages, pages::AppState, request_log, security, session, site, table};
use services::Services;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, Predicate, predicate::SizeAbove},
};

/// Bytes of an upload before the slot's own limit is known: DOKU's largest is 15 MB, and a form's headers are held in memory.
const UPLOAD_BYTES: usize = 24 * 1024 * 1024;

/// The pages of `app`; every other route is in `routes::table`.
pub fn page_routes(services: &Services) -> Vec<AxumRouteListing> {
    generate_route_list_with_exclusions_and_ssg_and_context(app::App, None, pages::context(services)).0
}

/// Documents are compressed by their own kind, and go out as they are.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// The whole HTTP surface; tests enter here too.
pub fn router(services: Services) -> Router {
    let options = site::options();
    let (routes, context) = (page_routes(&services), pages::context(&services));
    let state = AppState { services: services.clone(), options: options.clone() };
    let streams = table::mount(Router::new(), table::streams());
    let uploads = table::mount(Router::new(), table::uploads()).layer(DefaultBodyLimit::max(UPLOAD_BYTES));
    let people = Router::new().leptos_routes_with_context(&state, routes, context, move || app::shell(options.clone()));
    let people = table::mount(people, table::of_people())
        .layer(from_fn_with_state(services.clone(), kept::layer))
        .layer(from_fn_with_state(services.clone(), forms::layer))
        .merge(uploads)
        .fallback(pages::fallback)
        .layer(from_fn_with_state(services.clone(), pages::tell_by_status))
        .layer(from_fn_with_state(services.clone(), pages::tell_in_words))
        .layer(from_fn_with_state(services.clone(), pages::tell_unreachable))
        .layer(from_fn(pages::refresh_unscripted))
        .layer(CompressionLayer::new().compress_when(SizeAbove::default().and(is_page)))
        // What could be compressed has room for a compressor, used or not: several kB for as long as a stream is open.
        .merge(streams)
        .layer(from_fn_with_state(services.clone(), identity::identify))
        .layer(account::sessions::layer(&services))
        .layer(from_fn(session::tell_known))
        .layer(from_fn_with_state(services.clone(), security::same_origin));
    let systems = table::mount(Router::new(), table::of_systems())
        .layer(DefaultBodyLimit::max(api::BODY))
        .layer(from_fn_with_state(state.clone(), api::key::gate));
    table::mount(people, table::open())
        .merge(systems)
        .layer(from_fn_with_state(services, security::headers))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(request_log::log))
        .with_state(state)
}
