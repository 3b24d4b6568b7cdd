//! The buttons of `/sim`: forms that post and come back. Below `/sim/api` each is the same order as an HTTP call, in
//! JSON.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Form, FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::Millis;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::api::clock;
use super::orders::{self, ManualVerdict, Refused};
use super::place::Place;
use super::transport::{self, Action};
use crate::chaos::Chaos;
use crate::store::warnings;
use crate::world::World;

const FOR_PROGRAMS: &str = "/sim/api";

type Answered = Result<Response, Refused>;

pub fn routes() -> Router<Arc<World>> {
    below("/sim").merge(below(FOR_PROGRAMS))
}

fn below(base: &str) -> Router<Arc<World>> {
    let at = |path: &str| format!("{base}{path}");
    Router::new()
        .route(&at("/registrations/{id}/decide"), post(decide))
        .route(&at("/registrations/{id}/decide-all"), post(decide_all))
        .route(&at("/registrations/{id}/{action}"), post(all_callbacks))
        .route(&at("/clock/advance"), post(advance))
        .route(&at("/callbacks/{id}/{action}"), post(callback))
        .route(&at("/switches"), post(switches))
        .route(&at("/chaos"), post(chaos))
        .route(&at("/warnings/clear"), post(clear_warnings))
}

/// The content of an order: a form of the page, or JSON of a program.
struct OrderBody<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for OrderBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        if request.uri().path().starts_with(FOR_PROGRAMS) {
            let order = Json::from_request(request, state).await;
            order.map(|Json(order)| Self(order)).map_err(IntoResponse::into_response)
        } else {
            let order = Form::from_request(request, state).await;
            order.map(|Form(order)| Self(order)).map_err(IntoResponse::into_response)
        }
    }
}

/// The sender of an order: a program is answered in JSON; a person returns to the button, on its page.
enum By {
    Program,
    Person(Place),
}

impl<S: Send + Sync> FromRequestParts<S> for By {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        if parts.uri.path().starts_with(FOR_PROGRAMS) {
            return Ok(Self::Program);
        }
        let referer = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
        let referer = referer.and_then(|from| from.parse::<Uri>().ok());
        let on = referer.and_then(|from| Query::try_from_uri(&from).ok()).map(|Query(on)| on);
        Ok(Self::Person(on.unwrap_or_default()))
    }
}

impl By {
    /// Answers an order. `place` is the id of the button's section; anything but a plain id leads to the top.
    fn answer(self, place: &str, told: Value) -> Response {
        let is_plain = place.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        match self {
            Self::Program => Json(told).into_response(),
            Self::Person(on) if is_plain && !place.is_empty() => {
                Redirect::to(&format!("{}#{place}", on.address())).into_response()
            }
            Self::Person(_) => Redirect::to("/sim").into_response(),
        }
    }
}

async fn decide(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    by: By,
    OrderBody(manual): OrderBody<ManualVerdict>,
) -> Answered {
    let decided = orders::decide(&world, &id, &manual).await?;
    Ok(by.answer(&id, json!({ "decided": decided })))
}

async fn decide_all(State(world): State<Arc<World>>, Path(id): Path<String>, by: By) -> Answered {
    let decided = orders::decide_all(&world, &id).await?;
    Ok(by.answer(&id, json!({ "decided": decided })))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Advance {
    hours: i64,
    millis: i64,
}

async fn advance(State(world): State<Arc<World>>, by: By, OrderBody(time): OrderBody<Advance>) -> Answered {
    world.advance(time.hours.saturating_mul(Millis::HOUR).saturating_add(time.millis)).await?;
    Ok(by.answer("", clock(&world)))
}

async fn callback(State(world): State<Arc<World>>, Path((id, action)): Path<(i64, Action)>, by: By) -> Answered {
    let callbacks = transport::to_one(&world, id, action).await?;
    Ok(by.answer(&format!("c{id}"), json!({ "callbacks": callbacks })))
}

async fn all_callbacks(
    State(world): State<Arc<World>>,
    Path((id, action)): Path<(String, Action)>,
    by: By,
) -> Answered {
    let callbacks = transport::to_all(&world, &id, action).await?;
    Ok(by.answer(&id, json!({ "callbacks": callbacks })))
}

/// Changes the named switches only.
async fn switches(State(world): State<Arc<World>>, by: By, OrderBody(given): OrderBody<Value>) -> Answered {
    let changes = match by {
        By::Program => given,
        By::Person(_) => typed(&world, given),
    };
    orders::switch(&world, &changes).await?;
    Ok(by.answer("switches", json!(world.switches())))
}

/// Turns the texts of a form into the types that the switches have now.
fn typed(world: &World, mut given: Value) -> Value {
    let now = serde_json::to_value(world.switches()).unwrap_or_default();
    for (name, value) in given.as_object_mut().into_iter().flatten() {
        let is_text = now.get(name).is_none_or(Value::is_string);
        if let Some(read) = value.as_str().filter(|_| !is_text).and_then(|text| serde_json::from_str(text).ok()) {
            *value = read;
        }
    }
    given
}

/// Sets the chaos switch; a missing percentage is 0, so `{}` switches it off.
async fn chaos(State(world): State<Arc<World>>, by: By, OrderBody(chaos): OrderBody<Chaos>) -> Answered {
    chaos.check().map_err(Refused::NotASwitch)?;
    world.switch(|switches| switches.chaos = chaos).await?;
    Ok(by.answer("chaos", json!(chaos)))
}

async fn clear_warnings(State(world): State<Arc<World>>, by: By) -> Answered {
    let mut conn = world.db.acquire().await?;
    warnings::clear(&mut conn).await?;
    Ok(by.answer("warnings", json!({ "warnings": 0 })))
}
