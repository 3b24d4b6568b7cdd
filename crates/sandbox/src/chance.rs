//! Randomness from one seed that is handed in. It is good enough for orders and names, not for secrets.

use std::sync::{Mutex, MutexGuard};

use fastrand::Rng;

pub struct Chance(Mutex<Rng>);

impl Chance {
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(Rng::with_seed(seed)))
    }

    fn draw(&self) -> MutexGuard<'_, Rng> {
        self.0.lock().expect("nobody panics while drawing")
    }

    /// Draws a number from 0 to `limit` - 1.
    pub fn below(&self, limit: u64) -> u64 {
        self.draw().u64(..limit.max(1))
    }

    pub fn shuffle<T>(&self, items: &mut [T]) {
        self.draw().shuffle(items);
    }

    /// Draws a name of 32 hexadecimal digits.
    pub fn name(&self) -> String {
        format!("{:032x}", self.draw().u128(..))
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn a_seed_repeats_and_a_shuffle_loses_nothing() {
        let shuffled = |seed| {
            let mut items: Vec<u32> = (0..20).collect();
            Chance::seeded(seed).shuffle(&mut items);
            items
        };
        assert_eq!(shuffled(7), shuffled(7));
        assert_ne!(shuffled(7), shuffled(8));
        let mut sorted = shuffled(7);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..20).collect::<Vec<_>>());
    }
}
