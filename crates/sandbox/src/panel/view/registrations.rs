//! Registrations with their entities and callbacks.

use askama::Template;
use domain::Millis;
use domain::kyb::EntityKind;
use serde_json::{Value, json};

use super::data::View;
use super::html::{Curl, Order, Orders, Pages, command, readable};
use crate::panel::place::Place;
use crate::store::businesses::Business;
use crate::store::deliveries::Delivery;
use crate::store::entities::Entity as Stored;

/// So many stand open; the others unfold.
const OPEN: usize = 2;
/// So many callbacks of each are shown, the newest first.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "registrations.html")]
pub struct List<'a> {
    rows: Vec<Registration<'a>>,
    pages: Pages,
}

struct Registration<'a> {
    id: &'a str,
    name: &'a str,
    status: &'a str,
    brand: &'a str,
    created: String,
    open: bool,
    orders: Orders,
    entities: Vec<Entity<'a>>,
    callbacks: Vec<Callback<'a>>,
    /// Callbacks that are not shown.
    older: usize,
}

struct Entity<'a> {
    number: i64,
    about: String,
    kind: &'a str,
    code: &'a str,
    doku_id: &'a str,
    status: &'a str,
    place: &'a str,
    submissions: i64,
    note: Option<&'a str>,
    may_suspend: bool,
    curl: Curl,
}

struct Callback<'a> {
    id: i64,
    kind: &'a str,
    state: &'a str,
    /// How it lies, if it does.
    mark: &'static str,
    tries: String,
    due: String,
    request_id: &'a str,
    /// `None`: nothing can be done about it.
    orders: Option<Orders>,
}

pub fn list<'a>(view: &'a View<'_>) -> List<'a> {
    let rows = view.registrations.iter().enumerate();
    let rows = rows.map(|(n, (business, entities))| registration(view, business, entities, n < OPEN)).collect();
    let last = view.registrations.last().map(|(business, _)| business.id);
    let older = view.more.then_some(Place { before: last, ..view.place });
    let newest = view.place.before.map(|_| Place { before: None, ..view.place });
    List { rows, pages: Pages::new(older, newest, "registrations") }
}

fn registration<'a>(
    view: &'a View<'_>,
    business: &'a Business,
    entities: &'a [Stored],
    open: bool,
) -> Registration<'a> {
    let (id, whole) = (business.business_id.as_str(), entities.iter().find(|one| one.kind() == EntityKind::Business));
    let callbacks = view.callbacks.get(&business.id).map_or(&[][..], Vec::as_slice);
    let name = business.document.0.get("name").and_then(Value::as_str).unwrap_or_default();
    Registration {
        id,
        name,
        status: whole.map_or("", |whole| whole.status.as_str()),
        brand: &business.brand_id,
        created: readable(Millis(business.created_at)),
        open,
        orders: orders(view, business, name),
        entities: entities.iter().map(|one| entity(view, id, one)).collect(),
        callbacks: callbacks.iter().take(SHOWN).map(|one| callback(view, one)).collect(),
        older: callbacks.len().saturating_sub(SHOWN),
    }
}

fn orders(view: &View<'_>, business: &Business, name: &str) -> Orders {
    let order = |action: &str, label| Order {
        path: format!("/registrations/{}/{action}", business.business_id),
        label,
        about: name.to_owned(),
        body: json!({}),
    };
    let silence = match view.switches.muted.contains(&business.id) {
        true => order("undrop", "Let callbacks out again"),
        false => order("drop", "Drop all callbacks"),
    };
    let all = vec![
        order("decide-all", "Decide everything now"),
        order("resend", "Resend all"),
        order("duplicate", "Duplicate all"),
        order("reorder", "Reorder all"),
        silence,
        order("forge", "Forge callbacks"),
        order("snap", "Send SNAP-signed ones"),
    ];
    Orders::new(view.host, all)
}

fn entity<'a>(view: &View<'_>, business: &str, entity: &'a Stored) -> Entity<'a> {
    let code = entity.code.as_deref().unwrap_or_default();
    let verdict = json!({ "entity": entity.kind, "id": entity.doku_id, "code": entity.code, "verdict": "REJECTED", "note": "Foto buram" });
    let path = format!("/registrations/{business}/decide");
    Entity {
        number: entity.id,
        about: format!("{} {code}", entity.kind).trim().to_owned(),
        kind: &entity.kind,
        code,
        doku_id: &entity.doku_id,
        status: &entity.status,
        place: &entity.slot,
        submissions: entity.submissions,
        note: entity.note.as_deref(),
        may_suspend: matches!(entity.kind(), EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus),
        curl: Curl::new("Any word is a verdict", command(view.host, &path, &verdict)),
    }
}

fn callback<'a>(view: &View<'_>, one: &'a Delivery) -> Callback<'a> {
    let order = |action: &str, label| Order {
        path: format!("/callbacks/{}/{action}", one.id),
        label,
        about: format!("callback {}", one.id),
        body: json!({}),
    };
    let mut orders = vec![
        order("resend", "Resend"),
        order("duplicate", "Duplicate"),
        order("forge", "Forge"),
        order("snap", "Send SNAP-signed"),
    ];
    if one.state == "waiting" {
        orders.insert(1, order("drop", "Drop"));
    }
    Callback {
        id: one.id,
        kind: &one.kind,
        state: &one.state,
        mark: match (one.forged, one.snap) {
            (true, _) => "forged",
            (_, true) => "SNAP-signed",
            (false, false) => "",
        },
        tries: if one.attempts == 1 { "1 try".to_owned() } else { format!("{} tries", one.attempts) },
        due: one.due_at.map(|due| format!(", due {}", readable(Millis(due)))).unwrap_or_default(),
        request_id: &one.request_id,
        orders: (one.state != "undeliverable").then(|| Orders::new(view.host, orders)),
    }
}
