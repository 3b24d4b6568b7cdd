//! Randomness that a seed repeats.

use std::{cell::Cell, ops::Range, time::Duration};

pub struct Chance(Cell<u64>);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    pub fn millis(&self, within: Range<u64>) -> Duration {
        Duration::from_millis(within.start + self.below(within.end - within.start))
    }

    /// Draws a number from 0 to `limit` - 1, by SplitMix64.
    pub fn below(&self, limit: u64) -> u64 {
        let state = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}
