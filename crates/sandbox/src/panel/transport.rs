//! What may go wrong on the way of callbacks, by order.

use serde::Deserialize;

use super::orders::{Refused, find};
use crate::callbacks;
use crate::store::Conn;
use crate::store::deliveries::{self, Delivery};
use crate::store::{businesses, entities};
use crate::world::World;

/// Copies of one order to send twice.
const TWICE: usize = 2;
const REORDER_MILLIS: u64 = 5_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Again, under the same Request-Id.
    Resend,
    /// What still waits is lost; for a registration everything to come as well, until `undrop`.
    Drop,
    /// Callbacks of a registration go out again.
    Undrop,
    /// Two more at once, under the same Request-Id.
    Duplicate,
    /// All of a registration, in an order by chance.
    Reorder,
    /// One with a wrong signature that says the contrary.
    Forge,
    /// The same, signed the SNAP way.
    Snap,
}

/// How many deliveries it concerns.
pub async fn to_one(world: &World, delivery: i64, action: Action) -> Result<usize, Refused> {
    let mut tx = world.db.begin().await?;
    let found = deliveries::by_id(&mut tx, delivery).await?.ok_or(Refused::NoSuchCallback)?;
    let concerned = match action {
        Action::Resend => usize::from(deliveries::resend(&mut tx, delivery, world.clocks.due.now()).await?),
        Action::Drop => usize::from(deliveries::drop(&mut tx, delivery).await?),
        Action::Duplicate => again(world, &mut tx, &found).await?,
        Action::Forge | Action::Snap => lie(world, &mut tx, &found, action).await?,
        Action::Undrop | Action::Reorder => 0,
    };
    tx.commit().await?;
    world.wake.notify_one();
    if concerned == 0 { Err(Refused::NothingToSend) } else { Ok(concerned) }
}

pub async fn to_all(world: &World, registration: &str, action: Action) -> Result<usize, Refused> {
    let mut tx = world.db.begin().await?;
    let business = find(&mut tx, registration).await?;
    let all = deliveries::of(&mut tx, business.id).await?;
    let genuine: Vec<&Delivery> = all.iter().filter(|one| !one.forged && !one.snap).collect();
    let mut concerned = 0;
    match action {
        Action::Resend | Action::Reorder => {
            for one in genuine {
                let late = if action == Action::Reorder { world.chance.below(REORDER_MILLIS) } else { 0 };
                let at = world.clocks.due.now().plus(i64::try_from(late).unwrap_or_default());
                concerned += usize::from(deliveries::resend(&mut tx, one.id, at).await?);
            }
        }
        Action::Duplicate => {
            for one in genuine {
                concerned += again(world, &mut tx, one).await?;
            }
        }
        Action::Forge | Action::Snap => concerned = lie_about_all(world, &mut tx, business.id, action).await?,
        Action::Drop => {
            for one in &all {
                concerned += usize::from(deliveries::drop(&mut tx, one.id).await?);
            }
        }
        Action::Undrop => {}
    }
    tx.commit().await?;
    if matches!(action, Action::Drop | Action::Undrop) {
        world.switch(|switches| switches.mute(business.id, action == Action::Drop)).await?;
    }
    world.wake.notify_one();
    Ok(concerned)
}

async fn again(world: &World, db: &mut Conn, delivery: &Delivery) -> sqlx::Result<usize> {
    if delivery.state == "undeliverable" {
        return Ok(0);
    }
    for _ in 0..TWICE {
        deliveries::insert(db, &due_now(world, delivery)).await?;
    }
    Ok(TWICE)
}

fn due_now(world: &World, delivery: &Delivery) -> Delivery {
    let due_at = Some(world.clocks.due.now().0);
    Delivery { state: "waiting".to_owned(), due_at, ..delivery.clone() }
}

/// About the entity that a callback was about.
async fn lie(world: &World, db: &mut Conn, like: &Delivery, action: Action) -> sqlx::Result<usize> {
    let Some(business) = businesses::by_id(db, like.business).await? else { return Ok(0) };
    let all = entities::of(db, like.business).await?;
    let named = |id: &str| like.body.contains(&format!("\"{id}\""));
    let about = all.iter().find(|entity| entity.kind == like.kind && named(&entity.doku_id));
    let Some(about) = about.or_else(|| all.iter().find(|entity| entity.kind == like.kind)) else { return Ok(0) };
    let shape = world.switches().callback_shape.at(0);
    let lie = Delivery {
        forged: action == Action::Forge,
        snap: action == Action::Snap,
        request_id: world.chance.name(),
        body: callbacks::forgery(shape, &business, about),
        ..due_now(world, like)
    };
    deliveries::insert(db, &lie).await?;
    Ok(1)
}

/// One about each entity, even before DOKU has said a word.
async fn lie_about_all(world: &World, db: &mut Conn, business: i64, action: Action) -> sqlx::Result<usize> {
    let Some(business) = businesses::by_id(db, business).await? else { return Ok(0) };
    let Some(url) = business.callback_url.clone().filter(|url| callbacks::is_loopback(url)) else { return Ok(0) };
    let shape = world.switches().callback_shape.at(0);
    let all = entities::of(db, business.id).await?;
    for entity in &all {
        let lie = Delivery {
            id: 0,
            business: business.id,
            kind: entity.kind.clone(),
            request_id: world.chance.name(),
            url: url.clone(),
            body: callbacks::forgery(shape, &business, entity),
            forged: action == Action::Forge,
            snap: action == Action::Snap,
            state: "waiting".to_owned(),
            due_at: Some(world.clocks.due.now().0),
            first_tried_at: None,
            attempts: 0,
        };
        deliveries::insert(db, &lie).await?;
    }
    Ok(all.len())
}
