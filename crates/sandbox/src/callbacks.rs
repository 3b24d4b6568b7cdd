//! Callbacks: the luck they have, their signature, and delivery on DOKU's schedule. Source: CONTRACT §8.

use std::collections::BTreeMap;
use std::time::Duration;

use doku::signature::{Parts, TimestampLabel, sign};
use domain::Millis;
use futures::StreamExt;
use reqwest::{RequestBuilder, Url};
use secrecy::SecretString;
use serde_json::Value;
use tracing::{error, info};

use crate::chaos::Luck;
use crate::outcomes::Faults;
use crate::shapes::{self, Shape};
use crate::snap;
use crate::store::Conn;
use crate::store::businesses::Business;
use crate::store::deliveries::{self, Attempt, Delivery};
use crate::store::entities::{self, Entity};
use crate::verdicts;
use crate::world::World;

/// A receiver must answer within this time. Source: CONTRACT §8.4, our decision.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// After the first try. Source: DOKU, Retry Notification.
const RETRIES: [i64; 3] = [30 * Millis::MINUTE, 6 * Millis::HOUR, 12 * Millis::HOUR];

const LATE_MILLIS: i64 = 49 * Millis::HOUR;
const REORDER_MILLIS: u64 = 5_000;
/// Businesses are called side by side, the callbacks of one business one after another.
const AT_ONCE: usize = 8;
const BATCH: i64 = 200;
const POLL: Duration = Duration::from_millis(250);

/// Puts a callback about a judged entity on its way, with the bad luck that was asked for.
pub async fn emit(world: &World, db: &mut Conn, business: &Business, entity: &Entity) -> sqlx::Result<()> {
    let Some(url) = business.callback_url.as_deref() else { return Ok(()) };
    let luck = Fate::of(world, business, entity);
    let earlier = deliveries::count_of(db, business.id).await?;
    let shape = world.switches().callback_shape.at(earlier);
    let state = match is_loopback(url) {
        false => "undeliverable",
        true if luck.lost => "lost",
        true => "waiting",
    };
    let delivery = Delivery {
        id: 0,
        business: business.id,
        kind: entity.kind.clone(),
        request_id: world.chance.name(),
        url: url.to_owned(),
        body: shapes::body(shape, business, entity).to_string(),
        forged: false,
        snap: false,
        state: state.to_owned(),
        due_at: (state == "waiting").then(|| world.clocks.due.now().plus(luck.delay_ms).0),
        first_tried_at: None,
        attempts: 0,
    };
    if luck.forged || luck.first_forged && earlier == 0 {
        let forged = forgery(shape, business, entity);
        let forged = Delivery { forged: true, request_id: world.chance.name(), body: forged, ..delivery.clone() };
        deliveries::insert(db, &forged).await?;
    }
    for _ in 0..luck.copies {
        deliveries::insert(db, &delivery).await?;
    }
    Ok(())
}

/// What happens to one callback on its way: by the business's plus-tags, and by the seed of the chaos switch.
struct Fate {
    lost: bool,
    forged: bool,
    first_forged: bool,
    copies: u64,
    delay_ms: i64,
}

impl Fate {
    fn of(world: &World, business: &Business, entity: &Entity) -> Self {
        let (faults, chaos) = (faults(&business.document.0), world.switches().chaos);
        let about =
            format!("{} {} {} {}", name_of(&business.document.0), entity.slot, entity.submissions, entity.status);
        let strikes = |luck| chaos.strikes(luck, &about);
        let late = if faults.late { LATE_MILLIS } else { 0 };
        let shuffled = if faults.reorder { world.chance.below(REORDER_MILLIS) } else { 0 };
        let chaotic = if strikes(Luck::Reorder) { chaos.below(REORDER_MILLIS, Luck::Reorder, &about) } else { 0 };
        Self {
            lost: faults.lost || strikes(Luck::Drop),
            forged: strikes(Luck::Forge),
            first_forged: faults.badsig,
            copies: match (faults.dup, strikes(Luck::Duplicate)) {
                (true, _) => 3,
                (false, true) => 2 + chaos.below(2, Luck::Duplicate, &about),
                (false, false) => 1,
            },
            delay_ms: late + i64::try_from(shuffled + chaotic).unwrap_or_default(),
        }
    }
}

/// Names a business the same way in every run, for the seed only.
pub fn name_of(document: &Value) -> String {
    let text = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default();
    format!("{} {}", text("email"), text("name"))
}

/// The contrary of what is true, so that a forgery that counts is seen at once.
pub fn forgery(shape: Shape, business: &Business, entity: &Entity) -> String {
    let (status, note) =
        if entity.is_accepted() { ("REJECTED", Some("Ditolak oleh pemalsu.".to_owned())) } else { ("ACTIVE", None) };
    shapes::body(shape, business, &Entity { status: status.to_owned(), note, ..entity.clone() }).to_string()
}

/// The plus-tags of the business's and its contacts' addresses.
pub fn faults(document: &Value) -> Faults {
    let email = |value: &Value| value.get("email").and_then(Value::as_str).map(str::to_owned);
    let contacts = document.get("contacts").and_then(Value::as_array).into_iter().flatten();
    let emails: Vec<String> = [document].into_iter().chain(contacts).filter_map(email).collect();
    Faults::of(&emails.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Nobody but this machine is ever called.
pub fn is_loopback(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    is_here && matches!(url.scheme(), "http" | "https")
}

/// Until it is dropped: whatever falls due is done.
pub async fn run(world: std::sync::Arc<World>) {
    loop {
        deliver_due(&world).await;
        let _ = tokio::time::timeout(POLL, world.wake.notified()).await;
    }
}

/// Every verdict and delivery that is due by now, those included that follow from them.
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
        let mut running = futures::stream::iter(by_business.into_values())
            .map(|queue| deliver_in_order(world, queue))
            .buffer_unordered(AT_ONCE);
        while let Some(done) = running.next().await {
            done?;
        }
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

/// One attempt, and when the next is due if nobody took it.
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

/// The status of the answer, or in a word what went wrong.
async fn post(world: &World, delivery: &Delivery) -> Result<u16, &'static str> {
    let url = Url::parse(&delivery.url).map_err(|_| "not an address")?;
    let request = world.http.post(url.clone()).header("Content-Type", "application/json").body(delivery.body.clone());
    let request = match delivery.snap {
        true => snap::signed(world, request, url.path(), delivery),
        false => signed(world, request, url.path(), delivery),
    };
    match request.send().await {
        Ok(answer) => Ok(answer.status().as_u16()),
        Err(problem) if problem.is_timeout() => Err("timeout"),
        Err(problem) if problem.is_connect() => Err("no connection"),
        Err(_) => Err("no answer"),
    }
}

fn signed(world: &World, request: RequestBuilder, path: &str, delivery: &Delivery) -> RequestBuilder {
    let timestamp = world.clocks.wall.now().to_iso();
    // Forged with a key of one's own, or with a right signature that belongs to another body.
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
    request
        .header("Client-Id", &world.config.client_id)
        .header("Request-Id", &delivery.request_id)
        .header("Request-Timestamp", &timestamp)
        .header("Signature", sign(key, &parts))
}
