//! The partner API under DOKU's paths.

mod answer;
mod call;
mod gate;
mod idempotency;
mod named_files;
mod read;
mod record;
mod register;
mod requirements;
mod strictness;
mod token;
mod trouble;
mod upload;
mod validate;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;

use crate::config::BASE;
use crate::switches::take;
use crate::world::World;

pub fn router(world: Arc<World>) -> Router {
    let signed = Router::new()
        .route("/file", get(requirements::check))
        .route("/token", post(token::create))
        .route("/business", post(register::register).put(register::update).patch(register::update))
        .route("/business/{id}", get(read::get).put(register::update).patch(register::update).post(register::update))
        .route_layer(from_fn_with_state(world.clone(), gate::gate));
    let unsigned = Router::new().route("/file", post(upload::upload).layer(DefaultBodyLimit::disable()));
    let partner = signed.merge(unsigned);
    Router::new()
        .nest(BASE, partner)
        .fallback(unknown_path)
        .layer(from_fn_with_state(world.clone(), outage))
        .layer(from_fn_with_state(world.clone(), dated))
        .layer(from_fn_with_state(world.clone(), record::record))
        .with_state(world)
}

async fn unknown_path(uri: Uri) -> Response {
    let message = format!("No static resource {}.", uri.path().trim_start_matches('/'));
    answer::Answer::new(404, json!({ "message": message })).into_response()
}

/// Answers 503 during an outage, and 429 as many times as a switch asks for.
async fn outage(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let switches = world.switches();
    if switches.outage {
        return answer::content(503, "SERVICE UNAVAILABLE").into_response();
    }
    match world.switch(|switches| take(&mut switches.busy_calls)).await {
        Ok(true) => busy(switches.retry_after_seconds),
        Ok(false) => next.run(request).await,
        Err(cause) => answer::Answer::from(cause).into_response(),
    }
}

fn busy(retry_after_seconds: u32) -> Response {
    let mut response = answer::content(429, "TOO MANY REQUESTS").into_response();
    if retry_after_seconds > 0 {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
    }
    response
}

/// Sets `Date` by the clock of the gate, so that a client can tell how far it is off.
async fn dated(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let now = chrono::DateTime::from_timestamp_millis(world.reported_now().0).unwrap_or_default();
    let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}
