//! Limits on tries per address or account, kept per process; failed sign-ins per account are counted in the database.

use crate::upload_queue::{Permit, Sender, Size, UploadQueue};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, KeyId},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::Arc,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

type Limiter<K = IpAddr> = RateLimiter<K, DashMapStateStore<K>, DefaultClock>;
/// A limiter that also tells how much is left.
type Telling<K = IpAddr> = RateLimiter<K, DashMapStateStore<K>, DefaultClock, StateInformationMiddleware>;

const UPLOADS: Size = Size { places: 256, per_account: 4, most_per_account: 16 };
/// A refused body is read all the same, so that its sender sees why.
const REFUSED_UPLOADS: Size = Size { places: 64, per_account: 2, most_per_account: 4 };

/// The most files sent to one account at once: a browser asks for six.
const DOWNLOADS: usize = 8;
/// The most downloads of one account, waiting ones included.
const MOST_DOWNLOADS: usize = 32;

/// The most questions of the API in a minute, with a key.
const KEY: u32 = 120;
const KEYLESS: u32 = 60;
const MINUTE: u64 = 60;

pub struct Limits {
    /// Sign-ins, except from browsers that the account knows.
    pub accounts: Limiter,
    /// Sign-ups have a limit of their own: whoever guesses passwords stops no newcomer behind the same address.
    pub sign_ups: Limiter,
    /// Posted forms that are kept for people who are signed out.
    pub kept: Limiter,
    /// Badly signed callbacks; DOKU's, signed with the partner's key, are never limited.
    pub refused_callbacks: Limiter,
    /// Callbacks signed with a brand's own key, which merchants may know.
    pub brand_callbacks: Limiter<BusinessId>,
    /// Questions of the API per key.
    keys: Telling<KeyId>,
    /// Questions of the API without a key that was right before.
    keyless: Telling,
    /// The hashes of keys that were right when they last came.
    pub right_keys: Mutex<HashMap<Vec<u8>, KeyId>>,
    pub uploads: Limiter<AccountId>,
    pub uploading: UploadQueue,
    /// Bodies of refused files; where too many of an account wait for this, the connection is cut.
    pub refusing: UploadQueue,
    /// Accounts to which files are being sent, or that wait for it.
    downloads: Mutex<HashMap<AccountId, Arc<Semaphore>>>,
    /// The bytes that uploads under way may still write: as many uploads as are read at once.
    under_way: Mutex<Vec<UnderWay>>,
}

struct UnderWay {
    id: u64,
    account: AccountId,
    business: BusinessId,
    bytes: i64,
}

/// The reserved bytes of one upload, until this is dropped.
pub struct Reserved<'a> {
    limits: &'a Limits,
    id: u64,
}

/// The state of one limit per minute, this question counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Standing {
    /// The kind of limit: `key`, or `address` for questions without one.
    pub policy: &'static str,
    pub most: u32,
    pub left: u32,
    /// The seconds until all of them are available again.
    pub full_in: u64,
    /// The seconds until the next question, when this was one too many.
    pub wait: Option<u64>,
}

/// The bytes that are reserved for other uploads.
pub struct Others {
    pub business: i64,
    pub account: i64,
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        self.limits.under_way.lock().retain(|upload| upload.id != self.id);
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            accounts: limiter(30),
            sign_ups: limiter(30),
            kept: limiter(20),
            refused_callbacks: limiter(60),
            brand_callbacks: limiter(6),
            keys: limiter(KEY).with_middleware(),
            keyless: limiter(KEYLESS).with_middleware(),
            right_keys: Mutex::default(),
            uploads: limiter(60),
            uploading: UploadQueue::new(UPLOADS),
            refusing: UploadQueue::new(REFUSED_UPLOADS),
            downloads: Mutex::default(),
            under_way: Mutex::default(),
        }
    }
}

fn limiter<K: std::hash::Hash + Eq + Clone>(per_minute: u32) -> Limiter<K> {
    RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN)))
}

fn standing<K: std::hash::Hash + Eq + Clone>(
    policy: &'static str,
    limiter: &Telling<K>,
    most: u32,
    key: &K,
) -> Standing {
    match limiter.check_key(key) {
        Ok(state) => {
            let left = state.remaining_burst_capacity();
            let full_in = (u64::from(most.saturating_sub(left)) * MINUTE).div_ceil(u64::from(most));
            Standing { policy, most, left, full_in, wait: None }
        }
        Err(until) => {
            let wait = until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            Standing { policy, most, left: 0, full_in: MINUTE, wait: Some(wait) }
        }
    }
}

impl Limits {
    /// Counts one question of the API by this key.
    pub fn of_key(&self, key: KeyId) -> Standing {
        standing("key", &self.keys, KEY, &key)
    }

    /// Counts one question without a key that was right before.
    pub fn of_address(&self, address: IpAddr) -> Standing {
        standing("address", &self.keyless, KEYLESS, &address)
    }

    /// Waits until this sender may send one more file. Returns `None` when too many came in a minute, or too many wait.
    pub async fn upload(&self, sender: Sender, now: Millis) -> Option<Permit> {
        self.uploads.check_key(&sender.account).ok()?;
        self.uploading.enter(sender, now).await
    }

