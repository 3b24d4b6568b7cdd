//! Several of everything in one business: the names in a callback are enough to find the right one.

use std::collections::BTreeMap;

use domain::Millis;
use domain::ids::DokuFileId;
use domain::kyb::{FacetKey, Known, Named, Sent, locate, place};
use sandbox::Decide;
use serde_json::{Value, json};

use crate::world::World;

/// Two contacts, addresses, banks, photos and social media; three documents, two of them a KTP.
async fn crowded(world: &World) -> Value {
    let mut body = world.registration().await;
    let business = &mut body["business"];
    for list in ["contacts", "addresses", "banks"] {
        let mut second = business[list][0].clone();
        second["name"] = "Kedua".into();
        business[list].as_array_mut().unwrap().push(second);
    }
    business["banks"][1].as_object_mut().unwrap().remove("name");
    let (nib, ktp) = (world.file("DOCUMENT", "NIB", "nib.jpg").await, world.file("DOCUMENT", "KTP", "ktp-2.jpg").await);
    business["documents"] = json!([{"code": "NIB", "category": "DOCUMENT", "id": nib}]);
    business["contacts"][1]["documents"][0]["id"] = ktp.into();
    let brand = &mut business["brands"][0];
    let photo = world.file("PHOTO_PROOF", "", "samping.jpg").await;
    brand["photo_proofs"].as_array_mut().unwrap().push(json!({"id": photo}));
    brand["social_media"] = json!([{"code": "INSTAGRAM", "accounts": ["https://i.example/a"]}, {"code": "FACEBOOK", "accounts": ["https://f.example/a"]}]);
    body
}

/// Turns a slot as `contacts/1/documents/KTP` into its facet.
fn facet(slot: &str) -> FacetKey {
    let parts: Vec<&str> = slot.split('/').collect();
    let index = |at: usize| parts[at].parse().unwrap();
    match parts.as_slice() {
        ["business"] => FacetKey::Business,
        ["brands", _] => FacetKey::Brand(0),
        ["brands", _, "operational_status"] => FacetKey::Operational(0),
        ["contacts", _] => FacetKey::Contact(index(1)),
        ["addresses", _] => FacetKey::Address(index(1)),
        ["banks", _] => FacetKey::Bank(index(1)),
        ["contacts", _, "documents", code] => FacetKey::document(code, index(1)),
        ["documents", code] => FacetKey::document(code, 0),
        [.., "photo_proofs", _] => FacetKey::Photo(0, index(3)),
        [.., "social_media", code] => FacetKey::Social(0, (*code).to_owned()),
        [.., "services", code] => FacetKey::Product(0, (*code).to_owned()),
        _ => panic!("{slot}"),
    }
}

/// The server's knowledge after its first read-back: the parts it sent, and the facet of each of DOKU's ids.
fn known(read: &Value, listed: &[Value]) -> Known {
    let entities = doku::readback::entities(read);
    let named: Vec<Named<'_>> = entities
        .iter()
        .map(|one| Named {
            kind: one.kind,
            id: one.id.as_deref(),
            code: one.code.as_deref(),
            position: Some(one.position),
        })
        .collect();
    let sent = listed.iter().map(|entity| {
        let file = entity["id"].as_str().filter(|id| id.starts_with("DCM-")).map(DokuFileId::new);
        Sent { facet: facet(entity["slot"].as_str().unwrap()), revision: 1, at: Millis(0), file }
    });
    let mut known = Known { sent: sent.collect(), ids: BTreeMap::new(), brand: None };
    let placed = place(&known, &named);
    for (one, key) in entities.iter().zip(placed) {
        let key = key.unwrap_or_else(|| panic!("{one:?} has no place"));
        known.ids.extend(one.id.clone().map(|id| (id, key)));
    }
    known.brand = doku::readback::brand_id(read);
    known
}

#[tokio::test]
async fn every_callback_finds_its_own() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&crowded(&world).await).await;
    let listed = world.sim("GET", "/sim/api/registrations", json!({})).await.body;
    let entities = listed[0]["entities"].as_array().unwrap();
    let known = known(&world.business(&id).await, entities);
    assert_eq!(entities.len(), 3 + 2 + 2 + 2 + 3 + 2 + 2 + 3);

    for shape in ["a", "b", "c"] {
        world.switch(json!({"callback_shape": shape})).await;
        for entity in entities {
            let key = facet(entity["slot"].as_str().unwrap());
            world.receiver.forget();
            let order = json!({"entity": entity["entity"], "id": entity["id"], "code": entity["code"], "verdict": "REJECTED", "note": "Salah"});
            world.sim("POST", &format!("/sim/api/registrations/{id}/decide"), order).await;
            world.sandbox.deliver_due().await;
            let facts = world.receiver.all().remove(0).facts();
            let named = Named {
                kind: facts.kind.unwrap(),
                id: facts.entity_id.as_deref(),
                code: facts.entity_code.as_deref(),
                position: None,
            };
            assert_eq!(locate(&known, &named), Some(key), "{shape} {}", entity["slot"]);
        }
    }
    let read = world.business(&id).await;
    let refused = doku::readback::entities(&read).iter().filter(|one| one.notes.as_deref() == Some("Salah")).count();
    assert_eq!(refused, entities.len(), "and the read-back says the same of each");
}

#[tokio::test]
async fn each_of_several_is_judged_by_its_own_mark() {
    let world = World::new(Decide::Auto).await;
    let mut body = crowded(&world).await;
    let business = &mut body["business"];
    business["banks"][1]["account_number"] = "0000000002".into();
    business["addresses"][0]["name"] = "Jalan SIM-ALAMAT 3".into();
    business["brands"][0]["social_media"][1]["accounts"] = json!(["https://reject.sim/a"]);
    let blurred = world.file("PHOTO_PROOF", "", "sim-blur.jpg").await;
    business["brands"][0]["photo_proofs"][1]["id"] = blurred.into();
    let id = world.registered(&body).await;
    world.advance(5_000).await;
    let read = world.business(&id).await;
    let statuses = |pointer: &str| {
        read.pointer(pointer).unwrap().as_array().unwrap().iter().map(|one| one["status"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(statuses("/banks"), ["ACTIVE", "REJECTED"]);
    assert_eq!(statuses("/addresses"), ["REJECTED", "ACTIVE"]);
    assert_eq!(statuses("/contacts"), ["ACTIVE", "ACTIVE"]);
    assert_eq!(statuses("/brands/0/photo_proofs"), ["ACTIVE", "REJECTED"]);
    assert_eq!(statuses("/brands/0/social_media"), ["ACTIVE", "REJECTED"]);
    assert_eq!(read["status"], "UPDATING");
}
