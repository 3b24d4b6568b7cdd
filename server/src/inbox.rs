//! Keeps callbacks before they are acknowledged, those that come together in one transaction: a commit that reaches the disk
//! is what costs, so a burst pays it once.

use crate::{
    error::{Error, Result},
    store::{
        Store, businesses,
        callbacks::{self, Callback},
    },
};
use tokio::sync::{mpsc, oneshot};

/// Callbacks per commit, and how many may wait before senders do.
const TOGETHER: usize = 64;

pub struct Inbox(mpsc::Sender<Waiting>);

struct Waiting {
    callback: Callback,
    kept: oneshot::Sender<bool>,
}

impl Inbox {
    /// Its task ends when the last sender is dropped.
    pub fn start(store: Store) -> Self {
        let (send, receive) = mpsc::channel(TOGETHER);
        tokio::spawn(run(store, receive));
        Self(send)
    }

    /// Returns once it is committed: only then may it be acknowledged.
    pub async fn keep(&self, callback: Callback) -> Result<()> {
        let (kept, told) = oneshot::channel();
        self.0.send(Waiting { callback, kept }).await.map_err(|_| Error::Inbox)?;
        if told.await.unwrap_or(false) { Ok(()) } else { Err(Error::Inbox) }
    }
}

async fn run(store: Store, mut receive: mpsc::Receiver<Waiting>) {
    while let Some(first) = receive.recv().await {
        let mut batch = vec![first];
        let outcome = commit(&store, &mut receive, &mut batch).await;
        if let Err(error) = &outcome {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "{} callbacks were not kept; DOKU will send them again",
                batch.len()
            );
        }
        for waiting in batch {
            // A sender that went away is told again when DOKU repeats.
            let _ = waiting.kept.send(outcome.is_ok());
        }
    }
}

/// While the writer was busy more have come: they go along.
async fn commit(store: &Store, receive: &mut mpsc::Receiver<Waiting>, batch: &mut Vec<Waiting>) -> Result<()> {
    let mut tx = store.begin().await?;
    while batch.len() < TOGETHER
        && let Ok(next) = receive.try_recv()
    {
        batch.push(next);
    }
    for Waiting { callback, .. } in &*batch {
        callbacks::insert(&mut tx, callback).await?;
        if let Some(business) = callback.business_id {
            businesses::read_soon(&mut tx, business, callback.received_at).await?;
        }
    }
    Ok(tx.commit().await?)
}
