//! The signature gate, in the order of refusals of CONTRACT §9.4, and the signature of the answer.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDateTime;
use doku::SignPrefix;
use doku::signature::{Parts, TimestampLabel, verify};
use domain::Millis;

use super::answer::{Answer, content, refused, spelled};
use super::call::Call;
use super::record::with_gate_answer;
use super::strictness::judge;
use crate::leniency::{Reading, Rule};
use crate::world::World;

const BODY_BYTES: usize = 1024 * 1024;
/// The greatest difference of a timestamp from our clock, in either direction.
const WINDOW_MILLIS: i64 = 3_600 * Millis::SECOND;
const HEADERS: [&str; 4] = ["Client-Id", "Request-Id", "Request-Timestamp", "Signature"];
const REQUEST_ID_CHARACTERS: usize = 128;

/// The gate's word for a refusal, and the answer.
type Refused = (&'static str, Response);

pub async fn gate(
    State(world): State<Arc<World>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    match pass(&world, &uri, request).await {
        Ok((call, request)) => with_gate_answer("passed", sign_answer(&world, &call, next.run(request).await).await),
        Err((verdict, refusal)) => with_gate_answer(verdict, refusal),
    }
}

async fn pass(world: &World, uri: &Uri, request: Request) -> Result<(Call, Request), Refused> {
    let because = |verdict| move |refusal: Answer| (verdict, refusal.into_response());
    let failed = |cause: sqlx::Error| ("not asked", Answer::from(cause).into_response());
    let wrong_signature = || refused(401, "invalid_signature", "Invalid Header Signature");
    let (mut parts, body) = request.into_parts();
    let [client_id, request_id, timestamp, signature] =
        headers(&parts.headers).map_err(because("a header is missing or malformed"))?;
    timing(&timestamp, world.reported_now()).map_err(because("the timestamp does not do"))?;
    if client_id != world.config.client_id {
        return Err(because("another Client-Id")(refused(401, "invalid_client_id", "Invalid Client-Id")));
    }
    let body = to_bytes(body, BODY_BYTES).await;
    let body = body.map_err(|_| because("the body is too large")(content(413, "REQUEST BODY IS TOO LARGE")))?;
    let signed = Parts {
        client_id: &client_id,
        request_id: &request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target: uri.path(),
        body: (!body.is_empty()).then_some(&body[..]),
    };
    let signed = signed_as(world, &signed, uri, &signature);
    let (target, lenient) = signed.ok_or_else(|| because("the signature is wrong")(wrong_signature()))?;
    let call = Call { method: parts.method.clone(), request_id, path: uri.path().to_owned(), target, body };
    let name = call.name();
    let is_taken = judge(world, (&name, &call.request_id), &lenient).await.map_err(failed)?;
    is_taken.map_err(|_| because("strict: the signature is not as documented")(wrong_signature()))?;
    let readings = readings(&call, &parts.headers);
    if let Err(refusal) = judge(world, (&name, &call.request_id), &readings).await.map_err(failed)? {
        let refusal = sign_answer(world, &call, refusal.into_response()).await;
        return Err(("strict: method, path or headers are not as documented", refusal));
    }
    parts.extensions.insert(call.clone());
    let body = Body::from(call.body.clone());
    Ok((call, Request::from_parts(parts, body)))
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

fn timing(timestamp: &str, now: Millis) -> Result<(), Answer> {
    let at = NaiveDateTime::parse_from_str(timestamp, "%Y-%m-%dT%H:%M:%SZ").ok();
    let at = at.filter(|_| timestamp.len() == "2025-11-03T05:35:00Z".len());
    let malformed = || refused(400, "invalid_header_request", "Invalid format Header Request-Timestamp");
    let at = at.ok_or_else(malformed)?;
    let distance = now.since(Millis(at.and_utc().timestamp_millis())).saturating_abs();
    let message = "Header Request-Timestamp is not in +- 3600 second of now";
    if distance > WINDOW_MILLIS { Err(refused(400, "request_time_out_of_range", message)) } else { Ok(()) }
}

/// Returns `None` unless the call is signed with our key; else the target as signed and its lenient readings: the other
/// prefix, a query in it, no digest. Source: CONTRACT §9.1.
fn signed_as(world: &World, parts: &Parts<'_>, uri: &Uri, signature: &str) -> Option<(String, Vec<Reading>)> {
    let own = world.switches().sign_prefix;
    let whole = uri.path_and_query().map_or("", |target| target.as_str());
    let other = if own == SignPrefix::Full { SignPrefix::Inner } else { SignPrefix::Full };
    let prefixes = [(own, None), (other, Some(Reading::new(Rule::SignedPrefix, "Request-Target")))];
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

/// Finds the lenient readings of method, path and headers.
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

/// Signs the answer: its third line is `Response-Timestamp`, and all but GET have a digest. Source: CONTRACT §9.2.
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
    head.headers.extend(parts.headers(&world.config.secret_key).unwrap_or_default());
    Response::from_parts(head, Body::from(body))
}
