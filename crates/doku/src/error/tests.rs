use proptest::prelude::*;
use serde_json::json;

use super::*;

fn rejected(status: u16, body: &[u8]) -> Error {
    Error::rejected(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body, Millis(0))
}

fn fixture(name: &str) -> Error {
    let path = format!("{}/tests/fixtures/errors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    rejected(name[..3].parse().unwrap(), &std::fs::read(path).unwrap())
}

#[test]
fn all_six_envelopes_are_read() {
    for (name, code, message, class) in [
        ("400.missing-header", Some("invalid_header_request"), "Header Client-Id is required", Class::Credential),
        (
            "400.malformed-timestamp",
            Some("invalid_header_request"),
            "Invalid format Header Request-Timestamp",
            Class::Credential,
        ),
        (
            "400.timestamp-out-of-range",
            Some("request_time_out_of_range"),
            "Header Request-Timestamp is not in +- 3600 second of now",
            Class::Credential,
        ),
        (
            "400.business-validation",
            None,
            "business.contacts[0].documents[0].forms[0].value must be 16 digits",
            Class::Final,
        ),
        ("400.unknown-file-id", None, "FILE DCM-0214-1762148211402 NOT FOUND", Class::Final),
        ("400.upload-unsupported-type", None, "FILE EXTENSION IS NOT SUPPORTED", Class::Final),
        ("400.alt-envelope.error-messages", None, "business.name is required", Class::Final),
        ("400.alt-envelope.status-response-code", Some("INVALID_PARAMETER"), "business.name is required", Class::Final),
        ("401.alt-envelope.snap", Some("4010000"), "Unauthorized. Invalid Signature", Class::Credential),
        ("401.invalid-client-id", Some("invalid_client_id"), "Invalid Client-Id", Class::Credential),
        ("401.invalid-signature", Some("invalid_signature"), "Invalid Header Signature", Class::Credential),
        ("401.upload-token-invalid", Some("invalid_token"), "Token is invalid or expired", Class::Credential),
        ("404.business-not-found", None, "BUSINESS NOT FOUND", Class::Final),
        ("404.unknown-path", None, "No static resource adv-core-api/partner/v1.0/unknown.", Class::Credential),
        (
            "409.idempotent-request.in-flight",
            Some("idempotent_request"),
            "Request-Id is already being processed",
            Class::InFlight,
        ),
        ("413.upload-too-large", None, "FILE SIZE EXCEEDS 15 MB", Class::Final),
        ("500.internal", None, "INTERNAL SERVER ERROR", Class::Uncertain),
    ] {
        let error = fixture(name);
        assert_eq!(error.code(), code, "{name}");
        assert_eq!(error.messages()[0], message, "{name}");
        assert_eq!(error.class(), class, "{name}");
    }
    assert_eq!(fixture("400.business-validation").messages().len(), 2);
}

#[test]
fn every_status_has_a_class() {
    let class = |status| rejected(status, b"").class();
    for status in [400, 404, 405, 413, 415, 422] {
        assert_eq!(class(status), Class::Final, "{status}");
    }
    for status in [301, 302, 307, 308, 401, 403] {
        assert_eq!(class(status), Class::Credential, "{status}");
    }
    for status in [408, 425, 429, 500, 502, 503, 504] {
        assert_eq!(class(status), Class::Uncertain, "{status}");
    }
    assert_eq!(class(409), Class::InFlight, "nobody knows what it is");
    assert_eq!(Error::Timeout.class(), Class::Uncertain);
    assert_eq!(Error::Unreadable { status: 200 }.class(), Class::Uncertain);
    assert_eq!(Error::Setup("").class(), Class::Credential);
}

#[test]
fn texts_are_capped_and_cleaned() {
    let texts: Vec<String> = (0..50).map(|n| format!("{n}\u{202e}\u{0}\n{}", "x".repeat(1_000))).collect();
    let error = rejected(400, json!({"message": texts}).to_string().as_bytes());
    assert_eq!(error.messages().len(), 20);
    assert!(
        error
            .messages()
            .iter()
            .all(|text| text.chars().count() == 300 && text.chars().all(|c| c.is_alphanumeric() || c == ' '))
    );
}

#[test]
fn nothing_of_dokus_words_is_printed() {
    let error = rejected(
        400,
        &json!({"error": {"code": "NIK 3273205507880004", "message": "NIK 3273205507880004 is taken"}})
            .to_string()
            .into_bytes(),
    );
    assert_eq!(error.code(), None);
    assert_eq!(error.messages(), ["NIK 3273205507880004 is taken"]);
    assert!(!format!("{error} {error:?}").contains("3273"));
}

#[test]
fn bodies_that_are_no_envelope_have_no_texts() {
    for body in
        [&b""[..], b"<html>502</html>", b"[]", b"\xff\xfe", br#"{"error": "Not Found"}"#, br#"{"message": {"a": 1}}"#]
    {
        assert!(rejected(502, body).messages().is_empty());
    }
}

#[test]
fn waiting_times_are_seconds_or_dates() {
    let wait = |text: &str, date: Option<&str>| {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, text.parse().unwrap());
        if let Some(date) = date {
            headers.insert(header::DATE, date.parse().unwrap());
        }
        let now = Millis::from_iso("2025-11-04T06:00:00Z").unwrap();
        Error::rejected(StatusCode::TOO_MANY_REQUESTS, &headers, b"", now).retry_after()
    };
    assert_eq!(wait("120", None), Some(Duration::from_secs(120)));
    assert_eq!(wait("Tue, 04 Nov 2025 06:00:30 GMT", None), Some(Duration::from_secs(30)));
    assert_eq!(
        wait("Tue, 04 Nov 2025 06:00:30 GMT", Some("Tue, 04 Nov 2025 06:00:20 GMT")),
        Some(Duration::from_secs(10))
    );
    assert_eq!(wait("Tue, 04 Nov 2025 05:00:00 GMT", None), Some(Duration::ZERO));
    assert_eq!(wait("99999999999", None), Some(Duration::from_secs(86_400)));
    assert_eq!(wait("soon", None), None);
    assert_eq!(wait("-5", None), None);
}

#[test]
fn a_refused_timestamp_tells_how_wrong_our_clock_is() {
    let mut headers = HeaderMap::new();
    headers.insert(header::DATE, "Tue, 04 Nov 2025 08:00:00 GMT".parse().unwrap());
    let now = Millis::from_iso("2025-11-04T06:00:00Z").unwrap();
    let body = include_bytes!("../../tests/fixtures/errors/400.timestamp-out-of-range.json");
    let error = Error::rejected(StatusCode::BAD_REQUEST, &headers, body, now);
    assert!(error.is_time_out_of_range());
    assert_eq!(error.clock_skew_ms(), Some(2 * Millis::HOUR));
    assert_eq!(Error::rejected(StatusCode::BAD_REQUEST, &headers, b"{}", now).clock_skew_ms(), None);
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(text in any::<String>(), key in "error|message|error_messages|response_code|responseMessage") {
        let error = rejected(400, json!({key: [text, {"message": text}]}).to_string().as_bytes());
        prop_assert!(error.messages().iter().all(|text| !text.chars().any(char::is_control)));
        rejected(400, text.as_bytes());
    }
}

#[test]
fn a_refusal_that_is_repeated_stays_a_refusal() {
    let class =
        |body: &str| Error::rejected(StatusCode::CONFLICT, &HeaderMap::new(), body.as_bytes(), Millis(0)).class();
    assert_eq!(class(r#"{"message":["business.name is required"]}"#), Class::Final);
    assert_eq!(class(r#"{"status":"FAILED","response_code":"INVALID_PARAMETER","message":["x"]}"#), Class::Final);
    assert_eq!(class(r#"{"error":{"code":"idempotent_request","message":"still running"}}"#), Class::InFlight);
    assert_eq!(class(r#"{"response_code":"DUPLICATE_TRANSACTION","message":["x"]}"#), Class::InFlight);
    assert_eq!(class(r#"{"message":["SUCCESS"]}"#), Class::InFlight, "done, but its ids are not told");
}

#[tokio::test]
async fn where_no_connection_came_about_nothing_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/x", listener.local_addr().unwrap());
    let config = crate::Config::new(base, "BRN-0001-1700000000000", "SK-sandbox-only".into());
    let client = crate::Client::new(config, crate::Clock::wall()).unwrap();
    let id = domain::ids::RequestId::new("read-1");
    let hangs_up = async { drop(listener.accept().await.unwrap()) };
    let (heard, ()) = futures::join!(client.get_business("BRN-1", &id), hangs_up);
    assert!(!heard.unwrap_err().is_unsent(), "it may have been read before the line broke");
    drop(listener);
    let error = client.get_business("BRN-1", &id).await.unwrap_err();
    assert!(error.is_unsent() && error.class() == Class::Uncertain, "{error:?}");
    assert!(!Error::Timeout.is_unsent() && !rejected(503, b"").is_unsent());
}
