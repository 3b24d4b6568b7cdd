//! Callbacks are the same when their Client-Id, Request-Id and body are.

use crate::callback_order::{Registered, registered};
use crate::world::{World, on_both};
use domain::{
    Millis,
    kyb::{FacetKey, State, Verdict},
};
use serde_json::json;
use server::store::callbacks::{CallbackProblem, Status};

const ID: &str = "one-and-the-same";
const BANK: FacetKey = FacetKey::Bank(0);
const KEPT: &str = "select count(*) from callbacks where request_id = 'one-and-the-same'";

/// Returns the Request-Id, how often delivered, status and why a person may look, oldest first.
async fn kept(world: &World, case: &Registered<'_>) -> Vec<(i64, Status, Option<CallbackProblem>)> {
    let rows = world.callbacks(case.id).await;
    rows.into_iter().filter(|row| row.request_id == ID).map(|row| (row.deliveries, row.status, row.problem)).collect()
}

async fn activate(world: &World, case: &Registered<'_>) {
    for entity in &case.entities {
        let order =
            json!({ "entity": entity["entity"], "id": entity["id"], "code": entity["code"], "verdict": "ACTIVE" });
        world.order(&format!("registrations/{}/decide", case.business), &order).await;
    }
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(case.id).await.business.state, State::Active);
}

on_both! {
    another_body_under_a_used_request_id_is_a_fact_of_its_own_flagged_and_read_back_at_once(explicit),
    each_of_two_bodies_under_one_request_id_is_counted_when_it_is_repeated(explicit),
    one_kept_before_there_were_digests_is_one_more_fact_when_it_is_repeated(explicit),
    one_with_another_body_may_also_belong_to_somebody_else(explicit)
}

/// An active business is read back by itself only once a week, so a fact thrown away here is missed for that long.
async fn another_body_under_a_used_request_id_is_a_fact_of_its_own_flagged_and_read_back_at_once(world: &World) {
    let case = registered(world).await;
    activate(world, &case).await;
    assert_eq!(world.callback(ID, &case.says_at("BRAND", "ACTIVE", None, case.later(60))).await, 200);
    world.run_due().await;
    assert_eq!(world.case(case.id).await.business.state, State::Active);
    world.advance(Millis::MINUTE).await;
    let asked = world.brand(case.id).await.read_at.unwrap();
    assert_eq!(world.callback(ID, &case.says_at("BRAND", "SUSPENDED", Some("Ditinjau."), case.later(120))).await, 200);
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Brand(0)).await, Verdict::Suspended);
    assert!(world.brand(case.id).await.read_at.unwrap() > asked, "not read back at once");
    let rows = kept(world, &case).await;
    assert_eq!(rows, [(1, Status::Projected, None), (1, Status::Flagged, Some(CallbackProblem::OtherBody))]);
    let page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    assert!(page.contains("nomor permintaannya sama"), "{page}");
    assert!(!case.merchant.get(&format!("/businesses/{}/history", case.id)).await.body.contains("isinya berbeda"));
    let told = world.nobody().get("/metrics").await.body;
    assert!(told.contains("callbacks_total{outcome=\"other_body\"}"), "{told}");
}

async fn each_of_two_bodies_under_one_request_id_is_counted_when_it_is_repeated(world: &World) {
    let case = registered(world).await;
    let bodies = [
        case.says_at("BUSINESS_BANK", "REJECTED", Some("satu"), case.later(60)),
        case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(120)),
    ];
    let all = futures::future::join_all((0..10).map(|n| world.callback(ID, &bodies[n % 2]))).await;
    assert_eq!(all, [200; 10]);
    world.run_due().await;
    assert_eq!(world.callback(ID, &bodies[0]).await, 200);
    world.run_due().await;
    assert_eq!((world.count(KEPT).await, case.verdict(BANK).await), (2, Verdict::Accepted));
    let mut rows = kept(world, &case).await;
    rows.sort_by_key(|(deliveries, ..)| *deliveries);
    assert_eq!(rows.iter().map(|(deliveries, ..)| *deliveries).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(rows.iter().filter(|(_, status, _)| *status == Status::Flagged).count(), 1, "only the later one is odd");
    assert_eq!(
        world.count("select count(*) from observations where source = 'callback' and facet = 'bank[0]'").await,
        2
    );
    let (tally, lines) = crate::replay::checked(world).await;
    assert_eq!(tally.differences, 0, "{lines:?}");
}

/// Nobody can tell whether it is the same without opening the sealed body, so it is not called another.
async fn one_kept_before_there_were_digests_is_one_more_fact_when_it_is_repeated(world: &World) {
    let case = registered(world).await;
    let body = case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."));
    assert_eq!(world.callback(ID, &body).await, 200);
    world.run_due().await;
    world.run("update callbacks set digest = null").await;
    for _ in 0..2 {
        world.clock.advance(Millis::SECOND);
        assert_eq!(world.callback(ID, &body).await, 200);
        world.run_due().await;
    }
    assert_eq!(kept(world, &case).await, [(1, Status::Projected, None), (2, Status::Projected, None)]);
    assert_eq!(case.verdict(BANK).await, Verdict::Rejected);
}

async fn one_with_another_body_may_also_belong_to_somebody_else(world: &World) {
    let one = registered(world).await;
    world.clock.advance(Millis::SECOND);
    let other = registered(world).await;
    for case in [&one, &other] {
        world.clock.advance(Millis::SECOND);
        assert_eq!(world.callback(ID, &case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."))).await, 200);
    }
    world.run_due().await;
    assert_eq!([one.verdict(BANK).await, other.verdict(BANK).await], [Verdict::Rejected; 2]);
    assert_eq!(kept(world, &other).await, [(1, Status::Flagged, Some(CallbackProblem::OtherBody))]);
}
