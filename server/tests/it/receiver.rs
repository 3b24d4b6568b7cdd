//! A system of the partner that receives webhooks.

use crate::world::{Answer, Person};
use axum::{
    Router,
    body::Bytes,
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use domain::ids::BusinessId;
use secrecy::SecretString;
use serde_json::Value;
use server::webhooks::signature;
use std::sync::{Arc, Mutex};

/// One delivery, unchanged.
#[derive(Clone)]
pub struct Got {
    pub id: String,
    timestamp: i64,
    signature: String,
    pub body: Bytes,
}

impl Got {
    pub fn event(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A system of the partner, which takes everything, unless it was told another answer.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    got: Arc<Mutex<Vec<Got>>>,
    answer: Arc<Mutex<u16>>,
    refused: Arc<Mutex<Option<String>>>,
}

impl Receiver {
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let receiver = Self { url, got: Arc::default(), answer: Arc::new(Mutex::new(204)), refused: Arc::default() };
        let app = Router::new().route("/hook", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        receiver
    }

    pub fn answers(&self, status: u16) {
        *self.answer.lock().unwrap() = status;
    }

    /// Answers 400 to events that name `word`, until it is `None`.
    pub fn refuses(&self, word: Option<String>) {
        *self.refused.lock().unwrap() = word;
    }

    /// Lists the events of this kind that it received.
    pub fn events(&self, kind: &str) -> Vec<Value> {
        self.got().iter().map(Got::event).filter(|event| event["type"] == kind).collect()
    }

    /// Lists the sequences of one business, as they came.
    pub fn sequences(&self, id: BusinessId) -> Vec<i64> {
        let events = self.got().iter().map(Got::event).collect::<Vec<_>>();
        let of = events.iter().filter(|event| event["data"]["business"] == id.to_string().as_str());
        of.map(|event| event["sequence"].as_i64().unwrap()).collect()
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    pub fn moves(&self) -> Vec<(String, String)> {
        let word = |event: &Value, name: &str| event["data"][name].as_str().unwrap().to_owned();
        let moves = self.events("business.state_changed");
        moves.iter().map(|event| (word(event, "previous"), word(event, "state"))).collect()
    }
}

async fn take(Shared(receiver): Shared<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    assert_eq!(text("content-type"), "application/json");
    let timestamp = text("webhook-timestamp").parse().unwrap();
    let got = Got { id: text("webhook-id"), timestamp, signature: text("webhook-signature"), body };
    receiver.got.lock().unwrap().push(got);
    let is_refused = |word: &String| String::from_utf8_lossy(&receiver.got().last().unwrap().body).contains(word);
    let refuses = receiver.refused.lock().unwrap().as_ref().is_some_and(is_refused);
    let status = if refuses { 400 } else { *receiver.answer.lock().unwrap() };
    let elsewhere = [("location", format!("{}?led=elsewhere", receiver.url))];
    (StatusCode::from_u16(status).unwrap(), elsewhere).into_response()
}

/// Adds an endpoint at the settings page; returns the secret that the page shows once.
pub async fn add(admin: &Person<'_>, url: &str) -> SecretString {
    let answer = admin.post("/review/settings/endpoints", &[("url", url)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    secret(&answer).into()
}

/// Returns the text of the one box of secrets.
pub fn secret(answer: &Answer) -> String {
    answer.body.split("class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned()
}

/// Tells whether any of its signatures is right, as receivers check them.
pub fn is_signed(secret: &SecretString, got: &Got) -> bool {
    let own = signature::sign(secret, &got.id, got.timestamp, &got.body).unwrap();
    got.signature.split(' ').any(|signature| signature == own)
}
