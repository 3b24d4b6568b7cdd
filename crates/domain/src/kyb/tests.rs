use super::*;
use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

fn sent(facet: FacetKey, revision: u32, at: i64, file: Option<&str>) -> Fact {
    Fact::Sent(Sent { facet, revision, at: Millis(at), file: file.map(DokuFileId::new) })
}

fn seen(id: u128, facet: FacetKey, reported: Reported, at: i64, source: Source) -> Observation {
    Observation {
        fact: FactId::new(Uuid::from_u128(id)),
        facet,
        reported,
        note: None,
        at: Millis(at),
        source,
        file: None,
    }
}

fn verdict(facts: &[Fact], key: &FacetKey) -> Verdict {
    project(facts).facets[key].verdict
}

#[test]
fn the_newest_time_wins_and_a_read_back_breaks_a_tie() {
    let key = FacetKey::Bank(0);
    let first = sent(key.clone(), 1, 1_000, None);
    let old = Fact::Observed(seen(1, key.clone(), Reported::Accepted, 5_000, Source::Callback));
    let new = Fact::Observed(seen(2, key.clone(), Reported::Rejected, 9_000, Source::Callback));
    let tie = Fact::Observed(seen(3, key.clone(), Reported::Accepted, 9_000, Source::ReadBack));
    assert_eq!(verdict(&[first.clone(), new.clone(), old.clone()], &key), Verdict::Rejected);
    assert_eq!(verdict(&[first, tie, new, old], &key), Verdict::Accepted);
}

#[test]
fn a_verdict_about_an_earlier_version_changes_nothing() {
    let key = FacetKey::Document("KTP".into());
    let mut late = seen(1, key.clone(), Reported::Rejected, 9_000, Source::Callback);
    late.file = Some(DokuFileId::new("DCM-1"));
    let facts =
        [sent(key.clone(), 1, 1_000, Some("DCM-1")), sent(key.clone(), 2, 5_000, Some("DCM-2")), Fact::Observed(late)];
    let projection = project(&facts);
    assert_eq!(projection.facets[&key].verdict, Verdict::Pending);
    assert_eq!(projection.outcomes[0].2, Err(Ignored::EarlierVersion));
    let bank = FacetKey::Bank(0);
    let before = Fact::Observed(seen(2, bank.clone(), Reported::Rejected, 4_000, Source::Callback));
    assert_eq!(
        verdict(&[sent(bank.clone(), 1, 1_000, None), sent(bank.clone(), 2, 5_000, None), before], &bank),
        Verdict::Pending
    );
}

#[test]
fn a_callback_that_beats_the_response_counts() {
    let key = FacetKey::Business;
    let early = Fact::Observed(seen(1, key.clone(), Reported::Accepted, 1_000, Source::Callback));
    assert_eq!(verdict(&[early, sent(key.clone(), 1, 1_900, None)], &key), Verdict::Accepted);
}

#[test]
fn inactive_after_active_is_a_suspension_and_before_it_is_not() {
    let key = FacetKey::Operational;
    let first = sent(key.clone(), 1, 0, None);
    let off = Fact::Observed(seen(1, key.clone(), Reported::Inactive, 2_000, Source::ReadBack));
    assert_eq!(verdict(&[first.clone(), off.clone()], &key), Verdict::Pending);
    let on = Fact::Observed(seen(2, key.clone(), Reported::Accepted, 1_000, Source::Callback));
    assert_eq!(verdict(&[off, on, first], &key), Verdict::Suspended);
}

#[test]
fn something_we_never_sent_is_unknown() {
    let stray = Fact::Observed(seen(1, FacetKey::Contact(7), Reported::Rejected, 1, Source::Callback));
    assert_eq!(project(&[stray]).outcomes[0].2, Err(Ignored::Unknown));
}

#[test]
fn names_of_facets_read_back() {
    for key in
        [FacetKey::Business, FacetKey::Contact(3), FacetKey::Document("KTP".into()), FacetKey::Product("QRIS".into())]
    {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
    assert!("contact[x]".parse::<FacetKey>().is_err());
}

#[test]
fn every_pair_of_progress_and_verdict_has_its_state() {
    let mut table = String::new();
    for progress in [Progress::Editing, Progress::PartnerCheck, Progress::Sending, Progress::Registered] {
        for verdict in [Verdict::NotSent, Verdict::Pending, Verdict::Accepted, Verdict::Rejected, Verdict::Suspended] {
            let facets = [FacetKey::Business, FacetKey::Brand, FacetKey::Operational]
                .into_iter()
                .map(|key| (key, Facet { verdict, revision: 1, ..Facet::default() }))
                .collect();
            let workflow = Workflow { progress, complete: true, sent_back: 0, withdrawn: false, declined: false };
            table += &format!("{progress:?} + {verdict:?} = {:?}\n", derive(&facets, &workflow));
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_clock_turns_amber_then_late() {
    let promise = Deadline::verification(Millis(0));
    assert_eq!(promise.pace(Millis(35 * Millis::HOUR)), Pace::InTime);
    assert_eq!(promise.pace(Millis(36 * Millis::HOUR)), Pace::Amber);
    assert_eq!(promise.pace(Millis(48 * Millis::HOUR)), Pace::Late);
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let keys = || {
        select(vec![
            FacetKey::Business,
            FacetKey::Brand,
            FacetKey::Operational,
            FacetKey::Contact(0),
            FacetKey::Document("KTP".into()),
            FacetKey::Product("QRIS".into()),
        ])
    };
    let words = select(vec![
        Reported::Pending,
        Reported::Inactive,
        Reported::Accepted,
        Reported::Rejected,
        Reported::Suspended,
    ]);
    let files = || prop_oneof![Just(None), select(vec!["DCM-1", "DCM-2"]).prop_map(|file| Some(DokuFileId::new(file)))];
    let observed = (0u128..40, keys(), words, 0i64..8, any::<bool>(), files()).prop_map(
        |(id, facet, reported, at, back, file)| {
            let source = if back { Source::ReadBack } else { Source::Callback };
            Fact::Observed(Observation { file, ..seen(id, facet, reported, at * 1_000, source) })
        },
    );
    let sent = (keys(), 1u32..3, 0i64..8, files())
        .prop_map(|(facet, revision, at, file)| Fact::Sent(Sent { facet, revision, at: Millis(at * 1_000), file }));
    prop_oneof![observed, sent]
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_of_the_same_facts_give_the_same_facets_and_state(
        (facts, shuffled) in vec(any_fact(), 0..24).prop_flat_map(|facts| {
            let twice: Vec<Fact> = facts.iter().chain(&facts).cloned().collect();
            (Just(facts), Just(twice).prop_shuffle())
        })
    ) {
        let (once, again) = (project(&facts), project(&shuffled));
        prop_assert_eq!(&once.facets, &again.facets);
        let workflow = Workflow { progress: Progress::Registered, complete: true, sent_back: 0, withdrawn: false, declined: false };
        prop_assert_eq!(derive(&once.facets, &workflow), derive(&again.facets, &workflow));
    }
}
