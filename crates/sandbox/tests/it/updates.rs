//! `PUT /business/{id}`: the merge rule of CONTRACT §7.2, its validation and its idempotency.

use domain::Millis;
use domain::ids::{DokuBrandId, DokuBusinessId};
use sandbox::Decide;
use serde_json::{Value, json};

use crate::usual::usual;
use crate::world::World;

const DELAY: i64 = 5 * Millis::SECOND;

/// Returns a registered and accepted business, with the callbacks so far forgotten.
async fn accepted(change: impl FnOnce(&mut Value)) -> (World, String) {
    let world = World::new(Decide::Auto).await;
    let mut body = world.registration().await;
    change(&mut body["business"]);
    let id = world.registered(&body).await;
    world.advance(DELAY).await;
    world.advance(DELAY).await;
    world.receiver.forget();
    (world, id)
}

async fn updated(world: &World, id: &str, business: Value) -> Value {
    let answer = world.update(id, business).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    world.business(id).await
}

/// Lists `(entity, status, submissions)` of the entities that were sent more than once or that wait.
async fn open(world: &World) -> Vec<(String, String, i64)> {
    let listed = world.sim("GET", "/sim/api/registrations", json!({})).await.body;
    let row = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (text("slot"), text("status"), one["submissions"].as_i64().unwrap())
    };
    let all = listed[0]["entities"].as_array().unwrap().iter().map(row);
    all.filter(|(_, status, submissions)| *submissions > 1 || status == "PENDING").collect()
}

fn pending(slot: &str, submissions: i64) -> (String, String, i64) {
    (slot.to_owned(), "PENDING".to_owned(), submissions)
}

fn second_bank(business: &mut Value) {
    let mut bank = business["banks"][0].clone();
    bank["account_number"] = "1230004567".into();
    business["banks"].as_array_mut().unwrap().push(bank);
}

#[tokio::test]
async fn without_an_id_the_position_tells_which_is_meant() {
    let (world, id) = accepted(second_bank).await;
    let read = updated(&world, &id, json!({"banks": [{}, {"account_number": "1230009999"}]})).await;
    assert_eq!(read["banks"].as_array().unwrap().len(), 2);
    assert_eq!((&read["banks"][0]["status"], &read["banks"][1]["status"]), (&json!("ACTIVE"), &json!("PENDING")));
    assert_eq!(read["banks"][1]["account_number"], "1230009999");
    assert_eq!(read["banks"][1]["bank_name"], "BANK BCA", "objects merge");
    assert_eq!(open(&world).await, [pending("banks/1", 2)]);
}

#[tokio::test]
async fn an_id_goes_before_the_position() {
    let (world, id) = accepted(second_bank).await;
    let second = world.business(&id).await["banks"][1]["id"].clone();
    let read = updated(&world, &id, json!({"banks": [{"id": second, "account_number": "1230009999"}]})).await;
    assert_eq!(read["banks"][0]["account_number"], usual("bank", "account_number"));
    assert_eq!((&read["banks"][1]["id"], &read["banks"][1]["account_number"]), (&second, &json!("1230009999")));
    assert_eq!(open(&world).await, [pending("banks/1", 2)]);
}

#[tokio::test]
async fn one_more_than_there_were_is_a_new_one() {
    let (world, id) = accepted(|_| {}).await;
    let address = json!({"area": "40115 - Citarum - Bandung Wetan - Bandung - Jawa Barat", "country": "ID", "name": "Jalan Riau 5", "primary": false});
    let read = updated(&world, &id, json!({"addresses": [{}, address]})).await;
    assert_eq!(read["addresses"].as_array().unwrap().len(), 2);
    assert_eq!(open(&world).await, [pending("addresses/1", 1)]);
}

#[tokio::test]
async fn documents_merge_by_their_code() {
    let (world, id) = accepted(|_| {}).await;
    let file = world.file("DOCUMENT", "NPWP", "npwp.jpg").await;
    let document = json!({"code": "NPWP", "category": "DOCUMENT", "id": file});
    let read = updated(&world, &id, json!({"contacts": [{"documents": [document]}]})).await;
    let documents = read["contacts"][0]["documents"].as_array().unwrap();
    assert_eq!(documents.len(), 2, "the KTP stays");
    assert_eq!((&documents[0]["code"], &documents[0]["status"]), (&json!("KTP"), &json!("ACTIVE")));
    assert_eq!(open(&world).await, [pending("contacts/0/documents/NPWP", 1)]);

    let file = world.file("DOCUMENT", "KTP", "ktp-2.jpg").await;
    let read = updated(&world, &id, json!({"contacts": [{"documents": [{"code": "KTP", "id": file}]}]})).await;
    let ktp = &read["contacts"][0]["documents"][0];
    assert_eq!((&ktp["id"], &ktp["status"]), (&json!(file), &json!("PENDING")));
    assert_eq!(ktp["forms"][0]["value"], usual("documents", "KTP.NO_KTP"), "what is not named stays");
    assert_eq!(read["contacts"][0]["status"], "ACTIVE", "a document is not its contact");
}

