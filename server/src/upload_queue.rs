//! Admits uploads. A place is cheap (64 kB of memory and a file), so there are many; when all are taken, accounts and
//! addresses that hold many wait behind others, and give way in the end. Per process.

use domain::{Millis, ids::AccountId};
use parking_lot::Mutex;
use std::{collections::HashMap, net::IpAddr, sync::Arc};
use tokio::sync::oneshot;

/// While another upload waits for its place, a body may be this late at most (`BodyProgress`).
const SLOW: i64 = 10 * Millis::SECOND;
/// A sender who waited this long and holds less takes a place from those who hold the most.
const LONG: i64 = 10 * Millis::SECOND;

/// A whole mobile network may be behind one address, and accounts cost nothing: either alone tells too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    pub account: AccountId,
    pub address: IpAddr,
}

#[derive(Clone, Copy)]
pub struct Size {
    /// Bodies that are read at once.
    pub places: usize,
    /// Bodies of one account that are read at once.
    pub per_account: usize,
    /// The most uploads of one account, waiting ones included: each holds a connection.
    pub most_per_account: usize,
}

pub struct UploadQueue(Arc<Queue>);

struct Queue {
    size: Size,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: u64,
    /// Uploads in the order of arrival.
    entries: Vec<Entry>,
}

struct Entry {
    number: u64,
    sender: Sender,
    since: Millis,
    /// The sender that admits it; `None` once its body is read.
    admit: Option<oneshot::Sender<()>>,
}

/// The right to a place, which is free again when this is dropped.
pub struct Permit {
    queue: Arc<Queue>,
    number: u64,
}

impl UploadQueue {
    pub fn new(size: Size) -> Self {
        Self(Arc::new(Queue { size, state: Mutex::default() }))
    }

    /// Waits for a place. Returns `None` when too many of this account wait already.
    pub async fn enter(&self, sender: Sender, now: Millis) -> Option<Permit> {
        let (permit, admitted) = self.join(sender, now)?;
        admitted.await.ok()?;
        Some(permit)
    }

    fn join(&self, sender: Sender, now: Millis) -> Option<(Permit, oneshot::Receiver<()>)> {
        let mut state = self.0.state.lock();
        let own = state.entries.iter().filter(|entry| entry.sender.account == sender.account).count();
        if own >= self.0.size.most_per_account {
            return None;
        }
        state.last += 1;
        let number = state.last;
        let (admit, admitted) = oneshot::channel();
        state.entries.push(Entry { number, sender, since: now, admit: Some(admit) });
        state.admit(&self.0.size);
        Some((Permit { queue: self.0.clone(), number }, admitted))
    }

    /// Returns how many bodies are read now.
    pub fn reading(&self) -> usize {
        self.0.state.lock().reading().count()
    }
}

impl Permit {
    /// Tells whether its body must end, because a waiting sender has more right to the place.
    pub fn is_recalled(&self, now: Millis, behind_ms: i64) -> bool {
        self.queue.state.lock().is_recalled(&self.queue.size, self.number, now, behind_ms)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.queue.state.lock();
        state.entries.retain(|entry| entry.number != self.number);
        state.admit(&self.queue.size);
    }
}

impl State {
    fn reading(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.admit.is_none())
    }

    fn admit(&mut self, size: &Size) {
        while self.reading().count() < size.places {
            let held = Held::of(self);
            let next = self.next(size, &held).map(|entry| entry.number);
            let Some(entry) = self.entries.iter_mut().find(|entry| Some(entry.number) == next) else { return };
            // A waiter that left drops its permit, which calls this again.
            let _ = entry.admit.take().map(|admit| admit.send(()));
        }
    }

    /// Returns the waiting upload whose sender holds least, and of those the oldest.
    fn next(&self, size: &Size, held: &Held) -> Option<&Entry> {
        let waiting = self.entries.iter().filter(|entry| entry.admit.is_some());
        let may = waiting.filter(|entry| held.by_account(entry.sender) < size.per_account);
        may.min_by_key(|entry| (held.weight(entry.sender), entry.number))
    }

    fn is_recalled(&self, size: &Size, number: u64, now: Millis, behind_ms: i64) -> bool {
        let Some(own) = self.reading().find(|entry| entry.number == number) else { return false };
        let held = Held::of(self);
        let next = if self.reading().count() < size.places { None } else { self.next(size, &held) };
        let is_own = |entry: &Entry| entry.admit.is_some() && entry.sender.account == own.sender.account;
        if behind_ms > SLOW && (next.is_some() || self.entries.iter().any(is_own)) {
            return true;
        }
        let Some(next) = next.filter(|next| now.since(next.since) >= LONG) else { return false };
        let most = self.reading().map(|entry| held.weight(entry.sender)).max().unwrap_or_default();
        let oldest = self.reading().find(|entry| held.weight(entry.sender) == most);
        held.weight(next.sender) + 1 < most && oldest.is_some_and(|oldest| oldest.number == number)
    }
}

/// The places that each account and each address holds.
#[derive(Default)]
struct Held {
    accounts: HashMap<AccountId, usize>,
    addresses: HashMap<IpAddr, usize>,
}

impl Held {
    fn of(state: &State) -> Self {
        let mut held = Self::default();
        for Entry { sender, .. } in state.reading() {
            *held.accounts.entry(sender.account).or_default() += 1;
            *held.addresses.entry(sender.address).or_default() += 1;
        }
        held
    }

    fn by_account(&self, sender: Sender) -> usize {
        self.accounts.get(&sender.account).copied().unwrap_or_default()
    }

