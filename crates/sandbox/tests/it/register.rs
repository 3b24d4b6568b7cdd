use domain::Millis;
use sandbox::Decide;
use serde_json::{Value, json};

use crate::usual::usual;
use crate::world::World;

#[tokio::test]
async fn a_registration_reads_back_as_doku_writes_it() {
    let world = World::new(Decide::Explicit).await;
    let body = world.registration().await;
    let answer = world.call("POST", "/business", Some(&body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let business = &answer.body["business"];
    assert_eq!(business["status"], "UPDATING");
    assert!(business["brands"][0]["shared_key"].as_str().unwrap().starts_with("SK-"));
    assert_eq!(business["brands"][0]["services"][0], json!({"code": "QRIS", "name": "QRIS", "status": "PENDING"}));

    let by_business = world.business(business["id"].as_str().unwrap()).await;
    let by_brand = world.business(business["brands"][0]["id"].as_str().unwrap()).await;
    assert_eq!(by_business, by_brand);
    let published: Value =
        serde_json::from_str(include_str!("../fixtures/get-business-response.personal.in-review.json")).unwrap();
    assert_same_keys("", &published, &by_business);
    assert_eq!(by_business["contacts"][0]["documents"][0]["id"], body["business"]["contacts"][0]["documents"][0]["id"]);
    assert!(by_business["brands"][0]["photo_proofs"][0]["id"].as_str().unwrap().starts_with("PHP-"));
}

/// Compares keys at every level, and the values of every `status`.
fn assert_same_keys(path: &str, published: &Value, ours: &Value) {
    match (published, ours) {
        (Value::Object(published), Value::Object(ours)) => {
            let (left, right): (Vec<_>, Vec<_>) = (published.keys().collect(), ours.keys().collect());
            assert_eq!(left, right, "at {path}");
            for (key, value) in published {
                assert_same_keys(&format!("{path}/{key}"), value, &ours[key]);
            }
        }
        (Value::Array(published), Value::Array(ours)) => {
            published.iter().zip(ours).for_each(|(published, ours)| assert_same_keys(path, published, ours));
        }
        (published, ours) if path.ends_with("status") => assert_eq!(published, ours, "at {path}"),
        _ => {}
    }
}

#[tokio::test]
async fn the_same_request_id_is_answered_once_and_for_all() {
    let world = World::new(Decide::Explicit).await;
    let body = world.registration().await;
    let first = world.call_as("same", "POST", "/business", Some(&body)).await;
    let again = world.call_as("same", "POST", "/business", Some(&body)).await;
    assert_eq!((first.status, again.status), (200, 409));
    assert_eq!(first.body, again.body);

    let mut other = body.clone();
    other["business"]["name"] = "Another".into();
    let clash = world.call_as("same", "POST", "/business", Some(&other)).await;
    assert_eq!((clash.status, &clash.body["error"]["code"]), (409, &json!("idempotent_request")));
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["registrations"], 1);

    world.clock.advance(Millis::DAY);
    let forgotten = world.call_as("same", "POST", "/business", Some(&body)).await;
    assert_eq!(forgotten.status, 200, "keys are kept for 24 hours");
}

#[tokio::test]
async fn many_at_once_register_once() {
    let world = World::new(Decide::Explicit).await;
    let body = world.registration().await;
    let calls = (0..8).map(|_| world.call_as("same", "POST", "/business", Some(&body)));
    let answers = futures::future::join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 409).count(), 7);
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["registrations"], 1);
}

#[tokio::test]
async fn a_refusal_is_remembered_too() {
    let world = World::new(Decide::Explicit).await;
    let body = json!({"business": {}});
    let first = world.call_as("wrong", "POST", "/business", Some(&body)).await;
    let again = world.call_as("wrong", "POST", "/business", Some(&body)).await;
    assert_eq!((first.status, again.status), (400, 409));
    assert_eq!(first.body, again.body);
}

