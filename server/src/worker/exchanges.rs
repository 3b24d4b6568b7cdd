//! Every exchange with DOKU is kept for admins: method, path, status, milliseconds, Request-Id. Nothing else.

use crate::{
    store::{Store, exchanges},
    vault,
};
use doku::Clock;
use domain::ids::FactId;
use tokio::sync::mpsc;

/// Hands exchanges to a task of its own, so that a slow disk never holds up a call. When it cannot keep up they are dropped.
pub fn recorder(store: Store, clock: Clock) -> impl Fn(&doku::Exchange) + Send + Sync + 'static {
    let (send, mut receive) = mpsc::channel::<doku::Exchange>(256);
    tokio::spawn(async move {
        while let Some(exchange) = receive.recv().await {
            if let Err(error) = keep(&store, &clock, exchange).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "an exchange with DOKU was not kept");
            }
        }
    });
    move |exchange| {
        let _ = send.try_send(exchange.clone());
    }
}

async fn keep(store: &Store, clock: &Clock, e: doku::Exchange) -> crate::error::Result<()> {
    let millis = u64::try_from(clock.now().0).unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &vault::random::<10>()?).into_uuid();
    let row = exchanges::Exchange {
        id: FactId::new(id),
        method: e.method,
        path: e.path,
        status: e.status.map(i64::from),
        took_ms: i64::try_from(e.ms).unwrap_or(i64::MAX),
        request_id: e.request_id.to_string(),
        at: e.at,
    };
    let mut tx = store.begin().await?;
    exchanges::insert(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(())
}
