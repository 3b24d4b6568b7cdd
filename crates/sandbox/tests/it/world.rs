//! A sandbox on a free port, a receiver on another, and one frozen clock.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use doku::signature::{Parts, TimestampLabel, verify};
use doku::{CallbackFacts, Clock};
use domain::Millis;
use reqwest::multipart::{Form, Part};
use sandbox::{Config, Decide, Sandbox};
use secrecy::SecretString;
use serde_json::{Value, json};

pub const CLIENT: &str = "BRN-0001-1700000000000";
pub const KEY: &str = "SK-sandbox-only";
pub const NOW: &str = "2026-11-22T03:00:00Z";
pub const BASE: &str = "/adv-core-api/partner/v1.0";
/// A JPEG of 300 by 200, as far as its headers say.
pub const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\
    \xff\xc0\x00\x0b\x08\x00\xc8\x01\x2c\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x07\xff\xd9";

pub struct World {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub receiver: Receiver,
    pub http: reqwest::Client,
    requests: AtomicU64,
    folder: tempfile::TempDir,
    decide: Decide,
    strict: bool,
}

pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl World {
    pub async fn new(decide: Decide) -> Self {
        Self::with(decide, false).await
    }

    pub async fn with(decide: Decide, strict: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::frozen(Millis::from_iso(NOW).unwrap());
        let sandbox =
            Sandbox::start(config(folder.path().join("sandbox.db"), decide, strict), clock.clone()).await.unwrap();
        let receiver = Receiver::start().await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { sandbox, clock, receiver, http, requests: AtomicU64::new(0), folder, decide, strict }
    }

    /// Starts a new process over the same file.
    pub async fn restarted(self) -> Self {
        let Self { sandbox, clock, receiver, http, requests, folder, decide, strict } = self;
        sandbox.stop().await;
        let sandbox =
            Sandbox::start(config(folder.path().join("sandbox.db"), decide, strict), clock.clone()).await.unwrap();
        Self { sandbox, clock, receiver, http, requests, folder, decide, strict }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.sandbox.address())
    }

    /// Moves the clock and lets everything happen that is due by then.
    pub async fn advance(&self, ms: i64) {
        self.clock.advance(ms);
        self.sandbox.deliver_due().await;
    }

    pub fn request_id(&self) -> String {
        format!("request-{}", self.requests.fetch_add(1, Ordering::SeqCst))
    }

    /// Sends a well-signed call under `BASE`.
    pub async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let request_id = self.request_id();
        self.call_as(&request_id, method, path, body).await
    }

    pub async fn call_as(&self, request_id: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        read(self.request(request_id, method, path, body).send().await.unwrap()).await
    }

    pub fn request(&self, request_id: &str, method: &str, path: &str, body: Option<&Value>) -> reqwest::RequestBuilder {
        let path = format!("{BASE}{path}");
        let bytes = body.map(|body| serde_json::to_vec(body).unwrap());
        let timestamp = self.clock.now().to_iso();
        let parts = Parts {
            client_id: CLIENT,
            request_id,
            timestamp: &timestamp,
            timestamp_label: TimestampLabel::Request,
            target: path.split('?').next().unwrap(),
            body: bytes.as_deref(),
        };
        let request = self
            .http
            .request(method.parse().unwrap(), self.url(&path))
            .headers(parts.headers(&SecretString::from(KEY)).unwrap());
        match bytes {
            Some(bytes) => request.header("Content-Type", "application/json").body(bytes),
            None => request,
        }
    }

    pub async fn token(&self) -> String {
        let answer =
            self.call("POST", "/token", Some(&json!({"grant_type": "client_credentials", "valid_time": "60"}))).await;
        answer.body["token"].as_str().unwrap().to_owned()
    }

    pub async fn upload(&self, category: &str, code: &str, name: &str, bytes: Vec<u8>) -> Answer {
        let token = self.token().await;
        let form = Form::new()
            .text("category", category.to_owned())
            .text("code", code.to_owned())
            .part("file", Part::bytes(bytes).file_name(name.to_owned()));
        let request = self.http.post(self.url(&format!("{BASE}/file"))).bearer_auth(token).multipart(form);
        read(request.send().await.unwrap()).await
    }

    pub async fn file(&self, category: &str, code: &str, name: &str) -> String {
        let answer = self.upload(category, code, name, JPEG.to_vec()).await;
        answer.body["id"].as_str().expect("an upload answers an id").to_owned()
    }

    /// Returns the published PERSONAL sample with files that were really uploaded.
    pub async fn registration(&self) -> Value {
        self.registration_with("ktp.jpg", "toko.jpg").await
    }

    pub async fn registration_with(&self, ktp: &str, photo: &str) -> Value {
        let text = include_str!("../fixtures/registration-request.personal.json");
        let mut body: Value = serde_json::from_str(text).unwrap();
        let business = &mut body["business"];
        business["callback_url"] = self.receiver.url("/webhooks/doku").into();
        business["contacts"][0]["documents"][0]["id"] = self.file("DOCUMENT", "KTP", ktp).await.into();
        business["contacts"][0]["owner_liveness"]["id"] = self.file("OWNER_LIVENESS", "", "selfie.jpg").await.into();
        business["brands"][0]["photo_proofs"][0]["id"] = self.file("PHOTO_PROOF", "", photo).await.into();
        body
    }

    /// Registers it and returns the business id.
    pub async fn registered(&self, body: &Value) -> String {
        let answer = self.call("POST", "/business", Some(body)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["business"]["id"].as_str().unwrap().to_owned()
    }

    pub async fn business(&self, id: &str) -> Value {
        let answer = self.call("GET", &format!("/business/{id}"), None).await;
        assert_eq!(answer.status, 200);
        answer.body
    }

    pub async fn update(&self, id: &str, business: Value) -> Answer {
        self.call("PUT", &format!("/business/{id}"), Some(&json!({ "business": business }))).await
    }

    pub async fn switch(&self, switches: Value) {
        assert_eq!(self.sim("POST", "/sim/api/switches", switches).await.status, 200);
    }

    /// Posts to `/sim/api/{what}/{id}/{action}` and delivers everything that follows at once.
    pub async fn order(&self, what: &str, id: impl std::fmt::Display, action: &str) -> Answer {
        let answer = self.sim("POST", &format!("/sim/api/{what}/{id}/{action}"), json!({})).await;
        self.sandbox.deliver_due().await;
        answer
    }

    pub async fn sim(&self, method: &str, path: &str, body: Value) -> Answer {
        let request = self.http.request(method.parse().unwrap(), self.url(path)).json(&body);
        read(request.send().await.unwrap()).await
    }
}

