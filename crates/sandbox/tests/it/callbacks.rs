use domain::Millis;
use domain::kyb::EntityKind;
use sandbox::Decide;
use serde_json::json;

use crate::world::World;

const DELAY: i64 = 5 * Millis::SECOND;

#[tokio::test]
async fn a_registration_brings_all_ten_types_well_signed() {
    let world = World::new(Decide::Auto).await;
    let id = world.registered(&world.registration().await).await;
    world.sandbox.deliver_due().await;
    assert!(world.receiver.all().is_empty());

    world.advance(DELAY).await;
    let business = world.business(&id).await;
    assert_eq!(business["status"], "ACTIVE");
    assert_eq!(business["brands"][0]["operational_status"], "ACTIVE");
    assert_eq!(business["brands"][0]["services"][0]["status"], "PENDING");
    assert!(world.receiver.about("BRAND_PRODUCT").is_empty());

    world.advance(DELAY).await;
    for kind in EntityKind::ALL {
        let about = world.receiver.about(kind.as_str());
        assert!(!about.is_empty(), "{kind:?}");
        for callback in about {
            assert!(callback.is_signed);
            assert_eq!(callback.status(), "ACTIVE");
            assert_eq!(callback.body["business"]["id"], id.as_str());
            assert_eq!(callback.body["brand"]["id"], business["brands"][0]["id"]);
        }
    }
    assert_eq!(world.receiver.about("BRAND_PRODUCT").len(), 3);
    assert_eq!(world.receiver.all().len(), 4 + 2 + 1 + 3 + 3);
    assert_eq!(world.business(&id).await["brands"][0]["services"][2]["status"], "ACTIVE");
}

#[tokio::test]
async fn every_callback_names_its_entity_as_the_read_back_does() {
    let world = World::new(Decide::Auto).await;
    let id = world.registered(&world.registration().await).await;
    world.advance(DELAY).await;
    world.advance(DELAY).await;
    let business = world.business(&id).await;
    let entity = |kind: &str| world.receiver.about(kind)[0].body["entity"].clone();
    let brand = &business["brands"][0];
    assert_eq!(entity("BUSINESS"), json!({"id": business["id"]}));
    assert_eq!(entity("BRAND"), json!({"id": brand["id"], "name": brand["name"]}));
    assert_eq!(entity("BRAND.OPERATIONAL_STATUS"), json!({"id": brand["id"], "field": "operational_status"}));
    assert_eq!(entity("BRAND_PHOTO_PROOF"), json!({"id": brand["photo_proofs"][0]["id"]}));
    assert_eq!(
        entity("BUSINESS_ADDRESS"),
        json!({"id": business["addresses"][0]["id"], "area": business["addresses"][0]["area"]})
    );
    assert_eq!(
        entity("BUSINESS_CONTACT"),
        json!({"id": business["contacts"][0]["id"], "name": business["contacts"][0]["name"]})
    );
    assert_eq!(
        entity("BUSINESS_DOCUMENT"),
        json!({"id": business["contacts"][0]["documents"][0]["id"], "code": "KTP"})
    );
    let bank = &business["banks"][0];
    let named = json!({"id": bank["id"], "bank_name": bank["bank_name"], "account_number": bank["account_number"]});
    assert_eq!(entity("BUSINESS_BANK"), named);
}

#[tokio::test]
async fn what_nobody_takes_is_tried_again_after_30_minutes_6_hours_and_12_hours() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    world.receiver.answers(503);
    let decide = format!("/sim/api/registrations/{id}/decide");
    world.sim("POST", &decide, json!({"entity": "BUSINESS_BANK", "verdict": "ACTIVE"})).await;
    world.sandbox.deliver_due().await;
    assert_eq!(world.receiver.all().len(), 1);

    for (wait, tries) in [(30 * Millis::MINUTE, 2), (330 * Millis::MINUTE, 3), (6 * Millis::HOUR, 4)] {
        world.advance(wait - 1).await;
        assert_eq!(world.receiver.all().len(), tries - 1, "not before its time");
        world.advance(1).await;
        assert_eq!(world.receiver.all().len(), tries);
    }
    world.advance(30 * Millis::DAY).await;
    let all = world.receiver.all();
    assert_eq!(all.len(), 4, "three retries and no more");
    assert!(all.iter().all(|callback| callback.is_signed && callback.request_id == all[0].request_id));
    assert!(all.windows(2).all(|two| two[0].timestamp < two[1].timestamp), "each with a fresh timestamp");
}

#[tokio::test]
async fn a_retry_that_is_taken_is_the_last() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    world.receiver.answers(500);
    let decide = format!("/sim/api/registrations/{id}/decide");
    world.sim("POST", &decide, json!({"entity": "BUSINESS_BANK", "verdict": "ACTIVE"})).await;
    world.sandbox.deliver_due().await;
    world.receiver.answers(204);
    world.advance(30 * Millis::MINUTE).await;
    world.advance(Millis::DAY).await;
    assert_eq!(world.receiver.all().len(), 2);
}

#[tokio::test]
async fn a_restart_forgets_neither_verdicts_nor_deliveries_nor_answers() {
    let world = World::new(Decide::Auto).await;
    let body = world.registration().await;
    let first = world.call_as("kept", "POST", "/business", Some(&body)).await;
    let world = world.restarted().await;
    let again = world.call_as("kept", "POST", "/business", Some(&body)).await;
    assert_eq!((again.status, &again.body), (409, &first.body));

    world.receiver.answers(500);
    world.advance(2 * DELAY).await;
    let tried = world.receiver.all().len();
    assert!(tried >= 7);
    let world = world.restarted().await;
    world.receiver.answers(200);
    world.advance(30 * Millis::MINUTE).await;
    assert!(world.receiver.all().len() >= 2 * tried);
    let next = world.registered(&world.registration().await).await;
    assert_ne!(next, first.body["business"]["id"].as_str().unwrap(), "ids stay unique");
}

#[tokio::test]
async fn nobody_but_this_machine_is_called() {
    let world = World::new(Decide::Auto).await;
    let mut body = world.registration().await;
    body["business"]["callback_url"] = "https://partner.example/doku".into();
    world.registered(&body).await;
    world.advance(2 * DELAY).await;
    let kept = world.sim("GET", "/sim/api/callbacks", json!({})).await.body;
    let kept = kept.as_array().unwrap();
    assert!(!kept.is_empty());
    assert!(kept.iter().all(|delivery| delivery["state"] == "undeliverable" && delivery["attempts"] == json!([])));
}
