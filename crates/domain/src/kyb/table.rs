//! The rules as one printed table: the outcome of every word that may come.

use super::*;
use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use uuid::Uuid;

/// The time of a word, compared with the one that stands.
#[derive(Clone, Copy)]
enum When {
    Older,
    SameAs(Source),
    Newer,
}

const STANDS_AT: i64 = 60_000;
const WHENS: [When; 4] = [When::Older, When::SameAs(Source::Callback), When::SameAs(Source::ReadBack), When::Newer];

fn observation(n: u128, facet: &FacetKey, reported: Reported, at: i64, source: Source) -> Observation {
    let (fact, facet) = (FactId::new(Uuid::from_u128(n)), facet.clone());
    Observation { fact, facet, reported, note: None, at: Millis(at), source, file: None }
}

/// Returns the facts of a facet that was sent twice, and of the word that stands on it. The table says `nothing` where
/// DOKU has not answered yet. INACTIVE after ACTIVE gives *Suspended* as well.
fn standing(word: Option<Reported>, facet: &FacetKey, by: Source, files: bool) -> Vec<Fact> {
    let file = |name: &str| files.then(|| DokuFileId::new(name));
    let sent =
        |revision, at, name| Fact::Sent(Sent { facet: facet.clone(), revision, at: Millis(at), file: file(name) });
    let mut facts = vec![sent(1, 1_000, "DCM-1"), sent(2, 10_000, "DCM-2")];
    facts.extend(word.map(|word| Fact::Observed(observation(1, facet, word, STANDS_AT, by))));
    facts
}

fn outcome(facts: Vec<Fact>, word: &Observation) -> String {
    let facts: Vec<Fact> = facts.into_iter().chain([Fact::Observed(word.clone())]).collect();
    let projection = project(&facts);
    let told = projection.outcomes.iter().find(|(fact, ..)| *fact == word.fact).map(|(.., outcome)| *outcome);
    let after = &projection.facets[&word.facet];
    let verdict = if after.declined { "Declined".to_owned() } else { format!("{:?}", after.verdict) };
    match told {
        Some(Ok(_)) if after.set_by == Some(word.fact) => verdict,
        Some(Ok(_)) => format!("overtaken, {verdict}"),
        Some(Err(ignored)) => format!("{ignored:?}, {verdict}"),
        None => "lost".to_owned(),
    }
}

#[test]
fn every_word_at_every_time_about_every_revision_has_its_effect() {
    let key = FacetKey::Document("KTP".into());
    let words = Reported::ALL.map(Some);
    let mut table = format!(
        "{:<10} | {:<9} | {:<9} | {:<22} | {:<22} | {:<22} | {:<22} | {}\n",
        "stands", "word", "said by", "older", "same as a callback", "same as a read-back", "newer", "about revision 1"
    );
    for stands in [None].into_iter().chain(words) {
        for reported in Reported::ALL {
            for by in [Source::Callback, Source::ReadBack] {
                let cell = |when: When, file: &str| {
                    let (at, standing_by) = match when {
                        When::Older => (STANDS_AT - 30_000, Source::Callback),
                        When::SameAs(source) => (STANDS_AT, source),
                        When::Newer => (STANDS_AT + 30_000, Source::Callback),
                    };
                    let mut word = observation(2, &key, reported, at, by);
                    word.file = Some(DokuFileId::new(file));
                    outcome(standing(stands, &key, standing_by, true), &word)
                };
                let [older, callback, read_back, newer] = WHENS.map(|when| cell(when, "DCM-2"));
                let name = stands.map_or_else(|| "nothing".to_owned(), |stands| format!("{stands:?}"));
                let word = format!("{reported:?}");
                let by = format!("{by:?}");
                let earlier = cell(When::Newer, "DCM-1");
                table += &format!(
                    "{name:<10} | {word:<9} | {by:<9} | {older:<22} | {callback:<22} | {read_back:<22} | {newer:<22} | {earlier}\n"
                );
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn without_a_file_the_time_of_the_newest_send_parts_the_revisions() {
    let key = FacetKey::Bank(0);
    let mut table = String::new();
    for reported in Reported::ALL {
        for by in [Source::Callback, Source::ReadBack] {
            for (when, at) in [("before the 2xx", 9_000), ("in its second", 10_000), ("after it", 11_000)] {
                let word = observation(2, &key, reported, at, by);
                let outcome = outcome(standing(None, &key, Source::Callback, false), &word);
                table += &format!("{reported:?} by {by:?} {when}: {outcome}\n");
            }
        }
    }
    insta::assert_snapshot!(table);
}