    fn weight(&self, sender: Sender) -> usize {
        self.by_account(sender).max(self.addresses.get(&sender.address).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;
    use std::net::Ipv4Addr;
    use uuid::Uuid;

    const NOW: Millis = Millis(0);
    const LATER: Millis = Millis(LONG);

    fn sender(account: u128, address: u8) -> Sender {
        Sender { account: AccountId::new(Uuid::from_u128(account)), address: Ipv4Addr::new(10, 0, 0, address).into() }
    }

    fn queue(places: usize) -> UploadQueue {
        UploadQueue::new(Size { places, per_account: 4, most_per_account: 16 })
    }

    /// Returns `Err` when it waits.
    fn enter(queue: &UploadQueue, sender: Sender) -> Result<Permit, (Permit, oneshot::Receiver<()>)> {
        let (permit, mut admitted) = queue.join(sender, NOW).unwrap();
        if admitted.try_recv().is_ok() { Ok(permit) } else { Err((permit, admitted)) }
    }

    #[test]
    fn one_account_takes_a_part_of_the_places_and_waits_for_more() {
        let queue = queue(256);
        let mut reading: Vec<_> = (0..4).map(|_| enter(&queue, sender(1, 1)).ok().unwrap()).collect();
        let mut waiting: Vec<_> = (4..16).map(|_| enter(&queue, sender(1, 1)).err().unwrap()).collect();
        assert!(queue.join(sender(1, 1), NOW).is_none(), "too many wait");
        assert!(enter(&queue, sender(2, 1)).is_ok(), "somebody else is held up");
        drop(reading.pop());
        assert!(waiting[0].1.try_recv().is_ok() && waiting[1].1.try_recv().is_err(), "the first in turn");
        // An upload that ends leaves nothing behind.
        drop((reading, waiting));
        assert!(queue.0.state.lock().entries.is_empty());
    }

    #[test]
    fn who_holds_many_waits_behind_others() {
        let queue = queue(8);
        let mut held: Vec<_> = (0..8).map(|n| enter(&queue, sender(n, 1)).ok().unwrap()).collect();
        // The same address with another account came first, then a sender from elsewhere.
        let mut many = enter(&queue, sender(9, 1)).err().unwrap();
        let mut other = enter(&queue, sender(10, 2)).err().unwrap();
        drop(held.pop());
        assert!(other.1.try_recv().is_ok() && many.1.try_recv().is_err());
        drop(held.pop());
        assert!(many.1.try_recv().is_ok());
    }

    #[test]
    fn who_left_while_waiting_is_passed_over() {
        let queue = queue(1);
        let held = enter(&queue, sender(1, 1)).ok().unwrap();
        let mut gone = Box::pin(queue.enter(sender(2, 2), NOW));
        assert!(gone.as_mut().now_or_never().is_none());
        let mut next = enter(&queue, sender(3, 3)).err().unwrap();
        drop((gone, held));
        assert!(next.1.try_recv().is_ok());
    }

    #[test]
    fn a_slow_body_gives_its_place_back_to_who_waits_for_it() {
        let queue = queue(2);
        let (slow, _swift) = (enter(&queue, sender(1, 1)).ok().unwrap(), enter(&queue, sender(2, 2)).ok().unwrap());
        assert!(!slow.is_recalled(LATER, SLOW + 1), "nobody waits");
        let waiting = enter(&queue, sender(3, 3)).err().unwrap();
        assert!(slow.is_recalled(NOW, SLOW + 1) && !slow.is_recalled(NOW, SLOW));
        assert!(!slow.is_recalled(LATER, 0), "everybody holds as much");
        drop(waiting);
        assert!(!slow.is_recalled(NOW, SLOW + 1));
    }

    #[test]
    fn an_account_waits_for_its_own_slow_ones_and_not_for_long() {
        let queue = queue(256);
        let slow: Vec<_> = (0..4).map(|_| enter(&queue, sender(1, 1)).ok().unwrap()).collect();
        let other = enter(&queue, sender(2, 2)).ok().unwrap();
        let _again = enter(&queue, sender(1, 1)).err().unwrap();
        assert!(slow[0].is_recalled(NOW, SLOW + 1) && !other.is_recalled(LATER, SLOW + 1));
        assert!(!slow[0].is_recalled(LATER, 0), "it has its part");
    }

    #[test]
    fn one_address_with_many_accounts_makes_room_however_fast_it_sends() {
        let queue = queue(256);
        let mut held: Vec<_> = (0..256).map(|n| enter(&queue, sender(n / 4, 1)).ok().unwrap()).collect();
        let _more = enter(&queue, sender(999, 1)).err().unwrap();
        assert!(!held.iter().any(|one| one.is_recalled(LATER, 0)), "one address only takes from itself");
        let mut other = enter(&queue, sender(1_000, 2)).err().unwrap();
        assert!(!held.iter().any(|one| one.is_recalled(Millis(LONG - 1), 0)), "it has not waited long");
        let recalled: Vec<bool> = held.iter().map(|one| one.is_recalled(LATER, 0)).collect();
        assert!(recalled[0] && recalled.iter().filter(|one| **one).count() == 1, "the oldest, and only that");
        drop(held.remove(0));
        assert!(other.1.try_recv().is_ok());
    }

    #[test]
    fn many_addresses_with_one_account_each_make_room_too() {
        let queue = queue(8);
        let held: Vec<_> =
            (0..8).map(|n| enter(&queue, sender(n / 4, u8::try_from(n).unwrap())).ok().unwrap()).collect();
        let _other = enter(&queue, sender(9, 9)).err().unwrap();
        assert!(held[0].is_recalled(LATER, 0) && !held[1].is_recalled(LATER, 0));
    }
}