pub async fn read(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    Answer { status, body: serde_json::from_slice(&body).unwrap_or(Value::Null) }
}

pub fn config(database: PathBuf, decide: Decide, strict: bool) -> Config {
    Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        database,
        client_id: CLIENT.to_owned(),
        secret_key: KEY.into(),
        decide,
        auto_delay: Duration::from_secs(5),
        strict,
        seed: Some(7),
    }
}

/// Keeps every callback and answers with the status it is told.
#[derive(Clone)]
pub struct Receiver {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Callback>>>,
    status: Arc<AtomicU16>,
}

#[derive(Clone)]
pub struct Callback {
    pub request_id: String,
    pub timestamp: String,
    pub is_signed: bool,
    pub is_snap: bool,
    pub body: Value,
}

impl Callback {
    /// Reads the callback with our own reader, whatever its shape.
    pub fn facts(&self) -> CallbackFacts {
        doku::callback::read(self.body.to_string().as_bytes(), CLIENT).unwrap()
    }
    pub fn kind(&self) -> &str {
        self.body["type"].as_str().unwrap()
    }
    pub fn status(&self) -> &str {
        self.body["status"].as_str().unwrap()
    }
}

impl Receiver {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            status: Arc::new(AtomicU16::new(200)),
        };
        let router = Router::new().route("/webhooks/doku", post(keep)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    pub fn all(&self) -> Vec<Callback> {
        self.seen.lock().unwrap().clone()
    }

    pub fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }

    pub fn about(&self, kind: &str) -> Vec<Callback> {
        self.all().into_iter().filter(|callback| callback.kind() == kind).collect()
    }

    /// Lists `(type, status)`, sorted.
    pub fn statuses(&self) -> Vec<(String, String)> {
        let mut said: Vec<_> = self.all().iter().map(|c| (c.kind().to_owned(), c.status().to_owned())).collect();
        said.sort();
        said
    }
}

async fn keep(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (client_id, request_id, timestamp) = (header("client-id"), header("request-id"), header("request-timestamp"));
    let parts = Parts {
        client_id: &client_id,
        request_id: &request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target: "/webhooks/doku",
        body: Some(&body),
    };
    let is_signed = verify(&SecretString::from(KEY), &parts, &header("signature")) && client_id == CLIENT;
    let is_snap = doku::signature::is_snap(&headers);
    let body = serde_json::from_slice(&body).unwrap();
    receiver.seen.lock().unwrap().push(Callback { request_id, timestamp, is_signed, is_snap, body });
    StatusCode::from_u16(receiver.status.load(Ordering::SeqCst)).unwrap()
}
