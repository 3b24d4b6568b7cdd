//! `serambi replay`: the stored data agrees with the facts, or the difference is reported and mended.

use crate::callback_order::{Registered, registered};
use crate::world::{World, on_both};
use domain::{
    Millis,
    ids::FactId,
    kyb::{FacetKey, State, Verdict},
};
use serde_json::json;
use server::{
    replay::{self, Tally},
    store::{Link, facets, observations, readbacks},
};
use sqlx::AssertSqlSafe;

pub async fn checked(world: &World) -> (Tally, Vec<String>) {
    let mut lines = Vec::new();
    let tally = replay::run(&world.services, true, |line| lines.push(line)).await.unwrap();
    (tally, lines)
}

/// Changes the database by hand.
async fn damage(world: &World, sql: &'static str) {
    let mut tx = world.services.store.begin().await.unwrap();
    match &mut tx.link {
        Link::Lite(held) => drop(sqlx::query(AssertSqlSafe(sql)).execute(&mut **held).await.unwrap()),
        Link::Pg(held) => drop(sqlx::query(AssertSqlSafe(sql)).execute(&mut **held).await.unwrap()),
    }
    tx.commit().await.unwrap();
}

async fn rejected(world: &World) -> Registered<'_> {
    let case = registered(world).await;
    world.callback("no", &case.says("BUSINESS_BANK", "REJECTED", Some("SANDI RAHASIA"))).await;
    world.callback("yes", &case.says("BUSINESS_ADDRESS", "ACTIVE", None)).await;
    world.advance(10 * Millis::SECOND).await;
    assert_eq!(world.case(case.id).await.business.state, State::ActionNeeded);
    case
}

/// Checks that one damage is found, reported without the note, and mended until nothing is left of it.
async fn is_found_and_mended(world: &World, sql: &'static str, named: &str) {
    damage(world, sql).await;
    let (tally, lines) = checked(world).await;
    assert!(tally.differences > 0 && lines.iter().any(|line| line.contains(named)), "{sql}: {lines:?}");
    assert!(!lines.iter().any(|line| line.contains("SANDI")), "a note's text was told: {lines:?}");
    assert_eq!(checked(world).await.0, tally, "a check changes nothing");
    replay::run(&world.services, false, |_| ()).await.unwrap();
    let (tally, lines) = checked(world).await;
    assert_eq!(tally.differences, 0, "{sql}: {lines:?}");
}

on_both! {
    a_business_that_nobody_touched_shows_no_difference(automatic), what_was_damaged_is_found_and_mended(explicit),
    a_mended_reader_counts_for_what_was_kept_before(explicit), of_many_callbacks_none_is_left_out(explicit),
    a_lost_body_is_told_and_what_it_said_stays(explicit)
}

async fn a_business_that_nobody_touched_shows_no_difference(world: &World) {
    for tag in ["", "dup", "reorder", "lost"] {
        world.merchant_tagged(tag).await.submitted(&[]).await;
    }
    world.merchant().await.submitted(&[("bank.account_number", "0000000002"), ("KTP", "sim-blur.jpg")]).await;
    world.merchant().await.submitted(&[("brand.name", "Warung SIM-ODD-STATUS")]).await;
    world.merchant().await.start_business().await;
    world.advance(40 * Millis::MINUTE).await;
    let (tally, lines) = checked(world).await;
    assert_eq!((tally.businesses, tally.differences), (7, 0), "{lines:?}");
    assert!(tally.facts > 7 * 8, "{tally}");
    assert_eq!(tally.to_string(), format!("replay: 7 businesses, {} facts, 0 differences", tally.facts));
}

