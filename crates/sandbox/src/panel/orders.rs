//! The orders shared by the page and `/sim/api`.

use domain::kyb::EntityKind;
use serde::Deserialize;

use crate::store::Conn;
use crate::store::businesses::{self, Business};
use crate::store::entities::{self, Entity, Verdict};
use crate::verdicts;
use crate::world::World;

/// A verdict by hand.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ManualVerdict {
    /// A callback type: `BUSINESS_DOCUMENT`. Without one the whole registration is meant.
    pub entity: Option<String>,
    /// The code of one entity, such as `KTP`; `None` means all of that type.
    pub code: Option<String>,
    /// The id that a callback names, instead of a code.
    pub id: Option<String>,
    pub verdict: String,
    pub note: Option<String>,
}

/// The reason why an order was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("no such registration")]
    NoSuchRegistration,
    #[error("no such entity in this registration")]
    NoSuchEntity,
    #[error("a verdict is a word like ACTIVE or REJECTED")]
    NotAVerdict,
    #[error("no such callback")]
    NoSuchCallback,
    #[error("no such request: the newest are kept")]
    NoSuchRequest,
    #[error("there is nothing to do with this callback")]
    NothingToSend,
    #[error("{0}")]
    NotASwitch(String),
    #[error("the sandbox's database refused")]
    Database(#[from] sqlx::Error),
}

/// Judges by hand, and returns the number of entities judged. Their callbacks are on the way when this returns.
pub async fn decide(world: &World, registration: &str, manual: &ManualVerdict) -> Result<usize, Refused> {
    let status = manual.verdict.trim().to_ascii_uppercase();
    if status.is_empty() || status.len() > 40 || !status.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') {
        return Err(Refused::NotAVerdict);
    }
    let mut tx = world.db.begin().await?;
    let business = find(&mut tx, registration).await?;
    let meant = meant(&entities::of(&mut tx, business.id).await?, manual, &status);
    if meant.is_empty() {
        return Err(Refused::NoSuchEntity);
    }
    let note = manual.note.clone().filter(|note| !note.trim().is_empty());
    for &entity in &meant {
        let verdict = Verdict { entity, status: status.clone(), note: note.clone() };
        verdicts::judge(world, &mut tx, &verdict).await?;
    }
    tx.commit().await?;
    world.wake.notify_one();
    Ok(meant.len())
}

/// Judges as `auto` would now: the parts in review, or, once the brand is ACTIVE, its products.
pub async fn decide_all(world: &World, registration: &str) -> Result<usize, Refused> {
    let mut tx = world.db.begin().await?;
    let business = find(&mut tx, registration).await?;
    let mut verdicts = verdicts::decided(world, &mut tx, &business).await?;
    verdicts.extend(verdicts::products(&mut tx, &business).await?);
    for verdict in &verdicts {
        verdicts::judge(world, &mut tx, verdict).await?;
    }
    if verdicts.is_empty() {
        verdicts::activate_whole(world, &mut tx, &business).await?;
    }
    tx.commit().await?;
    world.wake.notify_one();
    Ok(verdicts.len())
}

pub async fn switch(world: &World, changes: &serde_json::Value) -> Result<(), Refused> {
    let changed = world.switches().with(changes).map_err(Refused::NotASwitch)?;
    world.switch(|switches| *switches = changed).await?;
    world.wake.notify_one();
    Ok(())
}

pub async fn find(db: &mut Conn, reference: &str) -> Result<Business, Refused> {
    businesses::find_any(db, reference).await?.ok_or(Refused::NoSuchRegistration)
}

/// Returns the entities meant: without a named one the brand for a suspension, else every part without this verdict.
fn meant(all: &[Entity], manual: &ManualVerdict, status: &str) -> Vec<i64> {
    let of_brand = |kind| matches!(kind, EntityKind::Brand | EntityKind::OperationalStatus);
    let is_meant = |entity: &&Entity| match &manual.entity {
        None if manual.id.is_some() => true,
        None if status == "SUSPENDED" => of_brand(entity.kind()),
        None => verdicts::is_part(entity.kind()) && !entity.is(status),
        Some(kind) => entity.kind.eq_ignore_ascii_case(kind.trim()),
    };
    let same = |wanted: &Option<String>, is: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| wanted.is_empty() || Some(wanted) == is)
    };
    let fits = |entity: &&Entity| same(&manual.code, entity.code.as_deref()) && same(&manual.id, Some(&entity.doku_id));
    all.iter().filter(is_meant).filter(fits).map(|entity| entity.id).collect()
}
