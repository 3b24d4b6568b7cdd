//! `/sim/api`: the state of the sandbox in JSON.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Millis;
use serde::Deserialize;
use serde_json::{Value, json};

use super::orders::Refused;
use super::place::Place;
use crate::leniency::Rule;
use crate::store::businesses::{self, Business};
use crate::store::deliveries::{self, Delivery};
use crate::store::entities::{self, Entity};
use crate::store::files;
use crate::store::requests;
use crate::store::warnings::{self, Warning};
use crate::switches::Switches;
use crate::world::World;

const LISTED: i64 = 500;

type Answered = Result<Json<Value>, Refused>;

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NoSuchRegistration | Self::NoSuchEntity | Self::NoSuchCallback | Self::NoSuchRequest => {
                StatusCode::NOT_FOUND
            }
            Self::NotAVerdict | Self::NotASwitch(_) => StatusCode::BAD_REQUEST,
            Self::NothingToSend => StatusCode::CONFLICT,
            Self::Database(cause) => {
                tracing::error!("the sandbox's database refused: {cause}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        (status, Json(json!({ "message": self.to_string() }))).into_response()
    }
}

/// Lists registrations, newest first.
pub async fn registrations(State(world): State<Arc<World>>, Query(page): Query<Place>) -> Answered {
    let listed = listed(&world, page.before, LISTED).await?;
    Ok(Json(listed.iter().map(|(business, entities)| registration(business, entities)).collect()))
}

pub async fn listed(world: &World, before: Option<i64>, limit: i64) -> sqlx::Result<Vec<(Business, Vec<Entity>)>> {
    let mut conn = world.db.acquire().await?;
    let mut listed = Vec::new();
    for business in businesses::list(&mut conn, before, limit).await? {
        let entities = entities::of(&mut conn, business.id).await?;
        listed.push((business, entities));
    }
    Ok(listed)
}

fn registration(business: &Business, entities: &[Entity]) -> Value {
    let entity = |entity: &Entity| {
        json!({
            "id": entity.doku_id,
            "entity": entity.kind,
            "code": entity.code,
            "slot": entity.slot,
            "status": entity.status,
            "note": entity.note,
            "updated_at": Millis(entity.updated_at).to_iso(),
            "submissions": entity.submissions,
        })
    };
    json!({
        "id": business.id,
        "request_id": business.request_id,
        "business_id": business.business_id,
        "brand_id": business.brand_id,
        "name": business.document.0.get("name"),
        "created": Millis(business.created_at).to_iso(),
        "entities": entities.iter().map(entity).collect::<Value>(),
    })
}

pub fn clock(world: &World) -> Value {
    let due = &world.clocks.due;
    json!({ "now": due.now().to_iso(), "offset_ms": due.offset_ms(), "shared": world.clocks.shared })
}

/// Lists callbacks, newest first, each with its attempts.
pub async fn callbacks(State(world): State<Arc<World>>) -> Answered {
    let mut conn = world.db.acquire().await?;
    let listed = deliveries::list(&mut conn, LISTED).await?;
    let first = listed.last().map_or(0, |delivery| delivery.id);
    let attempts = deliveries::attempts(&mut conn, first).await?;
    drop(conn);
    let with_attempts = |delivery: &Delivery| {
        let mut value = json!(delivery);
        let own = attempts.iter().filter(|attempt| attempt.delivery == delivery.id);
        value["attempts"] = own.map(|attempt| json!(attempt)).collect();
        value["body"] = serde_json::from_str(&delivery.body).unwrap_or(Value::Null);
        value
    };
    Ok(Json(listed.iter().map(with_attempts).collect()))
}

pub async fn switches(State(world): State<Arc<World>>) -> Json<Switches> {
    Json(world.switches())
}

#[derive(Deserialize)]
pub struct Outage {
    pub on: bool,
}

pub async fn outage(State(world): State<Arc<World>>, Json(outage): Json<Outage>) -> Answered {
    world.switch(|switches| switches.outage = outage.on).await?;
    Ok(Json(json!({ "outage": outage.on })))
}

/// Lists warnings, newest first; with `advice` true, the strict sandbox accepts the call too.
pub async fn warnings(State(world): State<Arc<World>>) -> Answered {
    let mut conn = world.db.acquire().await?;
    let listed = warnings::list(&mut conn, LISTED).await?;
    Ok(Json(listed.iter().map(warning).collect()))
}

fn warning(warning: &Warning) -> Value {
    let rule = Rule::read(&warning.rule);
    let mut value = json!(warning);
    value["says"] = rule.map(Rule::says).into();
    value["advice"] = rule.is_some_and(Rule::is_advice).into();
    value
}

/// Lists the calls to the partner API, newest first.
pub async fn requests(State(world): State<Arc<World>>, Query(page): Query<Place>) -> Answered {
    let mut conn = world.db.acquire().await?;
    Ok(Json(json!(requests::list(&mut conn, page.before, LISTED).await?)))
}

pub async fn counts(State(world): State<Arc<World>>) -> Answered {
    let mut conn = world.db.acquire().await?;
    let callbacks: serde_json::Map<String, Value> =
        deliveries::count_by_state(&mut conn).await?.into_iter().map(|(state, n)| (state, n.into())).collect();
    let (forged, forged_and_taken) = deliveries::count_forged(&mut conn).await?;
    Ok(Json(json!({
        "forged": { "sent": forged, "taken": forged_and_taken },
        "registrations": businesses::count(&mut conn).await?,
        "files": files::count(&mut conn).await?,
        "callbacks": callbacks,
        "outage": world.switches().outage,
        "clock": clock(&world),
    })))
}
