//! The circuit breaker, without clock or store: when calls of one account after another fail, nothing is sent to a host
//! for a while; then one call tries alone. Its state is stored in the database, so all instances agree.

use domain::Millis;
use uuid::Uuid;

/// The number of failures in a row that open it.
pub const IN_A_ROW: i64 = 5;
const FIRST_PAUSE: i64 = 30 * Millis::SECOND;
const LONGEST_PAUSE: i64 = 5 * Millis::MINUTE;
/// A time longer than any call. After it the call that tried alone was lost with its process, and another may try.
const PROBING: i64 = 2 * Millis::MINUTE;

/// The calls since the last answer that may not have reached a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Breaker {
    pub failures: i64,
    /// The account whose call failed last or, once it is open, whose call tries alone; nil while none does.
    pub call: Uuid,
    pub open_until: Millis,
    /// The time of the first of these failures.
    pub since: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circuit {
    /// Every call passes.
    Closed,
    /// No call passes.
    Open,
    /// One call may try.
    HalfOpen,
}

impl Breaker {
    pub const fn circuit(&self, now: Millis) -> Circuit {
        match self.failures >= IN_A_ROW {
            false => Circuit::Closed,
            true if now.0 < self.open_until.0 => Circuit::Open,
            true => Circuit::HalfOpen,
        }
    }

    /// Lets a call of `who` try alone.
    pub const fn probing(self, who: Uuid, now: Millis) -> Self {
        Self { call: who, open_until: now.plus(PROBING), ..self }
    }

    /// Counts a call of `who` that got no answer. Calls of one account that fail again and again may fail by what it
    /// sends, which is no trouble of the host's; one that was under way when the circuit opened adds nothing new.
    #[must_use]
    pub fn failed(before: Option<Self>, who: Uuid, now: Millis) -> Self {
        let Some(before) = before.filter(|before| before.failures > 0) else {
            return Self { failures: 1, call: who, open_until: Millis(0), since: now };
        };
        let was_closed = before.failures < IN_A_ROW;
        if was_closed == (before.call == who) {
            return before;
        }
        let failures = before.failures + 1;
        // Others of this account may be under way: they are no answer to a try that comes later.
        let (call, open_until) = match failures < IN_A_ROW {
            true => (who, Millis(0)),
            false => (Uuid::nil(), now.plus(pause(failures))),
        };
        Self { failures, call, open_until, since: before.since }
    }
}

/// Returns the pause, which doubles with each call that tried alone in vain.
fn pause(failures: i64) -> i64 {
    (FIRST_PAUSE << (failures - IN_A_ROW).clamp(0, 10)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_000_000);

    fn account(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn after(failures: u128) -> Breaker {
        (1..=failures).fold(None, |before, n| Some(Breaker::failed(before, account(n), NOW))).unwrap()
    }

    #[test]
    fn it_opens_at_the_fifth_account_in_turn_and_not_before() {
        let circuits: Vec<Circuit> = (1..=6).map(|n| after(n).circuit(NOW)).collect();
        use Circuit::{Closed, Open};
        assert_eq!(circuits, [Closed, Closed, Closed, Closed, Open, Open]);
    }

    #[test]
    fn it_knows_since_when() {
        let touched = Breaker { failures: 0, call: account(0), open_until: Millis(0), since: Millis(0) };
        let first = Breaker::failed(Some(touched), account(1), NOW);
        assert_eq!((first.failures, first.since), (1, NOW));
        let later = (2..=6).fold(first, |before, n| Breaker::failed(Some(before), account(n), NOW.plus(Millis::HOUR)));
        assert_eq!((later.circuit(NOW.plus(Millis::HOUR)), later.since), (Circuit::Open, NOW));
    }

    #[test]
    fn one_account_alone_never_opens_it() {
        let stubborn = (0..50).fold(None, |before, _| Some(Breaker::failed(before, account(1), NOW))).unwrap();
        assert_eq!((stubborn.failures, stubborn.circuit(NOW)), (1, Circuit::Closed));
        // Two accounts that fail in turn are more than one.
        let turns = (0..5).fold(None, |before, n| Some(Breaker::failed(before, account(n % 2), NOW))).unwrap();
        assert_eq!(turns.circuit(NOW), Circuit::Open);
    }

    #[test]
    fn it_is_half_open_exactly_when_the_pause_is_over() {
        let open = after(5);
        assert_eq!(open.open_until, NOW.plus(FIRST_PAUSE));
        assert_eq!(open.circuit(NOW.plus(FIRST_PAUSE - 1)), Circuit::Open);
        assert_eq!(open.circuit(NOW.plus(FIRST_PAUSE)), Circuit::HalfOpen);
    }

    #[test]
    fn while_one_tries_nobody_else_does_and_a_lost_one_is_replaced() {
        let then = NOW.plus(FIRST_PAUSE);
        let probing = after(5).probing(account(9), then);
        assert_eq!(probing.circuit(then), Circuit::Open);
        assert_eq!(probing.circuit(then.plus(PROBING)), Circuit::HalfOpen);
    }

    #[test]
    fn trying_in_vain_doubles_the_pause_up_to_the_longest() {
        let mut breaker = after(5);
        let mut pauses = Vec::new();
        let mut now = breaker.open_until;
        for n in 10..16 {
            breaker = Breaker::failed(Some(breaker.probing(account(n), now)), account(n), now);
            pauses.push(breaker.open_until.since(now) / Millis::SECOND);
            now = breaker.open_until;
        }
        assert_eq!(pauses, [60, 120, 240, 300, 300, 300]);
    }

    #[test]
    fn those_under_way_when_it_opened_change_nothing() {
        let open = after(5);
        for who in [account(99), account(5)] {
            assert_eq!(Breaker::failed(Some(open), who, NOW.plus(Millis::SECOND)), open, "a stranger's, and its own");
        }
        let probing = open.probing(account(9), NOW.plus(FIRST_PAUSE));
        assert_eq!(Breaker::failed(Some(probing), account(98), NOW.plus(FIRST_PAUSE)), probing);
    }
}
