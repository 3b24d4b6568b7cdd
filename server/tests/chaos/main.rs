//! Two hundred businesses, a DOKU that misbehaves, thirty hours without a line, and a server that is killed three
//! times: at the end every business has the state that DOKU holds. The real binary, over HTTP, on both databases.
//!
//! `SERAMBI_CHAOS_SEED` chooses each trouble and its victims. A run is not repeated to the letter: how far everybody
//! has come at a blow is up to the machine.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

#[path = "../usual/chance.rs"]
mod chance;
#[path = "../usual/installation.rs"]
mod installation;
#[path = "../usual/panel.rs"]
mod panel;
#[path = "../usual/person.rs"]
mod person;
#[path = "../usual/mod.rs"]
mod usual;

mod facts;
mod fixes;
mod keep;
mod line;
mod people;
mod place;
mod plan;
mod sandbox;
mod trouble;
mod truth;

use chance::Chance;
use facts::Facts;
use installation::Database;
use people::{Admin, Merchants, Reviewer};
use place::{Place, Review};
use plan::Plan;
use sandbox::Held;
use std::cell::Cell;
use truth::Truth;

const BUSINESSES: usize = 200;
/// The number of businesses that DOKU never calls back about.
const UNHEARD: usize = 40;
const USUAL_SEED: u64 = 20_261_122;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_businesses_end_where_doku_holds_them_on_sqlite() {
    chaos(Database::Sqlite, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_businesses_end_where_doku_holds_them_on_postgres() {
    chaos(Database::Postgres, "PostgreSQL").await;
}

fn seed() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a person who repeats a run tells its seed")]
    let told = std::env::var("SERAMBI_CHAOS_SEED");
    told.map_or(USUAL_SEED, |seed| seed.parse().expect("SERAMBI_CHAOS_SEED is a number"))
}

async fn chaos(database: Database, name: &str) {
    let seed = seed();
    println!("chaos on {name}, seed {seed}");
    let plans = plan::draw(seed, BUSINESSES);
    let mut place = Place::new(database, seed).await;
    place.start(Review::Automatic).await;
    place.chaos(seed).await;
    let (facts, held) = (place.facts().await, place.held().await);
    let merchants = Merchants::sign_up(&place.url()).await;
    let admin = Admin::sign_in(&place.url()).await;
    let (businesses, approved) = submitted(&mut place, &held, &facts, &merchants, &admin, &plans).await;
    cleared_up(&place, &held, &facts, &admin).await;
    let rejected = fixes::rejected(&facts).await;
    let some = i64::try_from(rejected.len() / 8).unwrap();
    let (fixed, ()) = tokio::join!(
        merchants.fix(&plans, &businesses, &rejected),
        trouble::befalls_fixes(&mut place, &held, &facts, some)
    );
    cleared_up(&place, &held, &facts, &admin).await;

    let shown = merchants.states(&businesses).await;
    let named: Vec<(String, String)> = businesses.into_iter().zip(plans.into_iter().map(|plan| plan.name)).collect();
    let mut truth = Truth::of(&facts, &held, &named, &shown).await;
    let (seen, [adopted, anew, again]) = (place.line.seen(), admin.taken.get());
    let kept = truth.receive(&facts, &held, &seen).await;
    let unfinished = facts.unfinished().await;
    let most_sent = held.most_sent().await;
    truth.must(most_sent == 2, || format!("a part was sent {most_sent} times"));
    truth.must(unfinished == 0, || format!("{unfinished} calls to DOKU are unfinished"));
    println!(
        "chaos on {name}, seed {seed}: {} businesses submitted, {approved} of them by way of the reviewer, {} registered, {} \
         rejected, {fixed} of them fixed; {} in the state that DOKU holds, {} facets, {:?}; {} callbacks kept, {} acknowledged \
         {} times, {} turned away while the line was cut, {} given up by DOKU, {} never sent; {} forged, {} believed; {} \
         verdicts healed by reading back; {} kills, {} requests of people without an answer; an admin had {} adopted, {} sent \
         anew, {} tried again",
        named.len(),
        truth.registrations,
        rejected.len(),
        truth.in_dokus_state,
        truth.facets,
        truth.states,
        kept,
        seen.acknowledged.len(),
        seen.acknowledged.values().sum::<i64>(),
        seen.turned_away,
        held.callbacks("failed").await,
        held.callbacks("lost").await,
        seen.forgeries + held.request_ids(true).await.len() as u64,
        seen.believed,
        facts.healed().await.len(),
        place.kills,
        merchants.turned_away(),
        adopted,
        anew,
        again,
    );
    truth.must(adopted + anew > 0, || "nothing needed a person: the outage was too short".into());
    assert!(truth.wrong.is_empty(), "seed {seed}:\n{}", truth.wrong.join("\n"));
    assert_eq!((truth.registrations, truth.in_dokus_state, place.kills), (BUSINESSES, BUSINESSES, 3), "seed {seed}");
    let (said, is_same) = place.says(&["replay", "--check"]);
    assert!(is_same && said.contains(", 0 differences"), "seed {seed}: {said}");
    println!("chaos on {name}, seed {seed}: {}", said.trim());
    keep::keep(place.database_url()).await;
    facts.close().await;
    place.done().await;
}

/// Waits until nothing is left to come, and an admin has dealt with the calls that are not tried again by themselves.
async fn cleared_up(place: &Place, held: &Held, facts: &Facts, admin: &Admin) {
    place.settled(held, facts).await;
    while admin.clears_up(facts, held).await > 0 {
        place.settled(held, facts).await;
    }
}

/// Submits everything amid the trouble. Returns the businesses in the order of the plans, and the number of approvals.
async fn submitted(
    place: &mut Place,
    held: &Held,
    facts: &Facts,
    merchants: &Merchants,
    admin: &Admin,
    plans: &[Plan],
) -> (Vec<String>, usize) {
    let (all_submitted, line, chance) = (Cell::new(false), place.line.clone(), Chance::new(seed() ^ 1));
    let reviewer = Reviewer::sign_in(&place.url()).await;
    let submitting = async {
        let businesses = merchants.submit_all(plans, &line).await;
        all_submitted.set(true);
        businesses
    };
    let (businesses, approved, ()) = tokio::join!(
        submitting,
        reviewer.approves(facts, &all_submitted),
        trouble::befalls(place, held, facts, admin, plans.len(), &chance)
    );
    (businesses, approved)
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_callback_the_poller_brings_everybody_to_the_truth_on_sqlite() {
    healing(Database::Sqlite, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_callback_the_poller_brings_everybody_to_the_truth_on_postgres() {
    healing(Database::Postgres, "PostgreSQL").await;
}

async fn healing(database: Database, name: &str) {
    let seed = seed();
    let plans = plan::draw(seed, UNHEARD);
    let mut place = Place::new(database, seed).await;
    place.start(Review::Automatic).await;
    place.nothing_is_called_back().await;
    let (facts, held, url) = (place.facts().await, place.held().await, place.url());
    let merchants = Merchants::sign_up(&url).await;
    let businesses = merchants.submit_all(&plans, &place.line).await;
    place.settled(&held, &facts).await;

    let shown = merchants.states(&businesses).await;
    let named: Vec<(String, String)> = businesses.into_iter().zip(plans.into_iter().map(|plan| plan.name)).collect();
    let mut truth = Truth::of(&facts, &held, &named, &shown).await;
    let mut healed = facts.healed().await;
    let mut judged = truth.judged.clone();
    healed.sort_unstable();
    judged.sort_unstable();
    truth.must(healed == judged, || format!("healed are {healed:?}, judged {judged:?}"));
    let reviewer = Reviewer::sign_in(&url).await;
    for (business, name) in &named {
        let is_marked = reviewer.reads(business).await.contains(app::texts::ID.history.healed);
        truth.must(is_marked, || format!("the history of {name} says nothing of healing"));
    }
    let called = place.line.seen();
    println!(
        "healing on {name}, seed {seed}: {} businesses, {} in the state that DOKU holds, {:?}; {} callbacks came; {} verdicts \
         healed by reading back, all that there are",
        named.len(),
        truth.in_dokus_state,
        truth.states,
        called.acknowledged.len(),
        healed.len(),
    );
    assert!(truth.wrong.is_empty(), "seed {seed}:\n{}", truth.wrong.join("\n"));
    assert_eq!((truth.in_dokus_state, called.acknowledged.len()), (UNHEARD, 0), "seed {seed}");
    facts.close().await;
    place.done().await;
}
