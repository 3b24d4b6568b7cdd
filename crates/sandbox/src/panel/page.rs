//! `/sim` as plain HTML: no script, forms that post and come back.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Form, Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::Millis;
use serde::Deserialize;

use super::api::{Advance, listed};
use super::orders::{self, Decision, Refused};
use crate::Decide;
use crate::store::businesses::Business;
use crate::store::deliveries::{self, Delivery};
use crate::store::entities::Entity;
use crate::world::World;

const LISTED: i64 = 50;
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub async fn decide(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Form(decision): Form<Decision>,
) -> Result<Redirect, Refused> {
    orders::decide(&world, &id, &decision).await?;
    Ok(back())
}

pub async fn decide_all(State(world): State<Arc<World>>, Path(id): Path<String>) -> Result<Redirect, Refused> {
    orders::decide_all(&world, &id).await?;
    Ok(back())
}

pub async fn advance(State(world): State<Arc<World>>, Form(by): Form<Advance>) -> Result<Redirect, Refused> {
    world.advance(by.ms()).await?;
    Ok(back())
}

pub async fn resend(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Redirect, Refused> {
    orders::resend(&world, id).await?;
    Ok(back())
}

#[derive(Deserialize)]
pub struct Outage {
    on: bool,
}

pub async fn outage(State(world): State<Arc<World>>, Form(outage): Form<Outage>) -> Result<Redirect, Refused> {
    world.set_outage(outage.on).await?;
    Ok(back())
}

fn back() -> Redirect {
    Redirect::to("/sim")
}

pub async fn show(State(world): State<Arc<World>>) -> Result<Response, Refused> {
    let registrations = listed(&world, LISTED).await?;
    let mut conn = world.db.acquire().await?;
    let callbacks = deliveries::list(&mut conn, LISTED).await?;
    drop(conn);
    let mut html = String::new();
    // Writing to a String cannot fail.
    let _ = page(&mut html, &world, &registrations, &callbacks);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Html(html)).into_response())
}

fn page(
    out: &mut String,
    world: &World,
    registrations: &[(Business, Vec<Entity>)],
    callbacks: &[Delivery],
) -> std::fmt::Result {
    let now = world.clocks.due.now().to_iso();
    let mode = match world.config.decide {
        Decide::Auto => "Decides by itself / Memutuskan sendiri",
        Decide::Explicit => "Waits to be told / Menunggu keputusan",
    };
    let outage = world.outage.load(Ordering::SeqCst);
    let (outage_label, next) =
        if outage { ("End the outage / Akhiri gangguan", false) } else { ("Start an outage / Mulai gangguan", true) };
    write!(
        out,
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox DOKU</title><link rel="stylesheet" href="/sim/style.css"></head><body>
<header><h1>Sandbox DOKU</h1><p>{mode}. Clock / Jam: <time datetime="{now}">{now}</time></p>
<div class="buttons">
<form method="post" action="/sim/clock/advance"><input type="hidden" name="hours" value="24"><button>Skip 24 h / Lewati 24 jam</button></form>
<form method="post" action="/sim/outage"><input type="hidden" name="on" value="{next}"><button>{outage_label}</button></form>
<a href="/sim">Refresh / Muat ulang</a></div></header><main>"#
    )?;
    write!(out, "<h2>Registrations / Pendaftaran</h2>")?;
    if registrations.is_empty() {
        write!(out, "<p>None yet / Belum ada.</p>")?;
    }
    for (business, entities) in registrations {
        registration(out, business, entities)?;
    }
    deliveries_list(out, callbacks)?;
    write!(out, "</main></body></html>")
}

fn registration(out: &mut String, business: &Business, entities: &[Entity]) -> std::fmt::Result {
    let name = escape(business.document.0.get("name").and_then(serde_json::Value::as_str).unwrap_or_default());
    let (id, number, created) = (escape(&business.business_id), business.id, Millis(business.created_at).to_iso());
    write!(
        out,
        r#"<section aria-labelledby="r{number}"><h3 id="r{number}">{name}</h3><p>{id}, {}, <time datetime="{created}">{created}</time></p>
<form method="post" action="/sim/registrations/{id}/decide-all"><button>Decide everything now: {name} / Putuskan semua</button></form><ul>"#,
        escape(&business.brand_id),
    )?;
    for entity in entities {
        row(out, &id, entity)?;
    }
    write!(out, "</ul></section>")
}

fn row(out: &mut String, business: &str, entity: &Entity) -> std::fmt::Result {
    let about = escape([entity.kind.as_str(), entity.code.as_deref().unwrap_or_default()].join(" ").trim());
    let (kind, id, status, number) = (escape(&entity.kind), escape(&entity.doku_id), escape(&entity.status), entity.id);
    let note = entity.note.as_deref().map(|note| format!("<p>{}</p>", escape(note))).unwrap_or_default();
    write!(
        out,
        r#"<li><p><strong>{about}</strong> <span class="status" data-status="{status}">{status}</span></p>{note}
<form method="post" action="/sim/registrations/{business}/decide">
<input type="hidden" name="entity" value="{kind}"><input type="hidden" name="id" value="{id}">
<label for="n{number}">Note / Catatan ({about})</label><input id="n{number}" name="note" autocomplete="off">
<div class="buttons"><button name="verdict" value="ACTIVE" aria-label="Accept / Terima {about}">Accept / Terima</button>
<button name="verdict" value="REJECTED" aria-label="Reject / Tolak {about}">Reject / Tolak</button></div></form></li>"#
    )
}

fn deliveries_list(out: &mut String, callbacks: &[Delivery]) -> std::fmt::Result {
    write!(out, "<h2>Callbacks</h2><ul>")?;
    for delivery in callbacks {
        let (kind, state, id, tries) =
            (escape(&delivery.kind), escape(&delivery.state), delivery.id, delivery.attempts);
        write!(
            out,
            r#"<li><p><strong>{id}: {kind}</strong> <span class="status">{state}</span> {tries}×</p>
<form method="post" action="/sim/callbacks/{id}/resend"><button aria-label="Resend / Kirim ulang: callback {id}">Resend / Kirim ulang</button></form></li>"#
        )?;
    }
    write!(out, "</ul>")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
