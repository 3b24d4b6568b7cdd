//! The signature gate, in the order of refusals of CONTRACT §9.4, and the signature of the answer.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDateTime;
use doku::signature::{Parts, TimestampLabel, sign, verify};
use domain::Millis;

use super::answer::{Answer, content, refused, spelled};
use super::call::Call;
use super::record::with_gate_answer;
use super::strictness::judge;
use crate::leniency::{Reading, Rule};
use crate::world::World;

const BODY_BYTES: usize = 1024 * 1024;
/// Either way.
const WINDOW_MILLIS: i64 = 3_600 * Millis::SECOND;
const HEADERS: [&str; 4] = ["Client-Id", "Request-Id", "Request-Timestamp", "Signature"];
const REQUEST_ID_CHARACTERS: usize = 128;

pub async fn gate(
    State(world): State<Arc<World>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let [client_id, request_id, timestamp, signature] = match headers(&parts.headers) {
        Ok(headers) => headers,
        Err(refusal) => return with_gate_answer("a header is missing or malformed", refusal.into_response()),
    };
    if let Some(refusal) = timing(&timestamp, world.told_now()) {
        return with_gate_answer("the timestamp does not do", refusal.into_response());
    }
    if client_id != world.config.client_id {
        return with_gate_answer(
            "another Client-Id",
            refused(401, "invalid_client_id", "Invalid Client-Id").into_response(),
        );
    }
    let Ok(body) = to_bytes(body, BODY_BYTES).await else {
        return with_gate_answer("the body is too large", content(413, "REQUEST BODY IS TOO LARGE").into_response());
    };
    let signed = Parts {
        client_id: &client_id,
        request_id: &request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target: uri.path(),
        body: (!body.is_empty()).then_some(&body[..]),
    };
    let Some((target, lenient)) = signed_as(&world, &signed, &uri, &signature) else {
        return with_gate_answer("the signature is wrong", wrong_signature());
    };
    let call = Call {
        method: parts.method.clone(),
        request_id: request_id.clone(),
        path: uri.path().to_owned(),
        target,
        body: body.clone(),
    };
    let about = (call.name(), request_id.clone());
    let about = (about.0.as_str(), about.1.as_str());
    match judge(&world, about, &lenient).await {
        Ok(None) => {}
        Ok(Some(_)) => return with_gate_answer("strict: the signature is not as documented", wrong_signature()),
        Err(cause) => return Answer::from(cause).into_response(),
    }
    match judge(&world, about, &readings(&call, &parts.headers)).await {
        Ok(None) => {}
        Ok(Some(refusal)) => {
            let refusal = sign_answer(&world, &call, refusal.into_response()).await;
            return with_gate_answer("strict: method, path or headers are not as documented", refusal);
        }
        Err(cause) => return Answer::from(cause).into_response(),
    }
    parts.extensions.insert(call.clone());
    let response = next.run(Request::from_parts(parts, Body::from(call.body.clone()))).await;
    with_gate_answer("passed", sign_answer(&world, &call, response).await)
}

fn wrong_signature() -> Response {
    refused(401, "invalid_signature", "Invalid Header Signature").into_response()
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

/// `None`: not signed with our key. Else the target as signed, and what is lenient about it: the other prefix, a query in it, no
/// digest. Source: CONTRACT §9.1.
fn signed_as(world: &World, parts: &Parts<'_>, uri: &Uri, signature: &str) -> Option<(String, Vec<Reading>)> {
    let own = world.switches().sign_prefix;
    let whole = uri.path_and_query().map_or("", |target| target.as_str());
    let prefixes = [(own, None), (own.other(), Some(Reading::new(Rule::SignedPrefix, "Request-Target")))];
    let paths = [(uri.path(), None), (whole, Some(Reading::new(Rule::SignedQuery, "Request-Target")))];
    let bodies = [(parts.body, None), (None, Some(Reading::new(Rule::MissingDigest, "Digest")))];
    for (prefix, prefix_reading) in &prefixes {
        for (path, path_reading) in &paths {
            for (body, body_reading) in &bodies {
                let target = prefix.of(path);
                if verify(&world.config.secret_key, &Parts { target, body: *body, ..*parts }, signature) {
                    let readings = [prefix_reading, path_reading, body_reading].into_iter().flatten();
                    return Some((target.to_owned(), readings.cloned().collect()));
                }
            }
        }
    }
    None
}

/// What is lenient about method, path and headers.
fn readings(call: &Call, headers: &HeaderMap) -> Vec<Reading> {
    let mut found = Vec::new();
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !call.body.is_empty() && !content_type.to_ascii_lowercase().starts_with("application/json") {
        found.push(Reading::new(Rule::ContentType, "Content-Type"));
    }
    let names_nobody = call.is_update_by_body();
    if names_nobody {
        found.push(Reading::new(Rule::IdInBody, "path"));
    }
    if (call.id().is_some() || names_nobody) && (call.method == Method::PATCH || call.method == Method::POST) {
        found.push(Reading::new(Rule::UpdateMethod, "method"));
    }
    if call.id().is_some_and(|id| id.starts_with("BSN-")) {
        found.push(Reading::new(Rule::BusinessIdInPath, "path"));
    }
    found
}

/// Third line `Response-Timestamp`; a digest for everything but GET. Source: CONTRACT §9.2.
async fn sign_answer(world: &World, call: &Call, response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return content(500, "INTERNAL SERVER ERROR").into_response();
    };
    let respelled = spelled(world.switches().error_envelope, head.status.as_u16(), &body);
    let body = respelled.map_or(body, |value| value.to_string().into());
    head.headers.remove(header::CONTENT_LENGTH);
    let timestamp = world.clocks.wall.now().to_iso();
    let parts = Parts {
        client_id: &world.config.client_id,
        request_id: &call.request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Response,
        target: &call.target,
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
