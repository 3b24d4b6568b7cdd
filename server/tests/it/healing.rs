//! Changes that no callback tells, and work that no callback may hold up.

use crate::{
    callback_order::registered,
    world::{Trouble, World, on_both},
};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{FacetKey, State, Verdict},
};
use serde_json::json;
use server::store::callbacks::{self, Status};

async fn state(world: &World, id: BusinessId) -> State {
    world.case(id).await.business.state
}

async fn decide(world: &World, business: &str, entity: &str, verdict: &str) {
    let order = json!({ "entity": entity, "verdict": verdict, "note": "Ditinjau ulang." });
    world.order(&format!("registrations/{business}/decide"), &order).await;
}

on_both! {
    a_suspension_and_its_end_are_found_without_any_callback(automatic),
    a_business_that_cannot_be_read_stops_nobody(line),
    one_that_comes_while_doku_is_read_is_followed_by_a_reading_of_its_own(line),
    one_that_cannot_be_projected_is_put_aside_and_holds_up_no_other(explicit)
}

/// Nothing that seems to have ended is left alone for good.
async fn a_suspension_and_its_end_are_found_without_any_callback(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(state(world, id).await, State::Active);
    let business = world.case(id).await.business.doku_business_id.unwrap().to_string();
    world.order("switches", &json!({ "drop_all": true })).await;
    decide(world, &business, "BRAND", "SUSPENDED").await;
    world.advance(9 * Millis::DAY).await;
    assert_eq!(state(world, id).await, State::Suspended, "an active one is looked at once a week");
    decide(world, &business, "BRAND", "ACTIVE").await;
    decide(world, &business, "BRAND.OPERATIONAL_STATUS", "ACTIVE").await;
    world.advance(8 * Millis::HOUR).await;
    assert_eq!(state(world, id).await, State::Active);
    assert!(
        world
            .reviewer()
            .await
            .get(&format!("/review/{id}"))
            .await
            .body
            .contains("ditemukan saat kami mengecek ke DOKU")
    );
}

/// DOKU refuses to answer about one business: the others are read and sent all the same.
async fn a_business_that_cannot_be_read_stops_nobody(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(state(world, id).await, State::Active);
    for (status, words) in [(403, "forbidden"), (404, "gone")] {
        world.line().next("GET /business/{id}", 1, Trouble::Refused((status, &[], words.into())));
        world.run("update brands set next_read_at = 0").await;
        let before = world.line().passed("GET /business/{id}").len();
        world.advance(10 * Millis::MINUTE).await;
        assert_eq!(world.line().passed("GET /business/{id}").len(), before + 1, "{status}: asked again and again");
        let next = world.brand(id).await.next_read_at.unwrap();
        assert!(next.since(world.clock.now()) > 6 * Millis::DAY, "{status}");
    }
}

/// DOKU's answer may have been true before the callback.
async fn one_that_comes_while_doku_is_read_is_followed_by_a_reading_of_its_own(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(state(world, id).await, State::Active);
    let row = world.case(id).await.business;
    let (business, brand) = (row.doku_business_id.unwrap(), world.brand(id).await.doku_id);
    let body = json!({
        "type": "BRAND", "business": { "id": business }, "brand": { "id": brand }, "entity": { "id": brand },
        "status": "SUSPENDED", "updated_at": world.clock.now().to_iso(),
    });
    world.line().next("GET /business/{id}", 1, Trouble::Silent(std::time::Duration::from_millis(1_000)));
    world.run("update brands set next_read_at = 0").await;
    let meanwhile = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(world.callback("meanwhile", body.to_string().as_bytes()).await, 200);
        server::projection::run(&world.services).await.unwrap()
    };
    let (read, projected) = tokio::join!(server::poll::run(&world.services), meanwhile);
    assert!(read.unwrap() && projected);
    assert_eq!(state(world, id).await, State::Suspended);
    let next = world.brand(id).await.next_read_at.unwrap();
    assert_eq!(next, world.clock.now().plus(5 * Millis::SECOND), "the next one is hours away");
}

/// The key of this business does not open: an operator's mistake, or erasure.
async fn one_that_cannot_be_projected_is_put_aside_and_holds_up_no_other(world: &World) {
    let broken = registered(world).await;
    world.clock.advance(Millis::SECOND);
    let whole = registered(world).await;
    let swap = "update businesses set data_key = (select b.data_key from businesses b where b.id <> businesses.id) where created_at = (select min(created_at) from businesses)";
    world.run(swap).await;
    for (n, case) in [&broken, &whole, &broken, &whole].into_iter().enumerate() {
        let body = case.says("BUSINESS_BANK", if n < 2 { "PENDING" } else { "ACTIVE" }, None);
        assert_eq!(world.callback(&format!("{n}"), &body).await, 200);
    }
    server::projection::run(&world.services).await.unwrap();
    assert_eq!(whole.verdict(FacetKey::Bank(0)).await, Verdict::Accepted);
    let mut db = world.services.store.read().await.unwrap();
    assert_eq!(callbacks::count(&mut db, Status::New).await.unwrap(), 0);
    assert_eq!(callbacks::count(&mut db, Status::Flagged).await.unwrap(), 2, "kept for a person");
}
