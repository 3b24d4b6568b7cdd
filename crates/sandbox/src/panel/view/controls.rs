//! Time, switches and chaos.

use askama::Template;
use serde_json::{Value, json};

use super::data::View;
use super::html::{Curl, Order, Orders, command};
use crate::shapes::Shape;

#[derive(Template)]
#[template(path = "time.html")]
pub struct Time {
    what: &'static str,
    orders: Orders,
}

pub fn time(view: &View<'_>) -> Time {
    let what =
        if view.world.clocks.shared { "The app's clock moves with it." } else { "Verdicts and callbacks fall due." };
    let skip = |label, hours: i64| Order {
        path: "/clock/advance".to_owned(),
        label,
        about: "move the clock".to_owned(),
        body: json!({ "hours": hours }),
    };
    let orders = vec![skip("Skip 1 h", 1), skip("Skip 24 h", 24), skip("Skip 49 h", 49)];
    Time { what, orders: Orders::new(view.host, orders) }
}

enum Input {
    OnOff,
    /// Not less than this.
    Number(i32),
    Words(&'static [&'static str]),
}

const MOST: i32 = 100_000;

/// Name, label, what it does, and what may stand in it.
const SWITCHES: [(&str, &str, &str, Input); 14] = [
    ("outage", "Outage", "every call is answered 503", Input::OnOff),
    ("strict", "Strict", "refuses what only lenient takes", Input::OnOff),
    ("drop_all", "Drop everything", "no callback leaves", Input::OnOff),
    ("callback_shape", "Callback shape", "mixed takes turns", Input::Words(&["a", "b", "c", "mixed"])),
    ("busy_calls", "429 for so many calls", "", Input::Number(0)),
    ("retry_after_seconds", "Retry-After, seconds", "0 leaves it out", Input::Number(0)),
    ("fail_after_work", "500 after so many works", "registrations and updates", Input::Number(0)),
    ("timeout", "Silence after so many works", "90 s without an answer", Input::Number(0)),
    ("skew_minutes", "Clock ahead, minutes", "more than 60 either way refuses all", Input::Number(-MOST)),
    ("token_seconds", "Tokens end after, seconds", "0: as asked for", Input::Number(0)),
    ("wrap_get_response", "Wrap the read-back", "in an outer business", Input::OnOff),
    ("sign_prefix", "Signed path", "inner: without its first segment", Input::Words(&["full", "inner"])),
    ("error_envelope", "Spelling of errors", "", Input::Words(&["message", "error_messages", "response_code", "snap"])),
    ("duplicate_policy", "The same NIK twice", "", Input::Words(&["accept", "conflict"])),
];

#[derive(Template)]
#[template(path = "switches.html")]
pub struct Switches {
    fields: Vec<Switch>,
    most: i32,
    curl: Curl,
}

struct Switch {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    least: i32,
    /// Word, label, whether it is set; none for a number.
    words: Vec<(&'static str, &'static str, bool)>,
}

pub fn switches(view: &View<'_>) -> Switches {
    let now = serde_json::to_value(&view.switches).unwrap_or_default();
    let fields = SWITCHES.iter().map(|&(name, label, hint, ref input)| {
        let value = now[name].as_str().map_or_else(|| now[name].to_string(), str::to_owned);
        let rows = match input {
            Input::OnOff => vec![("false", "off"), ("true", "on")],
            Input::Words(words) => words.iter().map(|word| (*word, *word)).collect(),
            Input::Number(_) => Vec::new(),
        };
        let words = rows.into_iter().map(|(word, label)| (word, label, word == value)).collect();
        let least = if let Input::Number(least) = input { *least } else { 0 };
        Switch { name, label, hint, value, least, words }
    });
    let shape =
        Shape::ALL.iter().find(|(shape, _)| *shape == view.switches.callback_shape).map_or("a", |(_, name)| *name);
    let body =
        json!({ "strict": view.switches.strict, "callback_shape": shape, "busy_calls": 2, "retry_after_seconds": 30 });
    let curl = Curl::new("Only what is named changes", command(view.host, "/switches", &body));
    Switches { fields: fields.collect(), most: MOST, curl }
}

const CHAOS: [(&str, &str); 7] = [
    ("seed", "Seed"),
    ("drop", "Callbacks lost, %"),
    ("duplicate", "Callbacks doubled, %"),
    ("reorder", "Callbacks shuffled, %"),
    ("forge", "Forged beside, %"),
    ("fail_after_work", "500 after the work, %"),
    ("timeout", "Silence after the work, %"),
];

#[derive(Template)]
#[template(path = "chaos.html")]
pub struct Chaos {
    fields: Vec<Percentage>,
    curl: Curl,
}

struct Percentage {
    name: &'static str,
    label: &'static str,
    most: u64,
    value: Value,
}

pub fn chaos(view: &View<'_>) -> Chaos {
    let now = serde_json::to_value(view.switches.chaos).unwrap_or_default();
    let field = |(name, label): (&'static str, &'static str)| {
        let most = if name == "seed" { u64::MAX } else { 100 };
        Percentage { name, label, most, value: now[name].clone() }
    };
    let curl = Curl::new("What is not named is 0", command(view.host, "/chaos", &now));
    Chaos { fields: CHAOS.map(field).into(), curl }
}
