//! Leniency is noted by the lenient sandbox and refused by the strict one. Our own traffic passes both.

use doku::wire::{self, FileRef, Registration};
use domain::forms::NewBusiness;
use domain::ids::{DokuBrandId, DokuBusinessId, DokuFileId, RequestId};
use sandbox::Decide;
use serde_json::{Value, json};

use crate::usual::usual;
use crate::world::{CLIENT, KEY, World};

async fn warnings(world: &World) -> Vec<Value> {
    world.sim("GET", "/sim/api/warnings", json!({})).await.body.as_array().unwrap().clone()
}

/// Lists `(call, rule, place, refused)`, sorted.
async fn rules(world: &World) -> Vec<(String, String, String, bool)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |one: &Value| (text(&one["call"]), text(&one["rule"]), text(&one["place"]), one["refused"] == true);
    let mut rules: Vec<_> = warnings(world).await.iter().map(row).collect();
    rules.sort();
    rules
}

/// One change of the published sample, its rule and its place.
type Leniency = (fn(&mut Value), &'static str, &'static str);

const LENIENT: [Leniency; 7] = [
    (|b| b["bank_accounts"] = b["banks"].take(), "other_name", "business.bank_accounts"),
    (|b| b["banks"] = b["banks"][0].take(), "one_for_list", "business.banks"),
    (|b| b["website_readiness"] = true.into(), "readiness", "business.website_readiness"),
    (|b| b["banks"][0]["account_number"] = json!(4_370_112_233_u64), "other_type", "business.banks[0].account_number"),
    (|b| b["addresses"][0]["area"] = "Bekasi".into(), "area_form", "business.addresses[0].area"),
    (|b| b["colour"] = "blue".into(), "unknown_field", "business.colour"),
    (|b| b["contacts"][0]["nick"] = "Ratna".into(), "unknown_field", "business.contacts[0].nick"),
];

#[tokio::test]
async fn each_leniency_is_noted_by_the_one_and_refused_by_the_other() {
    for (change, rule, place) in LENIENT {
        for strict in [false, true] {
            let world = World::with(Decide::Explicit, strict).await;
            let mut body = world.registration().await;
            body["business"]["name"] = body["business"]["brands"][0]["name"].clone();
            change(&mut body["business"]);
            let answer = world.call("POST", "/business", Some(&body)).await;
            assert_eq!(answer.status, if strict { 400 } else { 200 }, "{rule}: {}", answer.body);
            let expected = ("POST /business".to_owned(), rule.to_owned(), place.to_owned(), strict);
            assert!(rules(&world).await.contains(&expected), "{rule}");
            if strict {
                assert!(answer.body["message"][0].as_str().unwrap().starts_with(place), "{}", answer.body);
            }
        }
    }
}

#[tokio::test]
async fn a_warning_counts_and_holds_nothing_that_was_sent() {
    let world = World::new(Decide::Explicit).await;
    let mut body = world.registration().await;
    body["business"][usual("documents", "KTP.NO_KTP")] = "Ratna".into();
    body["business"]["banks"][0]["account_number"] = json!(4_370_112_233_u64);
    world.registered(&body).await;
    world.registered(&body).await;
    let all = warnings(&world).await;
    let number = all.iter().find(|one| one["rule"] == "other_type").unwrap();
    assert_eq!((&number["times"], &number["advice"]), (&json!(2), &json!(false)));
    assert!(number["says"].as_str().unwrap().contains("another type"));
    let text = json!(all).to_string();
    for secret in [usual("documents", "KTP.NO_KTP"), "Ratna", usual("bank", "account_number")] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert_eq!(world.sim("POST", "/sim/api/warnings/clear", json!({})).await.status, 200);
    assert!(warnings(&world).await.is_empty());
}

