//! Callbacks in the shapes A, B and C of CONTRACT §8.2, read by our own reader.

use domain::kyb::{EntityKind, Reported};
use sandbox::Decide;
use serde_json::{Value, json};

use crate::world::{Callback, World};

async fn decided(world: &World, id: &str, entity: &Value, verdict: &str, note: Option<&str>) -> Callback {
    world.receiver.forget();
    let order = json!({"entity": entity["entity"], "id": entity["id"], "code": entity["code"], "verdict": verdict, "note": note});
    let answer = world.sim("POST", &format!("/sim/api/registrations/{id}/decide"), order).await;
    assert_eq!(answer.body, json!({"decided": 1}), "{entity}");
    world.sandbox.deliver_due().await;
    world.receiver.all().remove(0)
}

fn words(kind: EntityKind) -> Vec<(&'static str, Reported)> {
    let mut words = vec![("ACTIVE", Reported::Accepted), ("REJECTED", Reported::Rejected)];
    if matches!(kind, EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus) {
        words.push(("SUSPENDED", Reported::Suspended));
    }
    words
}

#[tokio::test]
async fn ten_types_in_three_shapes_say_the_same() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let listed = world.sim("GET", "/sim/api/registrations", json!({})).await.body;
    let brand = listed[0]["brand_id"].as_str().unwrap();
    let note = "Foto buram,\nNIK tidak terbaca.";
    let mut seen = 0;
    for kind in EntityKind::ALL {
        let all = listed[0]["entities"].as_array().unwrap();
        let entity = all.iter().find(|one| one["entity"] == kind.as_str()).unwrap();
        for shape in ["a", "b", "c"] {
            world.switch(json!({"callback_shape": shape})).await;
            for (word, reported) in words(kind) {
                let note = (reported != Reported::Accepted).then_some(note);
                let callback = decided(&world, &id, entity, word, note).await;
                assert!(callback.is_signed);
                let facts = callback.facts();
                let about = format!("{kind:?} {shape} {word}: {}", callback.body);
                assert_eq!(facts.kind, Some(kind), "{about}");
                assert_eq!(facts.business.map(|id| id.to_string()), Some(id.clone()), "{about}");
                let in_brand = shape != "c" || kind.as_str().starts_with("BRAND");
                assert_eq!(facts.brand.map(|id| id.to_string()), in_brand.then(|| brand.to_owned()), "{about}");
                assert_eq!(facts.entity_id.as_deref(), entity["id"].as_str(), "{about}");
                assert_eq!(facts.entity_code.as_deref(), entity["code"].as_str(), "{about}");
                assert_eq!((facts.reported, facts.status_text.as_deref()), (Some(reported), Some(word)), "{about}");
                assert_eq!(facts.notes.as_deref(), note, "{about}");
                assert_eq!(facts.updated_at, Some(world.clock.now()), "{about}");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, (7 * 2 + 3 * 3) * 3);
}

#[tokio::test]
async fn the_shapes_are_those_of_the_fixtures() {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let listed = world.sim("GET", "/sim/api/registrations", json!({})).await.body;
    let all = listed[0]["entities"].as_array().unwrap();
    let document = all.iter().find(|one| one["entity"] == "BUSINESS_DOCUMENT").unwrap();

    world.switch(json!({"callback_shape": "b"})).await;
    let flat = decided(&world, &id, document, "REJECTED", Some("buram")).await.body;
    assert_eq!(keys(&flat), ["brand_id", "business_document", "business_id", "callback_type"]);
    assert_eq!(flat["business_document"]["reject_notes"], json!(["buram"]));

    world.switch(json!({"callback_shape": "c"})).await;
    let tree = decided(&world, &id, document, "REJECTED", Some("buram")).await.body;
    assert_eq!(keys(&tree), ["business", "event"]);
    let leaf = &tree["business"]["contacts"][0]["documents"][0];
    assert_eq!(leaf["status"], json!({"code": "REJECTED", "name": "Rejected"}));
    assert_eq!(leaf["reject_notes"], json!([{"code": "NOTE", "value": "buram"}]));
}

#[tokio::test]
async fn mixed_takes_turns_and_a_restart_remembers_the_switch() {
    let world = World::new(Decide::Explicit).await;
    world.switch(json!({"callback_shape": "mixed"})).await;
    let world = world.restarted().await;
    let id = world.registered(&world.registration().await).await;
    world.order("registrations", &id, "decide-all").await;
    let all = world.receiver.all();
    let shape = |callback: &Callback| match (callback.body.get("type"), callback.body.get("event")) {
        (Some(_), _) => 'a',
        (None, Some(_)) => 'c',
        (None, None) => 'b',
    };
    assert_eq!(all.iter().map(shape).collect::<String>(), "abcabcabca");
    assert!(all.iter().all(|callback| callback.facts().reported == Some(Reported::Accepted)));
}

#[tokio::test]
async fn an_unknown_status_and_an_empty_note_are_sent_as_they_are() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let listed = world.sim("GET", "/sim/api/registrations", json!({})).await.body;
    let address = listed[0]["entities"].as_array().unwrap().iter().find(|one| one["slot"] == "addresses/0").unwrap();
    for shape in ["a", "b", "c"] {
        world.switch(json!({"callback_shape": shape})).await;
        let facts = decided(&world, &id, address, "MENUNGGU_SURVEI", None).await.facts();
        assert_eq!(facts.status_text.as_deref(), Some("MENUNGGU_SURVEI"));
        assert_eq!((facts.reported, facts.notes), (Some(Reported::Pending), None));
    }
}