#[tokio::test]
async fn photos_and_social_media_are_replaced() {
    let (world, id) = accepted(|_| {}).await;
    let kept = world.business(&id).await["brands"][0]["photo_proofs"][0]["id"].clone();
    let new = world.file("PHOTO_PROOF", "", "depan.jpg").await;
    let read = updated(&world, &id, json!({"brands": [{"photo_proofs": [{"id": kept}, {"id": new}]}]})).await;
    let photos = read["brands"][0]["photo_proofs"].as_array().unwrap();
    assert_eq!((photos.len(), &photos[0]["id"], &photos[0]["status"]), (2, &kept, &json!("ACTIVE")));
    assert_eq!(open(&world).await, [pending("brands/0/photo_proofs/1", 1)]);

    let new = world.file("PHOTO_PROOF", "", "samping.jpg").await;
    let read = updated(&world, &id, json!({"brands": [{"photo_proofs": [{"id": new}]}]})).await;
    assert_eq!(read["brands"][0]["photo_proofs"].as_array().unwrap().len(), 1);
    assert_eq!(open(&world).await, [pending("brands/0/photo_proofs/0", 2)]);

    let facebook = json!({"code": "FACEBOOK", "accounts": ["https://facebook.com/warung"]});
    let read = updated(&world, &id, json!({"brands": [{"social_media": [facebook]}]})).await;
    let codes: Vec<_> = read["brands"][0]["social_media"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["FACEBOOK"]);
}

#[tokio::test]
async fn only_what_was_touched_is_judged_and_called_back_and_the_whole_settles() {
    let world = World::new(Decide::Auto).await;
    let id = world.registered(&world.registration_with("sim-blur.jpg", "toko.jpg").await).await;
    world.advance(DELAY).await;
    assert_eq!(world.business(&id).await["status"], "UPDATING");
    world.receiver.forget();

    let mut update: Value =
        serde_json::from_str(include_str!("../fixtures/update-request.personal-ktp-resubmit.json")).unwrap();
    let file = world.file("DOCUMENT", "KTP", "sim-blur-2.jpg").await;
    update["business"]["contacts"][0]["documents"][0]["id"] = file.clone().into();
    let answer = world.call("PUT", &format!("/business/{id}"), Some(&update)).await;
    assert_eq!((answer.status, &answer.body["business"]["id"]), (200, &json!(id)));
    world.advance(DELAY).await;

    let said = world.receiver.statuses();
    let kinds: Vec<&str> = said.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["BRAND", "BRAND.OPERATIONAL_STATUS", "BUSINESS", "BUSINESS_DOCUMENT"]);
    assert!(said.iter().all(|(_, status)| status == "ACTIVE"));
    let document = &world.receiver.about("BUSINESS_DOCUMENT")[0];
    assert_eq!(document.body["entity"], json!({"id": file, "code": "KTP"}));
    assert_eq!(open(&world).await.len(), 1 + 3, "the KTP twice, and three products that wait");
}

#[tokio::test]
async fn an_accepted_part_goes_back_to_review_and_an_unchanged_one_does_not() {
    let (world, id) = accepted(|_| {}).await;
    let mut bank: Value = serde_json::from_str(include_str!("../fixtures/update-request.personal-bank.json")).unwrap();
    assert_eq!(updated(&world, &id, bank["business"].clone()).await["banks"][0]["status"], "PENDING");
    world.advance(DELAY).await;
    assert_eq!(world.receiver.statuses(), [("BUSINESS_BANK".to_owned(), "ACTIVE".to_owned())]);

    bank["business"]["name"] = world.business(&id).await["name"].clone();
    assert_eq!(updated(&world, &id, bank["business"].clone()).await["banks"][0]["status"], "ACTIVE");
    world.advance(DELAY).await;
    assert_eq!(world.receiver.all().len(), 1, "nothing changed, nothing is judged");
}

#[tokio::test]
async fn a_third_try_counts_too() {
    let (world, id) = accepted(|business| business["banks"][0]["account_number"] = "0000000002".into()).await;
    for (number, submissions) in [("0000000002", 2), ("1230004567", 3)] {
        updated(&world, &id, json!({"banks": [{"account_number": number}]})).await;
        assert_eq!(open(&world).await.iter().find(|one| one.0 == "banks/0").unwrap().2, submissions);
        world.advance(DELAY).await;
        assert_eq!(world.business(&id).await["banks"][0]["status"], "ACTIVE");
    }
}

