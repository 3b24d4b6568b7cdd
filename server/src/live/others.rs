//! Changes that other instances have not been told yet.

use crate::{error::Result, random::Chance};
use domain::ids::BusinessId;
use parking_lot::Mutex;
use std::collections::BTreeSet;
use tokio::sync::Notify;

/// The number of ids per message: they take 37 bytes each, of 8,000.
const TOGETHER: usize = 200;

/// The messages for other instances.
pub struct Others {
    /// The prefix of each message, by which this instance skips its own.
    pub instance: String,
    waiting: Mutex<BTreeSet<BusinessId>>,
    pub some: Notify,
}

impl Others {
    pub fn new(chance: &Chance) -> Result<Self> {
        let instance = format!("{:016x}", u64::from_le_bytes(chance.bytes()?));
        Ok(Self { instance, waiting: Mutex::default(), some: Notify::new() })
    }

    /// Adds a business to the next message, once however often it changes.
    pub fn notify(&self, business: BusinessId) {
        self.waiting.lock().insert(business);
        self.some.notify_one();
    }

    pub fn messages(&self) -> Vec<String> {
        let waiting = std::mem::take(&mut *self.waiting.lock());
        let ids: Vec<String> = waiting.iter().map(ToString::to_string).collect();
        ids.chunks(TOGETHER).map(|ids| format!("{} {}", self.instance, ids.join(","))).collect()
    }
}
