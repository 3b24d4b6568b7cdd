use super::{FacetKey, Facets, Verdict};
use crate::Millis;

/// What DOKU promises for a verdict: 2×24 hours. Source: DOKU, Partner API.
pub const KYB_MILLIS: i64 = 48 * Millis::HOUR;
/// What DOKU promises for a service: 5×24 hours. Source: DOKU, Partner API, BRAND_PRODUCT.
pub const ACTIVATION_MILLIS: i64 = 120 * Millis::HOUR;

/// Days begin and end in WIB, as DOKU's office does.
const WIB: i64 = 7 * Millis::HOUR;

/// Which hours count towards a promise. Public holidays are out of scope: no calendar of them is kept, so they count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    #[default]
    Calendar,
    /// Saturday and Sunday, by WIB, do not count.
    Working,
}

/// Time that does not count, since the merchant had something to fix. `until: None`: it still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub from: Millis,
    pub until: Option<Millis>,
}

/// One facet got a verdict at some time, or was sent again (`Pending`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub facet: FacetKey,
    pub verdict: Verdict,
    pub at: Millis,
}

/// A promise: when it began, when three quarters of it are gone, and when it falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Deadline {
    pub from: Millis,
    pub amber: Millis,
    pub due: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Pace {
    InTime,
    /// Three quarters are gone.
    Amber,
    Late,
}

impl Deadline {
    /// In calendar hours, with nothing paused.
    pub fn verification(sent_at: Millis) -> Self {
        Self::counted(sent_at, KYB_MILLIS, Days::Calendar, &[])
    }

    /// In calendar hours.
    pub fn activation(verified_at: Millis) -> Self {
        Self::counted(verified_at, ACTIVATION_MILLIS, Days::Calendar, &[])
    }

    /// So many milliseconds that count, from `from` on. Pauses may overlap and stand in any order; one that still runs is
    /// left out: a clock that stands has no time to tell.
    pub fn counted(from: Millis, millis: i64, days: Days, pauses: &[Pause]) -> Self {
        let reach = |millis| reach(from, millis, days, pauses);
        Self { from, amber: reach(millis / 4 * 3), due: reach(millis) }
    }

    pub const fn pace(self, now: Millis) -> Pace {
        if now.0 >= self.due.0 {
            Pace::Late
        } else if now.0 >= self.amber.0 {
            Pace::Amber
        } else {
            Pace::InTime
        }
    }
}

/// From when DOKU's promise of a verdict runs, while any part waits for one: the newest 2xx of any, so that a resubmission
/// starts it afresh for all, and its being accepted does not bring an older promise back. `None`: no part waits.
pub fn verification_from(facets: &Facets) -> Option<Millis> {
    let mut kyb = facets.iter().filter(|(key, _)| key.is_kyb()).map(|(_, facet)| facet);
    let newest = kyb.clone().filter_map(|facet| facet.sent_at).max();
    newest.filter(|_| kyb.any(|facet| facet.verdict == Verdict::Pending))
}

/// From when DOKU's promise of a service runs: the end of verification, or when DOKU first spoke of it, if that was later.
pub fn activation_from(verified_at: Millis, told_at: Option<Millis>) -> Millis {
    told_at.map_or(verified_at, |told| told.max(verified_at))
}

/// When the merchant had something to fix: each KYB facet from its refusal to whatever came next. Any order will do.
pub fn pauses(turns: &[Turn]) -> Vec<Pause> {
    let mut turns: Vec<&Turn> = turns.iter().filter(|turn| turn.facet.is_kyb()).collect();
    turns.sort_by_key(|turn| (&turn.facet, turn.at, turn.verdict));
    let next = |index: usize, turn: &Turn| {
        let later = turns.get(index + 1).filter(|later| later.facet == turn.facet);
        Pause { from: turn.at, until: later.map(|later| later.at) }
    };
    let refused = turns.iter().enumerate().filter(|(_, turn)| turn.verdict == Verdict::Rejected);
    refused.map(|(index, turn)| next(index, turn)).collect()
}

