//! Delivery of callbacks on DOKU's schedule, signed, and of the verdicts that bring them. Source: CONTRACT §8.

use std::collections::BTreeMap;
use std::time::Duration;

use doku::signature::{Parts, TimestampLabel};
use domain::Millis;
use futures::{StreamExt, TryStreamExt};
use reqwest::{RequestBuilder, Url};
use secrecy::SecretString;
use tracing::{error, info};

use crate::snap;
use crate::store::deliveries::{self, Attempt, Delivery};
use crate::store::entities;
use crate::verdicts;
use crate::world::World;

/// The times of the retries after the first try. Source: DOKU, Retry Notification.
const RETRIES: [i64; 3] = [30 * Millis::MINUTE, 6 * Millis::HOUR, 12 * Millis::HOUR];

/// The number of businesses called at the same time; the callbacks of one business go one after another.
const AT_ONCE: usize = 8;
const BATCH: i64 = 200;
const POLL: Duration = Duration::from_millis(250);

/// Delivers what falls due until it is dropped.
pub async fn run(world: std::sync::Arc<World>) {
    loop {
        deliver_due(&world).await;
        let _ = tokio::time::timeout(POLL, world.wake.notified()).await;
    }
}

/// Delivers every verdict and callback that is due by now, and those that follow from them.
pub async fn deliver_due(world: &World) {
    let _alone = world.delivering.lock().await;
    if let Err(problem) = due_once(world).await {
        error!("the sandbox's database refused: {problem}");
    }
}

async fn due_once(world: &World) -> sqlx::Result<()> {
    loop {
        judge_due(world).await?;
        let mut conn = world.db.acquire().await?;
        let due = deliveries::due(&mut conn, world.clocks.due.now(), BATCH).await?;
        drop(conn);
        if due.is_empty() {
            return Ok(());
        }
        let mut by_business: BTreeMap<i64, Vec<Delivery>> = BTreeMap::new();
        for delivery in due {
            by_business.entry(delivery.business).or_default().push(delivery);
        }
        let queues = futures::stream::iter(by_business.into_values()).map(|queue| deliver_in_order(world, queue));
        queues.buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    }
}

async fn judge_due(world: &World) -> sqlx::Result<()> {
    loop {
        let mut tx = world.db.begin().await?;
        let Some(verdict) = entities::next_due(&mut tx, world.clocks.due.now()).await? else { return Ok(()) };
        verdicts::judge(world, &mut tx, &verdict).await?;
        tx.commit().await?;
    }
}

async fn deliver_in_order(world: &World, queue: Vec<Delivery>) -> sqlx::Result<()> {
    for delivery in queue {
        deliver(world, &delivery).await?;
    }
    Ok(())
}

/// Makes one attempt, and plans the next if nobody took the callback.
async fn deliver(world: &World, delivery: &Delivery) -> sqlx::Result<()> {
    if world.switches().is_muted(delivery.business) {
        let mut conn = world.db.acquire().await?;
        return deliveries::drop(&mut conn, delivery.id).await.map(|_| ());
    }
    let at = world.clocks.due.now();
    let answer = post(world, delivery).await;
    let (status, problem) = match &answer {
        Ok(status) => (Some(i64::from(*status)), None),
        Err(problem) => (None, Some((*problem).to_owned())),
    };
    let taken = answer.is_ok_and(|status| (200..300).contains(&status));
    let first = delivery.first_tried_at.unwrap_or(at.0);
    let tries_before = usize::try_from(delivery.attempts).unwrap_or(usize::MAX);
    let next =
        RETRIES.get(tries_before).map(|after| first + after).filter(|_| !taken && !delivery.forged && !delivery.snap);
    let state = match (taken, next) {
        (true, _) => "delivered",
        (false, Some(_)) => "waiting",
        (false, None) => "failed",
    };
    info!(delivery.id, kind = %delivery.kind, status, "callback {} is {state}", delivery.request_id);
    let attempt = Attempt { delivery: delivery.id, at: at.0, status, problem };
    let mut tx = world.db.begin().await?;
    deliveries::tried(&mut tx, delivery, &attempt, state, next).await?;
    tx.commit().await
}

/// Returns the status of the answer, or a word for what went wrong.
async fn post(world: &World, delivery: &Delivery) -> Result<u16, &'static str> {
    let url = Url::parse(&delivery.url).map_err(|_| "not an address")?;
    let request = world.http.post(url.clone()).header("Content-Type", "application/json").body(delivery.body.clone());
    let request = match delivery.snap {
        true => snap::signed(world, request, url.path(), delivery),
        false => signed(world, request, url.path(), delivery)?,
    };
    match request.send().await {
        Ok(answer) => Ok(answer.status().as_u16()),
        Err(problem) if problem.is_timeout() => Err("timeout"),
        Err(problem) if problem.is_connect() => Err("no connection"),
        Err(_) => Err("no answer"),
    }
}

fn signed(
    world: &World,
    request: RequestBuilder,
    path: &str,
    delivery: &Delivery,
) -> Result<RequestBuilder, &'static str> {
    let timestamp = world.clocks.wall.now().to_iso();
    // A forgery has a key of its own, or a right signature that belongs to another body.
    let (own_key, stolen) = (SecretString::from("SK-forged"), delivery.forged && delivery.id % 2 == 0);
    let key = if delivery.forged && !stolen { &own_key } else { &world.config.secret_key };
    let parts = Parts {
        client_id: &world.config.client_id,
        request_id: &delivery.request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target: path,
        body: Some(if stolen { b"{}" } else { delivery.body.as_bytes() }),
    };
    Ok(request.headers(parts.headers(key).map_err(|_| "not an id")?))
}
