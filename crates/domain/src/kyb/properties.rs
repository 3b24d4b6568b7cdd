//! Properties that hold for any facts in any order.

use super::*;
use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

const REGISTERED: Workflow =
    Workflow { progress: Progress::Registered, complete: true, sent_back: 0, withdrawn: false, declined: false };
const FILES: [&str; 3] = ["DCM-1", "DCM-2", "DCM-3"];

fn any_key() -> impl Strategy<Value = FacetKey> {
    select(vec![
        FacetKey::Business,
        FacetKey::Brand(0),
        FacetKey::Operational(0),
        FacetKey::Contact(0),
        FacetKey::Contact(1),
        FacetKey::document("KTP", 0),
        FacetKey::document("KTP", 1),
        FacetKey::Photo(0, 0),
        FacetKey::Product(0, "QRIS".into()),
    ])
}

fn any_file() -> impl Strategy<Value = Option<DokuFileId>> {
    prop_oneof![Just(None), select(FILES.to_vec()).prop_map(|file| Some(DokuFileId::new(file)))]
}

prop_compose! {
    fn any_observation()(
        id in 0u128..40, facet in any_key(), reported in select(Reported::ALL.to_vec()), at in 0i64..12_000,
        back in any::<bool>(), file in any_file(), note in prop_oneof![Just(None), Just(Some("buram")), Just(Some("INTERNAL: x"))],
    ) -> Observation {
        let source = if back { Source::ReadBack } else { Source::Callback };
        // Most times are whole seconds, as DOKU's are, so that ties are common.
        let at = Millis(if at % 4 == 0 { at } else { at / 1_000 * 1_000 });
        Observation { fact: FactId::new(Uuid::from_u128(id)), facet, reported, note: note.map(str::to_owned), at, source, file }
    }
}

prop_compose! {
    fn any_send()(facet in any_key(), revision in 1u32..4, at in 0i64..12_000, file in any_file()) -> Sent {
        Sent { facet, revision, at: Millis(at), file }
    }
}

fn any_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![3 => any_observation().prop_map(Fact::Observed), 1 => any_send().prop_map(Fact::Sent)]
}

fn many() -> impl Strategy<Value = Vec<Fact>> {
    vec(any_fact(), 0..32)
}

/// Generates a plausible life: revisions in the order of time, each with its own file, and words about any of them.
fn life() -> impl Strategy<Value = (Vec<Sent>, Vec<Observation>)> {
    let sends = (1usize..4, select(vec![FacetKey::document("KTP", 0), FacetKey::Photo(0, 0), FacetKey::Bank(0)]));
    let sends = sends.prop_map(|(revisions, facet)| {
        let has_file = !matches!(facet, FacetKey::Bank(_));
        let send = |n: usize| Sent {
            facet: facet.clone(),
            revision: u32::try_from(n + 1).unwrap_or(1),
            at: Millis(i64::try_from(n).unwrap_or(0) * 4_000 + 300),
            file: has_file.then(|| DokuFileId::new(FILES[n])),
        };
        (0..revisions).map(send).collect::<Vec<_>>()
    });
    sends.prop_flat_map(|sends| {
        let facet = sends[0].facet.clone();
        let words = vec(any_observation(), 0..10).prop_map(move |words| {
            words.into_iter().map(|word| Observation { facet: facet.clone(), file: None, ..word }).collect()
        });
        (Just(sends), words)
    })
}

type Stands = (FacetKey, u32, Verdict, bool, Option<String>, Option<Millis>, Option<FactId>);

