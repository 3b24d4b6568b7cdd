//! The signature gate, in the order of refusals of CONTRACT §9.4, and the signature of the answer.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDateTime;
use doku::signature::{Parts, TimestampLabel, sign, verify};
use domain::Millis;
use tracing::warn;

use super::answer::{Answer, content, refused};
use crate::world::World;

const BODY_BYTES: usize = 1024 * 1024;
/// Either way.
const WINDOW_MILLIS: i64 = 3_600 * Millis::SECOND;
const HEADERS: [&str; 4] = ["Client-Id", "Request-Id", "Request-Timestamp", "Signature"];
const REQUEST_ID_CHARACTERS: usize = 128;

/// A call that passed the gate.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    pub request_id: String,
    pub path: String,
    pub body: Bytes,
}

pub async fn gate(
    State(world): State<Arc<World>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let [client_id, request_id, timestamp, signature] = match headers(&parts.headers) {
        Ok(headers) => headers,
        Err(refusal) => return refusal.into_response(),
    };
    if let Some(refusal) = timing(&timestamp, world.clocks.wall.now()) {
        return refusal.into_response();
    }
    if client_id != world.config.client_id {
        return refused(401, "invalid_client_id", "Invalid Client-Id").into_response();
    }
    let Ok(body) = to_bytes(body, BODY_BYTES).await else {
        return content(413, "REQUEST BODY IS TOO LARGE").into_response();
    };
    let signed = Parts {
        client_id: &client_id,
        request_id: &request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target: uri.path(),
        body: (!body.is_empty()).then_some(&body[..]),
    };
    if !is_signed(&world, &signed, &uri, &signature) {
        return refused(401, "invalid_signature", "Invalid Header Signature").into_response();
    }
    let call = Call { method: parts.method.clone(), request_id: request_id.clone(), path: uri.path().to_owned(), body };
    parts.extensions.insert(call.clone());
    let response = next.run(Request::from_parts(parts, Body::from(call.body.clone()))).await;
    sign_answer(&world, &call, response).await
}

fn headers(headers: &HeaderMap) -> Result<[String; 4], Answer> {
    let mut values = [const { String::new() }; 4];
    for (name, value) in HEADERS.into_iter().zip(&mut values) {
        let given = headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty());
        let missing = || refused(400, "invalid_header_request", &format!("Header {name} is required"));
        *value = given.ok_or_else(missing)?.to_owned();
    }
    match values[1].chars().count() > REQUEST_ID_CHARACTERS {
        true => Err(refused(400, "invalid_header_request", "Invalid format Header Request-Id")),
        false => Ok(values),
    }
}

fn timing(timestamp: &str, now: Millis) -> Option<Answer> {
    let at = NaiveDateTime::parse_from_str(timestamp, "%Y-%m-%dT%H:%M:%SZ").ok();
    let at = at.filter(|_| timestamp.len() == "2025-11-03T05:35:00Z".len());
    let Some(at) = at else {
        return Some(refused(400, "invalid_header_request", "Invalid format Header Request-Timestamp"));
    };
    let distance = now.since(Millis(at.and_utc().timestamp_millis())).saturating_abs();
    let message = "Header Request-Timestamp is not in +- 3600 second of now";
    (distance > WINDOW_MILLIS).then(|| refused(400, "request_time_out_of_range", message))
}

/// A query inside the signed target is another reading of DOKU's pages. Source: CONTRACT §9.1.
fn is_signed(world: &World, parts: &Parts<'_>, uri: &Uri, signature: &str) -> bool {
    let key = &world.config.secret_key;
    if verify(key, parts, signature) {
        return true;
    }
    let whole = uri.path_and_query().map_or("", |target| target.as_str());
    let with_query = !world.config.strict && verify(key, &Parts { target: whole, ..*parts }, signature);
    if with_query {
        warn!("a signed target contained its query: only the lenient sandbox takes that");
    }
    with_query
}

/// Third line `Response-Timestamp`; a digest for everything but GET. Source: CONTRACT §9.2.
async fn sign_answer(world: &World, call: &Call, response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return content(500, "INTERNAL SERVER ERROR").into_response();
    };
    let timestamp = world.clocks.wall.now().to_iso();
    let parts = Parts {
        client_id: &world.config.client_id,
        request_id: &call.request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Response,
        target: &call.path,
        body: (call.method != Method::GET).then_some(&body[..]),
    };
    let signature = sign(&world.config.secret_key, &parts);
    let values = [&world.config.client_id, &call.request_id, &timestamp, &signature];
    for (name, value) in ["client-id", "request-id", "response-timestamp", "signature"].into_iter().zip(values) {
        if let Ok(value) = HeaderValue::from_str(value) {
            head.headers.insert(name, value);
        }
    }
    Response::from_parts(head, Body::from(body))
}
