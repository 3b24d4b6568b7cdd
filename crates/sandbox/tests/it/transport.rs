//! Transport trouble by order: `/sim/api` and the switches.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Millis;
use sandbox::Decide;
use serde_json::{Value, json};

use crate::world::{World, read};

/// Returns a registered business whose parts are all accepted and called back.
async fn called_back() -> (World, String) {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    world.order("registrations", &id, "decide-all").await;
    assert_eq!(world.receiver.all().len(), 10);
    (world, id)
}

async fn callbacks(world: &World) -> Vec<Value> {
    world.sim("GET", "/sim/api/callbacks", json!({})).await.body.as_array().unwrap().clone()
}

async fn reject_bank(world: &World, id: &str) {
    let verdict = json!({"entity": "BUSINESS_BANK", "verdict": "REJECTED", "note": "Salah"});
    assert_eq!(world.sim("POST", &format!("/sim/api/registrations/{id}/decide"), verdict).await.status, 200);
    world.sandbox.deliver_due().await;
}

#[tokio::test]
async fn all_of_a_registration_go_again_under_their_request_ids() {
    let (world, id) = called_back().await;
    for action in ["resend", "reorder"] {
        world.receiver.forget();
        assert_eq!(world.order("registrations", &id, action).await.body, json!({"callbacks": 10}));
        world.advance(5 * Millis::SECOND).await;
        let mut ids: Vec<_> = world.receiver.all().iter().map(|callback| callback.request_id.clone()).collect();
        ids.sort();
        let mut kept: Vec<_> =
            callbacks(&world).await.iter().map(|one| one["request_id"].as_str().unwrap().to_owned()).collect();
        kept.sort();
        assert_eq!(ids, kept, "{action}");
    }
}

#[tokio::test]
async fn a_duplicate_is_two_more_of_the_same() {
    let (world, id) = called_back().await;
    let first = callbacks(&world).await[0].clone();
    world.receiver.forget();
    assert_eq!(world.order("callbacks", &first["id"], "duplicate").await.status, 200);
    let ids: Vec<_> = world.receiver.all().iter().map(|callback| callback.request_id.clone()).collect();
    assert_eq!(ids, [first["request_id"].as_str().unwrap(); 2]);
    world.receiver.forget();
    world.order("registrations", &id, "duplicate").await;
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for callback in world.receiver.all() {
        *times.entry(callback.request_id).or_default() += 1;
    }
    assert_eq!(times.len(), 10);
}

#[tokio::test]
async fn what_waits_can_be_dropped() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    world.receiver.answers(503);
    reject_bank(&world, &id).await;
    let waiting = callbacks(&world).await[0].clone();
    assert_eq!(waiting["state"], "waiting");
    assert_eq!(world.order("callbacks", &waiting["id"], "drop").await.status, 200);
    world.receiver.forget();
    world.advance(Millis::DAY).await;
    assert!(world.receiver.all().is_empty());
    assert_eq!(callbacks(&world).await[0]["state"], "lost");
    assert_eq!(world.order("callbacks", &waiting["id"], "drop").await.status, 409, "nothing waits");
    world.receiver.answers(200);
    world.order("callbacks", &waiting["id"], "resend").await;
    assert_eq!(world.receiver.all().len(), 1, "what was lost can be sent after all");
}

#[tokio::test]
async fn a_registration_can_be_silenced_and_heard_again() {
    let (world, id) = called_back().await;
    let other = world.registered(&world.registration().await).await;
    world.order("registrations", &id, "drop").await;
    world.receiver.forget();
    reject_bank(&world, &id).await;
    reject_bank(&world, &other).await;
    let heard: Vec<_> = world.receiver.all().iter().map(|callback| callback.body["business"]["id"].clone()).collect();
    assert_eq!(heard, [json!(other)]);
    assert_eq!(world.business(&id).await["banks"][0]["status"], "REJECTED", "only the news is lost");
    let world = world.restarted().await;
    reject_bank(&world, &id).await;
    assert_eq!(world.receiver.all().len(), 1, "a restart remembers");
    world.order("registrations", &id, "undrop").await;
    reject_bank(&world, &id).await;
    assert_eq!(world.receiver.all().len(), 2);
}