fn verdicts(facets: &Facets) -> Vec<Stands> {
    let row = |(key, facet): (&FacetKey, &Facet)| {
        (key.clone(), facet.revision, facet.verdict, facet.declined, facet.note.clone(), facet.at, facet.set_by)
    };
    facets.iter().map(row).collect()
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_of_the_same_facts_give_the_same_facets_outcomes_and_state(
        (facts, shuffled) in many().prop_flat_map(|facts| {
            let twice: Vec<Fact> = facts.iter().chain(&facts).cloned().collect();
            (Just(facts), Just(twice).prop_shuffle())
        })
    ) {
        let (once, again) = (project(&facts), project(&shuffled));
        prop_assert_eq!(&once, &again);
        prop_assert_eq!(derive(&once.facets, &REGISTERED), derive(&again.facets, &REGISTERED));
    }

    /// Words may come before their send and are orphans until then; the outcome does not depend on when the send comes.
    #[test]
    fn it_does_not_matter_when_a_send_is_told(facts in many(), at in any::<prop::sample::Index>(), sent in any_send()) {
        let mut early = facts.clone();
        early.insert(at.index(facts.len() + 1), Fact::Sent(sent.clone()));
        let late: Vec<Fact> = facts.into_iter().chain([Fact::Sent(sent)]).collect();
        prop_assert_eq!(project(&early), project(&late));
    }

    /// A callback may mean anything. A part that a read-back shows exists, and counts once it is refused.
    #[test]
    fn of_what_was_never_sent_only_a_refusal_counts_and_only_once_read_back(words in vec(any_observation(), 0..16)) {
        let project = |words: Vec<Observation>| project(&words.into_iter().map(Fact::Observed).collect::<Vec<_>>());
        let called = words.iter().cloned().map(|seen| Observation { source: Source::Callback, ..seen }).collect();
        prop_assert!(project(called).facets.keys().all(|key| !key.is_kyb()));
        let projection = project(words);
        let stands = |(key, facet): (&FacetKey, &Facet)| !key.is_kyb() || facet.revision == 0 && matches!(facet.verdict, Verdict::Rejected | Verdict::Suspended);
        prop_assert!(projection.facets.iter().all(stands));
        let unknown = |(_, key, outcome): &Folded| projection.facets.contains_key(key) || *outcome == Err(Ignored::Unknown);
        prop_assert!(projection.outcomes.iter().all(unknown));
    }

    /// A word with another file id, or without files an earlier time, changes nothing but `first_accepted`.
    #[test]
    fn a_verdict_about_an_earlier_revision_changes_nothing((sends, words) in life(), late in any_observation()) {
        let newest = &sends[sends.len() - 1];
        prop_assume!(sends.len() > 1);
        let late = match &newest.file {
            Some(_) => Observation { facet: newest.facet.clone(), file: sends[0].file.clone(), ..late },
            None => Observation { facet: newest.facet.clone(), file: None, at: Millis(late.at.0 % (newest.at.0 / 1_000 * 1_000)), ..late },
        };
        let facts: Vec<Fact> = sends.iter().cloned().map(Fact::Sent).chain(words.into_iter().map(Fact::Observed)).collect();
        let late = Observation { fact: FactId::new(Uuid::from_u128(99)), ..late };
        let more: Vec<Fact> = facts.iter().cloned().chain([Fact::Observed(late.clone())]).collect();
        let (before, after) = (project(&facts), project(&more));
        prop_assert_eq!(verdicts(&before.facets), verdicts(&after.facets));
        prop_assert_eq!(derive(&before.facets, &REGISTERED), derive(&after.facets, &REGISTERED));
        let told = after.outcomes.iter().find(|(fact, ..)| *fact == late.fact).map(|(.., outcome)| *outcome);
        prop_assert_eq!(told, Some(Err(Ignored::EarlierVersion)));
    }

    #[test]
    fn the_newest_revision_stands_and_only_its_words_count((sends, words) in life()) {
        let facts: Vec<Fact> = sends.iter().cloned().map(Fact::Sent).chain(words.into_iter().map(Fact::Observed)).collect();
        let projection = project(&facts);
        let facet = &projection.facets[&sends[0].facet];
        prop_assert_eq!(facet.revision as usize, sends.len());
        prop_assert_eq!(facet.sent_at, sends.last().map(|sent| sent.at));
        if let Some(at) = facet.at.filter(|_| sends.len() > 1) {
            prop_assert!(at.0 / 1_000 >= sends[sends.len() - 1].at.0 / 1_000);
        }
    }

    /// Our clock is wrong by a different amount at each send; DOKU's answer shows by how much.
    #[test]
    fn however_wrong_our_clock_is_the_same_life_ends_the_same((sends, words) in life(), wrong in vec(-3_600_000i64..3_600_000, 3)) {
        let facts = |sends: Vec<Sent>| -> Vec<Fact> {
            let words = words.iter().map(|word| {
                let at = judged_at(Some(word.at), word.at.plus(500));
                Fact::Observed(Observation { at, ..word.clone() })
            });
            sends.into_iter().map(Fact::Sent).chain(words).collect()
        };
        let ours = |(sent, wrong): (&Sent, &i64)| {
            let (shown, skew) = (sent.at.plus(*wrong), -wrong);
            Sent { at: by_their_clock(shown, Some(skew)), ..sent.clone() }
        };
        prop_assume!(wrong.iter().all(|wrong| wrong.abs() > 2_000));
        let right = project(&facts(sends.clone()));
        let put_right = project(&facts(sends.iter().zip(&wrong).map(ours).collect()));
        prop_assert_eq!(right, put_right);
    }

    /// The later of two messages wins in either order, even if the earlier one is dated ahead.
    #[test]
    fn a_time_to_come_shuts_out_no_later_word(
        (sends, words) in life(), first in select(Reported::ALL.to_vec()), then in select(Reported::ALL.to_vec()),
        ahead in 300_001i64..3_000_000_000_000, by in 1i64..10_000,
    ) {
        let (facet, sent_at) = (sends[0].facet.clone(), Millis(20_000));
        let word = |n: u128, reported: Reported, at: Millis| Fact::Observed(Observation {
            fact: FactId::new(Uuid::from_u128(n)), facet: facet.clone(), reported, note: None, at, source: Source::Callback, file: None,
        });
        let early = word(100, first, judged_at(Some(sent_at.plus(ahead)), sent_at));
        let late = word(101, then, judged_at(None, sent_at.plus(by)));
        let before: Vec<Fact> = sends.iter().cloned().map(Fact::Sent).chain(words.into_iter().map(Fact::Observed)).collect();
        for order in [[&early, &late], [&late, &early]] {
            let facts: Vec<Fact> = before.iter().chain(order).cloned().collect();
            prop_assert_eq!(project(&facts).facets[&facet].set_by, Some(FactId::new(Uuid::from_u128(101))));
        }
    }

    #[test]
    fn first_accepted_is_the_earliest_acceptance_stale_ones_included(facts in many()) {
        for (key, facet) in project(&facts).facets {
            let said = facts.iter().filter_map(|fact| match fact {
                Fact::Observed(seen) if seen.facet == key && seen.reported == Reported::Accepted => Some(seen.at),
                Fact::Observed(_) | Fact::Sent(_) => None,
            });
            prop_assert_eq!(facet.first_accepted, said.min());
        }
    }

    /// Services gate nothing: they move no other facet, and the state only between *verified* and *active*.
    #[test]
    fn a_service_never_undoes_kyb(facts in many(), services in vec(any_observation(), 0..8)) {
        let qris = FacetKey::Product(0, "QRIS".into());
        let services = services.into_iter().map(|seen| Fact::Observed(Observation { facet: qris.clone(), ..seen }));
        let more: Vec<Fact> = facts.iter().cloned().chain(services).collect();
        let (before, after) = (project(&facts).facets, project(&more).facets);
        let kyb = |facets: &Facets| facets.iter().filter(|(key, _)| key.is_kyb()).map(|(key, facet)| (key.clone(), facet.clone())).collect::<Vec<_>>();
        prop_assert_eq!(kyb(&before), kyb(&after));
        let state = |facets: &Facets| match derive(facets, &REGISTERED) {
            State::Verified | State::Active => State::Active,
            other => other,
        };
        prop_assert_eq!(state(&before), state(&after));
    }
}
