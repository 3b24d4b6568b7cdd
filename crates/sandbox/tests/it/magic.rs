use std::time::Duration;

use domain::Millis;
use sandbox::Decide;
use serde_json::{Value, json};

use crate::world::World;

const DELAY: i64 = 5 * Millis::SECOND;

/// Returns the business after everything that `auto` decides, products included.
async fn decided(world: &World, body: &Value) -> Value {
    let id = world.registered(body).await;
    world.advance(DELAY).await;
    world.advance(DELAY).await;
    world.business(&id).await
}

async fn with(change: impl Fn(&mut Value)) -> (World, Value) {
    let world = World::new(Decide::Auto).await;
    let mut body = world.registration().await;
    change(&mut body["business"]);
    let read = decided(&world, &body).await;
    (world, read)
}

#[tokio::test]
async fn a_blurred_ktp_is_the_only_thing_rejected() {
    let world = World::new(Decide::Auto).await;
    let read = decided(&world, &world.registration_with("sim-blur.jpg", "toko.jpg").await).await;
    let document = &read["contacts"][0]["documents"][0];
    assert_eq!(
        (&document["status"], &document["reject_notes"]),
        (&json!("REJECTED"), &json!("Foto KTP buram, NIK tidak terbaca."))
    );
    assert_eq!(read["status"], "UPDATING");
    assert_eq!(
        (&read["brands"][0]["status"], &read["brands"][0]["operational_status"]),
        (&json!("UPDATING"), &json!("INACTIVE"))
    );
    let refused: Vec<_> = world.receiver.all().into_iter().filter(|callback| callback.status() != "ACTIVE").collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].body["reject_notes"], "Foto KTP buram, NIK tidak terbaca.");
    assert!(world.receiver.about("BUSINESS").is_empty() && world.receiver.about("BRAND_PRODUCT").is_empty());
}

#[tokio::test]
async fn marked_values_judge_their_own_part() {
    let nik = "/contacts/0/documents/0/forms/0/value";
    let rows = [
        (nik, "9900000101900002", "/contacts/0/status", "REJECTED"),
        (nik, "9900000101900003", "/contacts/0/status", "PENDING"),
        (nik, "9900000101900009", "/contacts/0/status", "DECLINED"),
        ("/addresses/0/name", "Jalan SIM-ALAMAT 1", "/addresses/0/status", "REJECTED"),
        ("/banks/0/account_number", "0000000002", "/banks/0/status", "REJECTED"),
        ("/banks/0/account_number", "0000000003", "/banks/0/status", "REJECTED"),
        ("/banks/0/account_number", "0000000004", "/banks/0/status", "PENDING"),
        (
            "/brands/0/social_media/0/accounts/0",
            "https://reject.sim/warung",
            "/brands/0/social_media/0/status",
            "REJECTED",
        ),
        ("/name", "Toko SIM-ODD-STATUS", "/addresses/0/status", "MENUNGGU_SURVEI"),
        ("/name", "Toko SIM-ALL-REJECT", "/banks/0/status", "REJECTED"),
        ("/name", "Toko SIM-REJECT-BUSINESS", "/status", "REJECTED"),
        ("/name", "Toko SIM-SUSPEND", "/brands/0/operational_status", "SUSPENDED"),
        ("/name", "Toko SIM-EMPTY-NOTE", "/contacts/0/documents/0/status", "REJECTED"),
    ];
    for (place, value, judged, status) in rows {
        let (_, read) = with(|business| *business.pointer_mut(place).unwrap() = value.into()).await;
        assert_eq!(read.pointer(judged), Some(&json!(status)), "{value}");
    }
}

#[tokio::test]
async fn a_rejected_business_gets_well_under_another_name() {
    let (world, read) = with(|business| business["name"] = "SIM-REJECT-BUSINESS".into()).await;
    assert_eq!((&read["status"], &read["brands"][0]["status"]), (&json!("REJECTED"), &json!("UPDATING")));
    let path = format!("/business/{}", read["id"].as_str().unwrap());
    assert_eq!(world.call("PUT", &path, Some(&json!({"business": {"name": "Warung Ratna"}}))).await.status, 200);
    world.advance(DELAY).await;
    let read = world.business(read["id"].as_str().unwrap()).await;
    assert_eq!((&read["status"], &read["brands"][0]["status"]), (&json!("ACTIVE"), &json!("ACTIVE")));
    assert_eq!(read["brands"][0]["operational_status"], "ACTIVE");
}

