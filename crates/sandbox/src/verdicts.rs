//! Verdicts: when they fall due, what they change, and what follows from them.

use std::collections::BTreeMap;

use domain::Millis;
use domain::kyb::EntityKind;
use serde_json::Value;

use crate::callbacks;
use crate::document;
use crate::outcomes::{Evidence, Outcome, outcome};
use crate::store::businesses::{self, Business};
use crate::store::entities::{self, Entity, Verdict};
use crate::store::{Conn, files};
use crate::world::World;

/// Unused uploads are forgotten after this time. Source: CONTRACT §4, our decision.
pub const FILE_MILLIS: i64 = 30 * Millis::DAY;

/// What a part says about itself: the marked value and its file.
type Said = BTreeMap<String, (String, Option<String>)>;

/// Whether the entity is one of the parts whose acceptance makes the business ACTIVE.
pub fn is_part(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus | EntityKind::Product)
}

/// `(entity, verdict)` for all parts still in review, as the marked values want it, in random order.
pub async fn decided(world: &World, db: &mut Conn, business: &Business) -> sqlx::Result<Vec<Verdict>> {
    let open = entities::of(db, business.id)
        .await?
        .into_iter()
        .filter(|entity| is_part(entity.kind()) && entity.is("PENDING"));
    let mut verdicts = Vec::new();
    for entity in open {
        if let Some((status, note)) = wanted(world, db, business, &entity).await? {
            verdicts.push(Verdict { entity: entity.id, status, note });
        }
    }
    world.chance.shuffle(&mut verdicts);
    Ok(verdicts)
}

/// Lets the verdicts about these slots fall due `auto_delay` from now.
pub async fn plan(world: &World, db: &mut Conn, business: &Business, slots: &[String]) -> sqlx::Result<()> {
    let due = after_delay(world);
    let all = entities::of(db, business.id).await?;
    let is_about = |entity: &Entity| slots.contains(&entity.slot);
    for verdict in decided(world, db, business).await? {
        if all.iter().any(|entity| entity.id == verdict.entity && is_about(entity)) {
            entities::plan(db, &verdict, due).await?;
        }
    }
    if has_open_part(&all) {
        return Ok(()); // the last part brings the business and its brand with it
    }
    for entity in all.iter().filter(|entity| entity.is("UPDATING") && is_about(entity)) {
        if let Some((status, note)) = wanted(world, db, business, entity).await? {
            entities::plan(db, &Verdict { entity: entity.id, status, note }, due).await?;
        }
    }
    Ok(())
}

fn has_open_part(all: &[Entity]) -> bool {
    all.iter().any(|entity| is_part(entity.kind()) && !entity.is_accepted())
}

/// One verdict: stored, called back, and with it whatever follows.
pub async fn judge(world: &World, db: &mut Conn, verdict: &Verdict) -> sqlx::Result<()> {
    let Some(entity) = entities::by_id(db, verdict.entity).await? else { return Ok(()) };
    let Some(business) = businesses::by_id(db, entity.business).await? else { return Ok(()) };
    call_back(world, db, &business, &entity, (&verdict.status, verdict.note.as_deref())).await?;
    match entity.kind() {
        EntityKind::Product => Ok(()), // gates nothing
        _ => settle(world, db, &business).await,
    }
}

/// When every part is ACTIVE, the business is, then the brand, its operation and, later, its products.
pub async fn settle(world: &World, db: &mut Conn, business: &Business) -> sqlx::Result<()> {
    let all = entities::of(db, business.id).await?;
    if has_open_part(&all) {
        return Ok(());
    }
    let whole: Vec<&Entity> = all.iter().filter(|entity| entity.kind() == EntityKind::Business).collect();
    let rejected = say_wanted(world, db, business, &whole).await?;
    let is_active = whole.iter().all(|entity| entity.is_accepted()) || rejected == Some(false);
    if !is_active {
        return Ok(());
    }
    let of_brand = |kind| matches!(kind, EntityKind::Brand | EntityKind::OperationalStatus);
    let brands: Vec<&Entity> = all.iter().filter(|entity| of_brand(entity.kind())).collect();
    say_wanted(world, db, business, &brands).await?;
    if matches!(world.pace().decide, crate::config::Decide::Auto) {
        plan_products(world, db, business).await?;
    }
    Ok(())
}

/// Products wait for their brand.
async fn plan_products(world: &World, db: &mut Conn, business: &Business) -> sqlx::Result<()> {
    let due = after_delay(world);
    for verdict in products(db, business).await? {
        entities::plan(db, &verdict, due).await?;
    }
    Ok(())
}

