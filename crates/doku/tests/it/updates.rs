use std::time::Duration;

use bytes::Bytes;
use doku::{BankField, Class, Config, DigestRule, Error, Registered};
use domain::Millis;
use domain::ids::{DokuBrandId, DokuBusinessId};
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use crate::world::{BASE, World, header, id, is_signed, is_signed_over, json as fixture};

const BRAND: &str = "BRN-0214-1762148405231";
const BUSINESS: &str = "BSN-0214-1762148405220";
const BANK: &[u8] = include_bytes!("../fixtures/update-request.personal-bank.json");

impl World {
    async fn update(&self) -> Result<Option<Registered>, Error> {
        self.update_of(BRAND).await
    }

    async fn update_of(&self, brand: &str) -> Result<Option<Registered>, Error> {
        let (business, brand) = (DokuBusinessId::new(BUSINESS), DokuBrandId::new(brand));
        self.client.update_business(&business, &brand, &id("update-1"), Bytes::from_static(BANK)).await
    }
}

async fn answering(answer: ResponseTemplate) -> World {
    let world = World::new().await;
    world.answers("PUT", &format!("/business/{BRAND}"), answer).await;
    world
}

async fn sent(verb: &str, change: impl FnOnce(&mut Config)) -> Request {
    let world = World::with(change).await;
    world.answers(verb, &format!("/business/{BRAND}"), fixture(200, "update-response")).await;
    world.update().await.unwrap();
    world.received().await.remove(0)
}

#[tokio::test]
async fn an_update_is_sent_byte_for_byte_and_signed() {
    let request = sent("PUT", |_| {}).await;
    assert_eq!(request.body, BANK);
    assert_eq!(header(&request, "Content-Type"), "application/json");
    assert_eq!(header(&request, "Request-Id"), "update-1");
    assert!(is_signed(&request, &format!("{BASE}/business/{BRAND}")));
}

#[tokio::test]
async fn an_update_goes_where_the_settings_say() {
    for method in [http::Method::PATCH, http::Method::POST] {
        let world = World::with(|config| {
            config.update_method = method.clone();
            config.update_path = "/business/{id}/data".to_owned();
        })
        .await;
        world.answers(method.as_str(), &format!("/business/{BRAND}/data"), ResponseTemplate::new(204)).await;
        assert!(world.update().await.unwrap().is_none());
        assert!(is_signed(&world.received().await[0], &format!("{BASE}/business/{BRAND}/data")));
    }
}

#[tokio::test]
async fn where_the_path_names_nobody_the_body_names_the_business() {
    let world = World::with(|config| config.update_path = "/business".to_owned()).await;
    world.answers("PUT", "/business", fixture(200, "update-response")).await;
    world.update().await.unwrap();
    world.update().await.unwrap();
    let requests = world.received().await;
    let mut body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    assert_eq!(body["business"].as_object_mut().unwrap().remove("id"), Some(json!(BUSINESS)));
    assert_eq!(body, serde_json::from_slice::<Value>(BANK).unwrap(), "nothing else is changed");
    assert_eq!(requests[0].body, requests[1].body);
    assert!(is_signed(&requests[0], &format!("{BASE}/business")), "over what is sent");
}

#[tokio::test]
async fn a_way_that_cannot_be_an_updates_is_no_client() {
    for (method, path) in [
        ("PUT", ""),
        ("PUT", "/"),
        ("PUT", "/business/{id}?x=1"),
        ("PUT", "business/{id}"),
        ("PUT", "/business/{id}/{id}"),
        ("POST", "/business"),
        ("POST", "/business/"),
    ] {
        let mut config = Config::new("https://api.doku.com", "BRN-0001-1700000000000", "SK".into());
        config.update_path = path.to_owned();
        config.update_method = method.parse().unwrap();
        assert!(matches!(doku::Client::new(config, doku::Clock::wall()), Err(Error::Setup(_))), "{method} {path}");
    }
}

