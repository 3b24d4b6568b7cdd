//! `/sim` as HTML: one page, plain forms, no script.

mod controls;
mod data;
mod html;
mod magic;
mod registrations;
mod requests;

pub use data::View;
pub use requests::page as request_page;

use crate::config::{BASE, Decide};
use crate::leniency::Rule;
use crate::store::warnings::Warning;
use crate::switches::Switches;
use askama::Template;
use domain::Millis;
use html::{Order, Orders, drawn, readable};
use secrecy::ExposeSecret;
use serde_json::json;

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
        ("Base address", format!("http://{}{}", view.host, BASE)),
        ("Client-Id", config.client_id.clone()),
        ("Secret key", config.secret_key.expose_secret().to_owned()),
    ]
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
        let rule = Rule::named(&warning.rule);
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
