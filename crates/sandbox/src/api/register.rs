//! `POST /business` and the update of what it made. Source: CONTRACT §5 and §7.2.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use domain::kyb::EntityKind;
use serde_json::{Value, json};
use sqlx::types::Json;

use super::answer::{Answer, content, contents};
use super::gate::Call;
use super::idempotency::{Done, Work, once};
use super::named_files::Known;
use super::validate::Validator;
use crate::callbacks::{self, deliver_due};
use crate::document;
use crate::outcomes::Faults;
use crate::store::Conn;
use crate::store::businesses::{self, Business};
use crate::store::entities::{self, Entity, Verdict};
use crate::verdicts;
use crate::world::World;

/// How long `+timeout` waits: longer than any client.
const TIMEOUT: Duration = Duration::from_secs(90);

pub async fn register(State(world): State<Arc<World>>, Extension(call): Extension<Call>) -> Answer {
    // A task of its own: a client that hangs up must not end the work half-way.
    let task = tokio::spawn(async move {
        let work = Register { call: call.clone() };
        let (answer, is_new) = once(&world, &call, &work).await;
        if is_new {
            misbehave(&world, &call).await;
        }
        world.wake.notify_one();
        answer
    });
    task.await.unwrap_or_else(|_| content(500, "INTERNAL SERVER ERROR"))
}

pub async fn update(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Extension(call): Extension<Call>,
) -> Answer {
    let task = tokio::spawn(async move {
        let (answer, _) = once(&world, &call, &Update { call: call.clone(), id }).await;
        world.wake.notify_one();
        answer
    });
    task.await.unwrap_or_else(|_| content(500, "INTERNAL SERVER ERROR"))
}

/// What an e-mail address asked for between the work and its answer.
async fn misbehave(world: &World, call: &Call) {
    let faults = business_of(&call.body).map(|business| callbacks::faults(&business)).unwrap_or_default();
    if faults.early {
        deliver_due(world).await;
    }
    if faults.timeout {
        tokio::time::sleep(TIMEOUT).await;
    }
}

fn business_of(body: &[u8]) -> Option<Value> {
    let mut body: Value = serde_json::from_slice(body).ok()?;
    let mut business = body.get_mut("business").map(Value::take).filter(Value::is_object)?;
    document::normalise(&mut business);
    Some(business)
}

struct Register {
    call: Call,
}

impl Work for Register {
    async fn work(&self, world: &World, db: &mut Conn) -> sqlx::Result<Done> {
        let mut business = match read(&self.call.body) {
            Ok(business) => business,
            Err(answer) => return Ok(answer.into()),
        };
        let problems = Validator::new(world.config.strict, &business).whole(&Known::of(world, db, &business).await?);
        if !problems.is_empty() {
            return Ok(contents(400, &problems).into());
        }
        let faults = callbacks::faults(&business);
        document::adopt(&mut business, &world.ids, world.clocks.wall.now());
        let stored = store(world, db, &self.call.request_id, business).await?;
        let slots = submit_all(world, db, &stored).await?;
        follow_up(world, db, &stored, &slots, faults).await?;
        let answer = Answer::new(200, registered(db, &stored).await?);
        Ok(Done { answer, failures: if faults.flaky { 2 } else { 0 } })
    }
}

fn read(body: &[u8]) -> Result<Value, Answer> {
    if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_err() {
        return Err(content(400, "BODY IS NOT JSON"));
    }
    business_of(body).ok_or_else(|| content(400, "business is required"))
}

async fn store(world: &World, db: &mut Conn, request_id: &str, document: Value) -> sqlx::Result<Business> {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let mut business = Business {
        id: 0,
        request_id: request_id.to_owned(),
        business_id: text("/id").unwrap_or_default(),
        brand_id: text("/brands/0/id").unwrap_or_default(),
        callback_url: text("/callback_url"),
        shared_key: format!("SK-{}", world.chance.name()),
        created_at: world.clocks.wall.now().0,
        document: Json(document),
    };
    business.id = businesses::insert(db, &business).await?;
    Ok(business)
}

/// One entity for each part; answers their slots.
async fn submit_all(world: &World, db: &mut Conn, business: &Business) -> sqlx::Result<Vec<String>> {
    let entities = parts(world, business);
    for entity in &entities {
        entities::insert(db, entity).await?;
    }
    Ok(entities.into_iter().map(|entity| entity.slot).collect())
}