#[tokio::test]
async fn everything_can_be_dropped() {
    let world = World::new(Decide::Explicit).await;
    world.switch(json!({"drop_all": true})).await;
    let id = world.registered(&world.registration().await).await;
    world.order("registrations", &id, "decide-all").await;
    assert_eq!(world.business(&id).await["status"], "ACTIVE");
    assert!(world.receiver.all().is_empty());
    assert!(callbacks(&world).await.iter().all(|one| one["state"] == "lost"));
    world.switch(json!({"drop_all": false})).await;
    world.order("registrations", &id, "resend").await;
    assert_eq!(world.receiver.all().len(), 10);
}

#[tokio::test]
async fn a_forgery_is_never_well_signed_and_is_not_tried_again() {
    let (world, id) = called_back().await;
    world.receiver.forget();
    world.receiver.answers(401);
    let genuine = callbacks(&world).await[0].clone();
    world.order("callbacks", &genuine["id"], "forge").await;
    world.order("registrations", &id, "forge").await;
    let all = world.receiver.all();
    assert_eq!(all.len(), 1 + 13, "one, and one about each entity");
    assert!(all.iter().all(|callback| !callback.is_signed));
    assert!(all.iter().all(|callback| callback.request_id != genuine["request_id"].as_str().unwrap()));
    world.advance(Millis::DAY).await;
    assert_eq!(world.receiver.all().len(), 14);
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["forged"], json!({"sent": 14, "taken": 0}));
}

#[tokio::test]
async fn a_snap_signed_callback_can_be_ordered_and_is_not_tried_again() {
    let (world, id) = called_back().await;
    assert!(world.receiver.all().iter().all(|callback| callback.is_signed && !callback.is_snap));
    world.receiver.forget();
    world.receiver.answers(401);
    let genuine = callbacks(&world).await[0].clone();
    assert_eq!(world.order("callbacks", &genuine["id"], "snap").await.body, json!({"callbacks": 1}));
    assert_eq!(world.order("registrations", &id, "snap").await.body, json!({"callbacks": 13}));
    let all = world.receiver.all();
    assert_eq!(all.len(), 14);
    assert!(all.iter().all(|callback| callback.is_snap && !callback.is_signed && callback.request_id.is_empty()));
    assert!(
        all[0].body["status"] != genuine["body"]["status"],
        "it says the contrary, so that one that counts is seen"
    );
    world.advance(Millis::DAY).await;
    assert_eq!(world.receiver.all().len(), 14);
    let newest = callbacks(&world).await[0].clone();
    assert_eq!((&newest["snap"], &newest["forged"], &newest["state"]), (&json!(true), &json!(false), &json!("failed")));
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["forged"]["sent"], 0);
    world.receiver.answers(200);
    assert_eq!(
        world.order("registrations", &id, "resend").await.body,
        json!({"callbacks": 10}),
        "none of them is DOKU's"
    );
}

#[tokio::test]
async fn busy_answers_429_as_often_as_was_asked_for() {
    let world = World::new(Decide::Explicit).await;
    world.switch(json!({"busy_calls": 2, "retry_after_seconds": 7})).await;
    for _ in 0..2 {
        let answer = world.request("read", "GET", "/business/BRN-0001-1700000000000", None).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (429, &"7".parse().unwrap()));
    }
    assert_eq!(world.call("GET", "/business/BRN-0001-1700000000000", None).await.status, 404);
    world.switch(json!({"busy_calls": 1, "retry_after_seconds": 0})).await;
    let answer = world.request("read", "GET", "/business/BRN-0001-1700000000000", None).send().await.unwrap();
    assert!(!answer.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn a_500_after_the_work_and_a_time_out_can_be_asked_for() {
    let world = World::new(Decide::Explicit).await;
    let body = world.registration().await;
    world.switch(json!({"fail_after_work": 1})).await;
    let statuses = [
        world.call_as("one", "POST", "/business", Some(&body)).await.status,
        world.call_as("one", "POST", "/business", Some(&body)).await.status,
    ];
    assert_eq!(statuses, [500, 409]);

    world.switch(json!({"timeout": 1})).await;
    let path = "/business";
    let stalled = world.request("two", "POST", path, Some(&body)).timeout(Duration::from_millis(500)).send().await;
    assert!(stalled.unwrap_err().is_timeout());
    assert_eq!(world.call_as("two", "POST", path, Some(&body)).await.status, 409);
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["registrations"], 2);
}