#[tokio::test]
async fn method_path_content_type_and_token_are_looked_at_too() {
    for strict in [false, true] {
        let world = World::new(Decide::Explicit).await;
        let id = world.registered(&world.registration().await).await;
        let brand = world.business(&id).await["brands"][0]["id"].as_str().unwrap().to_owned();
        world.sim("POST", "/sim/api/warnings/clear", json!({})).await;
        world.switch(json!({ "strict": strict })).await;
        let right = if strict { 400 } else { 200 };
        let update = json!({"business": {"banks": [{"account_number": "1230004567"}]}});
        assert_eq!(world.call("PATCH", &format!("/business/{brand}"), Some(&update)).await.status, right);
        assert_eq!(world.call("GET", &format!("/business/{id}"), None).await.status, right);
        let token = json!({"grant_type": "client_credentials", "valid_time": 60});
        assert_eq!(world.call("POST", "/token", Some(&token)).await.status, right);
        let plain = world.request("plain", "POST", "/token", Some(&json!({"grant_type": "client_credentials"})));
        let plain = plain.header("Content-Type", "text/plain").build().unwrap();
        let mut plain = plain;
        plain.headers_mut().insert("Content-Type", "text/plain".parse().unwrap());
        assert_eq!(world.http.execute(plain).await.unwrap().status(), right);
        assert_eq!(world.upload("LOGO", "KTP", "logo.jpg", crate::world::JPEG.to_vec()).await.status, right);
        let noted: Vec<(String, String)> = rules(&world).await.into_iter().map(|row| (row.0, row.1)).collect();
        let expected = [
            ("GET /business/{id}", "business_id_in_path"),
            ("PATCH /business/{id}", "update_method"),
            ("POST /file", "code_beside_category"),
            ("POST /token", "content_type"),
            ("POST /token", "token_minutes"),
        ];
        assert_eq!(noted, expected.map(|(call, rule)| (call.to_owned(), rule.to_owned())));
    }
}

#[tokio::test]
async fn a_missing_digest_is_another_reading() {
    for strict in [false, true] {
        let world = World::with(Decide::Explicit, strict).await;
        let mut config = doku::Config::new(world.sandbox.base_url(), CLIENT, KEY.into());
        config.digest_rule = doku::DigestRule::PostOnly;
        let client = doku::Client::new(config, world.clock.clone()).unwrap();
        let body = json!({"business": {"banks": []}}).to_string();
        let (business, brand) =
            (DokuBusinessId::new("BSN-0001-1700000000000"), DokuBrandId::new("BRN-0001-1700000000000"));
        let error = client.update_business(&business, &brand, &RequestId::new("fix"), body.into()).await.unwrap_err();
        assert_eq!(error.status(), Some(if strict { 401 } else { 404 }));
        assert_eq!(rules(&world).await[0].1, "missing_digest");
    }
}

