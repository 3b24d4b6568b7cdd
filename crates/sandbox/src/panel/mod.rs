//! `/sim`: the orders that a person or a test may give to the sandbox.

mod api;
mod buttons;
mod orders;
mod origin;
mod page;
mod place;
mod transport;
mod view;

pub use orders::{ManualVerdict, Refused, decide, decide_all, switch};

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
        .route("/sim/api/registrations", get(api::registrations))
        .route("/sim/api/callbacks", get(api::callbacks))
        .route("/sim/api/switches", get(api::switches))
        .route("/sim/api/outage", post(api::outage))
        .route("/sim/api/warnings", get(api::warnings))
        .route("/sim/api/requests", get(api::requests))
        .route("/sim/api/counts", get(api::counts))
        .merge(buttons::routes())
        .route_layer(from_fn(origin::own_pages_only))
        .with_state(world)
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}