#[tokio::test]
async fn a_clock_more_than_an_hour_off_refuses_every_signed_call_and_tells_its_time() {
    let world = World::new(Decide::Explicit).await;
    for (skew_minutes, status, date) in [
        (61, 400, "Sun, 22 Nov 2026 04:01:00 GMT"),
        (-61, 400, "Sun, 22 Nov 2026 01:59:00 GMT"),
        (59, 404, "Sun, 22 Nov 2026 03:59:00 GMT"),
        (0, 404, "Sun, 22 Nov 2026 03:00:00 GMT"),
    ] {
        world.switch(json!({ "skew_minutes": skew_minutes })).await;
        let request = world.request(&world.request_id(), "GET", "/business/BRN-0001-1700000000000", None);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers()["date"], date);
        let answer = read(answer).await;
        assert_eq!(answer.status, status, "{skew_minutes}");
        assert_eq!(answer.body["error"]["code"] == "request_time_out_of_range", status == 400, "{}", answer.body);
    }
    assert_eq!(world.sim("POST", "/sim/api/switches", json!({ "skew_minutes": "soon" })).await.status, 400);
}

/// Returns the seconds from a token's beginning to its end.
fn lifetime(token: &str) -> i64 {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap()
}

#[tokio::test]
async fn tokens_end_no_later_than_the_switch_says() {
    let world = World::new(Decide::Explicit).await;
    for (token_seconds, seconds) in [(0, 3_600), (20, 20), (7_200, 3_600)] {
        world.switch(json!({ "token_seconds": token_seconds })).await;
        assert_eq!(lifetime(&world.token().await), seconds);
    }
    world.switch(json!({ "token_seconds": 20 })).await;
    let world = world.restarted().await;
    assert_eq!(lifetime(&world.token().await), 20, "a restart remembers");
}

#[tokio::test]
async fn switches_of_the_contract_change_what_is_answered() {
    let world = World::new(Decide::Explicit).await;
    let body = world.registration().await;
    let id = world.registered(&body).await;
    world.switch(json!({"wrap_get_response": true})).await;
    assert_eq!(world.business(&id).await["business"]["id"], json!(id));

    let missing = "/business/BRN-0001-0000000000000";
    for (envelope, answer) in [
        ("error_messages", json!({"error_messages": ["BUSINESS NOT FOUND"]})),
        (
            "response_code",
            json!({"status": "FAILED", "response_code": "TRANSACTION_NOT_FOUND", "message": ["BUSINESS NOT FOUND"]}),
        ),
        ("snap", json!({"responseCode": "4040000", "responseMessage": "BUSINESS NOT FOUND"})),
    ] {
        world.switch(json!({"error_envelope": envelope})).await;
        assert_eq!(world.call("GET", missing, None).await.body, answer);
    }
    world.switch(json!({"error_envelope": "message", "duplicate_policy": "conflict"})).await;
    let again = world.call("POST", "/business", Some(&body)).await;
    assert_eq!((again.status, again.body), (409, json!({"message": ["BUSINESS IS ALREADY REGISTERED"]})));
    assert_eq!(world.sim("POST", "/sim/api/switches", json!({"colour": "blue"})).await.status, 400);
}
