//! Any number of callbacks about one business lets those about others take their turn.

use crate::callback_order::registered;
use crate::world::{World, on_both};
use domain::{
    Millis,
    kyb::{FacetKey, Verdict},
};

const MANY: usize = 2_000;
const ROUNDS: usize = 4;
const WAITING: &str = "select count(*) from callbacks where status = 'new'";

on_both! {
    two_thousand_callbacks_about_one_business_do_not_delay_the_next_one(explicit),
    thousands_about_nobody_do_not_delay_what_comes_now(explicit), several_busy_ones_take_turns(explicit)
}

async fn two_thousand_callbacks_about_one_business_do_not_delay_the_next_one(world: &World) {
    let busy = registered(world).await;
    world.clock.advance(Millis::SECOND);
    let other = registered(world).await;
    let bodies: Vec<(String, Vec<u8>)> = (0..MANY)
        .map(|n| {
            (
                format!("busy-{n}"),
                busy.says_at("BUSINESS_BANK", if n % 2 == 0 { "PENDING" } else { "ACTIVE" }, None, busy.later(60)),
            )
        })
        .collect();
    for some in bodies.chunks(50) {
        let all = futures::future::join_all(some.iter().map(|(id, body)| world.callback(id, body))).await;
        assert!(all.iter().all(|status| *status == 200), "{all:?}");
    }
    world.clock.advance(Millis::SECOND);
    assert_eq!(world.callback("other", &other.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."))).await, 200);
    for _ in 0..ROUNDS {
        assert!(server::projection::run(&world.services).await.unwrap());
    }
    assert_eq!(other.verdict(FacetKey::Bank(0)).await, Verdict::Rejected, "it waits behind the others");
    // Each round folds all facts of a business: many callbacks need few rounds.
    let (left, all) = (world.count(WAITING).await, i64::try_from(MANY).unwrap());
    assert!(left < all - 200, "{left} of {all} wait after {ROUNDS} rounds");
    // Nothing else is held up meanwhile, and nothing is lost.
    let mut rounds = ROUNDS;
    while server::projection::run(&world.services).await.unwrap() {
        rounds += 1;
    }
    assert_eq!((world.count(WAITING).await, busy.verdict(FacetKey::Bank(0)).await), (0, Verdict::Accepted));
    assert_eq!(world.count("select count(*) from callbacks where status = 'projected'").await, all + 1);
    assert!(rounds < MANY / 50, "{rounds} rounds");
}

async fn thousands_about_nobody_do_not_delay_what_comes_now(world: &World) {
    let case = registered(world).await;
    let stray = String::from_utf8(case.says("BUSINESS_BANK", "ACTIVE", None)).unwrap();
    let stray = stray.replace(&case.business, "BSN-9999-1700000000001");
    let ids: Vec<String> = (0..2_200).map(|n| format!("stray-{n}")).collect();
    for some in ids.chunks(50) {
        let all = futures::future::join_all(some.iter().map(|id| world.callback(id, stray.as_bytes()))).await;
        assert!(all.iter().all(|status| *status == 200), "{all:?}");
    }
    world.clock.advance(Millis::SECOND);
    let told = case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."));
    assert_eq!(world.callback("now", &told).await, 200);
    server::projection::run(&world.services).await.unwrap();
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected, "it waits behind those about nobody");
}

async fn several_busy_ones_take_turns(world: &World) {
    let mut cases = Vec::new();
    for _ in 0..10 {
        cases.push(registered(world).await);
        world.clock.advance(Millis::SECOND);
    }
    for (n, case) in cases.iter().enumerate() {
        let bodies: Vec<Vec<u8>> =
            (0..40).map(|m| case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(60 + m))).collect();
        let all = bodies.iter().enumerate().map(async |(m, body)| world.callback(&format!("{n}-{m}"), body).await);
        assert!(futures::future::join_all(all).await.iter().all(|status| *status == 200));
    }
    for _ in 0..3 {
        assert!(server::projection::run(&world.services).await.unwrap());
    }
    for (n, case) in cases.iter().enumerate() {
        assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Accepted, "number {n} had no turn");
    }
}
