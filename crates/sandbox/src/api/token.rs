//! `POST /token`. Source: CONTRACT §2.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use serde_json::{Value, json};

use super::answer::{Answer, content};
use super::call::Call;
use super::strictness::judge;
use crate::leniency::{Reading, Rule};
use crate::world::World;

const DEFAULT_MINUTES: i64 = 5;
const MOST_MINUTES: i64 = 1_440;

pub async fn create(State(world): State<Arc<World>>, Extension(call): Extension<Call>) -> Result<Answer, Answer> {
    let Ok(body) = serde_json::from_slice::<Value>(&call.body) else {
        return Err(content(400, "BODY IS NOT JSON"));
    };
    if body.get("grant_type").and_then(Value::as_str) != Some("client_credentials") {
        return Err(content(400, "grant_type must be client_credentials"));
    }
    let Some(minutes) = minutes(body.get("valid_time")) else {
        return Err(content(400, "valid_time must be from 1 to 1440"));
    };
    if body.get("valid_time").is_some_and(Value::is_number) {
        let reading = Reading::new(Rule::TokenMinutes, "valid_time");
        judge(&world, (&call.name(), &call.request_id), &[reading]).await??;
    }
    let seconds = match world.switches().token_seconds {
        0 => minutes * 60,
        most => i64::from(most).min(minutes * 60),
    };
    let token = world.issuer.issue(&world.config.client_id, world.clocks.wall.now(), seconds);
    let token = token.map_err(|_| content(500, "INTERNAL SERVER ERROR"))?;
    Ok(Answer::new(200, json!({ "token": token })))
}

/// Reads a number or a string of digits.
fn minutes(given: Option<&Value>) -> Option<i64> {
    let minutes = match given {
        None | Some(Value::Null) => Some(DEFAULT_MINUTES),
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
        Some(_) => None,
    };
    minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes))
}
