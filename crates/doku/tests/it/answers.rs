use doku::{Class, Error, SignPrefix};
use domain::Millis;
use domain::kyb::EntityKind;
use secrecy::ExposeSecret;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::world::{BASE, BODY, World, header, id, is_signed, json, query, signed, signed_over};

const BRAND: &str = "BRN-0214-1762148405231";

#[tokio::test]
async fn a_registration_is_sent_byte_for_byte_and_signed() {
    let world = World::new().await;
    world.answers("POST", "/business", json(200, "registration-response.personal")).await;
    let registered = world.register().await.unwrap();
    assert_eq!(registered.brand.as_str(), BRAND);
    assert_eq!(registered.shared_key.unwrap().expose_secret(), "SK-sampleRatna000000001");

    let request = world.received().await.remove(0);
    assert_eq!(request.body, BODY);
    assert_eq!(header(&request, "Content-Type"), "application/json");
    assert_eq!(header(&request, "Request-Timestamp"), "2025-11-04T06:00:00Z");
    assert!(is_signed(&request, &format!("{BASE}/business")));
}

#[tokio::test]
async fn a_repetition_keeps_the_request_id_and_is_signed_afresh() {
    let world = World::new().await;
    world.answers("POST", "/business", json(500, "errors/500.internal")).await;
    world.register().await.unwrap_err();
    world.clock.advance(90 * Millis::SECOND);
    world.register().await.unwrap_err();

    let requests = world.received().await;
    assert_eq!(header(&requests[0], "Request-Id"), header(&requests[1], "Request-Id"));
    assert_eq!(header(&requests[1], "Request-Timestamp"), "2025-11-04T06:01:30Z");
    assert!(is_signed(&requests[1], &format!("{BASE}/business")));
}

#[tokio::test]
async fn the_query_stays_out_of_the_signature_unless_a_setting_says_so() {
    for sign_query in [false, true] {
        let world = World::with(|config| config.sign_query = sign_query).await;
        world.answers("GET", "/file", json(200, "requirements-response.personal")).await;
        let answer = world.client.check_requirements(&query(), &id("check-1")).await.unwrap();
        assert!(answer.pointer("/business/contact/documents/0/code").is_some());

        let request = world.received().await.remove(0);
        let asked = "businessType=PERSONAL&businessLegalEntity=PERSEORANGAN&brandBusinessLine=RETAIL&businessContactNationality=ID";
        assert_eq!(request.url.query(), Some(asked));
        assert_eq!(is_signed(&request, &format!("{BASE}/file")), !sign_query);
        assert_eq!(is_signed(&request, &format!("{BASE}/file?{asked}")), sign_query);
        assert_eq!(world.exchanges()[0].path, format!("{BASE}/file"));
    }
}

#[tokio::test]
async fn the_first_segment_stays_out_of_the_signature_where_a_setting_says_so() {
    for (prefix, target) in [(SignPrefix::Full, BASE), (SignPrefix::Inner, "/partner/v1.0")] {
        for sign_query in [false, true] {
            let world = World::with(|config| {
                config.sign_prefix = prefix;
                config.sign_query = sign_query;
            })
            .await;
            world.answers("GET", "/file", json(200, "requirements-response.personal")).await;
            world.client.check_requirements(&query(), &id("check-1")).await.unwrap();
            let request = world.received().await.remove(0);
            let asked = request.url.query().filter(|_| sign_query).map_or(String::new(), |query| format!("?{query}"));
            assert!(is_signed(&request, &format!("{target}/file{asked}")), "{prefix:?} {sign_query}");
            assert_eq!(request.url.path(), format!("{BASE}/file"), "only what is signed is shorter");
        }
    }
}

#[tokio::test]
async fn an_answer_may_sign_the_target_of_the_request_or_the_plain_path() {
    let body = include_bytes!("../fixtures/registration-response.personal.json");
    for (target, passes) in [("/partner/v1.0", true), (BASE, true), ("/v1.0", false)] {
        let world = World::with(|config| {
            config.sign_prefix = SignPrefix::Inner;
            config.enforce_response_signature = true;
        })
        .await;
        let target = format!("{target}/business");
        let answer = signed_over(json(200, "registration-response.personal"), "register-1", &target, Some(body));
        world.answers("POST", "/business", answer).await;
        assert_eq!(world.register().await.is_ok(), passes, "{target}");
    }
}

#[tokio::test]
async fn a_conflict_that_repeats_the_first_answer_is_the_success() {
    let world = World::new().await;
    world.answers("POST", "/business", json(409, "errors/409.replay-of-first-response")).await;
    assert_eq!(world.register().await.unwrap().business.as_str(), "BSN-0214-1762148405220");
}

#[tokio::test]
async fn a_conflict_without_ids_is_still_running() {
    let world = World::new().await;
    world.answers("POST", "/business", json(409, "errors/409.idempotent-request.in-flight")).await;
    let error = world.register().await.unwrap_err();
    assert_eq!((error.class(), error.code()), (Class::InFlight, Some("idempotent_request")));
}

