//! Records the statements of a piece of work: sqlx reports each, and the span in which it was made.

use super::Person;
use axum::body::{Body, to_bytes};
use http::{Request, header};
use server::router;
use std::{
    collections::BTreeMap,
    future::Future,
    sync::{Mutex, PoisonError},
};
use tower::ServiceExt;
use tracing::{Event, Instrument, Level, Subscriber, field::Field, span};
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

/// The target of the spans that it listens to.
pub const TARGET: &str = module_path!();

/// The statements by the span in which they were made.
static SEEN: Mutex<BTreeMap<u64, Vec<String>>> = Mutex::new(BTreeMap::new());

pub struct Listener;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(span) =
            context.event_scope(event).and_then(|scope| scope.from_root().find(|span| span.name() == "page"))
        else {
            return;
        };
        let mut statement = Statement::default();
        event.record(&mut statement);
        let text = if statement.whole.trim().is_empty() { statement.summary } else { statement.whole };
        SEEN.lock().unwrap_or_else(PoisonError::into_inner).entry(span.id().into_u64()).or_default().push(text);
    }
}

#[derive(Default)]
struct Statement {
    /// The whole statement, where it is short.
    summary: String,
    whole: String,
}

impl tracing::field::Visit for Statement {
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }
}

/// Returns the result of some work, and the statements that it made in this task, in their order.
pub async fn watched<T>(asks: impl Future<Output = T>) -> (T, Vec<String>) {
    super::log::listen();
    let span = span!(Level::INFO, "page");
    let id = span.id().unwrap().into_u64();
    let done = asks.instrument(span.clone()).await;
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner).remove(&id).unwrap_or_default();
    (done, seen.into_iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}

/// Lists the statements of one page.
pub async fn page(person: &Person<'_>, path: &str) -> Vec<String> {
    let request = Request::get(path)
        .header(header::HOST, person.world.base.trim_start_matches("http://"))
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, &person.cookie)
        .header(header::AUTHORIZATION, &person.email)
        .body(Body::empty())
        .unwrap();
    let router = router(person.world.services.clone());
    let (status, seen) = watched(async {
        let answer = router.oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        // The page is drawn while it is read.
        to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        status
    })
    .await;
    assert_eq!(status, 200, "{path}");
    assert!(!seen.is_empty(), "{path} asks nothing");
    seen
}