/// Builds a registration as `server/src/onboarding/registration.rs` does.
#[expect(clippy::needless_update, reason = "a field that is added later is no matter of this body")]
fn ours(callback_url: String, ktp: &str, selfie: &str, photo: &str) -> Registration {
    let file = |id: &str| FileRef { id: DokuFileId::new(id) };
    let text = str::to_owned;
    let form = wire::FormValue { code: text("NO_KTP"), value: text(usual("documents", "KTP.NO_KTP")) };
    let document =
        wire::Document { code: text("KTP"), category: text("DOCUMENT"), id: DokuFileId::new(ktp), forms: vec![form] };
    Registration {
        business: wire::Business {
            kind: text("PERSONAL"),
            callback_url,
            legal_entity: text("PERSEORANGAN"),
            name: text("Warung Ratna"),
            description: text("Nasi dan lauk"),
            email: text("ratna@warung.example"),
            phone_calling_code: text("62"),
            phone_number: text("81320445566"),
            website_readiness: text("DONT_HAVE"),
            mobile_app_readiness: text("UNDER_DEVELOPMENT"),
            documents: vec![],
            brands: vec![wire::Brand {
                name: text("Warung Ratna"),
                description: text("Nasi dan lauk"),
                category: text("RETAIL"),
                business_line: None,
                transaction_frequency: Some(text("UKE")),
                transaction_quantity: Some(text("UP_TO_100")),
                social_media: vec![wire::SocialMedia {
                    accounts: vec![text("https://instagram.com/warungratna")],
                    code: text("INSTAGRAM"),
                }],
                logo: None,
                photo_proofs: vec![file(photo)],
            }],
            addresses: vec![wire::Address {
                area: text("40115 - Citarum - Bandung Wetan - Bandung - Jawa Barat"),
                country: text("ID"),
                name: text("Jalan Riau 5"),
                primary: true,
            }],
            banks: vec![wire::Bank {
                account_name: text("Ratna Sari"),
                account_number: text(usual("bank", "account_number")),
                bank_id: text("4"),
                bank_name: text("BANK BCA"),
                country: text("ID"),
                currency: text("IDR"),
                swift_code: text("014"),
                documents: Vec::new(),
            }],
            contacts: vec![wire::Contact {
                documents: vec![document],
                email: text("ratna@warung.example"),
                name: text("Ratna Sari"),
                nationality: text("ID"),
                phone_calling_code: text("62"),
                phone_number: text("81320445566"),
                position: text("OWNER"),
                primary: true,
                owner_liveness: Some(file(selfie)),
                ..wire::Contact::default()
            }],
            service_agreement: None,
        },
        partner: wire::Partner { invited_user: vec![text("ratna@warung.example")] },
    }
}

#[tokio::test]
async fn our_own_traffic_passes_strict() {
    let world = World::with(Decide::Explicit, true).await;
    let client =
        doku::Client::new(doku::Config::new(world.sandbox.base_url(), CLIENT, KEY.into()), world.clock.clone())
            .unwrap();
    let upload = async |category: &str, code: Option<&str>| {
        let upload = doku::Upload {
            category: category.to_owned(),
            code: code.map(str::to_owned),
            file_name: "file.jpg".to_owned(),
            media_type: "image/jpeg".to_owned(),
            length: crate::world::JPEG.len() as u64,
            body: doku::body_of(crate::world::JPEG.into()),
        };
        client.upload_file(&upload, &RequestId::new("upload")).await.unwrap().to_string()
    };
    let (ktp, selfie) = (upload("DOCUMENT", Some("KTP")).await, upload("OWNER_LIVENESS", None).await);
    let photo = upload("PHOTO_PROOF", None).await;
    let query = NewBusiness {
        business_type: "PERSONAL".into(),
        legal_entity: "PERSEORANGAN".into(),
        business_line: "RETAIL".to_owned(),
        nationality: "ID".to_owned(),
    };
    client.check_requirements(&query, &RequestId::new("check")).await.unwrap();
    let body = serde_json::to_vec(&ours(world.receiver.url("/webhooks/doku"), &ktp, &selfie, &photo)).unwrap();
    let registered = client.register(&RequestId::new("register"), body.into()).await.unwrap();
    client.get_business(registered.brand.as_str(), &RequestId::new("read")).await.unwrap();
    let fix = include_bytes!("../fixtures/update-request.personal-bank.json");
    client
        .update_business(&registered.business, &registered.brand, &RequestId::new("fix"), fix[..].into())
        .await
        .unwrap();
    let refused: Vec<_> = rules(&world).await.into_iter().filter(|row| row.3).collect();
    assert_eq!(refused, []);
    let advice: Vec<_> = rules(&world).await.into_iter().map(|row| row.2).collect();
    assert_eq!(advice, ["business.brands[0].transaction_frequency"], "DOKU shows UMI only; UKE is a guess");
}

#[tokio::test]
async fn the_published_samples_pass_strict() {
    let world = World::with(Decide::Explicit, true).await;
    let id = world.registered(&world.registration().await).await;
    assert!(id.starts_with("BSN-"));
}
