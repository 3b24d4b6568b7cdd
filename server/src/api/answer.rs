//! Answers in JSON with an ETag, and with 304 while nothing has changed.

use super::problem::ApiProblem;
use axum::response::{IntoResponse, Response};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The bytes of a hash that make an ETag, enough that two answers do not share them by chance.
const TAG: usize = 16;
/// Only the caller may keep an answer, and must revalidate it each time, since a key may be revoked.
const KEPT: &str = "private, no-cache";

pub fn json(asked: &HeaderMap, body: &impl Serialize) -> Result<Response, ApiProblem> {
    let body = serde_json::to_vec(body)?;
    let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..TAG]));
    let response = match is_unchanged(asked, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
    };
    Ok(([(header::CACHE_CONTROL, KEPT), (header::ETAG, &tag)], response).into_response())
}

/// Tells whether `If-None-Match` names this tag, weakly or not. Source: RFC 9110, section 13.1.2.
fn is_unchanged(asked: &HeaderMap, tag: &str) -> bool {
    let lists = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut named = lists.flat_map(|list| list.split(',')).map(str::trim);
    named.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}
