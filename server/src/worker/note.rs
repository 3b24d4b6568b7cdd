//! What callbacks and read-backs say of which facet: read leniently, matched, noted as observations.

use crate::{
    error::Result,
    services::Services,
    store::{
        Conn,
        businesses::{self, Business},
        callbacks::{self, Callback, Status},
        observations, readbacks, sends,
    },
    vault::{Key, Place},
};
use doku::{CallbackFacts, Registered};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
    kyb::{self, EntityKind, FacetKey, Observation, Reported, Source},
};
use std::collections::BTreeMap;

/// How far DOKU's clock may be ahead of ours.
const SKEW: i64 = 5 * Millis::MINUTE;
/// Characters of a note.
const NOTE: usize = 2_000;

fn cut(note: &str) -> String {
    note.chars().take(NOTE).collect()
}

/// Reads one callback and notes what it says. `None`: it belongs to nobody yet, or to nothing that can be read.
pub async fn take(services: &Services, tx: &mut Conn, callback: Callback) -> Result<Option<BusinessId>> {
    let opened = services.vault.inbox().open(&Place("callback", callback.id.uuid().as_bytes()), &callback.body);
    let read = opened.map(|body| (doku::callback::read(&body, &services.settings.client_id), body));
    let (facts, body) = match read {
        Ok((Ok(facts), body)) => (facts, body),
        // One that cannot be read holds up no other.
        unreadable => {
            let problem = if unreadable.is_ok() { "not_json" } else { "sealed" };
            let flagged = Callback { status: Status::Flagged, problem: Some(problem.into()), ..callback };
            callbacks::settle(tx, &flagged).await?;
            return Ok(None);
        }
    };
    let found = businesses::by_doku_ids(tx, facts.business.as_ref(), facts.brand.as_ref()).await?;
    let Some(business) = (match found {
        Some(id) => businesses::by_id(tx, id).await?,
        None => None,
    }) else {
        callbacks::settle(tx, &Callback { status: Status::Orphan, ..callback }).await?;
        return Ok(None);
    };
    note(services, tx, &business, callback, &body, &facts).await?;
    Ok(Some(business.id))
}

/// Keeps what a matched callback says, and moves its bytes under the business's own key.
async fn note(
    services: &Services,
    tx: &mut Conn,
    business: &Business,
    callback: Callback,
    body: &[u8],
    facts: &CallbackFacts,
) -> Result<()> {
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let place = callback.id.uuid();
    let headers = services.vault.inbox().open(&Place("headers", place.as_bytes()), &callback.headers)?;
    let seen = observation(tx, business.id, &callback, facts).await?;
    let problem = match &seen {
        Err(problem) => Some((*problem).to_owned()),
        Ok(seen) => {
            keep(tx, &key, business.id, seen).await?;
            facts
                .status_text
                .as_deref()
                .is_some_and(|text| !Reported::is_known(text))
                .then(|| "unknown_status".to_owned())
        }
    };
    let status = if problem.is_some() { Status::Flagged } else { Status::Projected };
    let moved = Callback {
        headers: key.seal(&Place("headers", place.as_bytes()), &headers)?,
        body: key.seal(&Place("callback", place.as_bytes()), body)?,
        status,
        problem,
        business_id: Some(business.id),
        ..callback
    };
    Ok(callbacks::settle(tx, &moved).await?)
}

/// What a callback says of which facet, or why that cannot be told.
async fn observation(
    tx: &mut Conn,
    business: BusinessId,
    callback: &Callback,
    facts: &CallbackFacts,
) -> Result<std::result::Result<Observation, &'static str>> {
    let (Some(kind), Some(reported)) = (facts.kind, facts.reported) else {
        return Ok(Err(if facts.kind.is_none() { "unknown_type" } else { "unknown_status" }));
    };
    let (sent, known) = known(tx, business).await?;
    let Some(facet) = kyb::locate(&sent, &known, kind, facts.entity_id.as_deref(), facts.entity_code.as_deref()) else {
        return Ok(Err("unknown_entity"));
    };
    // A code that no requirement can have; PostgreSQL would refuse the row, and with it every callback of this round.
    if facet.to_string().chars().any(char::is_control) {
        return Ok(Err("unknown_entity"));
    }
    Ok(Ok(Observation {
        fact: callback.id,
        facet,
        reported,
        note: facts.notes.as_deref().map(cut),
        // A time to come would outrank every later word.
        at: facts.updated_at.unwrap_or(callback.sent_at).min(callback.received_at.plus(SKEW)),
        source: Source::Callback,
        file: file_of(kind, facts.entity_id.as_deref()),
    }))
}