#[tokio::test]
async fn sim_twice_rejects_the_second_try_too() {
    let world = World::new(Decide::Auto).await;
    let mut body = world.registration_with("sim-blur.jpg", "toko.jpg").await;
    body["business"]["name"] = "SIM-TWICE".into();
    let id = world.registered(&body).await;
    for status in ["REJECTED", "REJECTED", "ACTIVE"] {
        world.advance(DELAY).await;
        assert_eq!(world.business(&id).await["contacts"][0]["documents"][0]["status"], status);
        let file = world.file("DOCUMENT", "KTP", "sim-blur.jpg").await;
        let document = json!({"code": "KTP", "category": "DOCUMENT", "id": file});
        let update = json!({"business": {"contacts": [{"documents": [document]}]}});
        assert_eq!(world.call("PUT", &format!("/business/{id}"), Some(&update)).await.status, 200);
    }
}

async fn with_tag(tag: &str) -> (World, Value) {
    with(|business| business["email"] = format!("ratna+{tag}@warung.example").into()).await
}

#[tokio::test]
async fn dup_calls_thrice_with_one_request_id() {
    let (world, _) = with_tag("dup").await;
    let bank = world.receiver.about("BUSINESS_BANK");
    assert_eq!(bank.len(), 3);
    assert!(bank.iter().all(|callback| callback.request_id == bank[0].request_id && callback.is_signed));
}

#[tokio::test]
async fn late_calls_after_49_hours_and_lost_never() {
    let (late, read) = with_tag("late").await;
    assert_eq!(read["status"], "ACTIVE");
    assert!(late.receiver.all().is_empty());
    late.advance(49 * Millis::HOUR).await;
    assert_eq!(late.receiver.all().len(), 13);

    let (lost, read) = with_tag("lost").await;
    lost.advance(30 * Millis::DAY).await;
    assert_eq!(read["status"], "ACTIVE");
    assert!(lost.receiver.all().is_empty());
}

#[tokio::test]
async fn reorder_shuffles_and_loses_nothing() {
    let (world, _) = with_tag("reorder").await;
    world.advance(DELAY).await;
    assert_eq!(world.receiver.all().len(), 13);
}

#[tokio::test]
async fn badsig_forges_the_first_and_only_that() {
    let (world, _) = with_tag("badsig").await;
    let all = world.receiver.all();
    assert_eq!(all.len(), 14);
    assert_eq!(
        all.iter().map(|callback| callback.is_signed).collect::<Vec<_>>(),
        [vec![false], vec![true; 13]].concat()
    );
}

#[tokio::test]
async fn early_calls_before_it_answers() {
    let world = World::new(Decide::Explicit).await;
    let mut body = world.registration().await;
    body["business"]["email"] = "ratna+early@warung.example".into();
    world.registered(&body).await;
    assert_eq!(world.receiver.all().len(), 1);
}

#[tokio::test]
async fn flaky_fails_twice_after_doing_the_work() {
    let world = World::new(Decide::Explicit).await;
    let mut body = world.registration().await;
    body["business"]["email"] = "ratna+flaky@warung.example".into();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(world.call_as("flaky", "POST", "/business", Some(&body)).await);
    }
    assert_eq!(statuses.iter().map(|answer| answer.status).collect::<Vec<_>>(), [500, 500, 409]);
    assert!(statuses[2].body["business"]["id"].as_str().unwrap().starts_with("BSN-"));
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["registrations"], 1);
}

#[tokio::test]
async fn timeout_registers_and_says_nothing() {
    let world = World::new(Decide::Explicit).await;
    let mut body = world.registration().await;
    body["business"]["email"] = "ratna+timeout@warung.example".into();
    let request = world.request("slow", "POST", "/business", Some(&body)).timeout(Duration::from_millis(500));
    assert!(request.send().await.unwrap_err().is_timeout());
    let again = world.call_as("slow", "POST", "/business", Some(&body)).await;
    assert_eq!(again.status, 409);
    assert!(again.body["business"]["id"].as_str().unwrap().starts_with("BSN-"));
}
