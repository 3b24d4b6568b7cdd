//! Folds all facts of one business into facets, in one transaction.

use super::rematch;
use crate::{
    announce,
    error::Result,
    onboarding::{case::Case, reasons},
    services::Services,
    store::{
        Conn,
        businesses::{self, Business},
        drafts, facets,
        observations::{self, Outcome},
        sends,
    },
    vault::{Key, Place},
    webhooks::hooks::ProductMoved,
};
use domain::{
    ids::{BusinessId, FactId},
    kyb::{self, Facet, FacetKey, Facets, Fact, Ignored, Observation, Projection, Verdict},
};
use std::collections::{BTreeMap, BTreeSet};

/// Folds all facts of one business anew and rewrites what follows from them.
pub async fn refold(services: &Services, tx: &mut Conn, business: Business) -> Result<()> {
    let before = business.state;
    let (id, now) = (business.id, services.now());
    let key = services.vault.open_key(id, &business.data_key)?;
    rematch::unplaced(services, tx, &business, &key).await?;
    let (projection, outcomes) = project(tx, &business, &key).await?;
    set_outcomes(tx, &projection, &outcomes).await?;
    let moved = rewrite(tx, &key, id, &projection.facets).await?;
    for turn in &moved {
        observations::set_healed(tx, turn.fact, &turn.facet.to_string()).await?;
    }
    let mut case = Case::load(tx, &services.vault, business).await?;
    let newly = case.facets.iter().filter(|row| moved.iter().any(|turn| turn.facet == row.key));
    reasons::flag(services, tx, newly).await?;
    let derived = case.derived(tx, &projection.facets).await?;
    businesses::set_derived(tx, id, &derived, now).await?;
    let products: Vec<ProductMoved> = moved.into_iter().filter_map(Moved::of_product).collect();
    announce::moved(tx, &case, before, &products, now).await?;
    let after = derived.state;
    if before != after {
        tracing::info!(business.id = %id, "business {id} moved from {before:?} to {after:?}");
    }
    Ok(())
}

/// Stores the outcome of each observation, and returns how many outcomes changed.
pub async fn set_outcomes(tx: &mut Conn, projection: &Projection, outcomes: &Outcomes) -> Result<u64> {
    let mut anew = 0;
    for (fact, facet, folded) in &projection.outcomes {
        let name = facet.to_string();
        let last = outcomes.get(&(*fact, name.clone())).copied();
        let stands = projection.facets.get(facet).is_some_and(|facet| facet.set_by == Some(*fact));
        let outcome = match folded {
            // It counts in the order of times, but something newer stood when it came.
            Ok(_) if !stands && matches!(last, Some(Outcome::New | Outcome::Stale)) => Outcome::Stale,
            // It counted until a correction was sent, and the history keeps that.
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

/// A verdict that moved, and the fact that moved it. A read-back that moves one told what no callback had told.
struct Moved {
    facet: FacetKey,
    before: Verdict,
    fact: FactId,
}

impl Moved {
    fn of_product(self) -> Option<ProductMoved> {
        match self.facet {
            FacetKey::Product(_, code) => Some(ProductMoved { code, before: self.before }),
            _ => None,
        }
    }
}

/// Writes the facets that differ from the stored ones, deletes those without a fact, and returns what moved.
async fn rewrite(tx: &mut Conn, key: &Key, business: BusinessId, facets: &Facets) -> Result<Vec<Moved>> {
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
        if is_changed(key, stood, next) {
            drafts::forget_as_is(tx, business, facet).await?;
        }
        let before = stood.map_or(Verdict::Pending, |row| row.verdict);
        let by = next.set_by.filter(|_| before != next.verdict);
        moved.extend(by.map(|fact| Moved { facet: facet.clone(), before, fact }));
        let row = row_of(key, name, next)?;
        facets::put(tx, business, &row).await?;
    }
    Ok(moved)
}

/// Returns a facet as it is stored.
pub fn row_of(key: &Key, name: String, facet: &Facet) -> Result<facets::Row> {
    Ok(facets::Row {
        note: key.seal_text(&Place::Note(&name), facet.note.as_deref())?,
        facet: name,
        verdict: facet.verdict,
        at: facet.at,
        set_by: facet.set_by,
        revision: i64::from(facet.revision),
        sent_at: facet.sent_at,
        first_accepted: facet.first_accepted,
        mended_at: None,
    })
}

/// Tells whether the verdict or the note differs from the stored one.
fn is_changed(key: &Key, stood: Option<&facets::Row>, next: &Facet) -> bool {
    let Some(row) = stood.filter(|row| row.verdict == next.verdict) else { return true };
    let note = key.open_text(&Place::Note(&row.facet), row.note.as_deref());
    !note.is_ok_and(|note| note == next.note)
}

/// The outcome that each observation was given last, by fact and facet.
pub type Outcomes = BTreeMap<(FactId, String), Outcome>;

pub async fn project(db: &mut Conn, business: &Business, key: &Key) -> Result<(Projection, Outcomes)> {
    let mut facts: Vec<Fact> = sends::all(db, business.id).await?.into_iter().map(Fact::Sent).collect();
    let mut outcomes = Outcomes::new();
    for row in observations::all(db, business.id).await? {
        let Ok(facet) = row.facet.parse::<FacetKey>() else { continue };
        let note = key.open_text(&Place::Note(&row.facet), row.note.as_deref())?;
        outcomes.insert((row.fact_id, row.facet), row.outcome);
        let (fact, reported, at, source, file) = (row.fact_id, row.reported, row.at, row.source, row.file_id);
        facts.push(Fact::Observed(Observation { fact, facet, reported, note, at, source, file }));
    }
    Ok((kyb::project(&facts), outcomes))
}

pub async fn facets_of(db: &mut Conn, business: &Business, key: &Key) -> Result<Facets> {
    Ok(project(db, business, key).await?.0.facets)
}
