use crate::Millis;

/// How far what a message says may be dated after the message itself.
const AFTER: i64 = 5 * Millis::MINUTE;
/// DOKU dates its answers in whole seconds, and they travel.
const COARSE: i64 = 2 * Millis::SECOND;

/// When DOKU judged, from what its message says (`updated_at`) and from DOKU's time of the message: never from our clock, which may
/// be wrong. A time to come would outrank every later word.
pub fn judged_at(updated_at: Option<Millis>, message_at: Millis) -> Millis {
    updated_at.unwrap_or(message_at).min(message_at.plus(AFTER))
}

/// A moment of our clock as DOKU's clock shows it. `skew`: DOKU's clock minus ours in milliseconds, `None` when DOKU has not shown
/// it yet.
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
        assert_eq!(judged_at(Some(minutes(430)), minutes(10)), minutes(15), "WIB written as UTC");
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
