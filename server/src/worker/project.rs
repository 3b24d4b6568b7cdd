//! Facts to facets: what was acknowledged is read, matched and folded, in one transaction.

use super::{again, note};
use crate::{
    error::Result,
    onboarding::{case::Case, fixes, reasons},
    services::Services,
    store::{
        Conn,
        businesses::{self, Business},
        callbacks, drafts, facets,
        observations::{self, Outcome},
        readbacks, sends,
    },
    telemetry,
    vault::{Key, Place},
};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
    kyb::{self, Facet, FacetKey, Facets, Fact, Ignored, Observation, Projection, State, Verdict},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Callbacks per transaction: SQLite's one writer is held meanwhile.
const BATCH: i64 = 8;
/// Acknowledging comes first: after a round the writer is left alone for twice as long as the round took, and what comes
/// meanwhile is projected together.
const REST: u32 = 2;
/// A read-back follows a callback after so long, once for several callbacks.
pub const DEBOUNCE: i64 = 5 * Millis::SECOND;

pub async fn run(services: &Services) -> Result<bool> {
    {
        let mut db = services.store.read().await?;
        if !callbacks::any_new(&mut db).await? {
            return Ok(false);
        }
    }
    let began = tokio::time::Instant::now();
    if let Err(error) = round(services, BATCH, &mut Vec::new()).await {
        if error.is_passing() {
            return Err(error);
        }
        one_by_one(services).await?;
    }
    tokio::time::sleep(began.elapsed() * REST).await;
    Ok(true)
}

/// One that cannot be projected must hold up no other: it is put aside for a person, and a replay takes it up again.
async fn one_by_one(services: &Services) -> Result<()> {
    for _ in 0..BATCH {
        let mut taken = Vec::new();
        match round(services, 1, &mut taken).await {
            Ok(()) => {}
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => {
                let mut tx = services.store.begin().await?;
                for id in taken {
                    tracing::error!(callback = %id, error = &error as &dyn std::error::Error, "callback {id} cannot be projected and is put aside");
                    callbacks::put_aside(&mut tx, id).await?;
                }
                tx.commit().await?;
            }
        }
    }
    Ok(())
}

/// `ids`: which were taken, whatever becomes of them.
async fn round(services: &Services, most: i64, ids: &mut Vec<FactId>) -> Result<()> {
    let mut tx = services.store.begin().await?;
    let taken = callbacks::take_new(&mut tx, most).await?;
    ids.extend(taken.iter().map(|callback| callback.id));
    let (mut changed, mut orphans) = (Vec::new(), Vec::new());
    for callback in taken {
        let lag = services.now().since(callback.received_at);
        metrics::histogram!(telemetry::CALLBACK_LAG).record(Duration::from_millis(lag.max(0).unsigned_abs()));
        match note::take(services, &mut tx, callback).await? {
            note::Taken::Noted(business, haste) => changed.push((business, haste)),
            note::Taken::Orphan(orphan) => orphans.push(*orphan),
            note::Taken::Unreadable => {}
        }
    }
    changed.sort_unstable();
    changed.dedup_by_key(|(id, _)| *id);
    for (id, haste) in &changed {
        if let Some(business) = businesses::lock(&mut tx, *id).await? {
            refold(services, &mut tx, business).await?;
            let wait = if *haste == note::Haste::AtOnce { 0 } else { DEBOUNCE };
            readbacks::soon(&mut tx, *id, services.now().plus(wait)).await?;
        }
    }
    tx.commit().await?;
    again::orphans(services, orphans).await?;
    changed.iter().for_each(|(id, _)| services.live.changed(*id));
    Ok(())
}

/// Folds all facts of one business anew and rewrites what follows from them.
pub async fn refold(services: &Services, tx: &mut Conn, business: Business) -> Result<()> {
    let before = business.state;
    let (id, now) = (business.id, services.now());
    let key = services.vault.open_key(id, &business.data_key)?;
    again::unplaced(services, tx, &business, &key).await?;
    let (projection, told) = project(tx, &business, &key).await?;
    tell_outcomes(tx, &projection, &told).await?;
    let moved = rewrite(tx, &key, id, &projection.facets).await?;
    for (facet, fact) in &moved {
        observations::set_healed(tx, *fact, facet).await?;
    }
    let mut case = Case::load(tx, &services.vault, business).await?;
    let newly = case.facets.iter().filter(|row| moved.iter().any(|(facet, _)| *facet == row.key.to_string()));
    reasons::flag(services, tx, newly).await?;
    let derived = case.derived(tx, &projection.facets).await?;
    businesses::set_derived(tx, id, &derived, now).await?;
    crate::notify::moved(tx, &case, before, now).await?;
    log_move(id, before, derived.state);
    Ok(())
}

/// Beside each observation what became of it. Returns how many are told anew.
pub async fn tell_outcomes(tx: &mut Conn, projection: &Projection, told: &Told) -> Result<u64> {
    let mut anew = 0;
    for (fact, facet, folded) in &projection.outcomes {
        let name = facet.to_string();
        let last = told.get(&(*fact, name.clone())).copied();
        let stands = projection.facets.get(facet).is_some_and(|facet| facet.set_by == Some(*fact));
        let outcome = match folded {
            // Folded by its time it counts, but something newer stood when it came.
            Ok(_) if !stands && matches!(last, Some(Outcome::New | Outcome::Stale)) => Outcome::Stale,
            // It counted until a correction was sent: what happened stays told.
            Err(Ignored::EarlierVersion) if last.and_then(Outcome::verdict).is_some() => continue,
            folded => Outcome::from(*folded),
        };
        if last != Some(outcome) {
            observations::set_outcome(tx, *fact, &name, outcome).await?;
            anew += 1;
        }
    }
    Ok(anew)
}

/// Only what differs from what stands; what no fact speaks for any more goes. Returns the facets whose verdict moved, each
/// with the fact that moved it: where that is a read-back, it told what no callback had told.
async fn rewrite(tx: &mut Conn, key: &Key, business: BusinessId, facets: &Facets) -> Result<Vec<(String, FactId)>> {
    let standing = facets::all(tx, business).await?;
    let names: BTreeSet<String> = facets.keys().map(ToString::to_string).collect();
    for gone in standing.iter().filter(|row| !names.contains(&row.facet)) {
        facets::delete(tx, business, &gone.facet).await?;
    }
    let mut moved = Vec::new();
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
        let stood = standing.iter().find(|row| row.facet == name);
        if said_anew(key, stood, next) {
            drafts::forget_as_is(tx, business, fixes::task_of(facet)).await?;
        }
        let before = stood.map_or(Verdict::Pending, |row| row.verdict);
        moved.extend(next.set_by.filter(|_| before != next.verdict).map(|fact| (name.clone(), fact)));
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
    Ok(moved)
}

/// Another verdict, or another note.
fn said_anew(key: &Key, stood: Option<&facets::Row>, next: &Facet) -> bool {
    let Some(row) = stood.filter(|row| row.verdict == next.verdict) else { return true };
    let note = key.open_text(&Place("note", row.facet.as_bytes()), row.note.as_deref());
    !note.is_ok_and(|note| note == next.note)
}

fn log_move(id: BusinessId, before: State, after: State) {
    if before != after {
        tracing::info!(business.id = %id, "business {id} moved from {before:?} to {after:?}");
    }
}

/// The outcome that each observation was given last, by fact and facet.
pub type Told = BTreeMap<(FactId, String), Outcome>;

pub async fn project(db: &mut Conn, business: &Business, key: &Key) -> Result<(Projection, Told)> {
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
