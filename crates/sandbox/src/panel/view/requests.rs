//! What came in at the partner API.

use std::fmt::{Result, Write};

use domain::Millis;
use serde_json::Value;

use super::data::View;
use super::html::{escape, pages, readable, start};
use crate::panel::place::Place;
use crate::store::requests::{MOST, Request};

pub fn list(out: &mut String, view: &View<'_>) -> Result {
    write!(
        out,
        r#"<section aria-labelledby="requests"><h2 id="requests">Requests</h2><p class="hint">The newest {MOST} calls to the partner API, as they came. For programs: <code>GET /sim/api/requests</code></p>"#
    )?;
    if view.requests.is_empty() {
        write!(
            out,
            r#"<p class="empty">None yet. A call to the base address above shows here, whatever becomes of it.</p>"#
        )?;
    }
    for request in &view.requests {
        one(out, request)?;
    }
    let last = view.requests.last().map(|request| request.id);
    let older = view.more_requests.then_some(Place { requests_before: last, ..view.place });
    let newest = view.place.requests_before.map(|_| Place { requests_before: None, ..view.place });
    pages(out, (older, newest), "requests")?;
    write!(out, "</section>")
}

fn one(out: &mut String, request: &Request) -> Result {
    write!(
        out,
        r#"<p class="request"><a href="/sim/requests/{}"><code>{} {}</code></a> {} <span class="hint">gate: {}, {}</span></p>"#,
        request.id,
        escape(&request.method),
        escape(&request.target),
        status(request),
        escape(&request.verdict),
        readable(Millis(request.at)),
    )
}

fn status(request: &Request) -> String {
    let (status, word) = match request.status {
        Some(status) if (200..300).contains(&status) => (status.to_string(), "taken"),
        Some(status) => (status.to_string(), "refused"),
        None => ("no answer".to_owned(), "lost"),
    };
    format!(r#"<span class="tag" data-status="{word}">{status}</span>"#)
}

/// One of them whole, on a page of its own: its body may hold numbers of a person.
pub fn page(request: &Request) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_page(&mut out, request);
    out
}

fn write_page(out: &mut String, request: &Request) -> Result {
    start(out, "Request")?;
    write!(
        out,
        r#"<header><div><h1>Request</h1><p><a href="/sim#requests">Back to the panel</a></p></div></header>
<section><p><code>{} {}</code> {}</p><p class="hint">gate: {}, {}</p><h2>Headers</h2><dl class="pairs">"#,
        escape(&request.method),
        escape(&request.target),
        status(request),
        escape(&request.verdict),
        readable(Millis(request.at)),
    )?;
    for (name, value) in &request.headers.0 {
        write!(out, "<dt>{}</dt><dd><code>{}</code></dd>", escape(name), escape(value))?;
    }
    write!(out, "</dl>")?;
    for (label, text) in [("Body", &request.body), ("Answer", &request.answer)] {
        if !text.is_empty() {
            write!(out, "<h2>{label}</h2><pre>{}</pre>", escape(&indented(text)))?;
        }
    }
    write!(out, "</section></body></html>")
}

/// JSON line by line; what does not read as it came.
fn indented(text: &str) -> String {
    let value = serde_json::from_str::<Value>(text).and_then(|value| serde_json::to_string_pretty(&value));
    value.unwrap_or_else(|_| text.to_owned())
}
