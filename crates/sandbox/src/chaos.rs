//! Bad luck by a seed: the fate of a call or a callback depends on the seed and on its subject, never on the order of
//! events, so that a run can be repeated.

use serde::{Deserialize, Serialize};

/// The shares of bad luck in percent, from 0 to 100; all 0 means off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chaos {
    pub seed: u64,
    /// The share of callbacks that are never sent.
    pub drop: u8,
    /// The share of callbacks that are sent two or three times.
    pub duplicate: u8,
    /// The share of callbacks that are sent up to 5 s later than their turn.
    pub reorder: u8,
    /// The share of callbacks before which a forged one, saying the contrary, is sent.
    pub forge: u8,
    /// The share of registrations and updates that are answered 500 once or twice after the work.
    pub fail_after_work: u8,
    /// The share of registrations and updates that are done but not answered for 90 s.
    pub timeout: u8,
}

#[derive(Clone, Copy, Debug)]
pub enum Luck {
    Drop,
    Duplicate,
    Reorder,
    Forge,
    FailAfterWork,
    Timeout,
}

impl Chaos {
    pub fn check(&self) -> Result<(), String> {
        let all = [self.drop, self.duplicate, self.reorder, self.forge, self.fail_after_work, self.timeout];
        let is_percent = all.iter().all(|percent| *percent <= 100);
        if is_percent { Ok(()) } else { Err("chaos is in percent: 0 to 100".to_owned()) }
    }

    pub fn is_on(&self) -> bool {
        Self { seed: self.seed, ..Self::default() } != *self
    }

    /// Tells whether this bad luck strikes what `about` names.
    pub fn strikes(&self, luck: Luck, about: &str) -> bool {
        let percent = match luck {
            Luck::Drop => self.drop,
            Luck::Duplicate => self.duplicate,
            Luck::Reorder => self.reorder,
            Luck::Forge => self.forge,
            Luck::FailAfterWork => self.fail_after_work,
            Luck::Timeout => self.timeout,
        };
        self.draw(&format!("{luck:?}"), about) % 100 < u64::from(percent)
    }

    /// Draws a number from 0 to `limit` - 1.
    pub fn below(&self, limit: u64, luck: Luck, about: &str) -> u64 {
        self.draw(&format!("how {luck:?}"), about) % limit.max(1)
    }

    /// Draws by FNV-1a over the words, then SplitMix64's mixing with the seed.
    fn draw(&self, what: &str, about: &str) -> u64 {
        let bytes = what.bytes().chain([0]).chain(about.bytes());
        let words = bytes
            .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
        let mixed = words.wrapping_add(self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(chaos: &Chaos, luck: Luck) -> Vec<usize> {
        (0..1_000).filter(|n| chaos.strikes(luck, &format!("business {n}"))).collect()
    }

    #[test]
    fn a_seed_repeats_itself_and_another_does_not() {
        let chaos = Chaos { seed: 7, drop: 30, ..Chaos::default() };
        assert_eq!(struck(&chaos, Luck::Drop), struck(&chaos, Luck::Drop));
        assert_ne!(struck(&chaos, Luck::Drop), struck(&Chaos { seed: 8, ..chaos }, Luck::Drop));
    }

    #[test]
    fn percentages_are_about_right_and_independent() {
        let chaos = Chaos { seed: 42, drop: 30, duplicate: 30, ..Chaos::default() };
        let (dropped, doubled) = (struck(&chaos, Luck::Drop), struck(&chaos, Luck::Duplicate));
        assert!((250..350).contains(&dropped.len()), "{}", dropped.len());
        let both = dropped.iter().filter(|n| doubled.contains(n)).count();
        assert!((50..140).contains(&both), "{both}");
        assert!(struck(&chaos, Luck::Forge).is_empty());
        assert_eq!(struck(&Chaos { forge: 100, ..chaos }, Luck::Forge).len(), 1_000);
    }

    #[test]
    fn it_is_on_when_any_percentage_is() {
        assert!(!Chaos { seed: 9, ..Chaos::default() }.is_on());
        assert!(Chaos { timeout: 1, ..Chaos::default() }.is_on());
    }
}
