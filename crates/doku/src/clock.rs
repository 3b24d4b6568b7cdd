//! The one place that reads the wall clock; everybody else asks a [`Clock`] that was handed in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::Millis;

/// Wall time plus a movable offset, or a frozen moment plus that offset. Clones share the offset.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The moment at which it is frozen; `None` means wall time.
    frozen: Option<Millis>,
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    pub fn wall() -> Self {
        Self { frozen: None, offset_ms: Arc::default() }
    }

    /// Returns a clock for tests, which stands still until it is moved.
    pub fn frozen(at: Millis) -> Self {
        Self { frozen: Some(at), ..Self::wall() }
    }

    pub fn now(&self) -> Millis {
        Millis(self.unmoved().0.saturating_add(self.offset_ms()))
    }

    /// Returns the time without the offset: a machine elsewhere, which nobody moved with us, compares it with its own
    /// clock.
    pub fn unmoved(&self) -> Millis {
        self.frozen.unwrap_or_else(wall_now)
    }

    /// Moves this clock and all its clones by `ms`; a negative number moves it back.
    pub fn advance(&self, ms: i64) {
        self.offset_ms.fetch_add(ms, Ordering::SeqCst);
    }

    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::SeqCst)
    }

    pub fn set_offset_ms(&self, ms: i64) {
        self.offset_ms.store(ms, Ordering::SeqCst);
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that is handed in everywhere else")]
fn wall_now() -> Millis {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_the_offset() {
        let clock = Clock::frozen(Millis(1_000));
        let twin = clock.clone();
        twin.advance(500);
        assert_eq!(clock.now(), Millis(1_500));
        clock.set_offset_ms(-1_000);
        assert_eq!(twin.now(), Millis(0));
    }

    #[test]
    fn the_wall_clock_is_past_2025() {
        assert!(Clock::wall().now() > Millis::from_iso("2025-01-01T00:00:00Z").unwrap());
    }
}
