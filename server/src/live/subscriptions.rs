//! Open streams by session. All streams of a session end together, so rights are checked once per session and round, in
//! batches, and not by every stream.

use app::viewer::Viewer;
use domain::{
    Role,
    ids::{AccountId, BusinessId},
};
use parking_lot::Mutex;
use std::collections::HashMap;
use tokio::sync::watch;

/// A session by the SHA-256 of its id, as the store names it.
pub type Key = Vec<u8>;

/// The business that a stream is about. `None` is the queue, which is about all.
pub type Room = Option<BusinessId>;

/// The most streams of one session about one thing: tabs of the same page. A session has no limit over all: a merchant
/// has few businesses, and a person of the partner may have any number of them open.
const MOST: usize = 16;

#[derive(Default)]
pub struct Subscriptions(Mutex<State>);

#[derive(Default)]
struct State {
    subscriptions: HashMap<Key, Subscriber>,
    closed: bool,
}

struct Subscriber {
    account: AccountId,
    role: Role,
    /// The senders that end the streams, by what those are about.
    rooms: HashMap<Room, watch::Sender<bool>>,
}

impl Subscriptions {
    /// Opens one stream, which ends when the receiver sees a change or a closed channel. Returns `None` when too many
    /// are open.
    pub fn subscribe(&self, session: Key, viewer: &Viewer, room: Room) -> Option<watch::Receiver<bool>> {
        let new = || Subscriber { account: viewer.account, role: viewer.role, rooms: HashMap::new() };
        let mut state = self.0.lock();
        if state.closed {
            return Some(watch::Sender::new(false).subscribe());
        }
        let subscriber = state.subscriptions.entry(session).or_insert_with(new);
        if (subscriber.account, subscriber.role) != (viewer.account, viewer.role) {
            *subscriber = new();
        }
        let ended = subscriber.rooms.entry(room).or_insert_with(|| watch::Sender::new(false));
        (ended.receiver_count() < MOST).then(|| ended.subscribe())
    }

    /// Ends the streams of a session by dropping its senders.
    pub fn end(&self, session: &[u8]) {
        self.0.lock().subscriptions.remove(session);
    }

    pub fn end_all(&self) {
        let mut state = self.0.lock();
        state.closed = true;
        state.subscriptions.clear();
    }

    /// Returns the number of open streams.
    pub fn streams(&self) -> usize {
        self.0
            .lock()
            .subscriptions
            .values()
            .flat_map(|subscriber| subscriber.rooms.values())
            .map(watch::Sender::receiver_count)
            .sum()
    }

    /// Returns the sessions with open streams, and forgets the others.
    pub fn sessions(&self) -> Vec<(Key, AccountId, Role)> {
        let mut state = self.0.lock();
        state.subscriptions.retain(|_, subscriber| {
            subscriber.rooms.retain(|_, ended| ended.receiver_count() > 0);
            !subscriber.rooms.is_empty()
        });
        state.subscriptions.iter().map(|(key, subscriber)| (key.clone(), subscriber.account, subscriber.role)).collect()
    }
}
