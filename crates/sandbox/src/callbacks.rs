//! Callbacks: their content and their bad luck. Source: CONTRACT §8.

use domain::Millis;
use reqwest::Url;
use serde_json::Value;

use crate::chaos::Luck;
use crate::document::{items, text};
use crate::outcomes::{self, Fault, Faults};
use crate::shapes::{self, Shape};
use crate::store::Conn;
use crate::store::businesses::Business;
use crate::store::deliveries::{self, Delivery};
use crate::store::entities::Entity;
use crate::world::World;

const LATE_MILLIS: i64 = 49 * Millis::HOUR;
const REORDER_MILLIS: u64 = 5_000;

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
    let prompt = Delivery::new(business, entity, url, world.clocks.due.now().plus(luck.delay_ms));
    let delivery = Delivery {
        request_id: world.chance.name(),
        body: shapes::body(shape, business, entity).to_string(),
        state: state.to_owned(),
        due_at: prompt.due_at.filter(|_| state == "waiting"),
        ..prompt
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

/// The fate of one callback on its way, by the business's plus-tags and the seed of the chaos switch.
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
        let has = |fault| faults.contains(&fault);
        let late = if has(Fault::Late) { LATE_MILLIS } else { 0 };
        let shuffled = if has(Fault::Reorder) { world.chance.below(REORDER_MILLIS) } else { 0 };
        let chaotic = if strikes(Luck::Reorder) { chaos.below(REORDER_MILLIS, Luck::Reorder, &about) } else { 0 };
        Self {
            lost: has(Fault::Lost) || strikes(Luck::Drop),
            forged: strikes(Luck::Forge),
            first_forged: has(Fault::BadSignature),
            copies: match (has(Fault::Dup), strikes(Luck::Duplicate)) {
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
    format!("{} {}", text(document, "email"), text(document, "name"))
}

/// Builds the contrary of the truth, so that a forgery that counts is seen at once.
pub fn forgery(shape: Shape, business: &Business, entity: &Entity) -> String {
    let (status, note) =
        if entity.is_accepted() { ("REJECTED", Some("Ditolak oleh pemalsu.".to_owned())) } else { ("ACTIVE", None) };
    shapes::body(shape, business, &Entity { status: status.to_owned(), note, ..entity.clone() }).to_string()
}

/// Collects the plus-tags in the addresses of the business and its contacts.
pub fn faults(document: &Value) -> Faults {
    let people = std::iter::once(document).chain(items(document, "contacts"));
    outcomes::faults(people.map(|one| text(one, "email")))
}

/// Returns true for an address of this machine, the only one that is ever called.
pub fn is_loopback(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| doku::is_here(&url) && matches!(url.scheme(), "http" | "https"))
}
