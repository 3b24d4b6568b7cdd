//! The line to DOKU, which passes calls on to the sandbox, or answers in its place where no marked value can.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use reqwest::Client;
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Status, headers and body.
pub type Answer = (u16, &'static [(&'static str, &'static str)], String);

#[derive(Clone)]
pub enum Trouble {
    /// The call never gets through.
    Refused(Answer),
    /// The call gets through and does its work, but the answer is another.
    Garbled(Answer),
    /// The call gets through and does its work, but no answer comes for so long.
    Silent(Duration),
}

/// A request on the line: method and path below the API's base, Request-Id, time and value of the signature, body.
#[derive(Clone)]
pub struct Passed {
    pub what: String,
    pub request_id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: Bytes,
}

#[derive(Clone)]
pub struct Line {
    to: SocketAddr,
    http: Client,
    troubles: Arc<Mutex<HashMap<String, Vec<Trouble>>>>,
    passed: Arc<Mutex<Vec<Passed>>>,
}

impl Line {
    /// Lays a line; returns it with the base address of the partner API at this end.
    pub async fn lay(to: SocketAddr, path: &str, http: Client) -> (Self, String) {
        let line = Self { to, http, troubles: Arc::default(), passed: Arc::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}{path}", listener.local_addr().unwrap());
        let app = Router::new().fallback(pass).with_state(line.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (line, base)
    }

    /// Lets the next `times` calls to `what`, such as `POST /business`, meet this trouble.
    pub fn next(&self, what: &str, times: usize, trouble: Trouble) {
        self.troubles.lock().unwrap().entry(what.to_owned()).or_default().extend(std::iter::repeat_n(trouble, times));
    }

    pub fn mend(&self) {
        self.troubles.lock().unwrap().clear();
    }

    pub fn passed(&self, what: &str) -> Vec<Passed> {
        self.passed.lock().unwrap().iter().filter(|one| one.what == what).cloned().collect()
    }

    fn meets(&self, what: &str) -> Option<Trouble> {
        let mut troubles = self.troubles.lock().unwrap();
        let waiting = troubles.get_mut(what)?;
        if waiting.is_empty() { None } else { Some(waiting.remove(0)) }
    }
}

async fn pass(State(line): State<Line>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let below = parts.uri.path().split("/v1.0").nth(1).unwrap_or_default();
    let below = if below.starts_with("/business/") { "/business/{id}" } else { below };
    let what = format!("{} {below}", parts.method);
    let header =
        |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let (request_id, timestamp, signature) = (header("request-id"), header("request-timestamp"), header("signature"));
    line.passed.lock().unwrap().push(Passed {
        what: what.clone(),
        request_id,
        timestamp,
        signature,
        body: body.clone(),
    });
    let trouble = line.meets(&what);
    if let Some(Trouble::Refused(answer)) = trouble {
        return as_response(answer);
    }
    let url = format!("http://{}{}", line.to, parts.uri.path_and_query().unwrap());
    let mut headers = parts.headers;
    headers.remove("host");
    let answer = line.http.request(parts.method, url).headers(headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    let response = response.body(Body::from(answer.bytes().await.unwrap())).unwrap();
    match trouble {
        Some(Trouble::Garbled(answer)) => as_response(answer),
        Some(Trouble::Silent(time)) => {
            tokio::time::sleep(time).await;
            response
        }
        _ => response,
    }
}

fn as_response((status, headers, body): Answer) -> Response {
    let mut response = (http::StatusCode::from_u16(status).unwrap(), body).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(http::HeaderName::from_static(name), http::HeaderValue::from_static(value));
    }
    response
}
