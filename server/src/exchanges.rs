//! Keeps every exchange with DOKU for admins: method, path, status, milliseconds, Request-Id. Nothing else.

use crate::{
    store::{Store, exchanges},
    telemetry::or_warn,
};
use doku::Clock;
use domain::ids::FactId;
use std::time::Duration;
use tokio::sync::mpsc;

/// The most exchanges per commit, and the time for which they are gathered.
const TOGETHER: usize = 64;
const PAUSE: Duration = Duration::from_millis(100);

/// Hands exchanges to a task of its own, so that a slow disk never delays a call. When it is too slow they are dropped.
pub fn recorder(store: Store, clock: Clock) -> impl Fn(&doku::Exchange) + Send + Sync + 'static {
    let (send, mut receive) = mpsc::channel::<doku::Exchange>(256);
    tokio::spawn(async move {
        let mut batch = Vec::new();
        while receive.recv_many(&mut batch, TOGETHER).await > 0 {
            or_warn(keep(&store, &clock, batch.drain(..)).await, "exchanges with DOKU were not kept");
            tokio::time::sleep(PAUSE).await;
        }
    });
    move |exchange| {
        count(exchange);
        let _ = send.try_send(exchange.clone());
    }
}

fn count(exchange: &doku::Exchange) {
    let status = exchange.status.map_or("none".to_owned(), |status| status.to_string());
    let (method, endpoint) = (exchange.method.clone(), endpoint(&exchange.path));
    metrics::counter!("doku_requests_total", "method" => method, "endpoint" => endpoint, "status" => status)
        .increment(1);
}

/// Returns a path without its ids, the parts with more than three digits: `/business/{id}`.
fn endpoint(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let bare = |part: &str| if part.bytes().filter(u8::is_ascii_digit).count() > 3 { "{id}" } else { part }.to_owned();
    path.split('/').map(bare).collect::<Vec<String>>().join("/")
}

async fn keep(store: &Store, clock: &Clock, batch: impl Iterator<Item = doku::Exchange>) -> crate::error::Result<()> {
    let mut tx = store.begin().await?;
    for exchange in batch {
        let id = FactId::new(tx.chance.new_id(clock.now())?);
        exchanges::insert(&mut tx, id, &exchange).await?;
    }
    Ok(tx.commit().await?)
}
