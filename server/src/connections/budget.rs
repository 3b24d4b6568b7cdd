//! The budget of open connections. Each costs a descriptor; when those are used up nobody gets in, DOKU's callbacks
//! included. So people have a budget, and beyond it a reserve takes any connection for as long as it takes to see its
//! request.

use super::size::Size;
use crate::limits::household;
use parking_lot::Mutex;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

pub struct ConnectionBudget {
    size: Size,
    streams: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: u64,
    open: BTreeMap<u64, Open>,
    /// Silent connections by the order in which they fell silent: the key only grows.
    idle: BTreeMap<u64, u64>,
    /// Connections that came when `most` were open.
    reserved: BTreeSet<u64>,
    connections: HashMap<IpAddr, usize>,
    requests: HashMap<IpAddr, usize>,
}

struct Open {
    address: IpAddr,
    idle: Option<u64>,
    close: Arc<Notify>,
}

/// One open connection; its place is free again when this is dropped.
pub struct Connection {
    budget: Arc<ConnectionBudget>,
    number: u64,
    close: Arc<Notify>,
    is_answered: AtomicBool,
}

/// One request of a client behind a proxy, until its answer was written.
pub struct RequestPermit(Arc<ConnectionBudget>, IpAddr);

impl ConnectionBudget {
    pub fn new(size: Size) -> Arc<Self> {
        Arc::new(Self { size, streams: Arc::new(Semaphore::new(size.streams)), state: Mutex::default() })
    }

    /// Opens a connection. Without room the connection that was silent longest is closed. Returns `None` when this
    /// address has too many.
    pub fn connect(self: &Arc<Self>, address: IpAddr) -> Option<Connection> {
        let size = self.size;
        // Connections of a proxy on this machine that no setting names are not counted as one client's.
        let is_counted = !size.is_behind_proxy && !address.to_canonical().is_loopback();
        let address = household(address);
        let mut state = self.state.lock();
        let own = state.connections.get(&address).copied().unwrap_or_default();
        if is_counted && own >= size.per_address && !state.close_idle(Some(address)) {
            return None;
        }
        if state.open.len() >= size.most && !state.close_idle(None) && state.open.len() >= size.most + size.reserve {
            // The oldest connection in the reserve is no callback: those take milliseconds.
            if let Some(oldest) = state.reserved.first().copied() {
                state.close(oldest);
            }
        }
        let (number, close) = (state.next(), Arc::new(Notify::new()));
        if state.open.len() >= size.most {
            state.reserved.insert(number);
        }
        state.open.insert(number, Open { address, idle: Some(number), close: close.clone() });
        state.idle.insert(number, number);
        *state.connections.entry(address).or_default() += 1;
        Some(Connection { budget: self.clone(), number, close, is_answered: AtomicBool::new(false) })
    }

    /// Returns `None` when this client has too many under way.
    pub fn request(self: &Arc<Self>, client: IpAddr) -> Option<RequestPermit> {
        let mut state = self.state.lock();
        let own = state.requests.entry(client).or_default();
        let is_too_many = *own >= self.size.per_address;
        *own += usize::from(!is_too_many);
        (!is_too_many).then(|| RequestPermit(self.clone(), client))
    }

    /// Returns `None` when the rest of the connections is for requests.
    pub fn stream(&self) -> Option<OwnedSemaphorePermit> {
        self.streams.clone().try_acquire_owned().ok()
    }

    pub fn open(&self) -> usize {
        self.state.lock().open.len()
    }

    /// Connections between two requests, or before the first.
    pub fn idle(&self) -> usize {
        self.state.lock().idle.len()
    }
}

impl State {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Closes the connection of this address, or of any, that was silent longest. Returns false when each has a request
    /// under way.
    fn close_idle(&mut self, address: Option<IpAddr>) -> bool {
        let is_of = |number: &u64| address.is_none() || self.open.get(number).map(|open| open.address) == address;
        let Some(longest) = self.idle.values().copied().find(is_of) else { return false };
        self.close(longest);
        true
    }

    fn close(&mut self, number: u64) {
        if let Some(open) = self.forget(number) {
            open.close.notify_one();
        }
    }

    fn forget(&mut self, number: u64) -> Option<Open> {
        let open = self.open.remove(&number)?;
        self.reserved.remove(&number);
        if let Some(idle) = open.idle {
            self.idle.remove(&idle);
        }
        release(&mut self.connections, open.address);
        Some(open)
    }
}

fn release(counts: &mut HashMap<IpAddr, usize>, address: IpAddr) {
    if let Some(count) = counts.get_mut(&address) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(&address);
        }
    }
}

impl Connection {
    /// Marks that a request came. Returns false when there is room for callbacks only.
    pub fn begin(&self, is_vital: bool) -> bool {
        let mut state = self.budget.state.lock();
        if let Some(idle) = state.open.get_mut(&self.number).and_then(|open| open.idle.take()) {
            state.idle.remove(&idle);
        }
        if state.open.len() <= self.budget.size.most {
            state.reserved.remove(&self.number);
        }
        is_vital || !state.reserved.contains(&self.number)
    }