    /// Waits until this account may be sent one more file, which lasts as long as the permit: an account that asks for
    /// hundreds at once, or reads none of them, waits for its own. Returns `None` when too many wait.
    pub async fn download(&self, account: AccountId) -> Option<OwnedSemaphorePermit> {
        let own = {
            let mut all = self.downloads.lock();
            let own = all.entry(account).or_insert_with(|| Arc::new(Semaphore::new(DOWNLOADS)));
            (Arc::strong_count(own) <= MOST_DOWNLOADS).then(|| own.clone())?
        };
        own.acquire_owned().await.ok()
    }

    /// Reserves bytes for an upload, and returns what is reserved for others of this account and of this business.
    pub fn reserve(&self, account: AccountId, business: BusinessId, bytes: u64) -> (Reserved<'_>, Others) {
        let mut all = self.under_way.lock();
        let mut others = Others { business: 0, account: 0 };
        for upload in all.iter().filter(|upload| upload.account == account) {
            others.account += upload.bytes;
            others.business += if upload.business == business { upload.bytes } else { 0 };
        }
        let id = all.last().map_or(0, |upload| upload.id + 1);
        all.push(UnderWay { id, account, business, bytes: i64::try_from(bytes).unwrap_or(i64::MAX) });
        (Reserved { limits: self, id }, others)
    }

    /// Forgets addresses and accounts that have been quiet.
    pub fn forget_quiet(&self) {
        self.accounts.retain_recent();
        self.sign_ups.retain_recent();
        self.kept.retain_recent();
        self.refused_callbacks.retain_recent();
        self.brand_callbacks.retain_recent();
        self.keys.retain_recent();
        self.keyless.retain_recent();
        self.uploads.retain_recent();
        self.downloads.lock().retain(|_, own| Arc::strong_count(own) > 1);
    }

    /// Returns the bytes that all uploads under way may still write.
    pub fn under_way_bytes(&self) -> u64 {
        let all: i64 = self.under_way.lock().iter().map(|upload| upload.bytes).sum();
        u64::try_from(all).unwrap_or_default()
    }
}

/// Returns the network of one household: an IPv4 address, or a /64 of IPv6.
pub fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;
    use uuid::Uuid;

    #[test]
    fn what_is_under_way_is_seen_by_others_of_the_account_until_it_ends() {
        let limits = Limits::default();
        let account = |n| AccountId::new(Uuid::from_u128(n));
        let business = |n| BusinessId::new(Uuid::from_u128(n));
        let (first, others) = limits.reserve(account(1), business(1), 10);
        assert_eq!((others.business, others.account), (0, 0));
        let (second, others) = limits.reserve(account(1), business(2), 5);
        assert_eq!((others.business, others.account), (0, 10));
        drop(first);
        let (_third, others) = limits.reserve(account(1), business(2), 1);
        assert_eq!((others.business, others.account), (5, 5));
        let (_other, others) = limits.reserve(account(2), business(3), 1);
        assert_eq!((others.business, others.account), (0, 0));
        drop(second);
        assert_eq!(limits.under_way.lock().len(), 2);
    }

    #[tokio::test]
    async fn one_account_is_sent_eight_files_at_once_and_others_do_not_wait_for_it() {
        let limits = Limits::default();
        let (busy, other) = (AccountId::new(Uuid::from_u128(1)), AccountId::new(Uuid::from_u128(2)));
        let mut held = Vec::new();
        for _ in 0..DOWNLOADS {
            held.push(limits.download(busy).await.unwrap());
        }
        let mut waiting: Vec<_> = (DOWNLOADS..MOST_DOWNLOADS).map(|_| Box::pin(limits.download(busy))).collect();
        for one in &mut waiting {
            assert!(one.as_mut().now_or_never().is_none(), "it should wait");
        }
        assert!(limits.download(busy).await.is_none(), "too many wait");
        assert!(limits.download(other).await.is_some(), "somebody else is held up");
        drop(held.pop());
        assert!(waiting.remove(0).await.is_some());
        drop((held, waiting));
        limits.forget_quiet();
        assert!(limits.downloads.lock().is_empty());
    }

    #[test]
    fn a_key_is_told_what_is_left_of_its_minute() {
        let limits = Limits::default();
        let key = KeyId::new(Uuid::from_u128(1));
        let first = limits.of_key(key);
        assert_eq!(first, Standing { policy: "key", most: 120, left: 119, full_in: 1, wait: None });
        let last = (0..400).map(|_| limits.of_key(key)).find(|standing| standing.wait.is_some()).unwrap();
        assert_eq!((last.left, last.wait), (0, Some(1)));
        assert_eq!(limits.of_address(IpAddr::from([10, 0, 0, 1])).left, 59, "each by itself");
    }

    #[tokio::test]
    async fn sixty_come_in_a_minute() {
        let (limits, account) = (Limits::default(), AccountId::new(Uuid::from_u128(1)));
        let sender = Sender { account, address: IpAddr::from([10, 0, 0, 1]) };
        for _ in 0..60 {
            assert!(limits.upload(sender, Millis(0)).await.is_some());
        }
        assert!(limits.upload(sender, Millis(0)).await.is_none());
    }
}