async fn what_was_damaged_is_found_and_mended(world: &World) {
    let case = rejected(world).await;
    is_found_and_mended(world, "update facets set verdict = 'accepted' where facet = 'bank[0]'", "bank[0]").await;
    is_found_and_mended(world, "update facets set note = null where facet = 'bank[0]'", "another note").await;
    is_found_and_mended(world, "update facets set first_accepted = null where facet = 'address[0]'", "address[0]")
        .await;
    is_found_and_mended(world, "delete from facets where facet = 'business'", "business: stored nothing").await;
    is_found_and_mended(world, "insert into facets (business_id, facet, verdict, revision) select id, 'bank[9]', 'rejected', 1 from businesses", "bank[9]").await;
    is_found_and_mended(world, "update businesses set state = 'active', to_fix = 7", "state: stored Active").await;
    is_found_and_mended(world, "update observations set reported = 'accepted' where facet = 'bank[0]'", "bank[0]")
        .await;
    is_found_and_mended(world, "delete from observations where facet = 'bank[0]'", "stored nothing, rebuilt Rejected")
        .await;
    is_found_and_mended(world, "delete from doku_entities", "DOKU's id").await;
    is_found_and_mended(world, "update callbacks set status = 'flagged', problem = 'unknown_type'", "unknown_type")
        .await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
    let stands = world.case(case.id).await;
    assert_eq!((stands.business.state, stands.to_fix()), (State::ActionNeeded, 1));
    assert_eq!(
        stands.facets.iter().find(|row| row.key == FacetKey::Bank(0)).unwrap().note.as_deref(),
        Some("SANDI RAHASIA")
    );
}

/// A newer reader places what an older one could not.
async fn a_mended_reader_counts_for_what_was_kept_before(world: &World) {
    let case = rejected(world).await;
    damage(
        world,
        "update callbacks set status = 'orphan', business_id = null, problem = null where request_id = 'never'",
    )
    .await;
    let body = json!({ "type": "BUSINESS_CONTACT", "business": { "id": case.business }, "status": "ACTIVE", "updated_at": case.later(60).to_iso() });
    assert_eq!(world.callback("early", body.to_string().as_bytes()).await, 200);
    damage(world, "update callbacks set status = 'orphan' where request_id = 'early'").await;
    let (tally, lines) = checked(world).await;
    assert!(tally.differences == 1 && lines[0].contains(&case.id.to_string()), "{lines:?}");
    replay::run(&world.services, false, |_| ()).await.unwrap();
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Contact(0)).await, Verdict::Accepted);
    assert_eq!(checked(world).await.0.differences, 0);
}

/// Callbacks are read a page at a time, by a replay and when ids of DOKU's are learnt.
async fn of_many_callbacks_none_is_left_out(world: &World) {
    let case = registered(world).await;
    case.flooded(70).await;
    let noted = "select count(*) from observations where source = 'callback'";
    let (tally, _) = checked(world).await;
    assert!(tally.facts > 70 && tally.differences >= 70, "{tally}");
    replay::run(&world.services, false, |_| ()).await.unwrap();
    assert_eq!((world.count(noted).await, checked(world).await.0.differences), (70, 0));
    damage(world, "delete from observations where source = 'callback'").await;
    damage(world, "delete from doku_entities").await;
    damage(world, "update brands set next_read_at = 0, read_hash = null").await;
    world.run_due().await;
    assert_eq!(world.count(noted).await, 70);
    assert_eq!(checked(world).await.0.differences, 0);
}

/// A body that nobody can open any more leaves its earlier observations.
async fn a_lost_body_is_told_and_what_it_said_stays(world: &World) {
    let case = rejected(world).await;
    damage(world, "update callbacks set body = headers where request_id = 'no'").await;
    let (tally, lines) = checked(world).await;
    assert_eq!((tally.differences, tally.unreadable), (0, 1), "no replay mends that");
    assert!(lines[0].contains("cannot be read"), "{lines:?}");
    assert!(tally.end(true).is_err() && tally.end(false).is_err());
    replay::run(&world.services, false, |_| ()).await.unwrap();
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
    let mut db = world.services.store.read().await.unwrap();
    let said = observations::all(&mut db, case.id).await.unwrap();
    let kept = world.callbacks(case.id).await;
    let no: FactId = kept.iter().find(|row| row.request_id == "no").unwrap().id;
    assert!(said.iter().any(|row| row.fact_id == no));
    assert!(
        !facets::all(&mut db, case.id).await.unwrap().is_empty()
            && !readbacks::page(&mut db, case.id, readbacks::FIRST).await.unwrap().is_empty()
    );
}
