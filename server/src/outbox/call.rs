//! The time for which a call may be repeated.

use crate::store::outbox::{Call, Kind};
use domain::Millis;

/// DOKU keeps Request-Ids for about a day: later than this a repetition could do the work twice.
pub const GIVE_UP: i64 = 20 * Millis::HOUR;

/// Tells whether it is too late to repeat a call. A second copy of a file does no harm, so an upload never is.
pub(super) fn is_over(call: &Call, now: Millis) -> bool {
    let sent = call.first_sent_at.filter(|_| matches!(call.kind, Kind::Register | Kind::Update));
    sent.is_some_and(|sent| now.since(sent) > GIVE_UP)
}
