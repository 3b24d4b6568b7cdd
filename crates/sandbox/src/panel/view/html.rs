//! Small pieces of HTML: escaping, a form that posts, and the same order as `curl`.

use std::fmt::{Result, Write};

use domain::Millis;
use serde_json::Value;

use crate::panel::place::Place;

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// One button: the same order at `/sim` and at `/sim/api`.
pub struct Order<'a> {
    /// Below `/sim` and `/sim/api`: `/registrations/BSN-…/resend`.
    pub path: String,
    pub label: &'a str,
    /// What a screen reader needs to tell it from the same button elsewhere.
    pub about: &'a str,
    pub body: Value,
}

/// A button each, then all of them as `curl`.
pub fn orders(out: &mut String, host: &str, orders: &[Order<'_>]) -> Result {
    write!(out, r#"<div class="orders">"#)?;
    for order in orders {
        let path = escape(&order.path);
        write!(out, r#"<form method="post" action="/sim{path}">"#)?;
        for (name, value) in order.body.as_object().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            write!(out, r#"<input type="hidden" name="{}" value="{}">"#, escape(name), escape(&value))?;
        }
        let (label, about) = (escape(order.label), escape(order.about));
        write!(out, r#"<button aria-label="{label}: {about}">{label}</button></form>"#)?;
    }
    let commands: Vec<(&str, String)> = orders.iter().map(|order| (order.label, curl(host, order))).collect();
    as_curl(out, &commands)?;
    write!(out, "</div>")
}

pub fn as_curl(out: &mut String, commands: &[(&str, String)]) -> Result {
    write!(out, r#"<details class="curl"><summary>as curl</summary><dl>"#)?;
    for (label, command) in commands {
        write!(out, "<dt>{}</dt><dd><code>{}</code></dd>", escape(label), escape(command))?;
    }
    write!(out, "</dl></details>")
}

fn curl(host: &str, order: &Order<'_>) -> String {
    command(host, &order.path, &order.body)
}

/// Quoted for a POSIX shell.
pub fn command(host: &str, path: &str, body: &Value) -> String {
    let body = body.to_string().replace('\'', r"'\''");
    format!("curl -X POST http://{host}/sim/api{path} -H 'Content-Type: application/json' -d '{body}'")
}

pub fn start(out: &mut String, title: &str) -> Result {
    write!(
        out,
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/sim/style.css"></head><body>"#
    )
}

/// To the rest of a list, and back to its beginning.
pub fn pages(out: &mut String, (older, newest): (Option<Place>, Option<Place>), anchor: &str) -> Result {
    let link = |place: Place, label: &str| format!(r#"<a href="{}#{anchor}">{label}</a>"#, escape(&place.address()));
    let links = [newest.map(|place| link(place, "Newest")), older.map(|place| link(place, "Older"))];
    let links: Vec<String> = links.into_iter().flatten().collect();
    if links.is_empty() {
        return Ok(());
    }
    write!(out, r#"<nav class="pages" aria-label="Pages: {anchor}">{}</nav>"#, links.join(" "))
}

/// `22 Nov 2026, 10:00:05 WIB`: people read WIB.
pub fn readable(at: Millis) -> String {
    let wib = chrono::DateTime::from_timestamp_millis(at.0.saturating_add(7 * Millis::HOUR)).unwrap_or_default();
    wib.format("%d %b %Y, %H:%M:%S WIB").to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(escape("<b a=\"'\">&"), "&lt;b a=&quot;&#39;&quot;&gt;&amp;");
        let command = command("127.0.0.1:3100", "/clock/advance", &json!({"note": "it's"}));
        assert!(command.ends_with(r#"-d '{"note":"it'\''s"}'"#), "{command}");
    }
}
