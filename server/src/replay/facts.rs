//! Reads the observations of each facet anew, from the bytes that were kept.

use super::found::Found;
use crate::{
    error::Result,
    projection::note,
    services::Services,
    store::{
        Conn, brands,
        businesses::Business,
        callbacks::{self, Callback, CallbackProblem, Of},
        observations,
        readbacks::{self, ReadBack},
        sends,
    },
    vault::{Key, Place},
};
use domain::{
    ids::FactId,
    kyb::{FacetKey, Known, Observation},
};
use std::collections::{BTreeMap, BTreeSet};

/// The facts that could be read, and their observations.
#[derive(Default)]
struct Read {
    facts: BTreeSet<FactId>,
    seen: BTreeMap<(FactId, String), Observation>,
}

/// Mends observations, DOKU's ids and marks of callbacks that differ. What cannot be read any more stays as it was
/// noted.
pub async fn reread(services: &Services, tx: &mut Conn, business: &Business, key: &Key) -> Result<Found> {
    let mut found = Found::default();
    let mut read = Read::default();
    let sent = sends::all(tx, business.id).await?;
    found.facts += sent.len() as u64;
    let brand = brands::first(tx, business).await?.map(|brand| brand.doku_id);
    let mut known = Known { sent, ids: BTreeMap::new(), brand };
    let mut after = readbacks::FIRST;
    while let Some(page) = some(readbacks::page(tx, business.id, after).await?) {
        for readback in page {
            after = readback.id;
            found.facts += 1;
            if !read.readback(key, &readback, &mut known) {
                found.unreadable.push(format!("read-back {} cannot be read", readback.id));
            }
        }
    }
    found.differences.extend(ids(tx, business, &known).await?);
    let mut after = callbacks::FIRST;
    while let Some(page) = some(callbacks::page(tx, Of::Business(business.id), after).await?) {
        for callback in page {
            after = callback.cursor();
            found.facts += 1;
            if callback.problem == Some(CallbackProblem::BrandKey) {
                continue;
            }
            let Ok(body) = key.open(&Place::Callback(callback.id), &callback.body) else {
                found.unreadable.push(format!("callback {} cannot be read", callback.id));
                continue;
            };
            let Ok(facts) = doku::callback::read(&body, &services.settings.client_id) else { continue };
            let one = note::interpret(&callback, &facts, &known);
            found.differences.extend(mark(tx, &callback, &one).await?);
            read.facts.insert(callback.id);
            read.seen.extend(one.seen.map(|seen| ((seen.fact, seen.facet.to_string()), seen)));
        }
    }
    found.differences.extend(observations(tx, business, key, read).await?);
    Ok(found)
}

/// Returns `None` for an empty page, which ends a walk.
fn some<T>(page: Vec<T>) -> Option<Vec<T>> {
    (!page.is_empty()).then_some(page)
}

impl Read {
    /// Returns false when the body does not open, or is no JSON.
    fn readback(&mut self, key: &Key, readback: &ReadBack, known: &mut Known) -> bool {
        let body = key.open(&Place::Readback(readback.id), &readback.body).ok();
        let Some(body) = body.and_then(|body| serde_json::from_slice(&body).ok()) else { return false };
        self.facts.insert(readback.id);
        for seen in note::interpret_readback(readback.id, readback.read_at, &body, known) {
            self.seen.insert((seen.fact, seen.facet.to_string()), seen);
        }
        true
    }
}

/// Mends the status and the problem of a callback.
async fn mark(tx: &mut Conn, callback: &Callback, interpreted: &note::Interpreted) -> Result<Option<String>> {
    if (callback.status, callback.problem) == (interpreted.status(), interpreted.problem) {
        return Ok(None);
    }
    callbacks::set_status(tx, callback.id, interpreted.status(), interpreted.problem).await?;
    let [before, after] =
        [callback.problem, interpreted.problem].map(|found| found.map_or("no problem", CallbackProblem::as_str));
    Ok(Some(format!(
        "callback {}: stored {:?}, {before}; rebuilt {:?}, {after}",
        callback.id,
        callback.status,
        interpreted.status()
    )))
}

/// Mends the facets that DOKU's ids stand for.
async fn ids(tx: &mut Conn, business: &Business, known: &Known) -> Result<Vec<String>> {
    let mut stored: BTreeMap<String, String> = readbacks::entities(tx, business.id).await?.into_iter().collect();
    let mut differences = Vec::new();
    for (id, facet) in &known.ids {
        let facet = facet.to_string();
        let before = stored.remove(id);
        if before.as_ref() == Some(&facet) {
            continue;
        }
        readbacks::forget_entity(tx, business.id, id).await?;
        readbacks::remember_entity(tx, business.id, id, &facet).await?;
        let before = before.as_deref().unwrap_or("nothing");
        differences.push(format!("DOKU's id {id}: stored {before}, rebuilt {facet}"));
    }
    for (id, facet) in stored {
        readbacks::forget_entity(tx, business.id, &id).await?;
        differences.push(format!("DOKU's id {id}: stored {facet}, rebuilt nothing"));
    }
    Ok(differences)
}

/// Mends observations of facts that could be read: of a lost body the noted ones are all that is left.
async fn observations(tx: &mut Conn, business: &Business, key: &Key, read: Read) -> Result<Vec<String>> {
    let rows = observations::all(tx, business.id).await?;
    let mut stored: BTreeMap<(FactId, String), observations::Row> =
        rows.into_iter().map(|row| ((row.fact_id, row.facet.clone()), row)).collect();
    let mut differences = Vec::new();
    for (name, seen) in &read.seen {
        let before = stored.remove(name);
        if before.as_ref().is_some_and(|row| is_same(key, row, seen)) {
            continue;
        }
        let (fact, facet) = name;
        let words =
            before.as_ref().map_or_else(|| "nothing".to_owned(), |row| format!("{:?} at {}", row.reported, row.at.0));
        differences.push(format!("fact {fact} {facet}: stored {words}, rebuilt {:?} at {}", seen.reported, seen.at.0));
        observations::delete(tx, *fact, facet).await?;
        note::keep(tx, key, business.id, seen).await?;
    }
    for ((fact, facet), row) in stored.into_iter().filter(|((fact, _), _)| read.facts.contains(fact)) {
        differences.push(format!("fact {fact} {facet}: stored {:?} at {}, rebuilt nothing", row.reported, row.at.0));
        observations::delete(tx, fact, &facet).await?;
    }
    Ok(differences)
}

fn is_same(key: &Key, row: &observations::Row, seen: &Observation) -> bool {
    let note = key.open_text(&Place::Note(&row.facet), row.note.as_deref());
    row.facet.parse::<FacetKey>().as_ref() == Ok(&seen.facet)
        && (row.reported, row.at, row.source) == (seen.reported, seen.at, seen.source)
        && row.file_id == seen.file
        && note.is_ok_and(|note| note == seen.note)
}
