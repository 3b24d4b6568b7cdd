use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use doku::signature::{self, Parts, TimestampLabel};
use doku::{Client, Clock, Config, Exchange};
use domain::Millis;
use domain::forms::NewBusiness;
use domain::ids::RequestId;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockBuilder, MockServer, Request, ResponseTemplate};

pub const CLIENT_ID: &str = "BRN-0214-1739411205118";
pub const KEY: &str = "SK-sandboxPartnerKey-0001";
pub const BASE: &str = "/adv-core-api/partner/v1.0";
pub const BODY: &[u8] = br#"{"business":{"name":"Warung Ratna Sari"}}"#;

pub struct World {
    pub server: MockServer,
    pub clock: Clock,
    pub client: Arc<Client>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let server = MockServer::start().await;
        let clock = Clock::frozen(Millis::from_iso("2025-11-04T06:00:00Z").unwrap());
        let mut config = config(&format!("{}{BASE}", server.uri()));
        change(&mut config);
        let exchanges: Arc<Mutex<Vec<Exchange>>> = Arc::default();
        let kept = exchanges.clone();
        let client =
            Client::new(config, clock.clone()).unwrap().on_exchange(move |one| kept.lock().unwrap().push(one.clone()));
        Self { server, clock, client: Arc::new(client), exchanges }
    }

    pub async fn answers(&self, verb: &str, below: &str, answer: ResponseTemplate) {
        on(verb, below).respond_with(answer).mount(&self.server).await;
    }

    pub async fn received(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
    }

    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap().clone()
    }

    pub async fn register(&self) -> Result<doku::Registered, doku::Error> {
        self.client.register(&id("register-1"), Bytes::from_static(BODY)).await
    }
}

pub fn config(base_url: &str) -> Config {
    Config { timeout: Duration::from_millis(400), ..Config::new(base_url, CLIENT_ID, KEY.into()) }
}

pub fn on(verb: &str, below: &str) -> MockBuilder {
    Mock::given(method(verb)).and(path(format!("{BASE}{below}")))
}

pub fn id(text: &str) -> RequestId {
    RequestId::new(text)
}

pub fn query() -> NewBusiness {
    NewBusiness {
        business_type: "PERSONAL".into(),
        legal_entity: "PERSEORANGAN".into(),
        business_line: "RETAIL".into(),
        nationality: "ID".into(),
    }
}

pub fn json(status: u16, name: &str) -> ResponseTemplate {
    let file = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    ResponseTemplate::new(status).set_body_raw(std::fs::read(file).unwrap(), "application/json")
}

pub fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Tells whether a request carries the right signature over `target`.
pub fn is_signed(request: &Request, target: &str) -> bool {
    is_signed_over(request, target, Some(&request.body[..]).filter(|body| !body.is_empty()))
}

/// Checks the signature with another reading of what its digest covers.
pub fn is_signed_over(request: &Request, target: &str, body: Option<&[u8]>) -> bool {
    let parts = Parts {
        client_id: CLIENT_ID,
        request_id: header(request, "Request-Id"),
        timestamp: header(request, "Request-Timestamp"),
        timestamp_label: TimestampLabel::Request,
        target,
        body,
    };
    header(request, "Client-Id") == CLIENT_ID && signature::verify(&KEY.into(), &parts, header(request, "Signature"))
}

/// Signs an answer as DOKU's pages describe.
pub fn signed(answer: ResponseTemplate, request_id: &str, below: &str, body: Option<&[u8]>) -> ResponseTemplate {
    signed_over(answer, request_id, &format!("{BASE}{below}"), body)
}

pub fn signed_over(answer: ResponseTemplate, request_id: &str, target: &str, body: Option<&[u8]>) -> ResponseTemplate {
    let timestamp = "2025-11-04T06:00:07Z";
    let parts =
        Parts { client_id: CLIENT_ID, request_id, timestamp, timestamp_label: TimestampLabel::Response, target, body };
    answer
        .insert_header("Response-Timestamp", timestamp)
        .insert_header("Signature", signature::sign(&KEY.into(), &parts))
}