fn parts(world: &World, business: &Business) -> Vec<Entity> {
    let mut entities = Vec::new();
    document::visit(&mut business.document.0.clone(), &mut |part| {
        entities.push(Entity {
            id: 0,
            business: business.id,
            kind: part.kind.as_str().to_owned(),
            doku_id: part.text("id").unwrap_or_default().to_owned(),
            code: part.text("code").map(str::to_owned),
            slot: part.slot,
            status: in_review(part.kind).to_owned(),
            note: None,
            updated_at: world.clocks.wall.now().0,
            submissions: 1,
        });
    });
    entities
}

const fn in_review(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Business | EntityKind::Brand => "UPDATING",
        EntityKind::OperationalStatus => "INACTIVE",
        _ => "PENDING",
    }
}

/// Lets verdicts fall due by themselves, one of them at once if it shall come early.
async fn follow_up(
    world: &World,
    db: &mut Conn,
    business: &Business,
    slots: &[String],
    faults: Faults,
) -> sqlx::Result<()> {
    if matches!(world.config.decide, crate::Decide::Auto) {
        verdicts::plan(world, db, business, slots).await?;
    }
    if faults.early
        && let Some(first) = verdicts::decided(world, db, business).await?.pop()
    {
        let now = world.clocks.due.now();
        entities::plan(db, &Verdict { entity: first.entity, status: first.status, note: first.note }, now).await?;
    }
    Ok(())
}

/// Source: CONTRACT §5.6.
async fn registered(db: &mut Conn, business: &Business) -> sqlx::Result<Value> {
    let all = entities::of(db, business.id).await?;
    let status = |slot: &str| all.iter().find(|entity| entity.slot == slot).map(|entity| entity.status.clone());
    let mut brands = Vec::new();
    let listed = business.document.0.get("brands").and_then(Value::as_array);
    for (n, brand) in listed.into_iter().flatten().enumerate() {
        let mut services = brand.get("services").and_then(Value::as_array).cloned().unwrap_or_default();
        for service in &mut services {
            let code = service.get("code").and_then(Value::as_str).unwrap_or_default();
            let status = status(&format!("brands/{n}/services/{code}"));
            *service = json!({ "code": service.get("code"), "name": service.get("name"), "status": status });
        }
        brands.push(json!({
            "id": brand.get("id"),
            "status": status(&format!("brands/{n}")),
            "shared_key": business.shared_key,
            "services": services,
        }));
    }
    Ok(json!({ "business": { "id": business.business_id, "status": status("business"), "brands": brands } }))
}

struct Update {
    call: Call,
    id: String,
}

impl Work for Update {
    async fn work(&self, world: &World, db: &mut Conn) -> sqlx::Result<Done> {
        let Some(mut business) = businesses::find(db, &self.id).await? else {
            return Ok(content(404, "BUSINESS NOT FOUND").into());
        };
        let update = match read(&self.call.body) {
            Ok(update) => update,
            Err(answer) => return Ok(answer.into()),
        };
        let before = business.document.0.clone();
        document::merge(&mut business.document.0, &update);
        let known = Known::of(world, db, &business.document.0).await?.and_those_of(&before);
        let problems = Validator::new(world.config.strict, &business.document.0).whole(&known);
        if !problems.is_empty() {
            return Ok(contents(400, &problems).into());
        }
        document::adopt(&mut business.document.0, &world.ids, world.clocks.wall.now());
        business.callback_url = business.document.0.get("callback_url").and_then(Value::as_str).map(str::to_owned);
        businesses::update(db, business.id, &business.document.0, business.callback_url.as_deref()).await?;
        let touched = document::touched(&before, &business.document.0, &update);
        let slots = resubmit(world, db, &business, &touched).await?;
        follow_up(world, db, &business, &slots, Faults::default()).await?;
        Ok(Answer::new(200, registered(db, &business).await?).into())
    }
}

/// What was touched goes back to review, unless it says what is accepted already. Answers the slots in review.
async fn resubmit(
    world: &World,
    db: &mut Conn,
    business: &Business,
    touched: &[document::Touched],
) -> sqlx::Result<Vec<String>> {
    let at = world.clocks.wall.now();
    let old = entities::of(db, business.id).await?;
    let mut slots = Vec::new();
    let new = parts(world, business);
    for gone in old.iter().filter(|old| !new.iter().any(|new| new.slot == old.slot)) {
        entities::remove(db, gone.id).await?;
    }
    for part in new {
        let touched = touched.iter().find(|touched| touched.slot == part.slot);
        match (old.iter().find(|old| old.slot == part.slot), touched) {
            (None, _) => entities::insert(db, &part).await?,
            (Some(old), Some(touched)) if touched.changed || !(old.is("ACTIVE") || old.is(&part.status)) => {
                entities::resubmit(db, old.id, &part.doku_id, &part.status, at).await?;
            }
            _ => continue,
        }
        slots.push(part.slot);
    }
    Ok(slots)
}
