//! Finds whom new callbacks are about before they are projected, so that businesses can take turns. This is cheap,
//! since nothing is folded: many callbacks about one business are one question and one update.

use super::{note, open_ones, rematch};
use crate::{
    error::Result,
    services::Services,
    store::{
        as_limit, businesses,
        callbacks::{self, CallbackProblem, Status},
    },
};
use doku::CallbackFacts;
use domain::ids::{BusinessId, DokuBrandId, DokuBusinessId, FactId};
use std::collections::BTreeMap;

/// The most callbacks per page, and pages in a row: each body may be a mebibyte.
const PAGE: usize = 128;
const PAGES: usize = 16;

pub async fn run(services: &Services) -> Result<()> {
    for _ in 0..PAGES {
        if page(services).await? < PAGE {
            break;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Matches {
    about: BTreeMap<BusinessId, Vec<FactId>>,
    orphans: Vec<(FactId, CallbackFacts)>,
    /// The callbacks that cannot be read, each with the reason.
    unreadable: Vec<(FactId, CallbackProblem)>,
}

/// Matches one page and returns its length. Reading is outside of any transaction: only the results hold SQLite's
/// writer.
async fn page(services: &Services) -> Result<usize> {
    let mut db = services.store.read().await?;
    let new = callbacks::unmatched(&mut db, as_limit(PAGE / 2)).await?;
    let mut owners: BTreeMap<(Option<DokuBusinessId>, Option<DokuBrandId>), Option<BusinessId>> = BTreeMap::new();
    let mut matches = Matches::default();
    for callback in &new {
        let facts = match note::read(services, callback) {
            Ok((_, facts)) => facts,
            Err(problem) => {
                matches.unreadable.push((callback.id, problem));
                continue;
            }
        };
        let ids = (facts.business.clone(), facts.brand.clone());
        let owner = match owners.get(&ids) {
            Some(owner) => *owner,
            None => {
                let owner = businesses::by_doku_ids(&mut db, ids.0.as_ref(), ids.1.as_ref()).await?;
                owners.insert(ids, owner);
                owner
            }
        };
        match owner {
            Some(business) => matches.about.entry(business).or_default().push(callback.id),
            None => matches.orphans.push((callback.id, facts)),
        }
    }
    drop(db);
    // The read-backs are asked for first: after a crash in between they are asked for twice rather than never.
    if !matches.unreadable.is_empty() {
        open_ones::read_all(services).await?;
    }
    if !new.is_empty() {
        note(services, matches).await?;
    }
    Ok(new.len())
}

/// Stores what was found. Another instance may have found the same meanwhile.
async fn note(services: &Services, matches: Matches) -> Result<()> {
    let mut tx = services.store.begin().await?;
    for (business, ids) in &matches.about {
        callbacks::set_about(&mut tx, *business, ids).await?;
    }
    for (id, _) in &matches.orphans {
        callbacks::set_unmatched(&mut tx, *id, Status::Orphan, None).await?;
    }
    for (id, problem) in &matches.unreadable {
        callbacks::set_unmatched(&mut tx, *id, Status::Flagged, Some(*problem)).await?;
    }
    tx.commit().await?;
    rematch::orphans(services, matches.orphans).await
}
