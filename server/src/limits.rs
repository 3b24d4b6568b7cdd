//! How often one address may try. Per process; failed sign-ins per account are counted in the database.

use domain::ids::KeyId;
use governor::{Quota, RateLimiter, clock::DefaultClock, state::keyed::DashMapStateStore};
use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
};

type Limiter<K = IpAddr> = RateLimiter<K, DashMapStateStore<K>, DefaultClock>;

pub struct Limits {
    /// Sign-in and sign-up.
    pub accounts: Limiter,
    /// Badly signed callbacks; well-signed ones are never limited.
    pub refused_callbacks: Limiter,
    /// Questions of one key of the read API.
    pub keys: Limiter<KeyId>,
    /// Questions without a right key.
    pub keyless: Limiter,
}

impl Default for Limits {
    fn default() -> Self {
        Self { accounts: limiter(30), refused_callbacks: limiter(60), keys: limiter(120), keyless: limiter(60) }
    }
}

fn limiter<K: std::hash::Hash + Eq + Clone>(per_minute: u32) -> Limiter<K> {
    RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN)))
}

impl Limits {
    /// Forgets addresses that have been quiet.
    pub fn tidy(&self) {
        self.accounts.retain_recent();
        self.refused_callbacks.retain_recent();
        self.keys.retain_recent();
        self.keyless.retain_recent();
    }
}

/// One household of IPv6 is a /64.
pub fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        },
    }
}
