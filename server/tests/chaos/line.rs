//! The line on which DOKU calls back: it notes acknowledgements, loses some, can be cut, and has a forger on it.

use crate::chance::Chance;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use tokio::sync::watch;

const PATH: &str = "/webhooks/doku";
/// One in `FORGED` callbacks follows a forgery; one in `UNHEARD` loses its acknowledgement.
const FORGED: u64 = 6;
const UNHEARD: u64 = 16;

#[derive(Clone)]
pub struct Line(Arc<Inner>);

struct Inner {
    url: String,
    app: String,
    http: reqwest::Client,
    is_cut: watch::Sender<bool>,
    notes: Mutex<Notes>,
}

struct Notes {
    chance: Chance,
    seen: Seen,
}

/// The traffic on the line.
#[derive(Clone, Default)]
pub struct Seen {
    /// The number of acknowledgements of each Request-Id.
    pub acknowledged: BTreeMap<String, i64>,
    /// The Request-Ids of forgeries that name one of their own.
    pub forged: BTreeSet<String>,
    pub forgeries: u64,
    /// Forgeries that were answered with success.
    pub believed: u64,
    pub turned_away: u64,
}

impl Line {
    pub async fn lay(app: &str, seed: u64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let line = Self(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            app: app.to_owned(),
            http: reqwest::Client::new(),
            is_cut: watch::Sender::new(false),
            notes: Mutex::new(Notes { chance: Chance::new(seed), seen: Seen::default() }),
        }));
        let router = Router::new().route(PATH, post(pass)).with_state(line.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        line
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn cut(&self, cut: bool) {
        self.0.is_cut.send_replace(cut);
    }

    pub async fn is_whole(&self) {
        self.0.is_cut.subscribe().wait_for(|cut| !cut).await.unwrap();
    }

    pub fn seen(&self) -> Seen {
        self.0.notes.lock().unwrap().seen.clone()
    }

    fn note<T>(&self, note: impl FnOnce(&mut Notes) -> T) -> T {
        note(&mut self.0.notes.lock().unwrap())
    }

    async fn forward(&self, headers: HeaderMap, body: Bytes) -> StatusCode {
        let request = self.0.http.post(format!("{}{PATH}", self.0.app)).headers(headers).body(body);
        request.send().await.map_or(StatusCode::BAD_GATEWAY, |answer| answer.status())
    }

    /// Forges a callback under the true Request-Id or one of its own, with a signature that was made for other bytes.
    async fn forge(&self, mut headers: HeaderMap, body: &Bytes) {
        let own = self.note(|notes| match notes.chance.below(2) {
            0 => None,
            _ => Some(format!("forged-{:016x}", notes.chance.below(u64::MAX))),
        });
        if let Some(id) = &own {
            headers.insert("request-id", id.parse().unwrap());
        }
        let answer = self.forward(headers, contrary(body)).await;
        self.note(|Notes { seen, .. }| {
            seen.forgeries += 1;
            seen.believed += u64::from(answer.is_success());
            seen.forged.extend(own);
        });
    }
}

async fn pass(State(line): State<Line>, mut headers: HeaderMap, body: Bytes) -> StatusCode {
    headers.remove("host");
    headers.remove("content-length");
    if *line.0.is_cut.borrow() {
        line.note(|notes| notes.seen.turned_away += 1);
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let (forged, unheard) = line.note(|Notes { chance, .. }| (chance.below(FORGED) == 0, chance.below(UNHEARD) == 0));
    if forged {
        line.forge(headers.clone(), &body).await;
    }
    let answer = line.forward(headers.clone(), body).await;
    if answer.is_success() {
        let request_id = headers["request-id"].to_str().unwrap().to_owned();
        line.note(|notes| *notes.seen.acknowledged.entry(request_id).or_default() += 1);
    }
    if unheard { StatusCode::BAD_GATEWAY } else { answer }
}

/// Returns the opposite of what DOKU says; without a verdict, the body with other bytes.
fn contrary(body: &Bytes) -> Bytes {
    let said = String::from_utf8_lossy(body).replace("\"REJECTED\"", "\"-\"");
    format!("{} ", said.replace("\"ACTIVE\"", "\"REJECTED\"").replace("\"-\"", "\"ACTIVE\"")).into()
}
