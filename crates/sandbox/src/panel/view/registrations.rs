//! Registrations with their entities and callbacks.

use std::fmt::{Result, Write};

use domain::Millis;
use domain::kyb::EntityKind;
use serde_json::{Value, json};

use super::data::View;
use super::html::{Order, as_curl, command, escape, orders, pages, readable};
use crate::panel::place::Place;
use crate::store::businesses::Business;
use crate::store::deliveries::Delivery;
use crate::store::entities::Entity;

/// So many stand open; the others unfold.
const OPEN: usize = 2;
/// So many callbacks of each are shown, the newest first.
const SHOWN: usize = 30;

pub fn list(out: &mut String, view: &View<'_>) -> Result {
    write!(out, r#"<h2 id="registrations">Registrations</h2>"#)?;
    if view.registrations.is_empty() {
        write!(out, r#"<p class="empty">None yet. Send an application from the app, or POST /business.</p>"#)?;
    }
    for (n, (business, entities)) in view.registrations.iter().enumerate() {
        registration(out, view, business, entities, n < OPEN)?;
    }
    let last = view.registrations.last().map(|(business, _)| business.id);
    let older = view.more.then_some(Place { before: last, ..view.place });
    let newest = view.place.before.map(|_| Place { before: None, ..view.place });
    pages(out, (older, newest), "registrations")
}

fn registration(out: &mut String, view: &View<'_>, business: &Business, entities: &[Entity], open: bool) -> Result {
    let name = business.document.0.get("name").and_then(Value::as_str).unwrap_or_default();
    let (id, whole) = (business.business_id.as_str(), entities.iter().find(|one| one.kind() == EntityKind::Business));
    let status = whole.map_or("", |whole| whole.status.as_str());
    let open = if open { " open" } else { "" };
    write!(
        out,
        r#"<details class="card" id="{0}"{open}><summary><span class="name">{1}</span> {2}<span class="hint">{0}, {3}, {4}</span></summary>"#,
        escape(id),
        escape(name),
        tag(status),
        escape(&business.brand_id),
        readable(Millis(business.created_at)),
    )?;
    let path = |action: &str| format!("/registrations/{id}/{action}");
    let order = |action: &str, label| Order { path: path(action), label, about: name, body: json!({}) };
    let silence = match view.switches.muted.contains(&business.id) {
        true => order("undrop", "Let callbacks out again"),
        false => order("drop", "Drop all callbacks"),
    };
    let all = [
        order("decide-all", "Decide everything now"),
        order("resend", "Resend all"),
        order("duplicate", "Duplicate all"),
        order("reorder", "Reorder all"),
        silence,
        order("forge", "Forge callbacks"),
        order("snap", "Send SNAP-signed ones"),
    ];
    orders(out, view.host, &all)?;
    write!(out, r#"<h3>Entities</h3><ul class="rows">"#)?;
    for entity in entities {
        row(out, view, id, entity)?;
    }
    write!(out, "</ul>")?;
    callbacks(out, view, view.callbacks.get(&business.id).map_or(&[], Vec::as_slice))?;
    write!(out, "</details>")
}

fn tag(status: &str) -> String {
    format!(r#"<span class="tag" data-status="{0}">{0}</span>"#, escape(status))
}

fn row(out: &mut String, view: &View<'_>, business: &str, entity: &Entity) -> Result {
    let about = [entity.kind.as_str(), entity.code.as_deref().unwrap_or_default()].join(" ");
    let (about, number) = (escape(about.trim()), entity.id);
    let place = escape(&entity.slot);
    let note = entity.note.as_deref().map(|note| format!("<p class=\"note\">{}</p>", escape(note))).unwrap_or_default();
    let sent = if entity.submissions > 1 { format!(", sent {} times", entity.submissions) } else { String::new() };
    write!(
        out,
        r#"<li><div><p><strong>{about}</strong> {}</p><p class="hint">{place}{sent}</p>{note}</div>
<form method="post" action="/sim/registrations/{}/decide"><input type="hidden" name="entity" value="{}"><input type="hidden" name="id" value="{}"><input type="hidden" name="code" value="{}">
<input id="n{number}" name="note" aria-label="Note about {about}" placeholder="Note" autocomplete="off">
<button name="verdict" value="ACTIVE" aria-label="Accept: {about}">Accept</button><button name="verdict" value="REJECTED" aria-label="Reject: {about}">Reject</button>"#,
        tag(&entity.status),
        escape(business),
        escape(&entity.kind),
        escape(&entity.doku_id),
        escape(entity.code.as_deref().unwrap_or_default()),
    )?;
    if matches!(entity.kind(), EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus) {
        write!(out, r#"<button name="verdict" value="SUSPENDED" aria-label="Suspend: {about}">Suspend</button>"#)?;
    }
    write!(out, "</form>")?;
    let verdict = json!({ "entity": entity.kind, "id": entity.doku_id, "code": entity.code, "verdict": "REJECTED", "note": "Foto buram" });
    let path = format!("/registrations/{business}/decide");
    as_curl(out, &[("Any word is a verdict", command(view.host, &path, &verdict))])?;
    write!(out, "</li>")
}

fn callbacks(out: &mut String, view: &View<'_>, callbacks: &[Delivery]) -> Result {
    write!(out, "<details><summary>Callbacks <b>{}</b></summary>", callbacks.len())?;
    if callbacks.is_empty() {
        write!(out, r#"<p class="empty">None yet.</p>"#)?;
    }
    write!(out, r#"<ul class="rows">"#)?;
    for one in callbacks.iter().take(SHOWN) {
        let tries = if one.attempts == 1 { "1 try".to_owned() } else { format!("{} tries", one.attempts) };
        let due = one.due_at.map(|due| format!(", due {}", readable(Millis(due)))).unwrap_or_default();
        let forged = match (one.forged, one.snap) {
            (true, _) => " <b>forged</b>",
            (_, true) => " <b>SNAP-signed</b>",
            (false, false) => "",
        };
        write!(
            out,
            r#"<li id="c{}"><div><p><strong>{}: {}</strong> {}{forged}</p><p class="hint">{tries}{due}, {}</p></div>"#,
            one.id,
            one.id,
            escape(&one.kind),
            tag(&one.state),
            escape(&one.request_id),
        )?;
        let about = format!("callback {}", one.id);
        let order = |action: &str, label| Order {
            path: format!("/callbacks/{}/{action}", one.id),
            label,
            about: &about,
            body: json!({}),
        };
        let (resend, drop) = (order("resend", "Resend"), order("drop", "Drop"));
        let (duplicate, forge) = (order("duplicate", "Duplicate"), order("forge", "Forge"));
        let snap = order("snap", "Send SNAP-signed");
        match one.state.as_str() {
            "undeliverable" => {}
            "waiting" => orders(out, view.host, &[resend, drop, duplicate, forge, snap])?,
            _ => orders(out, view.host, &[resend, duplicate, forge, snap])?,
        }
        write!(out, "</li>")?;
    }
    write!(out, "</ul>")?;
    if callbacks.len() > SHOWN {
        write!(out, r#"<p class="hint">The older ones: <code>GET /sim/api/callbacks</code></p>"#)?;
    }
    write!(out, "</details>")
}