#[tokio::test]
async fn problems_come_stage_by_stage_and_all_of_a_stage_at_once() {
    let world = World::new(Decide::Explicit).await;
    let good = world.registration().await;
    let messages = async |change: &dyn Fn(&mut Value)| {
        let mut body = good.clone();
        change(&mut body["business"]);
        let answer = world.call("POST", "/business", Some(&body)).await;
        assert_eq!(answer.status, 400);
        answer.body["message"].clone()
    };
    let missing = messages(&|business| {
        business["name"] = Value::Null;
        business["brands"][0]["category"] = Value::Null;
        business["contacts"][0]["documents"][0]["id"] = "DCM-0001-0000000000000".into();
    });
    assert_eq!(missing.await, json!(["business.name is required", "business.brands[0].category is required"]));

    let malformed = messages(&|business| {
        business["banks"][0]["account_number"] = "".into();
        business["contacts"][0]["documents"][0]["forms"][0]["value"] = "123".into();
    });
    let both = json!([
        "business.banks[0].account_number must not be empty",
        "business.contacts[0].documents[0].forms[0].value must be 16 digits",
    ]);
    assert_eq!(malformed.await, both);

    let unknown = messages(&|business| business["contacts"][0]["documents"][0]["id"] = "DCM-0214-1762148211402".into());
    assert_eq!(unknown.await, json!(["FILE DCM-0214-1762148211402 NOT FOUND"]));

    let swapped = messages(&|business| {
        let selfie = business["contacts"][0]["owner_liveness"]["id"].clone();
        business["brands"][0]["photo_proofs"][0]["id"] = selfie;
    });
    assert!(swapped.await[0].as_str().unwrap().ends_with("HAS ANOTHER CATEGORY"));

    let bare = messages(&|business| {
        business["brands"][0]["photo_proofs"] = json!([]);
        business["contacts"][0]["owner_liveness"] = Value::Null;
        business["contacts"][0]["documents"][0]["forms"] = json!([]);
    });
    let all = json!([
        "business.contacts[0].documents[0].forms NO_KTP is required",
        "OWNER_LIVENESS is required",
        "PHOTO_PROOF is required"
    ]);
    assert_eq!(bare.await, all);
}

#[tokio::test]
async fn other_spellings_are_taken() {
    let world = World::new(Decide::Explicit).await;
    let mut body = world.registration().await;
    let business = body["business"].as_object_mut().unwrap();
    let bank = business.remove("banks").unwrap()[0].clone();
    business.insert("bank_account".to_owned(), bank);
    business.remove("phone_calling_code");
    business.insert("calling_code".to_owned(), json!(62));
    business.insert("phone_number".to_owned(), json!(81_320_445_566_u64));
    business.insert("website_readiness".to_owned(), json!(true));
    let id = world.registered(&body).await;
    let read = world.business(&id).await;
    assert_eq!(read["banks"][0]["account_number"], usual("bank", "account_number"));
    assert_eq!(read["website_readiness"]["code"], "HAVE");
}

#[tokio::test]
async fn a_file_unused_for_30_days_is_forgotten() {
    let world = World::new(Decide::Explicit).await;
    let body = world.registration().await;
    world.clock.advance(30 * Millis::DAY);
    let answer = world.call("POST", "/business", Some(&body)).await;
    assert_eq!(answer.status, 400);
    assert!(answer.body["message"][0].as_str().unwrap().ends_with("NOT FOUND"));
}

