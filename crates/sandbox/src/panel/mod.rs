//! `/sim`: what a person or a test may tell the sandbox to do.

mod api;
mod orders;
mod origin;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use crate::world::World;

pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/sim", get(page::show))
        .route("/sim/style.css", get(style))
        .route("/sim/registrations/{id}/decide", post(page::decide))
        .route("/sim/registrations/{id}/decide-all", post(page::decide_all))
        .route("/sim/clock/advance", post(page::advance))
        .route("/sim/callbacks/{id}/resend", post(page::resend))
        .route("/sim/outage", post(page::outage))
        .route("/sim/api/registrations", get(api::registrations))
        .route("/sim/api/registrations/{id}/decide", post(api::decide))
        .route("/sim/api/registrations/{id}/decide-all", post(api::decide_all))
        .route("/sim/api/clock/advance", post(api::advance))
        .route("/sim/api/callbacks", get(api::callbacks))
        .route("/sim/api/callbacks/{id}/resend", post(api::resend))
        .route("/sim/api/outage", post(api::outage))
        .route("/sim/api/counts", get(api::counts))
        .route_layer(from_fn(origin::own_pages_only))
        .with_state(world)
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}
