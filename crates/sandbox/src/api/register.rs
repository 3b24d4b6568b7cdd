//! `POST /business` and the update of what it made. Source: CONTRACT §5 and §7.2.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use domain::kyb::EntityKind;
use serde_json::{Value, json};
use sqlx::types::Json;

use super::answer::{Answer, content, contents};
use super::call::Call;
use super::idempotency::{Done, Work, once};
use super::named_files::Known;
use super::strictness;
use super::trouble::Trouble;
use super::validate::problems;
use crate::callbacks;
use crate::document::{self, items, text};
use crate::leniency::{self, Reading};
use crate::outcomes::{Fault, Faults};
use crate::store::Conn;
use crate::store::businesses::{self, Business};
use crate::store::entities::{self, Entity};
use crate::switches::DuplicatePolicy;
use crate::verdicts;
use crate::world::World;

pub async fn register(State(world): State<Arc<World>>, Extension(call): Extension<Call>) -> Answer {
    done(world, call, Register).await
}

/// Updates a business; a path without an id leaves it to the body to name the business.
pub async fn update(
    State(world): State<Arc<World>>,
    id: Option<Path<String>>,
    Extension(call): Extension<Call>,
) -> Answer {
    done(world, call, Update { id: id.map(|Path(id)| id) }).await
}

/// Runs the work in a task of its own: a client that hangs up must not end it half-way.
async fn done(world: Arc<World>, call: Call, work: impl Work + Sync + 'static) -> Answer {
    let task = tokio::spawn(async move {
        let answer = once(&world, &call, &work).await;
        world.wake.notify_one();
        answer
    });
    task.await.unwrap_or_else(|_| content(500, "INTERNAL SERVER ERROR"))
}

struct Register;

impl Work for Register {
    async fn work(&self, world: &World, db: &mut Conn, call: &Call) -> sqlx::Result<Done> {
        let (mut business, readings) = match read(&call.body) {
            Ok(read) => read,
            Err(answer) => return Ok(answer.into()),
        };
        let strictness = strictness::noted(world, db, (&call.name(), &call.request_id), &readings).await?;
        let known = Known::of(world, db, &business).await?;
        let problems = problems(strictness, &business, &known);
        if !problems.is_empty() {
            return Ok(contents(400, &problems).into());
        }
        if let Some(conflict) = duplicate(world, db, &business).await? {
            return Ok(conflict.into());
        }
        let faults = callbacks::faults(&business);
        document::adopt(&mut business, &world.ids, world.clocks.wall.now());
        let stored = store(world, db, &call.request_id, business).await?;
        let slots = submit(world, db, &stored, &[]).await?;
        follow_up(world, db, &stored, &slots, &faults).await?;
        let answer = Answer::new(200, registered(db, &stored).await?);
        Ok(Done { answer, trouble: Trouble::of(world, &stored, "register", &faults) })
    }
}

/// Reads the business, normalised, and its lenient readings.
fn read(body: &[u8]) -> Result<(Value, Vec<Reading>), Answer> {
    let mut body: Value = serde_json::from_slice(body).map_err(|_| content(400, "BODY IS NOT JSON"))?;
    let readings = leniency::of_body(&body);
    let business = body.get_mut("business").map(Value::take).filter(Value::is_object);
    let mut business = business.ok_or_else(|| content(400, "business is required"))?;
    document::normalise(&mut business);
    Ok((business, readings))
}

