//! `/sim`: forms that post and come back. No script.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::Value;

use super::api::{Advance, listed};
use super::orders::{self, Decision, Refused};
use super::transport::{self, Action};
use super::view::{self, View};
use crate::chaos::Chaos;
use crate::store::{deliveries, warnings};
use crate::world::World;

const LISTED: i64 = 50;
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub async fn show(State(world): State<Arc<World>>, headers: HeaderMap) -> Result<Response, Refused> {
    let registrations = listed(&world, LISTED).await?;
    let mut conn = world.db.acquire().await?;
    let mut callbacks = BTreeMap::new();
    for (business, _) in &registrations {
        callbacks.insert(business.id, deliveries::of(&mut conn, business.id).await?);
    }
    let view = View {
        world: &world,
        switches: world.switches(),
        host: headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:3100"),
        registrations,
        callbacks,
        counts: deliveries::count_by_state(&mut conn).await?,
        forged: deliveries::count_forged(&mut conn).await?,
        warnings: warnings::list(&mut conn, LISTED).await?,
    };
    drop(conn);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Html(view::page(&view))).into_response())
}

pub async fn decide(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Form(decision): Form<Decision>,
) -> Result<Redirect, Refused> {
    orders::decide(&world, &id, &decision).await?;
    Ok(back_to(&id))
}

pub async fn decide_all(State(world): State<Arc<World>>, Path(id): Path<String>) -> Result<Redirect, Refused> {
    orders::decide_all(&world, &id).await?;
    Ok(back_to(&id))
}

pub async fn advance(State(world): State<Arc<World>>, Form(by): Form<Advance>) -> Result<Redirect, Refused> {
    world.advance(by.ms()).await?;
    Ok(back())
}

pub async fn callback(
    State(world): State<Arc<World>>,
    Path((id, action)): Path<(i64, Action)>,
) -> Result<Redirect, Refused> {
    transport::to_one(&world, id, action).await?;
    Ok(back_to(&format!("c{id}")))
}

pub async fn all_callbacks(
    State(world): State<Arc<World>>,
    Path((id, action)): Path<(String, Action)>,
) -> Result<Redirect, Refused> {
    transport::to_all(&world, &id, action).await?;
    Ok(back_to(&id))
}

/// Forms say everything in words: read by what stands there now.
pub async fn switches(
    State(world): State<Arc<World>>,
    Form(given): Form<BTreeMap<String, String>>,
) -> Result<Redirect, Refused> {
    let now = serde_json::to_value(world.switches()).unwrap_or_default();
    let typed = |(name, given): (String, String)| {
        let value = match now.get(&name) {
            Some(Value::String(_)) | None => Value::from(given),
            Some(_) => serde_json::from_str(&given).unwrap_or_else(|_| Value::from(given)),
        };
        (name, value)
    };
    orders::switch(&world, &Value::Object(given.into_iter().map(typed).collect())).await?;
    Ok(back_to("switches"))
}

pub async fn chaos(State(world): State<Arc<World>>, Form(chaos): Form<Chaos>) -> Result<Redirect, Refused> {
    orders::chaos(&world, chaos).await?;
    Ok(back_to("chaos"))
}

pub async fn clear_warnings(State(world): State<Arc<World>>) -> Result<Redirect, Refused> {
    let mut conn = world.db.acquire().await?;
    warnings::clear(&mut conn).await?;
    Ok(back_to("warnings"))
}

fn back() -> Redirect {
    Redirect::to("/sim")
}

/// Where the button stood. Ids are plain; anything else goes to the top.
fn back_to(place: &str) -> Redirect {
    let is_plain = place.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_plain { Redirect::to(&format!("/sim#{place}")) } else { back() }
}