/// Only documents and photos carry a file's id; a photo is renamed once it hangs on a brand, which `observe` forgives.
fn file_of(kind: EntityKind, id: Option<&str>) -> Option<domain::ids::DokuFileId> {
    let has_file = matches!(kind, EntityKind::Document | EntityKind::PhotoProof);
    id.filter(|_| has_file).map(domain::ids::DokuFileId::new)
}

async fn known(db: &mut Conn, business: BusinessId) -> Result<(Vec<FacetKey>, BTreeMap<String, FacetKey>)> {
    let sent = sends::all(db, business).await?.into_iter().map(|sent| sent.facet).collect();
    let ids = readbacks::entities(db, business).await?;
    Ok((sent, ids.into_iter().filter_map(|(id, facet)| Some((id, facet.parse().ok()?))).collect()))
}

async fn keep(db: &mut Conn, key: &Key, business: BusinessId, seen: &Observation) -> Result<()> {
    let facet = seen.facet.to_string();
    let note = key.seal_text(&Place("note", facet.as_bytes()), seen.note.as_deref())?;
    Ok(observations::insert(db, business, seen, note.as_deref()).await?)
}

/// What a read-back says, entity by entity; DOKU's ids are learnt on the way.
pub async fn note_readback(
    db: &mut Conn,
    key: &Key,
    business: BusinessId,
    fact: FactId,
    read: &doku::ReadBack,
) -> Result<()> {
    let (sent, known) = known(db, business).await?;
    for entity in doku::readback::entities(&read.body) {
        let by_place = match entity.kind {
            EntityKind::Contact => Some(FacetKey::Contact(entity.position)),
            EntityKind::Address => Some(FacetKey::Address(entity.position)),
            EntityKind::Bank => Some(FacetKey::Bank(entity.position)),
            EntityKind::PhotoProof => Some(FacetKey::Photo(entity.position)),
            _ => None,
        };
        let Some(facet) =
            by_place.or_else(|| kyb::locate(&sent, &known, entity.kind, entity.id.as_deref(), entity.code.as_deref()))
        else {
            continue;
        };
        if let Some(id) = &entity.id {
            readbacks::remember_entity(db, business, id, &facet.to_string()).await?;
        }
        let file = file_of(entity.kind, entity.id.as_deref());
        let at = entity.updated_at.unwrap_or(read.at);
        let seen = Observation {
            fact,
            facet,
            reported: entity.reported,
            note: entity.notes.as_deref().map(cut),
            at,
            source: Source::ReadBack,
            file,
        };
        keep(db, key, business, &seen).await?;
    }
    Ok(())
}

/// Callbacks that came before the answer which told us their ids.
pub async fn adopt_orphans(
    services: &Services,
    tx: &mut Conn,
    business: &Business,
    registered: &Registered,
) -> Result<()> {
    for callback in callbacks::orphans(tx, 1_000).await? {
        let place = callback.id.uuid();
        let Ok(body) = services.vault.inbox().open(&Place("callback", place.as_bytes()), &callback.body) else {
            continue;
        };
        let Ok(facts) = doku::callback::read(&body, &services.settings.client_id) else { continue };
        let ours = facts.business.as_ref() == Some(&registered.business)
            || (facts.business.is_none() && facts.brand.as_ref() == Some(&registered.brand));
        if ours {
            note(services, tx, business, callback, &body, &facts).await?;
        }
    }
    Ok(())
}
