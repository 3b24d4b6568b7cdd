//! What answers: the axum binary behind Serambi.

#[macro_use]
pub mod store;
pub mod account;
pub mod config;
pub mod error;
pub mod files;
pub mod limits;
pub mod live;
pub mod onboarding;
pub mod review;
pub mod routes;
pub mod seed;
pub mod serve;
pub mod services;
pub mod telemetry;
pub mod vault;
pub mod worker;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use leptos_axum::{LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context};
use routes::{documents, health, identity, live as streams, pages, pages::AppState, security, session, site, webhooks};
use services::Services;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// Bytes of a form: a long description three times over.
const FORM_BYTES: usize = 256 * 1024;
/// Bytes of an upload before the slot's own limit is known; DOKU's largest is 15 MB.
const UPLOAD_BYTES: usize = 64 * 1024 * 1024;

/// The whole HTTP surface; tests enter here too.
pub fn router(services: Services) -> Router {
    let options = site::options();
    let context = pages::context(&services);
    let (routes, _) = generate_route_list_with_exclusions_and_ssg_and_context(app::App, None, context.clone());
    let state = AppState { services: services.clone(), options: options.clone() };
    let uploads = Router::new()
        .route("/businesses/{id}/documents/{slot}", post(documents::upload))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES));
    Router::new()
        .leptos_routes_with_context(&state, routes, context, move || app::shell(options.clone()))
        .route("/sign-up", post(session::sign_up))
        .route("/sign-in", post(session::sign_in))
        .route("/sign-out", post(session::sign_out))
        .route("/language", post(session::language))
        .route("/businesses/new", post(session::new_business))
        .route("/businesses/{id}/live", get(streams::of_business))
        .route("/businesses/{id}/documents/{slot}/file", get(documents::mine))
        .route("/review/live", get(streams::of_queue))
        .route("/review/{id}/live", get(streams::of_case))
        .route("/review/{id}/documents/{slot}/file", get(documents::for_review))
        .route("/api/{*function}", post(pages::server_function))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .merge(uploads)
        .fallback(pages::fallback)
        .layer(from_fn_with_state(services.clone(), identity::identify))
        .layer(account::sessions::layer(&services))
        .layer(from_fn_with_state(services.clone(), security::same_origin))
        .layer(CompressionLayer::new())
        // What follows needs no session: it is asked often, or by machines.
        .route("/webhooks/doku", post(webhooks::doku))
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .route("/favicon.svg", get(site::plain))
        .route("/robots.txt", get(site::plain))
        .route("/{pkg}/{file}", get(site::bundle))
        .layer(from_fn_with_state(services, security::headers))
        .layer(CatchPanicLayer::new())
        .with_state(state)
}
