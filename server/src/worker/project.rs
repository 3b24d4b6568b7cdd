//! Facts to facets: what was acknowledged is read, matched and folded, in one transaction.

use crate::{
    error::Result,
    onboarding::case::Case,
    services::Services,
    store::{
        Conn,
        businesses::{self, Business},
        callbacks::{self, Callback, Status},
        facets, observations, readbacks, sends,
    },
    vault::{Key, Place},
};
use doku::{CallbackFacts, Registered};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
    kyb::{self, EntityKind, FacetKey, Facets, Fact, Ignored, Observation, Projection, Reported, Source, State},
};
use std::collections::BTreeMap;

/// Callbacks per transaction: SQLite's one writer is held meanwhile.
const BATCH: i64 = 8;
/// Acknowledging comes first: after a round the writer is left alone for twice as long as the round took, and what comes
/// meanwhile is projected together.
const REST: u32 = 2;
/// A read-back follows a callback after so long, once for several callbacks.
const DEBOUNCE: i64 = 5 * Millis::SECOND;

pub async fn run(services: &Services) -> Result<bool> {
    {
        let mut db = services.store.read().await?;
        if !callbacks::any_new(&mut db).await? {
            return Ok(false);
        }
    }
    let mut tx = services.store.begin().await?;
    let began = tokio::time::Instant::now();
    let taken = callbacks::take_new(&mut tx, BATCH).await?;
    let mut changed = Vec::new();
    for callback in taken {
        changed.extend(take(services, &mut tx, callback).await?);
    }
    changed.sort_unstable();
    changed.dedup();
    for id in &changed {
        if let Some(business) = businesses::lock(&mut tx, *id).await? {
            refold(services, &mut tx, business).await?;
            businesses::read_soon(&mut tx, *id, services.now().plus(DEBOUNCE)).await?;
        }
    }
    tx.commit().await?;
    changed.iter().for_each(|id| services.live.changed(*id));
    tokio::time::sleep(began.elapsed() * REST).await;
    Ok(true)
}

/// Reads one callback and notes what it says. `None`: it belongs to nobody yet, or to nothing that can be read.
async fn take(services: &Services, tx: &mut Conn, callback: Callback) -> Result<Option<BusinessId>> {
    let body = services.vault.inbox().open(&Place("callback", callback.id.uuid().as_bytes()), &callback.body)?;
    let Ok(facts) = doku::callback::read(&body, &services.settings.client_id) else {
        callbacks::settle(tx, &Callback { status: Status::Flagged, problem: Some("not_json".into()), ..callback })
            .await?;
        return Ok(None);
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
        note: facts.notes.clone(),
        at: facts.updated_at.unwrap_or(callback.sent_at),
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
            note: entity.notes,
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
        let body = services.vault.inbox().open(&Place("callback", callback.id.uuid().as_bytes()), &callback.body)?;
        let Ok(facts) = doku::callback::read(&body, &services.settings.client_id) else { continue };
        let ours = facts.business.as_ref() == Some(&registered.business)
            || (facts.business.is_none() && facts.brand.as_ref() == Some(&registered.brand));
        if ours {
            note(services, tx, business, callback, &body, &facts).await?;
        }
    }
    Ok(())
}

/// Folds all facts of one business anew and rewrites what follows from them.
pub async fn refold(services: &Services, tx: &mut Conn, business: Business) -> Result<()> {
    let before = business.state;
    let (id, now) = (business.id, services.now());
    let key = services.vault.open_key(id, &business.data_key)?;
    let (projection, told) = project(tx, &business, &key).await?;
    for (fact, facet, outcome) in &projection.outcomes {
        let last = told.get(&(*fact, facet.to_string())).map(String::as_str);
        let stands = projection.facets.get(facet).is_some_and(|facet| facet.set_by == Some(*fact));
        let word = match outcome {
            // Folded by its time it counts, but something newer stood when it came.
            Ok(_) if !stands && matches!(last, Some("new" | "stale")) => serde_json::to_value(Ignored::Stale)?,
            Ok(verdict) => serde_json::to_value(verdict)?,
            Err(ignored) => serde_json::to_value(ignored)?,
        };
        let (facet, word) = (facet.to_string(), word.as_str().unwrap_or("new").to_owned());
        if told.get(&(*fact, facet.clone())) != Some(&word) {
            observations::set_outcome(tx, *fact, &facet, &word).await?;
        }
    }
    rewrite(tx, &key, id, &projection.facets).await?;
    let mut case = Case::load(tx, &services.vault, business).await?;
    let derived = case.derived(&projection.facets);
    businesses::set_derived(tx, id, &derived, now).await?;
    log_move(id, before, derived.state);
    Ok(())
}

/// Only what differs from what stands.
async fn rewrite(tx: &mut Conn, key: &Key, business: BusinessId, facets: &Facets) -> Result<()> {
    let standing = facets::all(tx, business).await?;
    for (facet, next) in facets {
        let name = facet.to_string();
        let same = |row: &&facets::Row| {
            row.facet == name
                && (row.verdict, row.at, row.set_by, row.first_accepted)
                    == (next.verdict, next.at, next.set_by, next.first_accepted)
                && (row.revision, row.sent_at) == (i64::from(next.revision), next.sent_at)
        };
        if standing.iter().any(|row| same(&row)) {
            continue;
        }
        let row = facets::Row {
            note: key.seal_text(&Place("note", name.as_bytes()), next.note.as_deref())?,
            facet: name,
            verdict: next.verdict,
            at: next.at,
            set_by: next.set_by,
            revision: i64::from(next.revision),
            sent_at: next.sent_at,
            first_accepted: next.first_accepted,
        };
        facets::put(tx, business, &row).await?;
    }
    Ok(())
}

fn log_move(id: BusinessId, before: State, after: State) {
    if before != after {
        tracing::info!(business.id = %id, "business {id} moved from {before:?} to {after:?}");
    }
}

/// The outcome that each observation was given last, by fact and facet.
type Told = BTreeMap<(FactId, String), String>;

async fn project(db: &mut Conn, business: &Business, key: &Key) -> Result<(Projection, Told)> {
    let mut facts: Vec<Fact> = sends::all(db, business.id).await?.into_iter().map(Fact::Sent).collect();
    let mut told = Told::new();
    for row in observations::all(db, business.id).await? {
        let Ok(facet) = row.facet.parse::<FacetKey>() else { continue };
        let note = key.open_text(&Place("note", row.facet.as_bytes()), row.note.as_deref())?;
        told.insert((row.fact_id, row.facet), row.outcome);
        let (fact, reported, at, source, file) = (row.fact_id, row.reported, row.at, row.source, row.file_id);
        facts.push(Fact::Observed(Observation { fact, facet, reported, note, at, source, file }));
    }
    Ok((kyb::project(&facts), told))
}

pub async fn facets_of(db: &mut Conn, business: &Business, key: &Key) -> Result<Facets> {
    Ok(project(db, business, key).await?.0.facets)
}
