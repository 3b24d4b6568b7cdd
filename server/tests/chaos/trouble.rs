//! The trouble while people work: the server is killed three times, and for 30 hours nothing passes between us and
//! DOKU. Each blow comes at a number of businesses that chance names, not at a time.

use crate::{
    chance::Chance,
    facts::Facts,
    people::Admin,
    place::{Place, Review},
    sandbox::Held,
};
use domain::Millis;

/// The steps of the outage. DOKU tries a callback again after 30 minutes, 6 and 12 hours, and then never: those due in
/// the first half of these 30 hours are lost for good. Calls sent at their beginning are uncertain for longer than a
/// repetition is safe.
#[rustfmt::skip]
const OUTAGE: [i64; 7] = [
    31 * Millis::MINUTE, 330 * Millis::MINUTE, 6 * Millis::HOUR, 59 * Millis::MINUTE, 6 * Millis::HOUR, 6 * Millis::HOUR,
    5 * Millis::HOUR,
];

pub async fn befalls(place: &mut Place, held: &Held, facts: &Facts, admin: &Admin, count: usize, chance: &Chance) {
    let about = |percent: u64| ((percent + chance.below(10)) * count as u64 / 100).cast_signed();
    let (first, second, third) = (about(15), about(40), about(75));
    place.until("some to be submitted", held, facts, async || facts.submitted().await >= first).await;
    place.killed_and_started(Review::BeforeSubmit).await;

    // Nobody knows 30 hours later whether DOKU has a registration that it has not answered now: that needs a person.
    let cuts_off = async || held.registered().await >= second && facts.unanswered().await > 0;
    place.until("some to be registered", held, facts, cuts_off).await;
    place.cut(true).await;
    for (hours, step) in OUTAGE.into_iter().enumerate() {
        place.reveal(held).await;
        place.advance(step).await;
        if hours == 1 {
            place.killed_and_started(Review::BeforeSubmit).await;
        }
    }
    place.reveal(held).await;
    place.cut(false).await;

    place
        .until("most to be registered", held, facts, async || {
            admin.clears_up(facts, held).await;
            held.registered().await >= third
        })
        .await;
}

/// Makes the third blow, while people send their corrections.
pub async fn befalls_fixes(place: &mut Place, held: &Held, facts: &Facts, count: i64) {
    place.until("some fixes to be sent", held, facts, async || facts.fixes().await >= count).await;
    place.killed_and_started(Review::Automatic).await;
}
