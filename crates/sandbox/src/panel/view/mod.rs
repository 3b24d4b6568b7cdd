//! `/sim` as HTML: one page, plain forms, no script.

mod controls;
mod html;
mod magic;
mod registrations;
mod requests;

pub use requests::page as request_page;

use std::collections::BTreeMap;

use super::page::Place;
use crate::Decide;
use crate::leniency::Rule;
use crate::store::businesses::Business;
use crate::store::deliveries::Delivery;
use crate::store::entities::Entity;
use crate::store::requests::Request;
use crate::store::warnings::Warning;
use crate::switches::Switches;
use crate::world::World;
use askama::Template;
use domain::Millis;
use html::{Order, Orders, drawn};
use secrecy::ExposeSecret;
use serde_json::json;

pub struct View<'a> {
    pub world: &'a World,
    pub switches: Switches,
    /// As the browser names us, for `curl`.
    pub host: &'a str,
    /// Where the lists begin.
    pub place: Place,
    pub registrations: Vec<(Business, Vec<Entity>)>,
    /// There are older ones.
    pub more: bool,
    /// Of the registrations shown, the newest first.
    pub callbacks: BTreeMap<i64, Vec<Delivery>>,
    pub counts: Vec<(String, i64)>,
    pub forged: (i64, i64),
    pub warnings: Vec<Warning>,
    pub requests: Vec<Request>,
    pub more_requests: bool,
}

#[derive(Template)]
#[template(path = "panel.html")]
struct Page<'a> {
    mode: &'static str,
    now_iso: String,
    now: String,
    counts: &'a [(String, i64)],
    forged: i64,
    taken: i64,
    /// What is switched on.
    on: Vec<&'static str>,
    /// What a client of ours needs to know.
    credentials: [(&'static str, String); 3],
    time: controls::Time,
    switches: controls::Switches,
    chaos: controls::Chaos,
    warnings: Warnings<'a>,
    registrations: registrations::List<'a>,
    requests: requests::List<'a>,
    magic: magic::Table,
}

pub fn page(view: &View<'_>) -> String {
    let now = view.world.clocks.due.now();
    let (forged, taken) = view.forged;
    drawn(&Page {
        mode: match view.world.pace().decide {
            Decide::Auto => "decides by itself",
            Decide::Explicit => "waits to be told",
        },
        now_iso: now.to_iso(),
        now: readable(now),
        counts: &view.counts,
        forged,
        taken,
        on: switched_on(&view.switches),
        credentials: credentials(view),
        time: controls::time(view),
        switches: controls::switches(view),
        chaos: controls::chaos(view),
        warnings: warnings(view),
        registrations: registrations::list(view),
        requests: requests::list(view),
        magic: magic::table(),
    })
}

fn switched_on(switches: &Switches) -> Vec<&'static str> {
    let all = [
        (switches.outage, "Outage: every call is answered 503"),
        (switches.drop_all, "No callback leaves"),
        (switches.strict, "Strict"),
        (switches.busy_calls > 0, "429 for the next calls"),
        (switches.fail_after_work > 0, "500 after the next work"),
        (switches.timeout > 0, "Silence after the next work"),
        (switches.skew_minutes != 0, "Its clock is off"),
        (switches.token_seconds > 0, "Tokens end early"),
        (switches.chaos.is_on(), "Chaos"),
    ];
    all.into_iter().filter_map(|(is_on, label)| is_on.then_some(label)).collect()
}

fn credentials(view: &View<'_>) -> [(&'static str, String); 3] {
    let config = &view.world.config;
    [
        ("Base address", format!("http://{}{}", view.host, crate::api::BASE)),
        ("Client-Id", config.client_id.clone()),
        ("Secret key", config.secret_key.expose_secret().to_owned()),
    ]
}

/// To the rest of a list, and back to its beginning.
#[derive(Template)]
#[template(path = "pages.html")]
struct Pages {
    links: Vec<(String, &'static str)>,
    anchor: &'static str,
}

impl Pages {
    fn new(older: Option<Place>, newest: Option<Place>, anchor: &'static str) -> Self {
        let links = [newest.map(|place| (place.address(), "Newest")), older.map(|place| (place.address(), "Older"))];
        Self { links: links.into_iter().flatten().collect(), anchor }
    }
}

/// `22 Nov 2026, 10:00:05 WIB`: people read WIB.
fn readable(at: Millis) -> String {
    let wib = chrono::DateTime::from_timestamp_millis(at.0.saturating_add(7 * Millis::HOUR)).unwrap_or_default();
    wib.format("%d %b %Y, %H:%M:%S WIB").to_string()
}

#[derive(Template)]
#[template(path = "warnings.html")]
struct Warnings<'a> {
    rows: Vec<Row<'a>>,
    orders: Orders,
}

struct Row<'a> {
    place: &'a str,
    says: &'static str,
    weight: &'static str,
    call: &'a str,
    times: i64,
    last: String,
}

fn warnings<'a>(view: &'a View<'_>) -> Warnings<'a> {
    let row = |warning: &'a Warning| {
        let rule = Rule::ALL.into_iter().find(|rule| rule.name() == warning.rule);
        let weight = match rule {
            _ if warning.refused => "refused",
            Some(rule) if rule.is_advice() => "advice",
            Some(_) | None => "taken",
        };
        Row {
            place: &warning.place,
            says: rule.map_or("", Rule::says),
            weight,
            call: &warning.call,
            times: warning.times,
            last: readable(Millis(warning.last_at)),
        }
    };
    let clear =
        Order { path: "/warnings/clear".to_owned(), label: "Clear", about: "all warnings".to_owned(), body: json!({}) };
    Warnings { rows: view.warnings.iter().map(row).collect(), orders: Orders::new(view.host, vec![clear]) }
}
