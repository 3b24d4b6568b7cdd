//! `serambi replay`: rebuilds from the facts all that follows from them, and reports where the stored rows differ.
//!
//! Callbacks and read-backs are read anew from their bytes, so a mended reader counts too. Each business is one
//! transaction under its lock, so this may run beside a serving instance; with `check` each is rolled back. What each
//! observation came to when it came (`healed`) depends on that moment and is no matter of a replay.

mod facts;
mod found;
mod rows;
mod unmatched;

use crate::{
    error::{Result, Stop},
    onboarding::case::Case,
    projection,
    services::Services,
    store::{
        Conn,
        businesses::{self, Business, Derived},
        counts,
    },
};
use domain::{
    ids::BusinessId,
    kyb::{self, Facets},
};
use found::Found;
use uuid::Uuid;

/// The number of businesses per page.
const PAGE: i64 = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub businesses: u64,
    /// The number of callbacks, read-backs and sends that DOKU took.
    pub facts: u64,
    pub differences: u64,
    /// Businesses, callbacks and read-backs that do not open, or do not decode.
    pub unreadable: u64,
}

impl Tally {
    /// Returns an error when something could not be read, or when `check` left something to mend.
    pub const fn end(self, check: bool) -> Result<(), Stop> {
        if self.unreadable > 0 {
            return Err(Stop::Setting(
                "Not everything could be read: what is named above is damaged, or sealed with another master key. All the rest was gone through.",
            ));
        }
        if check && self.differences > 0 {
            return Err(Stop::Setting("What is stored is not what the facts say: `serambi replay` mends it."));
        }
        Ok(())
    }

    const fn add(&mut self, found: &Found) {
        self.facts += found.facts;
        self.differences += found.differences.len() as u64;
        self.unreadable += found.unreadable.len() as u64;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { businesses, facts, differences, unreadable } = self;
        write!(f, "replay: {businesses} businesses, {facts} facts, {differences} differences")?;
        if *unreadable > 0 { write!(f, ", {unreadable} unreadable") } else { Ok(()) }
    }
}

/// Replays every business. `tell` gets a line for each difference, and for each unreadable row: ids, names and times,
/// never a note's text.
pub async fn run(services: &Services, check: bool, mut tell: impl FnMut(String)) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut after = BusinessId::new(Uuid::nil());
    loop {
        let page = businesses::ids_after(&mut services.store.read().await?, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = *last;
        for id in page {
            let found = match one(services, id, check).await {
                Ok(Some(found)) => found,
                Ok(None) => continue,
                // One business that does not open or decode leaves the others readable.
                Err(error) if error.is_unreadable() => {
                    Found { unreadable: vec![error.to_string()], ..Found::default() }
                }
                Err(error) => return Err(error),
            };
            tally.businesses += 1;
            tally.add(&found);
            found.lines().for_each(|line| tell(format!("business {id}: {line}")));
        }
    }
    let unmatched = unmatched::of_all(services, check).await?;
    tally.add(&unmatched);
    unmatched.lines().for_each(&mut tell);
    let lacking = if check {
        counts::lacking(&mut services.store.read().await?).await?
    } else {
        crate::counts::mend(services).await?
    };
    tally.differences += lacking.len() as u64;
    for (state, change) in lacking {
        let counted = state.map_or_else(|| "troubled".to_owned(), |state| format!("{state:?}"));
        tell(format!("count of {counted}: off by {change}"));
    }
    Ok(tally)
}

/// Returns `None` when the business is gone.
async fn one(services: &Services, id: BusinessId, check: bool) -> Result<Option<Found>> {
    let mut tx = services.store.begin().await?;
    let Some(business) = businesses::lock(&mut tx, id).await? else { return Ok(None) };
    let found = of_business(services, &mut tx, business).await?;
    if !check && !found.differences.is_empty() {
        tx.commit().await?;
        services.live.changed(id);
    }
    Ok(Some(found))
}

async fn of_business(services: &Services, tx: &mut Conn, business: Business) -> Result<Found> {
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let mut found = facts::reread(services, tx, &business, &key).await?;
    let (projection, outcomes) = projection::project(tx, &business, &key).await?;
    if projection::set_outcomes(tx, &projection, &outcomes).await? > 0 && found.differences.is_empty() {
        found.differences.push("outcomes of observations".to_owned());
    }
    found.differences.extend(rows::facets(tx, &business, &key, &projection.facets).await?);
    found.differences.extend(derived(services, tx, business, &projection.facets).await?);
    Ok(found)
}

fn times(promise: Option<kyb::Deadline>) -> [Option<domain::Millis>; 3] {
    [promise.map(|one| one.due), promise.map(|one| one.from), promise.map(|one| one.amber)]
}

/// Mends state, counts and due dates, as the lists show them. Nobody is notified: nothing happened.
async fn derived(services: &Services, tx: &mut Conn, stored: Business, facets: &Facets) -> Result<Vec<String>> {
    let mut case = Case::load(tx, &services.vault, stored.clone()).await?;
    let rebuilt = case.derived(tx, facets).await?;
    let shown = |state: kyb::State, counts: [i64; 4], times: [Option<domain::Millis>; 7]| {
        format!("{state:?} {counts:?} {:?}", times.map(|time| time.map(|time| time.0)))
    };
    let Derived { state, done, total, to_fix, services_on, deadline, bank_deadline, verified_at } = &rebuilt;
    let [due, from, amber] = times(*deadline);
    let [bank_due, bank_from, bank_amber] = times(*bank_deadline);
    let all = [due, from, amber, *verified_at, bank_due, bank_from, bank_amber];
    let rebuilt_words = shown(*state, [*done, *total, *to_fix, *services_on], all);
    let all = [
        stored.due_at,
        stored.clock_from,
        stored.amber_at,
        stored.verified_at,
        stored.bank_due_at,
        stored.bank_from,
        stored.bank_amber_at,
    ];
    let stored_words = shown(stored.state, [stored.done, stored.total, stored.to_fix, stored.services_on], all);
    if stored_words == rebuilt_words {
        return Ok(Vec::new());
    }
    businesses::set_derived(tx, stored.id, &rebuilt, services.now()).await?;
    Ok(vec![format!("state: stored {stored_words}, rebuilt {rebuilt_words}")])
}
