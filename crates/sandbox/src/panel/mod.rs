//! `/sim`: what a person or a test may tell the sandbox to do.

mod api;
mod orders;
mod origin;
mod page;
mod place;
mod transport;
mod view;

pub use orders::{Decision, Refused, decide, decide_all, switch};

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use crate::world::World;

pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(page::front))
        .route("/sim", get(page::show))
        .route("/sim/requests/{id}", get(page::request))
        .route("/sim/style.css", get(style))
        .route("/sim/registrations/{id}/decide", post(page::decide))
        .route("/sim/registrations/{id}/decide-all", post(page::decide_all))
        .route("/sim/clock/advance", post(page::advance))
        .route("/sim/callbacks/{id}/{action}", post(page::callback))
        .route("/sim/registrations/{id}/{action}", post(page::all_callbacks))
        .route("/sim/switches", post(page::switches))
        .route("/sim/chaos", post(page::chaos))
        .route("/sim/warnings/clear", post(page::clear_warnings))
        .route("/sim/api/registrations", get(api::registrations))
        .route("/sim/api/registrations/{id}/decide", post(api::decide))
        .route("/sim/api/registrations/{id}/decide-all", post(api::decide_all))
        .route("/sim/api/clock/advance", post(api::advance))
        .route("/sim/api/callbacks", get(api::callbacks))
        .route("/sim/api/callbacks/{id}/{action}", post(api::callback))
        .route("/sim/api/registrations/{id}/{action}", post(api::all_callbacks))
        .route("/sim/api/switches", get(api::switches).post(api::switch))
        .route("/sim/api/chaos", post(api::chaos))
        .route("/sim/api/outage", post(api::outage))
        .route("/sim/api/warnings", get(api::warnings))
        .route("/sim/api/warnings/clear", post(api::clear_warnings))
        .route("/sim/api/requests", get(api::requests))
        .route("/sim/api/counts", get(api::counts))
        .route_layer(from_fn(origin::own_pages_only))
        .with_state(world)
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}