#[tokio::test]
async fn an_update_answers_like_a_registration_the_second_time_too() {
    for (status, name) in [(200, "update-response"), (409, "errors/409.replay-of-first-response")] {
        let answer = answering(fixture(status, name)).await.update().await.unwrap();
        assert_eq!(answer.unwrap().brand.as_str(), BRAND);
    }
    let success = ResponseTemplate::new(409).set_body_json(json!({"message": ["SUCCESS"]}));
    assert!(answering(success).await.update().await.unwrap().is_none());
}

#[tokio::test]
async fn a_repetition_keeps_the_request_id_and_is_signed_afresh() {
    let world = answering(fixture(500, "errors/500.internal")).await;
    world.update().await.unwrap_err();
    world.clock.advance(90 * Millis::SECOND);
    world.update().await.unwrap_err();
    let requests = world.received().await;
    assert_eq!(header(&requests[0], "Request-Id"), header(&requests[1], "Request-Id"));
    assert_eq!(requests[0].body, requests[1].body);
    assert_eq!(header(&requests[1], "Request-Timestamp"), "2025-11-04T06:01:30Z");
    assert!(is_signed(&requests[1], &format!("{BASE}/business/{BRAND}")));
}

#[tokio::test]
async fn refusals_have_the_classes_of_a_registration() {
    let message = json!({"message": ["business.banks[0].account_number must be digits"]});
    let repeated = ResponseTemplate::new(409).set_body_json(message);
    let busy = ResponseTemplate::new(429).insert_header("Retry-After", "7");
    for (answer, class) in [
        (fixture(400, "errors/400.business-validation"), Class::Final),
        (fixture(400, "errors/400.unknown-file-id"), Class::Final),
        (fixture(404, "errors/404.business-not-found"), Class::Final),
        (fixture(404, "errors/404.unknown-path"), Class::Credential),
        (fixture(401, "errors/401.invalid-signature"), Class::Credential),
        (fixture(409, "errors/409.idempotent-request.in-flight"), Class::InFlight),
        (repeated, Class::Final),
        (busy, Class::Uncertain),
        (fixture(500, "errors/500.internal"), Class::Uncertain),
        (fixture(200, "update-response").set_delay(Duration::from_secs(5)), Class::Uncertain),
    ] {
        let error = answering(answer).await.update().await.unwrap_err();
        assert_eq!(error.class(), class, "{error:?}");
    }
}

#[tokio::test]
async fn an_odd_id_never_reaches_a_path() {
    let world = World::new().await;
    assert!(matches!(world.update_of("a/b").await, Err(Error::Setup(_))));
    assert!(world.received().await.is_empty());
}

#[tokio::test]
async fn the_digest_follows_its_rule() {
    let target = format!("{BASE}/business/{BRAND}");
    for (method, rule, digested) in [
        ("PUT", DigestRule::WithBody, true),
        ("PUT", DigestRule::PostOnly, false),
        ("POST", DigestRule::PostOnly, true),
    ] {
        let request = sent(method, |config| {
            config.update_method = method.parse().unwrap();
            config.digest_rule = rule;
        })
        .await;
        assert_eq!(is_signed_over(&request, &target, Some(BANK)), digested, "{method} {rule:?}");
        assert_eq!(is_signed_over(&request, &target, None), !digested, "{method} {rule:?}");
    }
}

#[tokio::test]
async fn banks_stand_under_the_name_that_the_settings_give() {
    for (field, pointer) in [
        (BankField::Banks, "/business/banks/0/account_number"),
        (BankField::BankAccounts, "/business/bank_accounts/0/account_number"),
        (BankField::BankAccount, "/business/bank_account/account_number"),
    ] {
        let request = sent("PUT", |config| config.bank_field = field).await;
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body.pointer(pointer), Some(&json!("4370112244")), "{field:?}");
        assert!(is_signed(&request, &format!("{BASE}/business/{BRAND}")), "over what is sent");
    }
}
