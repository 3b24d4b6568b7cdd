//! `serambi replay`: rebuilds from the facts all that follows from them, and says where what is stored differs.
//!
//! Callbacks and read-backs are read anew from their bytes, so a mended reader counts too. Each business is one transaction
//! under its lock, so this may run beside a serving instance; with `check` each is rolled back. What each observation came
//! to when it came (`healed`) depends on that moment and is no matter of a replay.

mod facts;
mod rows;
mod unmatched;

use crate::{
    error::Result,
    onboarding::case::Case,
    services::Services,
    store::{
        Conn,
        businesses::{self, Business, Derived},
    },
    worker::project,
};
use domain::{
    ids::BusinessId,
    kyb::{self, Facets},
};
use uuid::Uuid;

/// Businesses per page.
const PAGE: i64 = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub businesses: u64,
    /// Callbacks, read-backs and what DOKU took.
    pub facts: u64,
    pub differences: u64,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { businesses, facts, differences } = self;
        write!(f, "replay: {businesses} businesses, {facts} facts, {differences} differences")
    }
}

/// `tell` gets one line for each difference: ids, names and times, never a note's text.
pub async fn run(services: &Services, check: bool, mut tell: impl FnMut(String)) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut after = BusinessId::new(Uuid::nil());
    loop {
        let mut db = services.store.read().await?;
        let page = businesses::ids_after(&mut db, after, PAGE).await?;
        drop(db);
        let Some(last) = page.last() else { break };
        after = *last;
        for id in page {
            let mut tx = services.store.begin().await?;
            let Some(business) = businesses::lock(&mut tx, id).await? else { continue };
            let found = of_business(services, &mut tx, business).await?;
            if !check && !found.differences.is_empty() {
                tx.commit().await?;
                services.live.changed(id);
            }
            tally.businesses += 1;
            tally.facts += found.facts;
            tally.differences += found.differences.len() as u64;
            found.differences.into_iter().for_each(|line| tell(format!("business {id}: {line}")));
        }
    }
    let unmatched = unmatched::of_all(services, check).await?;
    tally.facts += unmatched.facts;
    tally.differences += unmatched.differences.len() as u64;
    unmatched.differences.into_iter().for_each(tell);
    Ok(tally)
}

/// What one step found, and has mended in its transaction.
#[derive(Default)]
struct Found {
    facts: u64,
    differences: Vec<String>,
}

async fn of_business(services: &Services, tx: &mut Conn, business: Business) -> Result<Found> {
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let mut found = facts::reread(services, tx, &business, &key).await?;
    let (projection, told) = project::project(tx, &business, &key).await?;
    if project::tell_outcomes(tx, &projection, &told).await? > 0 && found.differences.is_empty() {
        found.differences.push("outcomes of observations".to_owned());
    }
    found.differences.extend(rows::facets(tx, &business, &key, &projection.facets).await?);
    found.differences.extend(derived(services, tx, business, &projection.facets).await?);
    Ok(found)
}

/// State, counts and due dates, as the lists show them. Nobody is notified: nothing happened.
async fn derived(services: &Services, tx: &mut Conn, stored: Business, facets: &Facets) -> Result<Vec<String>> {
    let mut case = Case::load(tx, &services.vault, stored.clone()).await?;
    let rebuilt = case.derived(tx, facets).await?;
    let shown = |state: kyb::State, counts: [i64; 3], times: [Option<domain::Millis>; 4]| {
        format!("{state:?} {counts:?} {:?}", times.map(|time| time.map(|time| time.0)))
    };
    let Derived { state, done, total, to_fix, deadline, verified_at } = &rebuilt;
    let times = [deadline.map(|d| d.due), deadline.map(|d| d.from), deadline.map(|d| d.amber), *verified_at];
    let rebuilt_words = shown(*state, [*done, *total, *to_fix], times);
    let times = [stored.due_at, stored.clock_from, stored.amber_at, stored.verified_at];
    let stored_words = shown(stored.state, [stored.done, stored.total, stored.to_fix], times);
    if stored_words == rebuilt_words {
        return Ok(Vec::new());
    }
    businesses::set_derived(tx, stored.id, &rebuilt, services.now()).await?;
    Ok(vec![format!("state: stored {stored_words}, rebuilt {rebuilt_words}")])
}
