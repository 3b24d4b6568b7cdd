//! The pages of `/sim`, without scripts.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::api::listed;
use super::orders::Refused;
use super::place::Place;
use super::view::{RequestPage, View, drawn};
use crate::store::{deliveries, requests, warnings};
use crate::world::World;

const LISTED: i64 = 50;
/// The number of registrations on a page.
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
    Ok(html(drawn(&view)))
}

pub async fn request(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Response, Refused> {
    let mut conn = world.db.acquire().await?;
    let row = requests::by_id(&mut conn, id).await?.ok_or(Refused::NoSuchRequest)?;
    Ok(html(drawn(&RequestPage { row })))
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

/// Cuts the rows to `most`. Returns `true` when there were more.
fn cut<T>(rows: &mut Vec<T>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}
