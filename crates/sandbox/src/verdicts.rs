//! Verdicts: when they fall due, what they change, and what follows from them.

use std::collections::BTreeMap;

use domain::Millis;
use domain::kyb::EntityKind;
use serde_json::Value;

use crate::callbacks;
use crate::document::{self, items, text};
use crate::outcomes::{Effect, Evidence, effect};
use crate::store::businesses::{self, Business};
use crate::store::entities::{self, Entity, Verdict};
use crate::store::{Conn, files};
use crate::world::World;

/// The age at which unused uploads are forgotten. Source: CONTRACT §4, our decision.
pub const FILE_MILLIS: i64 = 30 * Millis::DAY;

/// The marked value of each part, and the id of its file.
type MarkedValues = BTreeMap<String, (String, Option<String>)>;

/// Tells whether the entity is one of the parts whose acceptance makes the business ACTIVE.
pub fn is_part(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus | EntityKind::Product)
}

/// Returns verdicts for all parts still in review, as the marked values ask, in random order.
pub async fn decided(world: &World, db: &mut Conn, business: &Business) -> sqlx::Result<Vec<Verdict>> {
    let all = entities::of(db, business.id).await?;
    let is_open = |entity: &Entity| is_part(entity.kind()) && entity.is("PENDING");
    let mut verdicts = wanted(world, db, business, &all, is_open).await?;
    world.chance.shuffle(&mut verdicts);
    Ok(verdicts)
}

/// Lets the verdicts about these slots fall due `auto_delay` from now.
pub async fn plan(world: &World, db: &mut Conn, business: &Business, slots: &[String]) -> sqlx::Result<()> {
    let due = after_delay(world);
    let all = entities::of(db, business.id).await?;
    let mut verdicts = decided(world, db, business).await?;
    // The last part brings the business and its brand with it.
    if !has_open_part(&all) {
        verdicts.extend(wanted(world, db, business, &all, |entity| entity.is("UPDATING")).await?);
    }
    for verdict in verdicts {
        if all.iter().any(|entity| entity.id == verdict.entity && slots.contains(&entity.slot)) {
            entities::plan(db, &verdict, due).await?;
        }
    }
    Ok(())
}

fn has_open_part(all: &[Entity]) -> bool {
    all.iter().any(|entity| is_part(entity.kind()) && !entity.is_accepted())
}

/// Stores one verdict, calls it back, and gives the verdicts that follow from it.
pub async fn judge(world: &World, db: &mut Conn, verdict: &Verdict) -> sqlx::Result<()> {
    let Some(entity) = entities::by_id(db, verdict.entity).await? else { return Ok(()) };
    let Some(business) = businesses::by_id(db, entity.business).await? else { return Ok(()) };
    call_back(world, db, &business, verdict).await?;
    match entity.kind() {
        EntityKind::Product => Ok(()), // gates nothing
        _ => activate_whole(world, db, &business).await,
    }
}

/// Makes the business ACTIVE when every part is, then the brand, its operation and, later, its products.
pub async fn activate_whole(world: &World, db: &mut Conn, business: &Business) -> sqlx::Result<()> {
    let all = entities::of(db, business.id).await?;
    if has_open_part(&all) {
        return Ok(());
    }
    let is_whole = |entity: &Entity| entity.kind() == EntityKind::Business;
    let said = say_wanted(world, db, business, &all, is_whole).await?;
    let is_active = all.iter().filter(|entity| is_whole(entity)).all(Entity::is_accepted)
        || !said.is_empty() && said.iter().all(|verdict| verdict.status == "ACTIVE");
    if !is_active {
        return Ok(());
    }
    let of_brand = |entity: &Entity| matches!(entity.kind(), EntityKind::Brand | EntityKind::OperationalStatus);
    say_wanted(world, db, business, &all, of_brand).await?;
    if matches!(world.pace().decide, crate::config::Decide::Auto) {
        let due = after_delay(world);
        for verdict in products(db, business).await? {
            entities::plan(db, &verdict, due).await?;
        }
    }
    Ok(())
}

/// Returns verdicts for the products that may be switched on now: none before the brand is ACTIVE.
pub async fn products(db: &mut Conn, business: &Business) -> sqlx::Result<Vec<Verdict>> {
    let all = entities::of(db, business.id).await?;
    if all.iter().any(|entity| entity.kind() == EntityKind::Brand && !entity.is_accepted()) {
        return Ok(Vec::new());
    }
    let waiting = all.into_iter().filter(|entity| entity.kind() == EntityKind::Product && entity.is("PENDING"));
    Ok(waiting.map(|entity| Verdict { entity: entity.id, status: "ACTIVE".to_owned(), note: None }).collect())
}

