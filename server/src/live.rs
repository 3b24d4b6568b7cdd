//! Who is watching which business. The news says *changed*, never what.

use domain::ids::BusinessId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use tokio::sync::watch;

pub struct Live {
    rooms: Mutex<HashMap<BusinessId, watch::Sender<u64>>>,
    /// The queue listens to all.
    all: watch::Sender<u64>,
    closing: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { rooms: Mutex::default(), all: watch::Sender::new(0), closing: watch::Sender::new(false) }
    }
}

impl Live {
    pub fn changed(&self, business: BusinessId) {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = rooms.get(&business) {
            room.send_modify(|count| *count += 1);
        }
        rooms.retain(|_, room| room.receiver_count() > 0);
        self.all.send_modify(|count| *count += 1);
    }

    pub fn watch(&self, business: BusinessId) -> watch::Receiver<u64> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.entry(business).or_insert_with(|| watch::Sender::new(0)).subscribe()
    }

    pub fn watch_all(&self) -> watch::Receiver<u64> {
        self.all.subscribe()
    }

    /// Open streams would hold up a stop.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }
}
