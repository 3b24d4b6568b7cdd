//! Rooms of streams that watch a business or the queue. Their news is that something changed, never what.

pub mod others;
pub mod subscriptions;

use crate::{error::Result, random::Chance, store::Store};
use doku::Clock;
use domain::{Millis, ids::BusinessId};
use others::Others;
use parking_lot::Mutex;
use std::collections::HashMap;
use subscriptions::Subscriptions;
use tokio::sync::watch;

pub struct Live {
    clock: Clock,
    pub rooms: Mutex<Rooms>,
    /// The open streams by session, which ends them.
    pub subscriptions: Subscriptions,
    /// Instances beside this one, where the database allows any.
    pub others: Option<Others>,
}

pub struct Rooms {
    of: HashMap<BusinessId, Room>,
    /// The room of the queue, which hears of every business.
    pub all: Room,
}

/// The streams that watch the same thing.
pub struct Room {
    news: watch::Sender<u64>,
    /// The time of its last news: older changes need none.
    told_at: Millis,
}

impl Room {
    fn new(now: Millis) -> Self {
        Self { news: watch::Sender::new(0), told_at: now }
    }

    pub fn nudge(&mut self, now: Millis) {
        self.told_at = now;
        self.news.send_modify(|count| *count += 1);
    }
}

impl Live {
    pub fn new(clock: Clock, chance: &Chance, store: &Store) -> Result<Self> {
        let rooms = Rooms { of: HashMap::new(), all: Room::new(clock.now()) };
        let others = if store.is_one_process() { None } else { Some(Others::new(chance)?) };
        Ok(Self { clock, rooms: Mutex::new(rooms), subscriptions: Subscriptions::default(), others })
    }

    /// Nudges streams after the commit. A task tells other instances, so that nobody waits for it here.
    pub fn changed(&self, business: BusinessId) {
        self.tell_here(business);
        if let Some(others) = &self.others {
            others.notify(business);
        }
    }

    pub fn tell_here(&self, business: BusinessId) {
        let now = self.clock.now();
        let mut rooms = self.rooms.lock();
        if let Some(room) = rooms.of.get_mut(&business) {
            room.nudge(now);
        }
        rooms.all.nudge(now);
    }

    /// Nudges streams unless they were nudged since; `at` is when the business changed.
    pub fn tell_if_missed(&self, business: BusinessId, at: Millis) {
        let now = self.clock.now();
        let mut rooms = self.rooms.lock();
        if let Some(room) = rooms.of.get_mut(&business).filter(|room| room.told_at < at) {
            room.nudge(now);
        }
        if rooms.all.told_at < at {
            rooms.all.nudge(now);
        }
    }

    pub fn watched(&self) -> Vec<BusinessId> {
        self.rooms.lock().of.keys().copied().collect()
    }

    pub fn watch(&self, business: BusinessId) -> watch::Receiver<u64> {
        let now = self.clock.now();
        self.rooms.lock().of.entry(business).or_insert_with(|| Room::new(now)).news.subscribe()
    }

    pub fn watch_all(&self) -> watch::Receiver<u64> {
        self.rooms.lock().all.news.subscribe()
    }

    /// Forgets rooms without a stream.
    pub fn forget_empty_rooms(&self) {
        self.rooms.lock().of.retain(|_, room| room.news.receiver_count() > 0);
    }

    /// Ends all streams, which would delay a stop.
    pub fn close(&self) {
        self.subscriptions.end_all();
    }
}
