//! Who is watching which business. The news says *changed*, never what.

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
    /// Ends the streams of a session.
    pub subscriptions: Subscriptions,
    /// Instances beside this one, where the database allows any.
    pub others: Option<Others>,
}

pub struct Rooms {
    of: HashMap<BusinessId, Room>,
    /// The queue listens to all.
    pub all: Room,
}

/// Those who watch the same thing.
pub struct Room {
    news: watch::Sender<u64>,
    /// When it last heard news: what is older needs no telling.
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

    /// Called after the commit. Other instances are told by a task: nobody waits for that here.
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

    /// News that may have been told already: `at` is when the business changed.
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

    /// Rooms that everybody left.
    pub fn tidy(&self) {
        self.rooms.lock().of.retain(|_, room| room.news.receiver_count() > 0);
    }

    /// Open streams would hold up a stop.
    pub fn close(&self) {
        self.subscriptions.end_all();
    }
}