#[tokio::test]
async fn an_update_sends_only_what_it_names_back_to_review() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration_with("sim-blur.jpg", "toko.jpg").await).await;
    let decide_all = format!("/sim/api/registrations/{id}/decide-all");
    world.sim("POST", &decide_all, json!({})).await;
    world.sandbox.deliver_due().await;
    let rejected = world.business(&id).await;
    assert_eq!(rejected["contacts"][0]["documents"][0]["status"], "REJECTED");
    assert_eq!(rejected["status"], "UPDATING");

    let mut update: Value =
        serde_json::from_str(include_str!("../fixtures/update-request.personal-ktp-resubmit.json")).unwrap();
    let file = world.file("DOCUMENT", "KTP", "sim-blur-again.jpg").await;
    update["business"]["contacts"][0]["documents"][0]["id"] = file.clone().into();
    let answer = world.call("PUT", &format!("/business/{id}"), Some(&update)).await;
    assert_eq!((answer.status, &answer.body["business"]["id"]), (200, &json!(id)));
    let read = world.business(&id).await;
    let document = &read["contacts"][0]["documents"][0];
    assert_eq!(
        (&document["status"], &document["id"], &document["reject_notes"]),
        (&json!("PENDING"), &json!(file), &Value::Null)
    );
    assert_eq!(read["contacts"][0]["status"], "ACTIVE");
    assert_eq!(read["banks"][0]["status"], "ACTIVE");

    world.sim("POST", &decide_all, json!({})).await;
    assert_eq!(world.business(&id).await["status"], "ACTIVE", "the second submission is accepted");

    let bank: Value = serde_json::from_str(include_str!("../fixtures/update-request.personal-bank.json")).unwrap();
    for method in ["PATCH", "POST"] {
        let answer = world.call(method, &format!("/business/{id}"), Some(&bank)).await;
        assert_eq!(answer.status, 200, "{method}: {}", answer.body);
    }
    let read = world.business(&id).await;
    assert_eq!(read["banks"][0]["account_number"], "4370112244");
    assert_eq!(read["banks"].as_array().unwrap().len(), 1);
    assert_eq!(read["banks"][0]["status"], "PENDING");
    assert_eq!(read["contacts"][0]["status"], "ACTIVE");
    let missing = world.call("PUT", "/business/BSN-0001-1700000000000", Some(&bank)).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn requirements_are_the_published_ones() {
    let world = World::new(Decide::Explicit).await;
    let query = "?businessType=PERSONAL&businessLegalEntity=PERSEORANGAN&brandBusinessLine=RETAIL&businessContactNationality=ID";
    let answer = world.call("GET", &format!("/file{query}"), None).await;
    let published: Value =
        serde_json::from_str(include_str!("../fixtures/requirements-response.personal.json")).unwrap();
    assert_eq!(answer.body, published);
    let missing = world.call("GET", "/file?businessType=PERSONAL", None).await;
    assert_eq!(missing.status, 400);
    assert_eq!(missing.body["message"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_company_is_taken_as_well() {
    let world = World::new(Decide::Auto).await;
    let text = include_str!("../fixtures/registration-request.corporate.json");
    let mut body: Value = serde_json::from_str(text).unwrap();
    let business = &mut body["business"];
    business["callback_url"] = world.receiver.url("/webhooks/doku").into();
    for list in ["/documents", "/contacts/0/documents"] {
        for document in business.pointer_mut(list).unwrap().as_array_mut().unwrap() {
            document["id"] = world.file("DOCUMENT", document["code"].as_str().unwrap(), "akta.jpg").await.into();
        }
    }
    let own = [
        ("/brands/0/photo_proofs/0/id", "PHOTO_PROOF"),
        ("/brands/0/logo/id", "LOGO"),
        ("/service_agreement/id", "SERVICE_AGREEMENT"),
    ];
    for (place, category) in own {
        *business.pointer_mut(place).unwrap() = world.file(category, "", "file.jpg").await.into();
    }
    let id = world.registered(&body).await;
    world.advance(5 * Millis::SECOND).await;
    let read = world.business(&id).await;
    assert_eq!(read["status"], "ACTIVE");
    assert_eq!(read["documents"][0]["status"], "ACTIVE");
}

#[tokio::test]
async fn the_sample_of_a_registration_is_about_the_person_of_all_tests() {
    let body = World::new(Decide::Explicit).await.registration().await;
    let (contact, bank) = (&body["business"]["contacts"][0], &body["business"]["banks"][0]);
    assert_eq!(contact["name"], usual("contact", "name"));
    assert_eq!(contact["documents"][0]["forms"][0]["value"], usual("documents", "KTP.NO_KTP"));
    assert_eq!(bank["account_number"], usual("bank", "account_number"));
    assert_eq!(bank["account_name"], usual("bank", "account_name"));
    assert_eq!(body["business"]["addresses"][0]["name"], usual("address", "street"));
}