/// Judges the entities that have no verdict yet. Returns the verdicts.
async fn say_wanted(
    world: &World,
    db: &mut Conn,
    business: &Business,
    all: &[Entity],
    is_meant: impl Fn(&Entity) -> bool + Send + Sync,
) -> sqlx::Result<Vec<Verdict>> {
    let is_open = |entity: &Entity| is_meant(entity) && (entity.is("UPDATING") || entity.is("INACTIVE"));
    let mut verdicts = wanted(world, db, business, all, is_open).await?;
    world.chance.shuffle(&mut verdicts);
    for verdict in &verdicts {
        call_back(world, db, business, verdict).await?;
    }
    Ok(verdicts)
}

async fn call_back(world: &World, db: &mut Conn, business: &Business, verdict: &Verdict) -> sqlx::Result<()> {
    let judged = entities::judge(db, verdict, world.clocks.wall.now()).await?;
    callbacks::emit(world, db, business, &judged).await
}

/// Returns the verdicts that the marked values ask for; none where they ask for silence.
async fn wanted(
    world: &World,
    db: &mut Conn,
    business: &Business,
    all: &[Entity],
    is_meant: impl Fn(&Entity) -> bool + Send + Sync,
) -> sqlx::Result<Vec<Verdict>> {
    let (marked, business_name) = (marked_values(&business.document.0), names(&business.document.0));
    let oldest = world.clocks.due.now().plus(-FILE_MILLIS);
    let mut verdicts = Vec::new();
    for entity in all.iter().filter(|entity| is_meant(entity)) {
        let (value, file) = marked.get(&entity.slot).cloned().unwrap_or_default();
        let file = match file {
            Some(id) => files::find(db, &id, oldest).await?,
            None => None,
        };
        let file_name = file.map(|file| file.name.to_lowercase()).unwrap_or_default();
        let effect = effect(&Evidence {
            kind: entity.kind(),
            business_name: &business_name,
            value: &value,
            file_name: &file_name,
            submissions: entity.submissions,
        });
        let (status, note) = match effect {
            Effect::Accept => ("ACTIVE", None),
            Effect::Silence => continue,
            Effect::Say { status, note } => (status, note),
        };
        verdicts.push(Verdict { entity: entity.id, status: status.to_owned(), note: note.map(str::to_owned) });
    }
    Ok(verdicts)
}

fn names(document: &Value) -> String {
    let all = std::iter::once(document).chain(items(document, "brands"));
    all.map(|one| text(one, "name")).collect::<Vec<_>>().join("\n")
}

fn marked_values(document: &Value) -> MarkedValues {
    let mut marked = MarkedValues::new();
    document::visit(&mut document.clone(), &mut |part| {
        let text = |key: &str| part.text(key).unwrap_or_default().to_owned();
        let file = |id: Option<&str>| id.map(str::to_owned);
        let row = match part.kind {
            EntityKind::Contact => {
                let selfie = part.object.get("owner_liveness").and_then(|selfie| selfie.get("id")?.as_str());
                (nik(part.object), file(selfie))
            }
            EntityKind::Address => (text("name"), None),
            EntityKind::Bank => (text("account_number"), None),
            EntityKind::SocialMedia => (hosts(part.object), None),
            EntityKind::Document => (String::new(), file(part.text("id"))),
            EntityKind::PhotoProof => (String::new(), file(part.text("file"))),
            EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus | EntityKind::Product => {
                Default::default()
            }
        };
        marked.insert(part.slot.clone(), row);
    });
    marked
}

fn nik(contact: &document::Object) -> String {
    let documents = contact.get("documents").and_then(Value::as_array).into_iter().flatten();
    let mut numbers = documents.flat_map(|one| items(one, "forms")).filter(|form| text(form, "code") == "NO_KTP");
    numbers.find_map(|form| form.get("value")?.as_str()).unwrap_or_default().to_owned()
}

fn hosts(social: &document::Object) -> String {
    let accounts = social.get("accounts").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let hosts = accounts.filter_map(|account| Some(reqwest::Url::parse(account).ok()?.host_str()?.to_owned()));
    hosts.collect::<Vec<_>>().join(" ")
}

fn after_delay(world: &World) -> Millis {
    world.clocks.due.now().plus(i64::try_from(world.pace().delay.as_millis()).unwrap_or(i64::MAX))
}
