//! `/sim`: forms that post and come back. No script.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::Value;

use super::api::{Advance, listed};
use super::orders::{self, Decision, Refused};
use super::place::Place;
use super::transport::{self, Action};
use super::view::{self, View};
use crate::chaos::Chaos;
use crate::store::{deliveries, requests, warnings};
use crate::world::World;

const LISTED: i64 = 50;
/// Registrations on a page.
const REGISTRATIONS: i64 = 25;
const REQUESTS: i64 = 25;
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub async fn front() -> Redirect {
    Redirect::to("/sim")
}

pub async fn show(
    State(world): State<Arc<World>>,
    Query(place): Query<Place>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let mut registrations = listed(&world, place.before, REGISTRATIONS + 1).await?;
    let more = cut(&mut registrations, REGISTRATIONS);
    let mut conn = world.db.acquire().await?;
    let mut callbacks = BTreeMap::new();
    for (business, _) in &registrations {
        callbacks.insert(business.id, deliveries::of(&mut conn, business.id).await?);
    }
    let mut requests = requests::list(&mut conn, place.requests_before, REQUESTS + 1).await?;
    let more_requests = cut(&mut requests, REQUESTS);
    let view = View {
        world: &world,
        switches: world.switches(),
        host: headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:3100"),
        place,
        registrations,
        more,
        callbacks,
        counts: deliveries::count_by_state(&mut conn).await?,
        forged: deliveries::count_forged(&mut conn).await?,
        warnings: warnings::list(&mut conn, LISTED).await?,
        requests,
        more_requests,
    };
    drop(conn);
    Ok(html(view::page(&view)))
}

pub async fn request(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Response, Refused> {
    let mut conn = world.db.acquire().await?;
    let found = requests::by_id(&mut conn, id).await?.ok_or(Refused::NoSuchRequest)?;
    Ok(html(view::request_page(&found)))
}

fn html(page: String) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Html(page)).into_response()
}

/// `true`: there were more.
fn cut<T>(rows: &mut Vec<T>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

pub async fn decide(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    from: HeaderMap,
    Form(decision): Form<Decision>,
) -> Result<Redirect, Refused> {
    orders::decide(&world, &id, &decision).await?;
    Ok(back_to(&from, &id))
}

pub async fn decide_all(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    from: HeaderMap,
) -> Result<Redirect, Refused> {
    orders::decide_all(&world, &id).await?;
    Ok(back_to(&from, &id))
}

pub async fn advance(State(world): State<Arc<World>>, Form(by): Form<Advance>) -> Result<Redirect, Refused> {
    world.advance(by.ms()).await?;
    Ok(back())
}

pub async fn callback(
    State(world): State<Arc<World>>,
    Path((id, action)): Path<(i64, Action)>,
    from: HeaderMap,
) -> Result<Redirect, Refused> {
    transport::to_one(&world, id, action).await?;
    Ok(back_to(&from, &format!("c{id}")))
}

pub async fn all_callbacks(
    State(world): State<Arc<World>>,
    Path((id, action)): Path<(String, Action)>,
    from: HeaderMap,
) -> Result<Redirect, Refused> {
    transport::to_all(&world, &id, action).await?;
    Ok(back_to(&from, &id))
}

/// Forms say everything in words: read by what stands there now.
pub async fn switches(
    State(world): State<Arc<World>>,
    from: HeaderMap,
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
    Ok(back_to(&from, "switches"))
}

pub async fn chaos(
    State(world): State<Arc<World>>,
    from: HeaderMap,
    Form(chaos): Form<Chaos>,
) -> Result<Redirect, Refused> {
    orders::chaos(&world, chaos).await?;
    Ok(back_to(&from, "chaos"))
}

pub async fn clear_warnings(State(world): State<Arc<World>>, from: HeaderMap) -> Result<Redirect, Refused> {
    let mut conn = world.db.acquire().await?;
    warnings::clear(&mut conn).await?;
    Ok(back_to(&from, "warnings"))
}

fn back() -> Redirect {
    Redirect::to("/sim")
}

/// Where the button stood, on the page that it stood on. Ids are plain; anything else goes to the top.
fn back_to(from: &HeaderMap, place: &str) -> Redirect {
    let is_plain = place.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !is_plain {
        return back();
    }
    let referer = from.get(header::REFERER).and_then(|value| value.to_str().ok()).and_then(|from| from.parse().ok());
    let on = referer.and_then(|from: Uri| Query::<Place>::try_from_uri(&from).ok()).map(|Query(on)| on);
    Redirect::to(&format!("{}#{place}", on.unwrap_or_default().address()))
}
