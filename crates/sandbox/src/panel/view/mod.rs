//! `/sim` as HTML: one page, plain forms, no script.

mod controls;
mod data;
mod html;
mod magic;
mod registrations;
mod requests;

pub use data::View;
pub use requests::page as request_page;

use std::fmt::{Result, Write};

use crate::config::{BASE, Decide};
use crate::leniency::Rule;
use domain::Millis;
use html::{Order, escape, orders, readable, start};
use secrecy::ExposeSecret;
use serde_json::json;

pub fn page(view: &View<'_>) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_page(&mut out, view);
    out
}

fn write_page(out: &mut String, view: &View<'_>) -> Result {
    start(out, "Sandbox DOKU")?;
    header(out, view)?;
    write!(out, r#"<main><div class="side">"#)?;
    controls::time(out, view)?;
    controls::switches(out, view)?;
    controls::chaos(out, view)?;
    warnings(out, view)?;
    write!(out, r#"</div><div class="list">"#)?;
    registrations::list(out, view)?;
    requests::list(out, view)?;
    magic::table(out)?;
    write!(out, "</div></main></body></html>")
}

fn header(out: &mut String, view: &View<'_>) -> Result {
    let now = view.world.clocks.due.now();
    let mode = match view.world.pace().decide {
        Decide::Auto => "decides by itself",
        Decide::Explicit => "waits to be told",
    };
    write!(
        out,
        r#"<header><div><h1>Sandbox DOKU</h1><p>A DOKU of our own: it {mode}. <a href="/sim">Refresh</a></p></div>
<p class="clock"><time datetime="{}">{}</time></p><ul class="facts">"#,
        now.to_iso(),
        readable(now)
    )?;
    for (state, number) in &view.counts {
        write!(out, "<li>{} <b>{number}</b></li>", escape(state))?;
    }
    write!(out, "<li>forged <b>{}</b>, taken <b>{}</b></li>", view.forged.0, view.forged.1)?;
    let on = [
        (view.switches.outage, "Outage: every call is answered 503"),
        (view.switches.drop_all, "No callback leaves"),
        (view.switches.strict, "Strict"),
        (view.switches.busy_calls > 0, "429 for the next calls"),
        (view.switches.fail_after_work > 0, "500 after the next work"),
        (view.switches.timeout > 0, "Silence after the next work"),
        (view.switches.skew_minutes != 0, "Its clock is off"),
        (view.switches.token_seconds > 0, "Tokens end early"),
        (view.switches.chaos.is_on(), "Chaos"),
    ];
    for (_, label) in on.iter().filter(|(on, _)| *on) {
        write!(out, r#"<li class="on">{label}</li>"#)?;
    }
    write!(
        out,
        r##"</ul>{}<nav aria-label="On this page"><a href="#registrations">Registrations</a> <a href="#requests">Requests</a> <a href="#magic">Magic values</a> <a href="#switches">Switches</a> <a href="#chaos">Chaos</a> <a href="#warnings">Warnings {}</a></nav></header>"##,
        credentials(view),
        view.warnings.len(),
    )
}

/// What a client of ours needs to know.
fn credentials(view: &View<'_>) -> String {
    let config = &view.world.config;
    let address = format!("http://{}{}", view.host, BASE);
    let rows = [
        ("Base address", address.as_str()),
        ("Client-Id", &config.client_id),
        ("Secret key", config.secret_key.expose_secret()),
    ];
    let row = |(name, value): (&str, &str)| format!("<dt>{name}</dt><dd><code>{}</code></dd>", escape(value));
    format!(r#"<dl class="pairs">{}</dl>"#, rows.map(row).concat())
}

fn warnings(out: &mut String, view: &View<'_>) -> Result {
    write!(
        out,
        r#"<section aria-labelledby="warnings"><h2 id="warnings">Warnings</h2>
<p class="hint">What only the lenient sandbox takes. Strict refuses it, except advice.</p>"#
    )?;
    if view.warnings.is_empty() {
        return write!(out, r#"<p class="empty">None: everything was as DOKU's pages show it.</p></section>"#);
    }
    write!(out, r#"<ul class="warnings">"#)?;
    for warning in &view.warnings {
        let rule = Rule::ALL.into_iter().find(|rule| rule.name() == warning.rule);
        let weight = match rule {
            _ if warning.refused => "refused",
            Some(rule) if rule.is_advice() => "advice",
            Some(_) | None => "taken",
        };
        write!(
            out,
            r#"<li><p><code>{}</code> {} <span class="tag" data-status="{weight}">{weight}</span></p><p class="hint">{}, {}×, last {}</p></li>"#,
            escape(&warning.place),
            rule.map_or("", Rule::says),
            escape(&warning.call),
            warning.times,
            readable(Millis(warning.last_at)),
        )?;
    }
    write!(out, "</ul>")?;
    let clear = Order { path: "/warnings/clear".to_owned(), label: "Clear", about: "all warnings", body: json!({}) };
    orders(out, view.host, &[clear])?;
    write!(out, "</section>")
}
