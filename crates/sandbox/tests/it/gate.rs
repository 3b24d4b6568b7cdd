use doku::signature::{Parts, TimestampLabel, sign, verify};
use domain::Millis;
use domain::forms::NewBusiness;
use sandbox::Decide;
use secrecy::SecretString;
use serde_json::json;

use crate::world::{Answer, BASE, CLIENT, KEY, World, read};

const QUERY: &str =
    "?businessType=PERSONAL&businessLegalEntity=PERSEORANGAN&brandBusinessLine=RETAIL&businessContactNationality=ID";

/// Calls with the given headers, in the order of the gate; `None` leaves one out.
async fn knock(world: &World, headers: [Option<&str>; 4]) -> Answer {
    let names = ["Client-Id", "Request-Id", "Request-Timestamp", "Signature"];
    let mut request = world.http.get(world.url(&format!("{BASE}/file{QUERY}")));
    for (name, value) in names.into_iter().zip(headers) {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    read(request.send().await.unwrap()).await
}

fn signature(timestamp: &str, target: &str) -> String {
    let parts = Parts {
        client_id: CLIENT,
        request_id: "one",
        timestamp,
        timestamp_label: TimestampLabel::Request,
        target,
        body: None,
    };
    sign(&SecretString::from(KEY), &parts)
}

#[tokio::test]
async fn refusals_come_in_the_order_that_was_observed() {
    let world = World::new(Decide::Explicit).await;
    let now = world.clock.now().to_iso();
    let old = world.clock.now().plus(-3_601 * Millis::SECOND).to_iso();
    let good = signature(&now, &format!("{BASE}/file"));
    let rows = [
        ([None, None, None, None], 400, "invalid_header_request", "Header Client-Id is required"),
        ([Some("x"), None, None, None], 400, "invalid_header_request", "Header Request-Id is required"),
        ([Some("x"), Some("one"), None, None], 400, "invalid_header_request", "Header Request-Timestamp is required"),
        (
            [Some("x"), Some("one"), Some("yesterday"), None],
            400,
            "invalid_header_request",
            "Header Signature is required",
        ),
        (
            [Some("x"), Some("one"), Some("yesterday"), Some("s")],
            400,
            "invalid_header_request",
            "Invalid format Header Request-Timestamp",
        ),
        (
            [Some("x"), Some("one"), Some("2026-11-22T03:00:00.000Z"), Some("s")],
            400,
            "invalid_header_request",
            "Invalid format Header Request-Timestamp",
        ),
        (
            [Some("x"), Some("one"), Some(&old), Some("s")],
            400,
            "request_time_out_of_range",
            "Header Request-Timestamp is not in +- 3600 second of now",
        ),
        ([Some("x"), Some("one"), Some(&now), Some("s")], 401, "invalid_client_id", "Invalid Client-Id"),
        ([Some(CLIENT), Some("one"), Some(&now), Some("s")], 401, "invalid_signature", "Invalid Header Signature"),
    ];
    for (headers, status, code, message) in rows {
        let answer = knock(&world, headers).await;
        let expected = json!({"error": {"code": code, "message": message, "type": "invalid_request_error"}});
        assert_eq!((answer.status, answer.body), (status, expected));
    }
    assert_eq!(knock(&world, [Some(CLIENT), Some("one"), Some(&now), Some(&good)]).await.status, 200);
}

#[tokio::test]
async fn a_signed_query_is_taken_by_the_lenient_sandbox_only() {
    for (strict, status) in [(false, 200), (true, 401)] {
        let world = World::with(Decide::Explicit, strict).await;
        let now = world.clock.now().to_iso();
        let with_query = signature(&now, &format!("{BASE}/file{QUERY}"));
        assert_eq!(knock(&world, [Some(CLIENT), Some("one"), Some(&now), Some(&with_query)]).await.status, status);
    }
}

#[tokio::test]
async fn the_other_prefix_is_taken_by_the_lenient_sandbox_only() {
    let inner = BASE.strip_prefix("/adv-core-api").unwrap();
    for (switch, own, other) in [("full", BASE, inner), ("inner", inner, BASE)] {
        for (strict, status) in [(false, 200), (true, 401)] {
            let world = World::with(Decide::Explicit, strict).await;
            world.switch(json!({ "sign_prefix": switch })).await;
            let now = world.clock.now().to_iso();
            for (prefix, query, status) in
                [(own, "", 200), (other, "", status), (own, QUERY, status), (other, QUERY, status)]
            {
                let signature = signature(&now, &format!("{prefix}/file{query}"));
                let answer = knock(&world, [Some(CLIENT), Some("one"), Some(&now), Some(&signature)]).await;
                assert_eq!(answer.status, status, "{switch}, strict {strict}: {prefix}{query}");
            }
            let noted = world.sim("GET", "/sim/api/warnings", json!({})).await.body;
            let of =
                |rule: &str| noted.as_array().unwrap().iter().find(|one| one["rule"] == rule).unwrap()["times"].clone();
            assert_eq!((of("signed_prefix"), of("signed_query")), (json!(2), json!(2)));
            assert_eq!(
                knock(&world, [Some(CLIENT), Some("one"), Some(&now), Some("HMACSHA256=AAAA")]).await.status,
                401
            );
        }
    }
}

#[tokio::test]
async fn our_client_signs_as_the_switch_says_and_knows_the_answers_signature() {
    for (switch, sign_prefix) in [("full", doku::SignPrefix::Full), ("inner", doku::SignPrefix::Inner)] {
        let world = World::with(Decide::Explicit, true).await;
        world.switch(json!({ "sign_prefix": switch })).await;
        let mut config = doku::Config::new(world.sandbox.base_url(), CLIENT, KEY.into());
        config.sign_prefix = sign_prefix;
        config.enforce_response_signature = true;
        let client = doku::Client::new(config, world.clock.clone()).unwrap();
        let query = NewBusiness {
            business_type: "PERSONAL".into(),
            legal_entity: "PERSEORANGAN".into(),
            business_line: "RETAIL".to_owned(),
            nationality: "ID".to_owned(),
        };
        client.check_requirements(&query, &domain::ids::RequestId::new("check")).await.unwrap();
    }
}

#[tokio::test]
async fn the_signature_is_judged_before_the_body() {
    let world = World::new(Decide::Explicit).await;
    let request = world.request("one", "POST", "/business", Some(&json!({}))).body("not json");
    assert_eq!(read(request.send().await.unwrap()).await.body["error"]["code"], "invalid_signature");
    let answer = world.call("POST", "/business", Some(&json!("text"))).await;
    assert_eq!((answer.status, answer.body), (400, json!({"message": ["business is required"]})));
}

#[tokio::test]
async fn answers_are_signed_and_dated() {
    let world = World::new(Decide::Explicit).await;
    let response = world
        .request("one", "POST", "/token", Some(&json!({"grant_type": "client_credentials"})))
        .send()
        .await
        .unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let (timestamp, signature) = (header("response-timestamp"), header("signature"));
    assert_eq!(header("date"), "Sun, 22 Nov 2026 03:00:00 GMT");
    assert_eq!((header("client-id").as_str(), header("request-id").as_str()), (CLIENT, "one"));
    let body = response.bytes().await.unwrap();
    let parts = Parts {
        client_id: CLIENT,
        request_id: "one",
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Response,
        target: &format!("{BASE}/token"),
        body: Some(&body),
    };
    assert!(verify(&SecretString::from(KEY), &parts, &signature));
}

#[tokio::test]
async fn an_unknown_path_is_told_in_shape_6() {
    let world = World::new(Decide::Explicit).await;
    let answer = world.call("GET", "/unknown", None).await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.body, json!({"message": "No static resource adv-core-api/partner/v1.0/unknown."}));
    let missing = world.call("GET", "/business/BSN-0001-1700000000000", None).await;
    assert_eq!((missing.status, missing.body), (404, json!({"message": ["BUSINESS NOT FOUND"]})));
}

#[tokio::test]
async fn a_token_lives_as_long_as_it_was_asked_for() {
    let world = World::new(Decide::Explicit).await;
    for (valid_time, status) in
        [(json!("360"), 200), (json!(5), 200), (json!("0"), 400), (json!(1_441), 400), (json!("x"), 400)]
    {
        let body = json!({"grant_type": "client_credentials", "valid_time": valid_time});
        assert_eq!(world.call("POST", "/token", Some(&body)).await.status, status, "{valid_time}");
    }
    assert_eq!(world.call("POST", "/token", Some(&json!({"grant_type": "password"}))).await.status, 400);
}