#[tokio::test]
async fn problems_of_an_update_come_in_the_order_of_a_registration() {
    let (world, id) = accepted(|_| {}).await;
    let selfie = world.file("OWNER_LIVENESS", "", "selfie.jpg").await;
    let npwp = world.file("DOCUMENT", "NPWP", "npwp.jpg").await;
    let ktp = |id: &str| json!({"contacts": [{"documents": [{"code": "KTP", "id": id}]}]});
    for (update, message) in [
        (json!({"name": null, "email": "nobody"}), "business.name is required".to_owned()),
        (json!({"email": "nobody"}), "business.email must be an e-mail address".to_owned()),
        (ktp("DCM-0214-1762148211402"), "FILE DCM-0214-1762148211402 NOT FOUND".to_owned()),
        (ktp(&selfie), format!("FILE {selfie} HAS ANOTHER CATEGORY")),
        (ktp(&npwp), format!("FILE {npwp} HAS ANOTHER CODE")),
        (json!({"brands": [{"photo_proofs": []}]}), "PHOTO_PROOF is required".to_owned()),
    ] {
        let answer = world.update(&id, update.clone()).await;
        assert_eq!((answer.status, &answer.body["message"]), (400, &json!([message])), "{update}");
    }
    assert_eq!(open(&world).await, [], "a refused update changes nothing");
    assert_eq!(world.update("BSN-0001-1700000000000", json!({})).await.status, 404);
    let answer = world.call("PUT", &format!("/business/{id}"), Some(&json!({"banks": []}))).await;
    assert_eq!((answer.status, answer.body), (400, json!({"message": ["business is required"]})));
}

#[tokio::test]
async fn one_request_id_is_one_update() {
    let (world, id) = accepted(|_| {}).await;
    let path = format!("/business/{id}");
    let body = json!({"business": {"banks": [{"account_number": "1230004567"}]}});
    let first = world.call_as("fix", "PUT", &path, Some(&body)).await;
    let again = world.call_as("fix", "PUT", &path, Some(&body)).await;
    assert_eq!((first.status, again.status, &first.body), (200, 409, &again.body));
    assert_eq!(open(&world).await, [pending("banks/0", 2)]);

    let other = json!({"business": {"banks": [{"account_number": "1230005555"}]}});
    let clash = world.call_as("fix", "PUT", &path, Some(&other)).await;
    assert_eq!((clash.status, &clash.body["error"]["code"]), (409, &json!("idempotent_request")));
    let wrong = json!({"business": {"email": "nobody"}});
    let refused = world.call_as("wrong", "PUT", &path, Some(&wrong)).await;
    let repeated = world.call_as("wrong", "PUT", &path, Some(&wrong)).await;
    assert_eq!((refused.status, repeated.status, &refused.body), (400, 409, &repeated.body));
}

#[tokio::test]
async fn our_client_sends_it() {
    let (world, id) = accepted(|_| {}).await;
    for _ in 0..2 {
        assert_eq!(sent_by_our_client(&world, &id, "/business/{id}").await, id);
    }
    assert_eq!(open(&world).await, [pending("banks/0", 2)]);
}

/// Sends the published correction of a bank account; returns the business's id.
async fn sent_by_our_client(world: &World, id: &str, path: &str) -> String {
    let brand = world.business(id).await["brands"][0]["id"].as_str().unwrap().to_owned();
    let mut config = doku::Config::new(world.sandbox.base_url(), crate::world::CLIENT, crate::world::KEY.into());
    config.update_path = path.to_owned();
    let client = doku::Client::new(config, world.clock.clone()).unwrap();
    let body = include_bytes!("../fixtures/update-request.personal-bank.json");
    let (business, brand, request_id) =
        (DokuBusinessId::new(id), DokuBrandId::new(brand), domain::ids::RequestId::new("fix"));
    let registered = client.update_business(&business, &brand, &request_id, body[..].into()).await.unwrap().unwrap();
    registered.business.as_str().to_owned()
}

#[tokio::test]
async fn an_update_may_name_its_business_in_the_body() {
    let (world, id) = accepted(|_| {}).await;
    assert_eq!(sent_by_our_client(&world, &id, "/business").await, id);
    assert_eq!(open(&world).await, [pending("banks/0", 2)]);
    world.advance(DELAY).await;

    let patch = json!({"business": {"id": id, "banks": [{"account_number": "1230004567"}]}});
    assert_eq!(world.call("PATCH", "/business", Some(&patch)).await.status, 200);
    let read = world.business(&id).await;
    assert_eq!((&read["id"], &read["banks"][0]["account_number"]), (&json!(id), &json!("1230004567")));

    let brand = read["brands"][0]["id"].clone();
    for (named, status) in [(json!("BSN-0001-1700000000000"), 404), (brand, 404), (json!(null), 400)] {
        let body = json!({"business": {"id": named, "banks": [{"account_number": "1230005555"}]}});
        assert_eq!(world.call("PUT", "/business", Some(&body)).await.status, status, "{named}");
    }
    assert_eq!(world.business(&id).await["banks"][0]["account_number"], "1230004567");
    world.switch(json!({ "strict": true })).await;
    let refused = world.call("PUT", "/business", Some(&patch)).await;
    assert_eq!(refused.status, 400, "what we decided is PUT /business/{{id}}: {}", refused.body);
}

#[tokio::test]
async fn the_id_of_a_business_is_never_rewritten() {
    let (world, id) = accepted(|_| {}).await;
    let read =
        updated(&world, &id, json!({"id": "BSN-0001-1700000000000", "banks": [{"account_number": "1230004567"}]}));
    assert_eq!(read.await["id"], json!(id));
}