    /// Marks that the answer is complete.
    pub fn answered(&self) {
        self.is_answered.store(true, Ordering::Relaxed);
    }

    /// Marks that everything written was sent.
    pub fn flushed(&self) {
        if !self.is_answered.swap(false, Ordering::Relaxed) {
            return;
        }
        let mut state = self.budget.state.lock();
        let now = state.next();
        if let Some(open) = state.open.get_mut(&self.number) {
            open.idle = Some(now);
            state.idle.insert(now, self.number);
        }
    }

    /// Returns when another connection needs its place.
    pub async fn closed(&self) {
        self.close.notified().await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.budget.state.lock().forget(self.number);
    }
}

impl Drop for RequestPermit {
    fn drop(&mut self) {
        release(&mut self.0.state.lock().requests, self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    fn budget(is_behind_proxy: bool) -> Arc<ConnectionBudget> {
        ConnectionBudget::new(Size { most: 4, reserve: 2, streams: 3, per_address: 3, is_behind_proxy })
    }

    fn from(budget: &Arc<ConnectionBudget>, address: u8) -> Option<Connection> {
        budget.connect(IpAddr::from([10, 0, 0, address]))
    }

    fn busy(budget: &Arc<ConnectionBudget>, address: u8) -> Connection {
        let connection = from(budget, address).unwrap();
        connection.begin(false);
        connection
    }

    fn is_closed(connection: &Connection) -> bool {
        connection.closed().now_or_never().is_some()
    }

    #[test]
    fn who_was_silent_longest_makes_room() {
        let budget = budget(false);
        let all: Vec<Connection> = (0..4).map(|n| from(&budget, n).unwrap()).collect();
        all[0].begin(false);
        all[0].answered();
        all[0].flushed();
        all[1].begin(false);
        let next = from(&budget, 5).unwrap();
        assert!(next.begin(false) && is_closed(&all[2]) && !is_closed(&all[0]) && !is_closed(&all[3]));
        assert_eq!((budget.open(), budget.idle()), (4, 2));
        drop((all, next));
        let state = budget.state.lock();
        assert!(state.open.is_empty() && state.idle.is_empty() && state.connections.is_empty());
    }

    #[test]
    fn what_is_written_still_is_not_silent() {
        let budget = budget(false);
        let slow = busy(&budget, 1);
        slow.flushed();
        assert_eq!(budget.idle(), 0, "not ended");
        slow.answered();
        assert_eq!(budget.idle(), 0, "it was not sent");
        slow.flushed();
        assert_eq!(budget.idle(), 1);
    }

    #[test]
    fn beyond_the_budget_callbacks_are_served_and_nobody_else() {
        let budget = budget(false);
        let mut people: Vec<Connection> = (0..4).map(|n| busy(&budget, n)).collect();
        let page = from(&budget, 5).unwrap();
        assert!(!page.begin(false));
        let callback = from(&budget, 6).unwrap();
        assert!(callback.begin(true));
        // A callback whose body never ends does not keep the next one out.
        let next = from(&budget, 7).unwrap();
        assert!(next.begin(true) && is_closed(&page) && !is_closed(&callback));
        assert!(!people.iter().any(is_closed));
        // Once there is room again it is a connection like any other.
        people.truncate(1);
        assert!(next.begin(false));
    }

    #[test]
    fn one_address_takes_a_part_of_them() {
        let budget = budget(false);
        let all: Vec<Connection> = (0..3).map(|_| busy(&budget, 1)).collect();
        assert!(from(&budget, 1).is_none() && from(&budget, 2).is_some());
        all[1].answered();
        all[1].flushed();
        assert!(from(&budget, 1).is_some() && is_closed(&all[1]), "its own silent ones make room");
    }

    #[test]
    fn behind_a_proxy_requests_are_counted_by_client() {
        let budget = budget(true);
        let _proxy: Vec<Connection> = (0..4).map(|_| busy(&budget, 1)).collect();
        let client = IpAddr::from([10, 0, 0, 9]);
        let mut permits: Vec<_> = (0..3).map(|_| budget.request(client).unwrap()).collect();
        assert!(budget.request(client).is_none() && budget.request(IpAddr::from([10, 0, 0, 8])).is_some());
        permits.pop();
        assert!(budget.request(client).is_some());
        drop(permits);
        assert!(budget.state.lock().requests.is_empty());
    }

    #[test]
    fn streams_leave_room_for_requests() {
        let budget = budget(false);
        let streams: Vec<_> = (0..3).map(|_| budget.stream().unwrap()).collect();
        assert!(budget.stream().is_none());
        drop(streams);
        assert!(budget.stream().is_some());
    }
}
