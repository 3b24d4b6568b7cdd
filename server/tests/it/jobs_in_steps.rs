//! A job with much to do at once makes no writer wait for all of it.

use crate::{
    crowd,
    world::{World, on_both},
};
use domain::Millis;

on_both! { what_was_kept_long_enough_goes_in_steps, every_open_application_is_read_back_soon_and_no_other }

async fn what_was_kept_long_enough_goes_in_steps(world: &World) {
    let merchant = world.merchant().await;
    merchant.start_business().await;
    crowd::everything(&world.services.store, 0..1_200, world.clock.now()).await;
    world.clock.advance(2 * 365 * Millis::DAY);
    let old = [
        ("exchanges", "select count(*) from exchanges"),
        ("mails", "select count(*) from mails where sent_at is not null"),
        ("events", "select count(*) from events"),
        ("sessions", "select count(*) from sessions"),
    ];
    let mut before: Vec<i64> = Vec::new();
    for (_, sql) in old {
        before.push(world.count(sql).await);
    }
    let most = *before.iter().max().unwrap();
    assert!(most > 1_000 && before.iter().all(|rows| *rows > 0), "{before:?}");
    let mut rounds = 0;
    while server::retention::purge_rows(&world.services).await.unwrap() {
        rounds += 1;
        for ((table, sql), before) in old.into_iter().zip(&mut before) {
            let after = world.count(sql).await;
            assert!(*before - after <= 1_000, "{} of {table} at once", *before - after);
            *before = after;
        }
    }
    assert_eq!(rounds, most / 1_000, "rounds that left something");
    for (table, sql) in old {
        assert_eq!(world.count(sql).await, 0, "{table}");
    }
}

async fn every_open_application_is_read_back_soon_and_no_other(world: &World) {
    crowd::businesses(&world.services.store, 0..2_300, world.clock.now()).await;
    server::projection::read_open_ones(&world.services, Millis(7)).await.unwrap();
    let open = "select count(*) from brands join businesses on id = business_id where state in ('sending', 'in_verification', 'action_needed', 'verified', 'suspended', 'declined')";
    let all = world.count(open).await;
    assert!(all > 200 && all == world.count("select count(*) from brands where next_read_at = 7").await, "{all}");
    // An earlier read-back keeps its time.
    world.run("update brands set next_read_at = 1 where business_id in (select id from businesses where state = 'in_verification')").await;
    server::projection::read_open_ones(&world.services, Millis(7)).await.unwrap();
    assert_eq!(
        world.count("select count(*) from brands join businesses on id = business_id where next_read_at = 7 and state = 'in_verification'").await,
        0
    );
}
