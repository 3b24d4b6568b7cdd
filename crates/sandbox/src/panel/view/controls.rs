//! Time, switches and chaos.

use std::fmt::{Result, Write};

use serde_json::{Value, json};

use super::data::View;
use super::html::{Order, as_curl, command, escape, orders};
use crate::shapes::Shape;

pub fn time(out: &mut String, view: &View<'_>) -> Result {
    let what =
        if view.world.clocks.shared { "The app's clock moves with it." } else { "Verdicts and callbacks fall due." };
    write!(out, r#"<section aria-labelledby="time"><h2 id="time">Time</h2><p class="hint">{what}</p>"#)?;
    let skip = |label, hours: i64| Order {
        path: "/clock/advance".to_owned(),
        label,
        about: "move the clock",
        body: json!({ "hours": hours }),
    };
    orders(out, view.host, &[skip("Skip 1 h", 1), skip("Skip 24 h", 24), skip("Skip 49 h", 49)])?;
    write!(out, "</section>")
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

pub fn switches(out: &mut String, view: &View<'_>) -> Result {
    let now = serde_json::to_value(&view.switches).unwrap_or_default();
    write!(
        out,
        r#"<section aria-labelledby="switches"><h2 id="switches">Switches</h2><form method="post" action="/sim/switches" class="fields">"#
    )?;
    for (name, label, hint, input) in &SWITCHES {
        let hint = if hint.is_empty() { String::new() } else { format!(" <small>{hint}</small>") };
        write!(out, r#"<label for="{name}"><span>{label}{hint}</span></label>"#)?;
        match input {
            Input::OnOff => choose(out, name, &now[*name], &[("false", "off"), ("true", "on")])?,
            Input::Words(words) => {
                let rows: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
                choose(out, name, &now[*name], &rows)?;
            }
            Input::Number(least) => number(out, name, &now[*name], *least)?,
        }
    }
    write!(out, r#"<button class="wide">Save switches</button></form>"#)?;
    let shape =
        Shape::ALL.iter().find(|(shape, _)| *shape == view.switches.callback_shape).map_or("a", |(_, name)| *name);
    let body =
        json!({ "strict": view.switches.strict, "callback_shape": shape, "busy_calls": 2, "retry_after_seconds": 30 });
    as_curl(out, &[("Only what is named changes", command(view.host, "/switches", &body))])?;
    write!(out, "</section>")
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

pub fn chaos(out: &mut String, view: &View<'_>) -> Result {
    let now = serde_json::to_value(view.switches.chaos).unwrap_or_default();
    write!(
        out,
        r#"<section aria-labelledby="chaos"><h2 id="chaos">Chaos</h2><p class="hint">The seed decides, so a run can be repeated.</p>
<form method="post" action="/sim/chaos" class="fields">"#
    )?;
    for (name, label) in CHAOS {
        write!(out, r#"<label for="chaos-{name}"><span>{label}</span></label>"#)?;
        let most = if name == "seed" { u64::MAX } else { 100 };
        let value = escape(&now[name].to_string());
        write!(
            out,
            r#"<input id="chaos-{name}" name="{name}" type="number" min="0" max="{most}" value="{value}" required>"#
        )?;
    }
    write!(out, r#"<button class="wide">Save chaos</button></form>"#)?;
    as_curl(out, &[("What is not named is 0", command(view.host, "/chaos", &now))])?;
    write!(out, "</section>")
}

fn choose(out: &mut String, name: &str, now: &Value, rows: &[(&str, &str)]) -> Result {
    let now = now.as_str().map_or_else(|| now.to_string(), str::to_owned);
    write!(out, r#"<select id="{name}" name="{name}">"#)?;
    for (value, label) in rows {
        let selected = if *value == now { " selected" } else { "" };
        write!(out, r#"<option value="{value}"{selected}>{label}</option>"#)?;
    }
    write!(out, "</select>")
}

fn number(out: &mut String, name: &str, now: &Value, least: i32) -> Result {
    let value = escape(&now.to_string());
    write!(
        out,
        r#"<input id="{name}" name="{name}" type="number" min="{least}" max="{MOST}" value="{value}" required>"#
    )
}
