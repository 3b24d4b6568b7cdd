//! The seeded chaos switch: every kind of luck at once, and the same seed with the same effects.

use std::collections::BTreeMap;

use domain::Millis;
use sandbox::Decide;
use serde_json::{Value, json};

use crate::world::World;

const DELAY: i64 = 5 * Millis::SECOND;
const BUSINESSES: usize = 6;

/// Runs once, and returns the effects: answers of the registrations by name, and callbacks by name, slot and fate.
async fn run(chaos: Value) -> (BTreeMap<String, u16>, BTreeMap<String, usize>) {
    let world = World::new(Decide::Auto).await;
    assert_eq!(world.sim("POST", "/sim/api/chaos", chaos).await.status, 200);
    let mut answers = BTreeMap::new();
    let mut names = BTreeMap::new();
    for n in 0..BUSINESSES {
        let mut body = world.registration().await;
        let name = format!("Toko {n}");
        body["business"]["name"] = name.clone().into();
        let request_id = format!("register {n}");
        let mut answer = world.call_as(&request_id, "POST", "/business", Some(&body)).await;
        answers.insert(name.clone(), answer.status);
        while answer.status == 500 {
            answer = world.call_as(&request_id, "POST", "/business", Some(&body)).await;
        }
        names.insert(answer.body["business"]["id"].as_str().unwrap().to_owned(), name);
    }
    world.advance(DELAY).await;
    world.advance(DELAY).await;
    world.advance(DELAY).await;
    let kept = world.sim("GET", "/sim/api/callbacks", json!({})).await.body;
    let mut fates: BTreeMap<String, usize> = BTreeMap::new();
    for one in kept.as_array().unwrap() {
        let name = &names[one["body"]["business"]["id"].as_str().unwrap()];
        let (kind, code) = (&one["type"], &one["body"]["entity"]["code"]);
        let fate = format!("{name} {kind} {code} {} forged: {}", one["state"], one["forged"]);
        *fates.entry(fate).or_default() += 1;
    }
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["registrations"], BUSINESSES);
    (answers, fates)
}

#[tokio::test]
async fn a_seed_repeats_a_run_and_another_seed_does_not() {
    let with = |seed: u64| json!({"seed": seed, "drop": 20, "duplicate": 20, "reorder": 30, "forge": 20, "fail_after_work": 40});
    let (first, again, other) = (run(with(7)).await, run(with(7)).await, run(with(8)).await);
    assert_eq!(first, again);
    assert_ne!(first, other);
    assert!(first.0.values().any(|status| *status == 500) && first.0.values().any(|status| *status == 200));
    let fates: Vec<&String> = first.1.keys().collect();
    assert!(fates.iter().any(|fate| fate.contains("lost")));
    assert!(fates.iter().any(|fate| fate.contains("forged: true")));
    assert!(first.1.values().any(|times| *times > 1));
}

#[tokio::test]
async fn it_can_be_switched_off_and_knows_its_limits() {
    let world = World::new(Decide::Auto).await;
    world.sim("POST", "/sim/api/chaos", json!({"seed": 1, "drop": 100})).await;
    assert_eq!(world.sim("GET", "/sim/api/switches", json!({})).await.body["chaos"]["drop"], 100);
    world.registered(&world.registration().await).await;
    world.advance(2 * DELAY).await;
    assert!(world.receiver.all().is_empty());

    assert_eq!(world.sim("POST", "/sim/api/chaos", json!({})).await.status, 200);
    world.registered(&world.registration().await).await;
    world.advance(2 * DELAY).await;
    assert!(!world.receiver.all().is_empty());
    assert_eq!(world.sim("POST", "/sim/api/chaos", json!({"drop": 101})).await.status, 400);
    assert!(world.sim("POST", "/sim/api/chaos", json!({"colour": 1})).await.status >= 400);
}

#[tokio::test]
async fn updates_fail_after_the_work_as_well() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    world.sim("POST", "/sim/api/chaos", json!({"seed": 3, "fail_after_work": 100})).await;
    let path = format!("/business/{id}");
    let body = json!({"business": {"banks": [{"account_number": "1230004567"}]}});
    let mut statuses = Vec::new();
    while statuses.last() != Some(&409) {
        statuses.push(world.call_as("fix", "PUT", &path, Some(&body)).await.status);
        assert!(statuses.len() <= 3, "{statuses:?}");
    }
    assert_eq!(statuses[0], 500);
    let listed = world.sim("GET", "/sim/api/registrations", json!({})).await.body;
    let bank = listed[0]["entities"].as_array().unwrap().iter().find(|one| one["slot"] == "banks/0").unwrap();
    assert_eq!(bank["submissions"], 2, "done once");
}

#[tokio::test]
async fn forgeries_are_badly_signed_and_say_the_contrary() {
    let world = World::new(Decide::Auto).await;
    world.sim("POST", "/sim/api/chaos", json!({"seed": 5, "forge": 100})).await;
    world.registered(&world.registration().await).await;
    world.advance(2 * DELAY).await;
    let all = world.receiver.all();
    let (signed, forged): (Vec<_>, Vec<_>) = all.iter().partition(|callback| callback.is_signed);
    assert_eq!(signed.len(), forged.len());
    assert!(signed.iter().all(|callback| callback.status() == "ACTIVE"));
    assert!(forged.iter().all(|callback| callback.status() == "REJECTED"));
    let counts = world.sim("GET", "/sim/api/counts", json!({})).await.body;
    assert_eq!(counts["forged"]["sent"], forged.len());
}