/// The moment at which `left` milliseconds have counted.
fn reach(from: Millis, mut left: i64, days: Days, pauses: &[Pause]) -> Millis {
    let closed = || pauses.iter().filter_map(|pause| Some((pause.from, pause.until?)));
    let mut at = from;
    loop {
        if let Some((_, until)) = closed().find(|(from, until)| *from <= at && at < *until) {
            at = until;
            continue;
        }
        let weekend = (days == Days::Working).then(|| next_weekend(at));
        if let Some((saturday, monday)) = weekend
            && saturday <= at
        {
            at = monday;
            continue;
        }
        let stop = closed().map(|(from, _)| from).filter(|from| *from > at);
        match stop.chain(weekend.map(|(saturday, _)| saturday)).min() {
            Some(stop) if stop.since(at) < left => {
                left -= stop.since(at);
                at = stop;
            }
            _ => return at.plus(left),
        }
    }
}

/// The weekend that `at` lies in, else the next one: from Saturday to Monday, both at midnight in WIB.
fn next_weekend(at: Millis) -> (Millis, Millis) {
    let local = at.plus(WIB).0;
    let day = local.div_euclid(Millis::DAY);
    // 1 January 1970 was a Thursday; Monday is 0.
    let weekday = (day + 3).rem_euclid(7);
    let monday = (day - weekday + 7).saturating_mul(Millis::DAY).saturating_sub(WIB);
    (Millis(monday).plus(-2 * Millis::DAY), Millis(monday))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kyb::Facet;
    use proptest::{collection::vec, prelude::*, sample::select};

    fn at(text: &str) -> Millis {
        Millis::from_iso(text).unwrap()
    }

    #[test]
    fn promises_by_table() {
        let pause = |from, until| Pause { from: at(from), until: Some(at(until)) };
        // Began, days, paused, amber, due. 5 November 2025 is a Wednesday.
        let rows = [
            ("2025-11-05T03:00:00Z", Days::Calendar, vec![], "2025-11-06T15:00:00Z", "2025-11-07T03:00:00Z"),
            ("2025-11-05T03:00:00Z", Days::Working, vec![], "2025-11-06T15:00:00Z", "2025-11-07T03:00:00Z"),
            // Friday 10:00 WIB: 14 hours on Friday, the rest from Monday.
            ("2025-11-07T03:00:00Z", Days::Working, vec![], "2025-11-10T15:00:00Z", "2025-11-11T03:00:00Z"),
            ("2025-11-07T03:00:00Z", Days::Calendar, vec![], "2025-11-08T15:00:00Z", "2025-11-09T03:00:00Z"),
            // Sent on a Sunday: Monday at midnight in WIB is when it begins to count.
            ("2025-11-09T05:00:00Z", Days::Working, vec![], "2025-11-11T05:00:00Z", "2025-11-11T17:00:00Z"),
            // Ten hours with the merchant, told twice and out of order.
            (
                "2025-11-05T03:00:00Z",
                Days::Calendar,
                vec![
                    pause("2025-11-05T15:00:00Z", "2025-11-05T23:00:00Z"),
                    pause("2025-11-05T13:00:00Z", "2025-11-05T16:00:00Z"),
                ],
                "2025-11-07T01:00:00Z",
                "2025-11-07T13:00:00Z",
            ),
            // A pause before it began, and one after it ended.
            (
                "2025-11-05T03:00:00Z",
                Days::Calendar,
                vec![
                    pause("2025-11-04T03:00:00Z", "2025-11-05T01:00:00Z"),
                    pause("2025-11-08T03:00:00Z", "2025-11-09T03:00:00Z"),
                ],
                "2025-11-06T15:00:00Z",
                "2025-11-07T03:00:00Z",
            ),
        ];
        for (from, days, pauses, amber, due) in rows {
            let promise = Deadline::counted(at(from), KYB_MILLIS, days, &pauses);
            assert_eq!((promise.amber.to_iso(), promise.due.to_iso()), (amber.into(), due.into()), "{from} {days:?}");
        }
        let services = Deadline::counted(at("2025-11-06T03:00:00Z"), ACTIVATION_MILLIS, Days::Working, &[]);
        assert_eq!(services.due.to_iso(), "2025-11-13T03:00:00Z");
    }

    #[test]
    fn a_resubmission_starts_afresh_and_its_verdict_does_not_turn_back_time() {
        let facet =
            |verdict, sent: i64| Facet { verdict, sent_at: Some(Millis(sent)), revision: 1, ..Facet::default() };
        let facets = |ktp, bank| -> Facets {
            [
                (FacetKey::Document("KTP".into()), ktp),
                (FacetKey::Bank(0), bank),
                (FacetKey::Product("QRIS".into()), facet(Verdict::Pending, 99)),
            ]
            .into()
        };
        let from = |ktp, bank| verification_from(&facets(ktp, bank));
        assert_eq!(from(facet(Verdict::Pending, 5), facet(Verdict::Pending, 1)), Some(Millis(5)));
        assert_eq!(from(facet(Verdict::Accepted, 5), facet(Verdict::Pending, 1)), Some(Millis(5)));
        assert_eq!(from(facet(Verdict::Accepted, 5), facet(Verdict::Rejected, 1)), None);
    }

    #[test]
    fn a_pause_lasts_from_a_refusal_to_what_comes_next() {
        let turn = |facet: &FacetKey, verdict, at| Turn { facet: facet.clone(), verdict, at: Millis(at) };
        let (ktp, bank, qris) = (FacetKey::Document("KTP".into()), FacetKey::Bank(0), FacetKey::Product("QRIS".into()));
        let told = [
            turn(&ktp, Verdict::Accepted, 9),
            turn(&bank, Verdict::Rejected, 6),
            turn(&ktp, Verdict::Pending, 1),
            turn(&ktp, Verdict::Rejected, 4),
            turn(&qris, Verdict::Rejected, 2),
        ];
        let stands = [Pause { from: Millis(4), until: Some(Millis(9)) }, Pause { from: Millis(6), until: None }];
        assert_eq!(pauses(&told), stands);
    }

    /// In whole hours, one by one: another way to count.
    fn hours(from: i64, until: i64, days: Days, pauses: &[Pause]) -> i64 {
        let hour = |n: i64| Millis(n * Millis::HOUR);
        let paused = |n: i64| pauses.iter().any(|p| p.until.is_some_and(|until| p.from <= hour(n) && hour(n) < until));
        // The world began on a Thursday: Saturday is day 2, Sunday day 3.
        let weekend = |n: i64| days == Days::Working && matches!((n + 7).div_euclid(24).rem_euclid(7), 2 | 3);
        i64::try_from((from..until).filter(|n| !paused(*n) && !weekend(*n)).count()).unwrap()
    }

    proptest! {
        #[test]
        fn exactly_the_promised_hours_count_whatever_was_paused(
            from in 0i64..400,
            (ordered, shuffled) in vec((0i64..600, 0i64..60, any::<bool>()), 0..6)
                .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
            days in select(vec![Days::Calendar, Days::Working]),
            promised in select(vec![48i64, 120]),
        ) {
            let spans = |all: &[(i64, i64, bool)]| -> Vec<Pause> {
                let span = |(from, length, open): &(i64, i64, bool)| Pause {
                    from: Millis(from * Millis::HOUR),
                    until: (!open).then_some(Millis((from + length) * Millis::HOUR)),
                };
                all.iter().map(span).collect()
            };
            let pauses = spans(&ordered);
            let began = Millis(from * Millis::HOUR);
            let promise = Deadline::counted(began, promised * Millis::HOUR, days, &pauses);
            let count = |until: Millis| hours(from, until.0 / Millis::HOUR, days, &pauses);
            prop_assert_eq!(count(promise.due), promised);
            prop_assert_eq!(count(promise.amber), promised / 4 * 3);
            prop_assert!(began < promise.amber && promise.amber < promise.due);
            prop_assert_eq!(promise, Deadline::counted(began, promised * Millis::HOUR, days, &spans(&shuffled)));
            prop_assert!(promise.due >= Deadline::counted(began, promised * Millis::HOUR, Days::Calendar, &[]).due);
        }

        #[test]
        fn a_pace_never_turns_back(from in 0i64..1_000, steps in vec(0i64..40, 1..12)) {
            let promise = Deadline::counted(Millis(from), KYB_MILLIS, Days::Working, &[]);
            let rank = |pace| match pace { Pace::InTime => 0, Pace::Amber => 1, Pace::Late => 2 };
            let mut now = Millis(from);
            let mut last = 0;
            for step in steps {
                now = now.plus(step * Millis::HOUR);
                let pace = rank(promise.pace(now));
                prop_assert!(pace >= last);
                last = pace;
            }
        }

        #[test]
        fn any_time_of_the_world_is_reached(from in any::<i64>(), days in select(vec![Days::Calendar, Days::Working])) {
            let promise = Deadline::counted(Millis(from), KYB_MILLIS, days, &[]);
            prop_assert!(promise.due >= promise.amber);
        }
    }
}