#[tokio::test]
async fn a_success_without_ids_is_uncertain() {
    for answer in [
        ResponseTemplate::new(200),
        ResponseTemplate::new(200).set_body_string("<html>"),
        ResponseTemplate::new(201).set_body_json(json!({"message": ["SUCCESS"]})),
    ] {
        let world = World::new().await;
        world.answers("POST", "/business", answer).await;
        let error = world.register().await.unwrap_err();
        assert!(matches!(error, Error::Unreadable { .. }));
        assert_eq!(error.class(), Class::Uncertain);
    }
}

#[tokio::test]
async fn ids_in_an_error_are_no_success() {
    let world = World::new().await;
    world.answers("POST", "/business", json(422, "registration-response.personal")).await;
    assert_eq!(world.register().await.unwrap_err().class(), Class::Final);
}

#[tokio::test]
async fn a_read_back_tells_when_it_was_true() {
    let world = World::new().await;
    let fixture = || json(200, "get-business-response.personal.rejected");
    let below = format!("/business/{BRAND}");
    let answer = fixture()
        .insert_header("Response-Timestamp", "2025-11-04T06:00:05Z")
        .insert_header("Date", "Tue, 04 Nov 2025 06:00:09 GMT");
    world.answers("GET", &below, answer).await;
    let read = world.client.get_business(BRAND, &id("read-1")).await.unwrap();
    assert_eq!(Some(read.at), Millis::from_iso("2025-11-04T06:00:05Z"));
    assert_eq!(doku::readback::entities(&read.body)[0].kind, EntityKind::Business);
    assert!(is_signed(&world.received().await[0], &format!("{BASE}{below}")));

    world.server.reset().await;
    world.answers("GET", &below, fixture().insert_header("Date", "Tue, 04 Nov 2025 06:00:09 GMT")).await;
    let read = world.client.get_business(BRAND, &id("read-2")).await.unwrap();
    assert_eq!(Some(read.at), Millis::from_iso("2025-11-04T06:00:09Z"));

    world.server.reset().await;
    world.answers("GET", &below, fixture().insert_header("Date", "just now")).await;
    assert_eq!(world.client.get_business(BRAND, &id("read-3")).await.unwrap().at, world.clock.now());
}

#[tokio::test]
async fn answers_show_how_far_our_clock_is_off() {
    let world = World::new().await;
    let below = format!("/business/{BRAND}");
    let refused = || json(400, "errors/400.timestamp-out-of-range");
    let fine = || json(200, "get-business-response.personal.rejected");
    assert_eq!(world.client.clock_skew_ms(), None);
    for (answer, date, skew) in [
        (fine(), "Tue, 04 Nov 2025 06:50:00 GMT", 3_000_000),
        (fine(), "Mon, 03 Nov 2025 06:00:00 GMT", 3_000_000),
        (refused(), "Tue, 04 Nov 2025 08:00:00 GMT", 7_200_000),
        (fine(), "Tue, 04 Nov 2025 05:59:59 GMT", -1_000),
    ] {
        world.server.reset().await;
        world.answers("GET", &below, answer.insert_header("Date", date)).await;
        let _ = world.client.get_business(BRAND, &id("read-1")).await;
        assert_eq!(world.client.clock_skew_ms(), Some(skew), "{date}");
    }
}

#[tokio::test]
async fn an_odd_id_never_reaches_a_path() {
    let world = World::new().await;
    for odd in ["", "..", "a/b", "a?b", "a b", "é"] {
        assert!(matches!(world.client.get_business(odd, &id("read-1")).await, Err(Error::Setup(_))), "{odd}");
    }
    assert!(world.received().await.is_empty());
}

#[tokio::test]
async fn signatures_of_answers_are_enforced_only_on_demand() {
    let body = include_bytes!("../fixtures/registration-response.personal.json");
    let answer = || json(200, "registration-response.personal");
    let right = signed(answer(), "register-1", "/business", Some(body));
    let without_digest = signed(answer(), "register-1", "/business", None);
    let of_another = signed(answer(), "register-2", "/business", Some(body));
    for (answer, passes) in [(right, true), (without_digest, true), (of_another, false), (answer(), false)] {
        for enforce in [false, true] {
            let world = World::with(|config| config.enforce_response_signature = enforce).await;
            world.answers("POST", "/business", answer.clone()).await;
            let outcome = world.register().await;
            assert_eq!(outcome.is_ok(), passes || !enforce);
            assert!(outcome.is_ok() || matches!(outcome, Err(Error::Unsigned)));
        }
    }
}

#[tokio::test]
async fn every_exchange_is_told() {
    let world = World::new().await;
    world.answers("POST", "/business", json(500, "errors/500.internal")).await;
    world.register().await.unwrap_err();
    let told = world.exchanges().remove(0);
    assert_eq!((told.method.as_str(), told.path), ("POST", format!("{BASE}/business")));
    assert_eq!((told.status, told.request_id, told.at), (Some(500), id("register-1"), world.clock.now()));
}
