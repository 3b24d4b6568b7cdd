//! The only source of chance, for ids, tokens and pauses.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::Millis;
use sha2::{Digest, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct NoChance;

/// The source of ids, tokens and pauses.
#[derive(Clone)]
pub enum Chance {
    System,
    /// A seed, and how often it was asked: a test that failed fails again.
    Seeded(u64, Arc<AtomicU64>),
}

impl Chance {
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(seed, Arc::default())
    }

    /// Returns at most 32 bytes.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], NoChance> {
        match self {
            Self::System => bytes(),
            Self::Seeded(seed, asked) => {
                let nth = asked.fetch_add(1, Ordering::Relaxed);
                let hash = Sha256::digest([seed.to_le_bytes(), nth.to_le_bytes()].concat());
                Ok(std::array::from_fn(|n| hash[n]))
            }
        }
    }

    /// Returns a UUIDv7: ids sort by the time they were made.
    pub fn new_id(&self, now: Millis) -> Result<Uuid, NoChance> {
        let millis = u64::try_from(now.0).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()?).into_uuid())
    }

    /// Returns so many random bytes as a text that fits a cookie or an address.
    pub fn token<const N: usize>(&self) -> Result<String, NoChance> {
        Ok(BASE64_URL_SAFE_NO_PAD.encode(self.bytes::<N>()?))
    }
}

/// Returns the system's chance, in tests too: for keys, salts and the nonces of what is sealed. Two values that one key
/// seals under the same nonce are as good as open, so no seed may ever be used here.
#[expect(clippy::disallowed_methods, reason = "everybody else asks here")]
pub fn bytes<const N: usize>() -> Result<[u8; N], NoChance> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoChance)?;
    Ok(bytes)
}

/// Returns a name for an error in the log, from the system's chance: callers have no other, and nothing follows from
/// the name.
pub fn incident() -> String {
    letters(bytes::<6>().unwrap_or([0; 6]))
}

/// Returns one character for each byte, of those that nobody confuses.
pub fn letters<const N: usize>(bytes: [u8; N]) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_again_and_its_clones_never_the_same_twice() {
        let draws = |chance: Chance| [chance.new_id(Millis(7)).unwrap(), chance.clone().new_id(Millis(7)).unwrap()];
        assert_eq!(draws(Chance::seeded(1)), draws(Chance::seeded(1)));
        let [one, other] = draws(Chance::seeded(1));
        assert!(one != other && !draws(Chance::seeded(2)).contains(&one));
        assert_eq!(Chance::seeded(1).token::<32>().unwrap().len(), 43);
    }
}
