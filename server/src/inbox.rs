//! Keeps callbacks before they are acknowledged, those that arrive together in one transaction: a commit that reaches
//! the disk is the expensive part, so a burst pays for it once.

use crate::{
    error::{Error, Result},
    store::{
        Store,
        callbacks::{self, Callback},
    },
};
use app::error::AppError;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};
use tokio::sync::{Mutex, mpsc, oneshot};

/// The most callbacks per commit, which is also the number that may wait before senders must.
const TOGETHER: usize = 64;
/// PostgreSQL writes one batch to its disk while the next is on its way; SQLite has one writer.
const COMMITTERS: usize = 2;

pub struct Inbox(mpsc::Sender<Waiting>);

struct Waiting {
    callback: Callback,
    kept: oneshot::Sender<Fate>,
}

#[derive(Clone, Copy)]
enum Fate {
    Kept,
    NoRoom,
    Lost,
}

impl Inbox {
    /// Starts the tasks, which end when the last sender is dropped.
    pub fn start(store: Store) -> Self {
        let (send, receive) = mpsc::channel(TOGETHER);
        let receive = Arc::new(Mutex::new(receive));
        for _ in 0..if store.is_one_process() { 1 } else { COMMITTERS } {
            tokio::spawn(run(store.clone(), receive.clone()));
        }
        Self(send)
    }

    /// Returns once the callback is committed: only then may it be acknowledged.
    pub async fn keep(&self, callback: Callback) -> Result<()> {
        let (kept, told) = oneshot::channel();
        self.0.send(Waiting { callback, kept }).await.map_err(|_| Error::Inbox)?;
        match told.await.unwrap_or(Fate::Lost) {
            Fate::Kept => Ok(()),
            Fate::NoRoom => Err(AppError::NoRoom.into()),
            Fate::Lost => Err(Error::Inbox),
        }
    }
}

async fn run(store: Store, receive: Arc<Mutex<mpsc::Receiver<Waiting>>>) {
    loop {
        let mut batch = Vec::new();
        let fate = match commit(&store, &receive, &mut batch).await {
            Ok(false) => return,
            Ok(true) => Fate::Kept,
            Err(error) => {
                tracing::error!(
                    error = %crate::telemetry::causes(&error),
                    "{} callbacks were not kept; DOKU will send them again",
                    batch.len()
                );
                if error.is_no_room() { Fate::NoRoom } else { Fate::Lost }
            }
        };
        for kept in batch {
            // A sender that went away gets an answer when DOKU repeats.
            let _ = kept.send(fate);
        }
    }
}

/// Commits one batch. Callbacks that came while the writer was busy go along. Returns false when no more will come.
async fn commit(
    store: &Store,
    receive: &Mutex<mpsc::Receiver<Waiting>>,
    told: &mut Vec<oneshot::Sender<Fate>>,
) -> Result<bool> {
    let mut batch = Batch::new();
    let mut waiting = receive.lock().await;
    let Some(first) = waiting.recv().await else { return Ok(false) };
    told.push(add(&mut batch, first));
    let mut tx = store.begin().await?;
    while told.len() < TOGETHER
        && let Ok(next) = waiting.try_recv()
    {
        told.push(add(&mut batch, next));
    }
    drop(waiting);
    let batch: Vec<Callback> = batch.into_values().collect();
    let new = callbacks::insert(&mut tx, &batch).await?;
    tx.commit().await?;
    count(new, told.len());
    Ok(true)
}

fn count(new: usize, all: usize) {
    let count = |outcome, number: usize| {
        metrics::counter!("callbacks_total", "outcome" => outcome).increment(number.try_into().unwrap_or_default());
    };
    count("new", new);
    count("duplicate", all.saturating_sub(new));
}

/// The callbacks by what identifies them: rows are locked in this order.
type Batch = BTreeMap<(String, String, Option<Vec<u8>>), Callback>;

/// Adds a callback to a batch. The same one delivered twice at once is one row, counted twice.
fn add(batch: &mut Batch, Waiting { callback, kept }: Waiting) -> oneshot::Sender<Fate> {
    match batch.entry((callback.client_id.clone(), callback.request_id.clone(), callback.digest.clone())) {
        Entry::Vacant(place) => drop(place.insert(callback)),
        Entry::Occupied(mut first) => first.get_mut().deliveries += callback.deliveries,
    }
    kept
}
