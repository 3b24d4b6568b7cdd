//! Our own traffic against the strict sandbox, with callbacks in all three shapes; and the settings of CONTRACT §12.2.

use crate::{
    callback_order::registered,
    world::{World, bank, jpeg, on_both},
};
use doku::signature::{self, Parts, TimestampLabel};
use domain::{
    Millis,
    kyb::{FacetKey, State, Verdict},
};
use secrecy::SecretString;
use serde_json::{Value, json};
use server::vault::Place;

async fn warnings(world: &World) -> Vec<Value> {
    let url = format!("http://{}/sim/api/warnings", world.sandbox.address());
    world.http.get(url).send().await.unwrap().json().await.unwrap()
}

/// Tells whether another server with these settings takes a callback whose signature covers `target`.
async fn takes(world: &World, setting: &str, target: &str) -> bool {
    let asked = serde_json::from_value(json!({ "callback_target_query": setting })).unwrap();
    let (services, base) = world.another(|config| config.doku = asked).await;
    let (timestamp, body, request_id) = (world.clock.now().to_iso(), b"{}", format!("{setting} {target}"));
    let parts = Parts {
        client_id: &services.settings.client_id,
        request_id: &request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target,
        body: Some(body),
    };
    let request = world
        .http
        .post(format!("{base}/webhooks/doku?from=doku"))
        .header("Client-Id", &services.settings.client_id)
        .header("Request-Id", &request_id)
        .header("Request-Timestamp", &timestamp)
        .header("Signature", signature::sign(&services.settings.secret_key, &parts))
        .body(body.to_vec());
    request.send().await.unwrap().status().is_success()
}

/// Posts a callback signed with a brand's own key, as DOKU signs; returns the status of the server at `base`.
async fn signed_by_brand(world: &World, base: &str, brand: &str, key: &SecretString, body: impl ToString) -> u16 {
    let (timestamp, body) = (world.clock.now().to_iso(), body.to_string());
    let request_id = format!("by-brand at {base}, {}", body.len());
    let parts = Parts {
        client_id: brand,
        request_id: &request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target: "/webhooks/doku",
        body: Some(body.as_bytes()),
    };
    let request = world
        .http
        .post(format!("{base}/webhooks/doku"))
        .header("Client-Id", brand)
        .header("Request-Id", &request_id)
        .header("Request-Timestamp", &timestamp)
        .header("Signature", signature::sign(key, &parts));
    request.body(body).send().await.unwrap().status().as_u16()
}

on_both! {
    a_brands_own_key_only_asks_for_a_read_back_of_that_brand_and_only_where_it_is_let(explicit),
    from_sign_up_to_active_with_a_fix_between_nothing_is_lenient(automatic),
    what_doku_signs_of_our_address_is_a_setting(explicit), ten_types_in_three_shapes_reach_their_facets(explicit)
}

/// Merchants may know that key, so it moves nothing.
async fn a_brands_own_key_only_asks_for_a_read_back_of_that_brand_and_only_where_it_is_let(world: &World) {
    let case = registered(world).await;
    let stands = world.case(case.id).await;
    let key = stands.key.open_text(&Place::SharedKey, stands.brands[0].shared_key.as_deref()).unwrap().unwrap().into();
    let about = |business: &str| json!({ "type": "BUSINESS_BANK", "business": { "id": business }, "status": "REJECTED", "updated_at": case.later(60).to_iso() });
    world.advance(Millis::MINUTE).await;
    assert_eq!(
        signed_by_brand(world, &world.base, &case.brand, &key, about(&case.business)).await,
        401,
        "not by default"
    );
    let asked = serde_json::from_value(json!({ "callback_key": "brand" })).unwrap();
    let (_, base) = world.another(|config| config.doku = asked).await;
    assert_eq!(
        signed_by_brand(world, &base, &case.brand, &key, about("BSN-0001-9999999999999")).await,
        401,
        "somebody else's"
    );
    assert_eq!(signed_by_brand(world, &base, &case.brand, &"SK-guessed".into(), about(&case.business)).await, 401);
    assert_eq!(signed_by_brand(world, &base, &case.brand, &key, "{\"torn").await, 200);
    assert_eq!(world.brand(case.id).await.next_read_at, Some(case.later(5)), "what cannot be read asks too");
    world.advance(10 * Millis::SECOND).await;
    let kept = "select count(*) from callbacks";
    let (before, rows) = (world.count("select count(*) from observations").await, world.count(kept).await);
    assert_eq!(signed_by_brand(world, &base, &case.brand, &key, about(&case.business)).await, 200);
    assert_eq!(world.brand(case.id).await.next_read_at, Some(case.later(5)), "no read-back follows");
    let mut told = std::collections::BTreeSet::new();
    for n in 0..20 {
        let mut body = about(&case.business);
        body["reject_notes"] = json!(format!("{n}"));
        told.insert(signed_by_brand(world, &base, &case.brand, &key, &body).await);
    }
    assert_eq!(told, std::collections::BTreeSet::from([200, 429]), "as often as one likes");
    assert_eq!(world.count(kept).await, rows, "its words are kept");
    assert_eq!(world.count("select count(*) from observations").await, before);
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Pending);
    assert!(
        world
            .reviewer()
            .await
            .get(&format!("/review/{}", case.id))
            .await
            .body
            .contains("ditandatangani dengan kunci brand")
    );
}

async fn from_sign_up_to_active_with_a_fix_between_nothing_is_lenient(world: &World) {
    world.order("switches", &json!({ "strict": true, "callback_shape": "mixed" })).await;
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[("KTP", "sim-blur.jpg"), ("bank.account_number", "0000000002")]).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::ActionNeeded);

    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    let bank = bank("4370112244");
    merchant.save(id, "bank", &bank).await;
    merchant.send_fixes(id).await;
    for _ in 0..3 {
        world.advance(Millis::MINUTE).await;
    }
    assert_eq!(world.case(id).await.business.state, State::Active);
    let refused: Vec<Value> = warnings(world).await.into_iter().filter(|one| one["advice"] != true).collect();
    assert_eq!(refused, Vec::<Value>::new());
}

async fn what_doku_signs_of_our_address_is_a_setting(world: &World) {
    let (path, whole) = ("/webhooks/doku", "/webhooks/doku?from=doku");
    for (setting, takes_path, takes_whole) in
        [("either", true, true), ("path", true, false), ("path_and_query", false, true)]
    {
        assert_eq!(takes(world, setting, path).await, takes_path, "{setting}");
        assert_eq!(takes(world, setting, whole).await, takes_whole, "{setting}");
    }
}

async fn ten_types_in_three_shapes_reach_their_facets(world: &World) {
    let case = registered(world).await;
    for (shape, verdict) in [("a", "REJECTED"), ("b", "ACTIVE"), ("c", "REJECTED"), ("mixed", "ACTIVE")] {
        world.order("switches", &json!({ "callback_shape": shape })).await;
        world.advance(Millis::MINUTE).await;
        for entity in &case.entities {
            let order = json!({
                "entity": entity["entity"], "id": entity["id"], "code": entity["code"], "verdict": verdict, "note": shape,
            });
            world.order(&format!("registrations/{}/decide", case.business), &order).await;
        }
        world.run_due().await;
        let stands = world.case(case.id).await;
        let expected =
            if verdict == "ACTIVE" { domain::kyb::Verdict::Accepted } else { domain::kyb::Verdict::Rejected };
        for row in &stands.facets {
            assert_eq!(row.verdict, expected, "{shape}: {}", row.key);
        }
    }
}
