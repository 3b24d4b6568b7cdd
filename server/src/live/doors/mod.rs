//! Whose streams are open: each session has one door, and all its streams end when that shuts. So rights are asked for once
//! per session and round, in batches, and not by every stream.

mod recheck;

pub use recheck::recheck;

use app::viewer::Viewer;
use domain::{
    Role,
    ids::{AccountId, BusinessId},
};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// A session by the SHA-256 of its id, as the store names it.
pub type Key = Vec<u8>;

/// What a stream is about. `None`: the queue, which is about all.
pub type Room = Option<BusinessId>;

/// Streams of one session about one thing: tabs of the same page. There is no limit for all of a session: a merchant has few
/// businesses, and somebody of the partner's may have any number of them open.
const MOST: usize = 16;

#[derive(Default)]
pub struct Doors(Mutex<House>);

#[derive(Default)]
struct House {
    doors: HashMap<Key, Door>,
    closed: bool,
}

struct Door {
    account: AccountId,
    role: Role,
    /// What ends the streams, by what they are about.
    rooms: HashMap<Room, watch::Sender<bool>>,
}

impl Doors {
    /// For one stream: it ends when this changes or is gone. `None`: too many are open already.
    pub fn enter(&self, session: Key, viewer: &Viewer, room: Room) -> Option<watch::Receiver<bool>> {
        let new = || Door { account: viewer.account, role: viewer.role, rooms: HashMap::new() };
        let mut house = self.house();
        if house.closed {
            return Some(watch::Sender::new(false).subscribe());
        }
        let door = house.doors.entry(session).or_insert_with(new);
        if (door.account, door.role) != (viewer.account, viewer.role) {
            *door = new();
        }
        let shut = door.rooms.entry(room).or_insert_with(|| watch::Sender::new(false));
        (shut.receiver_count() < MOST).then(|| shut.subscribe())
    }

    /// Streams that end with their door: its senders go, and they see it.
    pub fn shut(&self, session: &[u8]) {
        self.house().doors.remove(session);
    }

    pub fn shut_all(&self) {
        let mut house = self.house();
        house.closed = true;
        house.doors.clear();
    }

    /// Open streams.
    pub fn streams(&self) -> usize {
        self.house().doors.values().flat_map(|door| door.rooms.values()).map(watch::Sender::receiver_count).sum()
    }

    /// Who is inside; doors that nobody uses any more go.
    fn inside(&self) -> Vec<(Key, AccountId, Role)> {
        let mut house = self.house();
        house.doors.retain(|_, door| {
            door.rooms.retain(|_, shut| shut.receiver_count() > 0);
            !door.rooms.is_empty()
        });
        house.doors.iter().map(|(key, door)| (key.clone(), door.account, door.role)).collect()
    }

    fn house(&self) -> MutexGuard<'_, House> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
