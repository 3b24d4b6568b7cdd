use crate::Millis;

/// The most that a message's contents may be dated after the message itself, since two clocks of DOKU's may differ.
const AFTER: i64 = 5 * Millis::MINUTE;
/// DOKU dates its answers in whole seconds, and they take time to arrive.
const COARSE: i64 = 2 * Millis::SECOND;

/// Returns when DOKU judged, by its message alone, as our clock may be wrong. An `updated_at` far after the message is
/// ignored, since a time to come would outrank every later word.
pub fn judged_at(updated_at: Option<Millis>, message_at: Millis) -> Millis {
    updated_at.filter(|at| !is_dated_ahead(Some(*at), message_at)).unwrap_or(message_at)
}

/// Tells whether a message dates its contents far after itself.
pub fn is_dated_ahead(updated_at: Option<Millis>, message_at: Millis) -> bool {
    updated_at.is_some_and(|at| at > message_at.plus(AFTER))
}

/// Returns a moment of our clock as DOKU's clock shows it. `skew` is DOKU's clock minus ours in milliseconds, `None`
/// when DOKU has not shown it yet.
pub const fn by_their_clock(ours: Millis, skew: Option<i64>) -> Millis {
    match skew {
        Some(skew) if skew.abs() > COARSE => ours.plus(skew),
        Some(_) | None => ours,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_is_dated_by_doku_alone_and_never_far_after_its_message() {
        let minutes = |n: i64| Millis(n * Millis::MINUTE);
        assert_eq!(judged_at(Some(minutes(3)), minutes(10)), minutes(3));
        assert_eq!(judged_at(None, minutes(10)), minutes(10));
        assert_eq!(judged_at(Some(minutes(12)), minutes(10)), minutes(12));
        assert_eq!(judged_at(Some(minutes(15)), minutes(10)), minutes(15));
        for (ahead, what) in
            [(16, "a clock that is wrong"), (430, "WIB written as UTC"), (5_256_000, "the next decade")]
        {
            assert_eq!(judged_at(Some(minutes(ahead)), minutes(10)), minutes(10), "{what}");
            assert!(is_dated_ahead(Some(minutes(ahead)), minutes(10)), "{what}");
        }
        assert_eq!(judged_at(Some(Millis(i64::MAX)), minutes(10)), minutes(10));
        assert!(!is_dated_ahead(None, minutes(10)) && !is_dated_ahead(Some(minutes(15)), minutes(10)));
    }

    #[test]
    fn our_clock_is_put_right_by_what_doku_shows() {
        let ours = Millis(100 * Millis::HOUR);
        assert_eq!(by_their_clock(ours, None), ours);
        for nearly in [0, -999, 2_000] {
            assert_eq!(by_their_clock(ours, Some(nearly)), ours, "{nearly}: seconds are whole");
        }
        for skew in [-3_000_000, 2_001, 3_000_000] {
            assert_eq!(by_their_clock(ours, Some(skew)), ours.plus(skew));
        }
    }
}