/// Refuses the same person or company twice if a switch says so; this is stage 7. Source: CONTRACT §5.7.
async fn duplicate(world: &World, db: &mut Conn, business: &Value) -> sqlx::Result<Option<Answer>> {
    if world.switches().duplicate_policy == DuplicatePolicy::Accept {
        return Ok(None);
    }
    let numbers = document::identities(business);
    let earlier = businesses::list(db, None, i64::MAX).await?;
    let is_known =
        earlier.iter().any(|known| document::identities(&known.document.0).iter().any(|id| numbers.contains(id)));
    Ok(is_known.then(|| content(409, "BUSINESS IS ALREADY REGISTERED")))
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

/// Plans the verdicts, and gives one of them at once if a callback shall come early.
async fn follow_up(
    world: &World,
    db: &mut Conn,
    business: &Business,
    slots: &[String],
    faults: &Faults,
) -> sqlx::Result<()> {
    if matches!(world.pace().decide, crate::config::Decide::Auto) {
        verdicts::plan(world, db, business, slots).await?;
    }
    if faults.contains(&Fault::Early)
        && let Some(first) = verdicts::decided(world, db, business).await?.pop()
    {
        let now = world.clocks.due.now();
        entities::plan(db, &first, now).await?;
    }
    Ok(())
}

/// Builds the answer to a registration. Source: CONTRACT §5.6.
async fn registered(db: &mut Conn, business: &Business) -> sqlx::Result<Value> {
    let all = entities::of(db, business.id).await?;
    let status = |slot: &str| all.iter().find(|entity| entity.slot == slot).map(|entity| entity.status.clone());
    let brand = |(n, brand): (usize, &Value)| {
        let service = |service: &Value| {
            let status = status(&format!("brands/{n}/services/{}", text(service, "code")));
            json!({ "code": service.get("code"), "name": service.get("name"), "status": status })
        };
        json!({
            "id": brand.get("id"),
            "status": status(&format!("brands/{n}")),
            "shared_key": business.shared_key,
            "services": items(brand, "services").iter().map(service).collect::<Value>(),
        })
    };
    let brands: Value = items(&business.document.0, "brands").iter().enumerate().map(brand).collect();
    Ok(json!({ "business": { "id": business.business_id, "status": status("business"), "brands": brands } }))
}

struct Update {
    /// The id of the path; without it `business.id` counts.
    id: Option<String>,
}

impl Update {
    async fn subject(&self, db: &mut Conn, call: &Call) -> sqlx::Result<Result<Business, Answer>> {
        let id = match self.id.clone().map_or_else(|| named(&call.body), Ok) {
            Ok(id) => id,
            Err(answer) => return Ok(Err(answer)),
        };
        let is_meant = |business: &Business| self.id.is_some() || business.business_id == id;
        let found = businesses::find(db, &id).await?.filter(is_meant);
        Ok(found.ok_or_else(|| content(404, "BUSINESS NOT FOUND")))
    }
}

fn named(body: &[u8]) -> Result<String, Answer> {
    let (business, _) = read(body)?;
    let id = business.get("id").and_then(Value::as_str).filter(|id| !id.is_empty());
    id.map(str::to_owned).ok_or_else(|| content(400, "business.id is required"))
}

impl Work for Update {
    async fn work(&self, world: &World, db: &mut Conn, call: &Call) -> sqlx::Result<Done> {
        let mut business = match self.subject(db, call).await? {
            Ok(business) => business,
            Err(answer) => return Ok(answer.into()),
        };
        let (mut update, readings) = match read(&call.body) {
            Ok(read) => read,
            Err(answer) => return Ok(answer.into()),
        };
        // The id names the business and changes nothing.
        if let Some(update) = update.as_object_mut() {
            update.remove("id");
        }
        let strictness = strictness::noted(world, db, (&call.name(), &call.request_id), &readings).await?;
        let before = business.document.0.clone();
        document::merge(&mut business.document.0, &update);
        let known = Known::of(world, db, &business.document.0).await?.and_those_of(&before);
        let problems = problems(strictness, &business.document.0, &known);
        if !problems.is_empty() {
            return Ok(contents(400, &problems).into());
        }
        document::adopt(&mut business.document.0, &world.ids, world.clocks.wall.now());
        business.callback_url = business.document.0.get("callback_url").and_then(Value::as_str).map(str::to_owned);
        businesses::update(db, business.id, &business.document.0, business.callback_url.as_deref()).await?;
        let touched = document::touched(&before, &business.document.0, &update);
        let slots = submit(world, db, &business, &touched).await?;
        follow_up(world, db, &business, &slots, &Faults::default()).await?;
        let answer = Answer::new(200, registered(db, &business).await?);
        let round = entities::most_submissions(db, business.id).await?;
        let about = format!("update {round} {}", slots.join(" "));
        Ok(Done { answer, trouble: Trouble::of(world, &business, &about, &Faults::default()) })
    }
}

/// Sends new parts to review, and the touched ones back to it, except those that repeat what is accepted. Returns the
/// slots in review.
async fn submit(
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
            (Some(old), Some(touched)) if touched.changed || !(old.is_accepted() || old.is(&part.status)) => {
                entities::resubmit(db, old.id, &part, at).await?
            }
            _ => continue,
        };
        slots.push(part.slot);
    }
    Ok(slots)
}
