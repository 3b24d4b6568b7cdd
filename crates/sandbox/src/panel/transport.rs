//! The trouble that an order causes on the way of callbacks.

use serde::Deserialize;

use super::orders::{Refused, find};
use crate::callbacks;
use crate::store::Conn;
use crate::store::businesses::{self, Business};
use crate::store::deliveries::{self, Delivery};
use crate::store::entities::{self, Entity};
use crate::world::World;

/// The number of copies that one order to duplicate sends.
const TWICE: u64 = 2;
const REORDER_MILLIS: u64 = 5_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Sends again, under the same Request-Id.
    Resend,
    /// Loses what still waits; for a registration everything to come as well, until `undrop`.
    Drop,
    /// Lets the callbacks of a registration go out again.
    Undrop,
    /// Sends two more at once, under the same Request-Id.
    Duplicate,
    /// Sends all callbacks of a registration in a random order.
    Reorder,
    /// Sends one with a wrong signature that says the contrary.
    Forge,
    /// Sends the contrary too, but signed the SNAP way.
    Snap,
}

/// Returns the number of deliveries concerned.
pub async fn to_one(world: &World, delivery: i64, action: Action) -> Result<u64, Refused> {
    let mut tx = world.db.begin().await?;
    let found = deliveries::by_id(&mut tx, delivery).await?.ok_or(Refused::NoSuchCallback)?;
    let concerned = match action {
        Action::Resend | Action::Drop | Action::Duplicate => send(world, &mut tx, &found, action).await?,
        Action::Forge | Action::Snap => lie(world, &mut tx, &found, action).await?,
        Action::Undrop | Action::Reorder => 0,
    };
    tx.commit().await?;
    world.wake.notify_one();
    if concerned == 0 { Err(Refused::NothingToSend) } else { Ok(concerned) }
}

pub async fn to_all(world: &World, registration: &str, action: Action) -> Result<u64, Refused> {
    let mut tx = world.db.begin().await?;
    let business = find(&mut tx, registration).await?;
    let mut concerned = 0;
    if matches!(action, Action::Forge | Action::Snap) {
        concerned = lie_about_all(world, &mut tx, &business, action).await?;
    } else {
        for one in deliveries::of(&mut tx, business.id).await? {
            if action == Action::Drop || !one.forged && !one.snap {
                concerned += send(world, &mut tx, &one, action).await?;
            }
        }
    }
    tx.commit().await?;
    if matches!(action, Action::Drop | Action::Undrop) {
        world.switch(|switches| switches.mute(business.id, action == Action::Drop)).await?;
    }
    world.wake.notify_one();
    Ok(concerned)
}

/// Sends one callback again as it is, or loses it.
async fn send(world: &World, db: &mut Conn, delivery: &Delivery, action: Action) -> sqlx::Result<u64> {
    let now = world.clocks.due.now();
    match action {
        Action::Resend => deliveries::resend(db, delivery.id, now).await,
        Action::Reorder => {
            let late = i64::try_from(world.chance.below(REORDER_MILLIS)).unwrap_or_default();
            deliveries::resend(db, delivery.id, now.plus(late)).await
        }
        Action::Drop => deliveries::drop(db, delivery.id).await,
        Action::Duplicate if delivery.state != "undeliverable" => {
            for _ in 0..TWICE {
                deliveries::insert(db, &due_now(world, delivery)).await?;
            }
            Ok(TWICE)
        }
        Action::Duplicate | Action::Undrop | Action::Forge | Action::Snap => Ok(0),
    }
}

fn due_now(world: &World, delivery: &Delivery) -> Delivery {
    let due_at = Some(world.clocks.due.now().0);
    Delivery { state: "waiting".to_owned(), due_at, ..delivery.clone() }
}

/// Sends a lie about the entity that a callback is about.
async fn lie(world: &World, db: &mut Conn, like: &Delivery, action: Action) -> sqlx::Result<u64> {
    let Some(business) = businesses::by_id(db, like.business).await? else { return Ok(0) };
    let all = entities::of(db, like.business).await?;
    let named = |id: &str| like.body.contains(&format!("\"{id}\""));
    let about = all.iter().find(|entity| entity.kind == like.kind && named(&entity.doku_id));
    let Some(about) = about.or_else(|| all.iter().find(|entity| entity.kind == like.kind)) else { return Ok(0) };
    deliveries::insert(db, &lying(world, &business, about, due_now(world, like), action)).await?;
    Ok(1)
}

/// Sends a lie about each entity, even before its first verdict.
async fn lie_about_all(world: &World, db: &mut Conn, business: &Business, action: Action) -> sqlx::Result<u64> {
    let Some(url) = business.callback_url.as_deref().filter(|url| callbacks::is_loopback(url)) else { return Ok(0) };
    let all = entities::of(db, business.id).await?;
    for entity in &all {
        let like = Delivery::new(business, entity, url, world.clocks.due.now());
        deliveries::insert(db, &lying(world, business, entity, like, action)).await?;
    }
    Ok(all.len() as u64)
}

fn lying(world: &World, business: &Business, about: &Entity, like: Delivery, action: Action) -> Delivery {
    Delivery {
        forged: action == Action::Forge,
        snap: action == Action::Snap,
        request_id: world.chance.name(),
        body: callbacks::forgery(world.switches().callback_shape.at(0), business, about),
        ..like
    }
}
