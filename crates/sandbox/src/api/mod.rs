//! The partner API under DOKU's paths.

mod answer;
mod gate;
mod idempotency;
mod named_files;
mod read;
mod register;
mod requirements;
mod token;
mod upload;
mod validate;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;

use crate::world::World;

pub const BASE: &str = "/adv-core-api/partner/v1.0";

pub fn router(world: Arc<World>) -> Router {
    let signed = Router::new()
        .route("/file", get(requirements::check))
        .route("/token", post(token::create))
        .route("/business", post(register::register))
        .route("/business/{id}", get(read::get).put(register::update).patch(register::update).post(register::update))
        .route_layer(from_fn_with_state(world.clone(), gate::gate));
    let unsigned = Router::new().route("/file", post(upload::upload).layer(DefaultBodyLimit::disable()));
    let partner = signed.merge(unsigned);
    Router::new()
        .nest(BASE, partner)
        .fallback(unknown_path)
        .layer(from_fn_with_state(world.clone(), outage))
        .layer(from_fn_with_state(world.clone(), dated))
        .with_state(world)
}

async fn unknown_path(uri: Uri) -> Response {
    let message = format!("No static resource {}.", uri.path().trim_start_matches('/'));
    answer::Answer::new(404, json!({ "message": message })).into_response()
}

async fn outage(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    match world.outage.load(Ordering::SeqCst) {
        true => answer::content(503, "SERVICE UNAVAILABLE").into_response(),
        false => next.run(request).await,
    }
}

/// `Date` by the clock that the gate goes by, so that a client can tell how far it is off.
async fn dated(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let now = chrono::DateTime::from_timestamp_millis(world.clocks.wall.now().0).unwrap_or_default();
    let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}
