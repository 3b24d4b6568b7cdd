//! Keeps every call for the panel as it came, with the gate's answer and the words of a refusal.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::StreamExt;
use sqlx::types::Json;

use crate::config::BASE;
use crate::store::requests;
use crate::world::World;

/// The most bytes of a body that are kept.
const MOST: usize = 16 * 1024;
const NO_FILE: &str = "A form with a file. It is not kept.";

/// The gate's answer, carried in the extensions of a response.
#[derive(Clone, Copy)]
pub struct GateAnswer(pub &'static str);

/// Attaches the gate's answer to a response.
pub fn with_gate_answer(verdict: &'static str, mut response: Response) -> Response {
    response.extensions_mut().insert(GateAnswer(verdict));
    response
}

pub async fn record(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let target = head.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    if target == "/favicon.ico" {
        return next.run(Request::from_parts(head, body)).await;
    }
    let is_form = text(&head.headers, header::CONTENT_TYPE.as_str()).starts_with("multipart/");
    let seen = Arc::new(Mutex::new(if is_form { NO_FILE.as_bytes().to_vec() } else { Vec::new() }));
    let call = requests::Request {
        id: 0,
        at: world.clocks.wall.now().0,
        method: head.method.to_string(),
        headers: Json(head.headers.keys().map(|name| (name.to_string(), text(&head.headers, name.as_str()))).collect()),
        body: String::new(),
        verdict: String::new(),
        status: None,
        answer: String::new(),
        target,
    };
    let is_upload = call.method == "POST" && call.target == format!("{BASE}/file");
    let mut kept = Kept { world, call: Some(call), seen: seen.clone() };
    let body = if is_form { body } else { watched(body, seen) };
    let response = next.run(Request::from_parts(head, body)).await;
    let status = response.status();
    let verdict = match (response.extensions().get::<GateAnswer>(), status.as_u16()) {
        (Some(GateAnswer(verdict)), _) => verdict,
        (None, 401) if is_upload => "the token is refused",
        (None, 429 | 503) => "not asked",
        (None, _) if is_upload => "the token is taken",
        (None, _) => "not asked",
    };
    let (head, body) = response.into_parts();
    // The sandbox makes the answers itself: they are whole and short.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if let Some(call) = &mut kept.call {
        call.verdict = verdict.to_owned();
        call.status = Some(i64::from(status.as_u16()));
        if !status.is_success() {
            call.answer = cut(&bytes);
        }
    }
    kept.now().await;
    Response::from_parts(head, Body::from(bytes))
}

fn text(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    values.collect::<Vec<_>>().join(", ")
}

/// Copies the beginning of a body while somebody reads it.
fn watched(body: Body, seen: Arc<Mutex<Vec<u8>>>) -> Body {
    Body::from_stream(body.into_data_stream().inspect(move |chunk| {
        if let Ok(chunk) = chunk {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            let room = MOST.saturating_sub(seen.len());
            seen.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
    }))
}

fn cut(bytes: &Bytes) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(MOST)]).into_owned()
}

/// A call until it is written down: with its answer, or when the client hangs up and the work is dropped.
struct Kept {
    world: Arc<World>,
    call: Option<requests::Request>,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Kept {
    async fn now(mut self) {
        if let Some(call) = self.take() {
            write(&self.world, &call).await;
        }
    }

    fn take(&mut self) -> Option<requests::Request> {
        let mut call = self.call.take()?;
        call.body = String::from_utf8_lossy(&self.seen.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
        Some(call)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let Some(call) = self.take() else { return };
        let world = self.world.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { write(&world, &call).await });
        }
    }
}

/// Writes the call down; a log that cannot be written hinders no call.
async fn write(world: &World, call: &requests::Request) {
    let written = async {
        let mut conn = world.db.acquire().await?;
        requests::insert(&mut conn, call).await
    };
    if let Err(cause) = written.await {
        tracing::warn!("a call could not be logged: {cause}");
    }
}
