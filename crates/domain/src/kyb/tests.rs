use super::{facts::NotAFacet, *};
use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
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
    let key = FacetKey::Operational(0);
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
    let coded =
        [FacetKey::document("KTP", 1), FacetKey::Social(0, "INSTAGRAM".into()), FacetKey::Product(0, "QRIS".into())];
    let counted = [FacetKey::Contact(3), FacetKey::Address(0), FacetKey::Bank(12), FacetKey::Photo(0, 1)];
    let whole = [FacetKey::Business, FacetKey::Brand(0), FacetKey::Operational(0)];
    for key in coded.into_iter().chain(counted).chain(whole) {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
    for wrong in ["contact[x]", "contact", "document[]", "business[0]", "bank[1", "logo[A]", ""] {
        assert_eq!(wrong.parse::<FacetKey>(), Err(NotAFacet), "{wrong}");
    }
}

#[test]
fn every_pair_of_progress_and_verdict_has_its_state() {
    let mut table = String::new();
    for progress in [Progress::Editing, Progress::PartnerCheck, Progress::Sending, Progress::Registered] {
        for verdict in [Verdict::NotSent, Verdict::Pending, Verdict::Accepted, Verdict::Rejected, Verdict::Suspended] {
            let facets = [FacetKey::Business, FacetKey::Brand(0), FacetKey::Operational(0)]
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

#[test]
fn the_same_file_sent_again_is_told_by_the_time() {
    let key = FacetKey::Document("KTP".into());
    let late = |at| {
        let seen = seen(1, key.clone(), Reported::Rejected, at, Source::Callback);
        Fact::Observed(Observation { file: Some(DokuFileId::new("DCM-1")), ..seen })
    };
    let sends = [sent(key.clone(), 1, 1_000, Some("DCM-1")), sent(key.clone(), 2, 5_000, Some("DCM-1"))];
    assert_eq!(verdict(&[sends[0].clone(), sends[1].clone(), late(4_000)], &key), Verdict::Pending);
    assert_eq!(verdict(&[sends[0].clone(), sends[1].clone(), late(6_000)], &key), Verdict::Rejected);
}

#[test]
fn inactive_is_no_suspension_when_the_part_was_sent_anew() {
    let key = FacetKey::Operational(0);
    let on = Fact::Observed(seen(1, key.clone(), Reported::Accepted, 2_000, Source::Callback));
    let off = Fact::Observed(seen(2, key.clone(), Reported::Inactive, 9_000, Source::ReadBack));
    let facts = [sent(key.clone(), 1, 1_000, None), on, sent(key.clone(), 2, 5_000, None), off];
    assert_eq!(verdict(&facts, &key), Verdict::Pending);
    assert_eq!(project(&facts).facets[&key].first_accepted, Some(Millis(2_000)));
}

#[test]
fn what_leaves_nothing_to_mend_declines_and_a_later_word_takes_that_back() {
    let registered =
        Workflow { progress: Progress::Registered, complete: true, sent_back: 0, withdrawn: false, declined: false };
    let key = FacetKey::Contact(0);
    let state = |facts: &[Fact]| derive(&project(facts).facets, &registered);
    let first = sent(key.clone(), 1, 1_000, None);
    let rejected = |note: &str| {
        let seen = seen(1, key.clone(), Reported::Rejected, 5_000, Source::Callback);
        Fact::Observed(Observation { note: Some(note.into()), ..seen })
    };
    let declined = Fact::Observed(seen(2, key.clone(), Reported::Declined, 5_000, Source::Callback));
    assert_eq!(state(&[first.clone(), rejected("Foto buram")]), State::ActionNeeded);
    assert_eq!(state(&[first.clone(), rejected("INTERNAL: daftar pantauan")]), State::Declined);
    assert_eq!(state(&[first.clone(), declined.clone()]), State::Declined);
    let later = Fact::Observed(seen(3, key.clone(), Reported::Accepted, 9_000, Source::ReadBack));
    assert_eq!(state(&[first.clone(), declined.clone(), later]), State::InVerification);
    assert_eq!(state(&[first, declined, sent(key, 2, 7_000, None)]), State::InVerification);
    let product = FacetKey::Product(0, "QRIS".into());
    let service = Fact::Observed(seen(4, product, Reported::Declined, 5_000, Source::Callback));
    assert_ne!(state(&[service]), State::Declined);
}

#[test]
fn every_word_is_read_and_others_are_in_review() {
    let read = |words: &[&str]| words.iter().map(|word| Reported::read(word)).collect::<Vec<_>>();
    assert_eq!(read(&["active", " APPROVED ", "Verified"]), [Reported::Accepted; 3]);
    assert_eq!(read(&["REJECTED", "DENIED", "FAILED"]), [Reported::Rejected; 3]);
    assert_eq!(
        read(&["DECLINED", "SUSPENDED", "INACTIVE"]),
        [Reported::Declined, Reported::Suspended, Reported::Inactive]
    );
    assert_eq!(read(&["UPDATING", "MENUNGGU_SURVEI", ""]), [Reported::Pending; 3]);
    assert!(Reported::is_known("updating") && !Reported::is_known("MENUNGGU_SURVEI"));
}
