use super::*;
use proptest::{collection::vec, prelude::*, sample::select};

fn at(text: &str) -> Millis {
    Millis::from_iso(text).unwrap()
}

#[test]
fn promises_by_table() {
    let pause = |from, until| Pause { from: at(from), until: Some(at(until)) };
    // The columns are start, days, pauses, amber, due. 5 November 2025 is a Wednesday.
    let rows = [
        ("2025-11-05T03:00:00Z", Days::Calendar, vec![], "2025-11-06T15:00:00Z", "2025-11-07T03:00:00Z"),
        ("2025-11-05T03:00:00Z", Days::Working, vec![], "2025-11-06T15:00:00Z", "2025-11-07T03:00:00Z"),
        // Friday 10:00 WIB: 14 hours on Friday, the rest from Monday.
        ("2025-11-07T03:00:00Z", Days::Working, vec![], "2025-11-10T15:00:00Z", "2025-11-11T03:00:00Z"),
        ("2025-11-07T03:00:00Z", Days::Calendar, vec![], "2025-11-08T15:00:00Z", "2025-11-09T03:00:00Z"),
        // Sunday does not count, so the promise starts on Monday at midnight in WIB.
        ("2025-11-09T05:00:00Z", Days::Working, vec![], "2025-11-11T05:00:00Z", "2025-11-11T17:00:00Z"),
        // The ten hours with the merchant come twice and out of order.
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
        // One pause lies before the start, another after the end.
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
    let products = Deadline::counted(at("2025-11-06T03:00:00Z"), ACTIVATION_MILLIS, Days::Working, &[]);
    assert_eq!(products.due.to_iso(), "2025-11-13T03:00:00Z");
}

#[test]
fn a_resubmission_starts_afresh_and_its_verdict_does_not_turn_back_time() {
    let facet = |verdict, sent: i64| Facet { verdict, sent_at: Some(Millis(sent)), revision: 1, ..Facet::default() };
    let facets = |ktp, bank| -> Facets {
        [
            (FacetKey::Document("KTP".into()), ktp),
            (FacetKey::Bank(0), bank),
            (FacetKey::Product(0, "QRIS".into()), facet(Verdict::Pending, 99)),
        ]
        .into()
    };
    let from = |ktp, bank| verification_from(&facets(ktp, bank));
    assert_eq!(from(facet(Verdict::Pending, 5), facet(Verdict::Pending, 1)), Some(Millis(5)));
    assert_eq!(from(facet(Verdict::Accepted, 5), facet(Verdict::Pending, 1)), Some(Millis(5)));
    assert_eq!(from(facet(Verdict::Accepted, 5), facet(Verdict::Rejected, 1)), None);
}

#[test]
fn three_clocks_by_table() {
    use Verdict::{Accepted, Pending};
    let facet = |verdict, sent: i64| Facet {
        verdict,
        sent_at: Some(Millis(sent * Millis::HOUR)),
        revision: 1,
        ..Facet::default()
    };
    let facets = |ktp: Facet, banks: &[Facet]| -> Facets {
        let whole =
            [FacetKey::Business, FacetKey::Brand(0), FacetKey::Operational(0)].map(|key| (key, facet(Pending, 0)));
        let banks = banks.iter().enumerate().map(|(n, bank)| (FacetKey::Bank(n), bank.clone()));
        let parts = [(FacetKey::Document("KTP".into()), ktp), (FacetKey::Product(0, "QRIS".into()), facet(Pending, 0))];
        whole.into_iter().chain(parts).chain(banks).collect()
    };
    let pause = Pause { from: Millis(10 * Millis::HOUR), until: Some(Millis(16 * Millis::HOUR)) };
    // The columns are the KTP and the banks with their sending times, the pauses, and the start and end in hours.
    let rows = [
        ("all wait", facet(Pending, 0), vec![facet(Pending, 0)], vec![], (0, 48)),
        ("the bank alone waits", facet(Accepted, 0), vec![facet(Pending, 0)], vec![], (0, 24)),
        ("the bank is verified", facet(Pending, 0), vec![facet(Accepted, 0)], vec![], (0, 48)),
        ("the whole alone waits", facet(Accepted, 0), vec![facet(Accepted, 0)], vec![], (0, 48)),
        ("the bank was sent again", facet(Accepted, 0), vec![facet(Pending, 30)], vec![], (30, 54)),
        ("the KTP was sent again", facet(Pending, 30), vec![facet(Pending, 0)], vec![], (30, 78)),
        ("the KTP was, and is accepted", facet(Accepted, 30), vec![facet(Pending, 0)], vec![], (0, 24)),
        ("two banks, one sent again", facet(Accepted, 0), vec![facet(Pending, 9), facet(Pending, 0)], vec![], (0, 24)),
        ("there was something to fix", facet(Accepted, 0), vec![facet(Pending, 0)], vec![pause], (0, 30)),
        ("that was before", facet(Accepted, 0), vec![facet(Pending, 16)], vec![pause], (16, 40)),
    ];
    for (what, ktp, banks, pauses, expected) in rows {
        let promise = verification(&facets(ktp, &banks), Some(Millis(0)), Days::Calendar, &pauses).unwrap();
        assert_eq!((promise.from.0 / Millis::HOUR, promise.due.0 / Millis::HOUR), expected, "{what}");
    }
    let of_banks =
        |banks: &[Facet]| bank(&facets(facet(Pending, 30), banks), Days::Calendar, &[]).map(|promise| promise.due);
    assert_eq!(of_banks(&[facet(Pending, 9), facet(Pending, 3), facet(Accepted, 0)]), Some(Millis(27 * Millis::HOUR)));
    assert_eq!(of_banks(&[facet(Accepted, 0)]), None);
    let unknown = verification(&Facets::new(), None, Days::Calendar, &[]);
    assert_eq!(unknown, None);
    let registered = verification(&Facets::new(), Some(Millis(0)), Days::Calendar, &[]).unwrap();
    assert_eq!(registered.due, Millis(KYB_MILLIS), "no facet is known yet");
    // The bank was sent on Friday at 10.00 WIB: with working days its hours stop over the weekend too.
    let friday = at("2025-11-07T03:00:00Z");
    let bank = Facet { sent_at: Some(friday), ..facet(Pending, 0) };
    let working = verification(&[(FacetKey::Bank(0), bank)].into(), None, Days::Working, &[]).unwrap();
    assert_eq!(working.due.to_iso(), "2025-11-10T03:00:00Z");
}

#[test]
fn a_pause_lasts_from_a_refusal_to_what_comes_next() {
    let turn = |facet: &FacetKey, verdict, at| Turn { facet: facet.clone(), verdict, at: Millis(at) };
    let (ktp, bank, qris) = (FacetKey::Document("KTP".into()), FacetKey::Bank(0), FacetKey::Product(0, "QRIS".into()));
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

/// Counts whole hours one by one, as a check by another way.
fn hours(from: i64, until: i64, days: Days, pauses: &[Pause]) -> i64 {
    let hour = |n: i64| Millis(n * Millis::HOUR);
    let paused = |n: i64| pauses.iter().any(|p| p.until.is_some_and(|until| p.from <= hour(n) && hour(n) < until));
    // The epoch began on a Thursday: Saturday is day 2, Sunday day 3.
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
        promised in select(vec![24i64, 48, 120]),
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