/// What may be switched on now: nothing before the brand is ACTIVE.
pub async fn products(db: &mut Conn, business: &Business) -> sqlx::Result<Vec<Verdict>> {
    let all = entities::of(db, business.id).await?;
    if all.iter().any(|entity| entity.kind() == EntityKind::Brand && !entity.is_accepted()) {
        return Ok(Vec::new());
    }
    let waiting = all.into_iter().filter(|entity| entity.kind() == EntityKind::Product && entity.is("PENDING"));
    Ok(waiting.map(|entity| Verdict { entity: entity.id, status: "ACTIVE".to_owned(), note: None }).collect())
}

/// For those that are not judged yet. `Some(true)`: one was not accepted; `None`: there was nothing to say.
async fn say_wanted(
    world: &World,
    db: &mut Conn,
    business: &Business,
    about: &[&Entity],
) -> sqlx::Result<Option<bool>> {
    let mut refused = None;
    let mut open: Vec<&Entity> =
        about.iter().copied().filter(|entity| entity.is("UPDATING") || entity.is("INACTIVE")).collect();
    world.chance.shuffle(&mut open);
    for entity in open {
        if let Some((status, note)) = wanted(world, db, business, entity).await? {
            call_back(world, db, business, entity, (&status, note.as_deref())).await?;
            refused = Some(refused.unwrap_or(false) || status != "ACTIVE");
        }
    }
    Ok(refused)
}

async fn call_back(
    world: &World,
    db: &mut Conn,
    business: &Business,
    entity: &Entity,
    (status, note): (&str, Option<&str>),
) -> sqlx::Result<()> {
    let at = world.clocks.wall.now();
    entities::judge(db, entity.id, status, note, at).await?;
    let judged =
        Entity { status: status.to_owned(), note: note.map(str::to_owned), updated_at: at.0, ..entity.clone() };
    callbacks::emit(world, db, business, &judged).await
}

/// The status and note that the marked values ask for; `None`: silence.
async fn wanted(
    world: &World,
    db: &mut Conn,
    business: &Business,
    entity: &Entity,
) -> sqlx::Result<Option<(String, Option<String>)>> {
    let said = marked_values(&business.document.0);
    let (value, file) = said.get(&entity.slot).cloned().unwrap_or_default();
    let oldest = world.clocks.due.now().plus(-FILE_MILLIS);
    let file = match file {
        Some(id) => files::find(db, &id, oldest).await?,
        None => None,
    };
    let file_name = file.map(|file| file.name.to_lowercase()).unwrap_or_default();
    let business_name = names(&business.document.0);
    let evidence = Evidence {
        kind: entity.kind(),
        business_name: &business_name,
        value: &value,
        file_name: &file_name,
        submissions: entity.submissions,
    };
    Ok(match outcome(&evidence) {
        Outcome::Accept => Some(("ACTIVE".to_owned(), None)),
        Outcome::Silence => None,
        Outcome::Say { status, note } => Some((status.to_owned(), note.map(str::to_owned))),
    })
}

fn names(document: &Value) -> String {
    let name = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let brands = document.get("brands").and_then(Value::as_array).into_iter().flatten().map(name);
    [name(document)].into_iter().chain(brands).collect::<Vec<_>>().join("\n")
}

fn marked_values(document: &Value) -> Said {
    let mut said = Said::new();
    document::visit(&mut document.clone(), &mut |part| {
        let text = |key: &str| part.text(key).unwrap_or_default().to_owned();
        let file = |id: Option<&str>| id.map(str::to_owned);
        let row = match part.kind {
            EntityKind::Contact => {
                let selfie =
                    part.object.get("owner_liveness").and_then(|selfie| selfie.get("id")).and_then(Value::as_str);
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
        said.insert(part.slot.clone(), row);
    });
    said
}

fn nik(contact: &document::Object) -> String {
    let items = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let forms = items(contact.get("documents")).into_iter().flat_map(|document| items(document.get("forms")));
    let numbers = forms.filter(|form| form.get("code").is_some_and(|code| code == "NO_KTP"));
    numbers.filter_map(|form| form.get("value")?.as_str().map(str::to_owned)).next().unwrap_or_default()
}

fn hosts(social: &document::Object) -> String {
    let accounts = social.get("accounts").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    accounts
        .filter_map(|account| reqwest::Url::parse(account).ok()?.host_str().map(str::to_owned))
        .collect::<Vec<_>>()
        .join(" ")
}

fn after_delay(world: &World) -> Millis {
    world.clocks.due.now().plus(i64::try_from(world.pace().delay.as_millis()).unwrap_or(i64::MAX))
}
