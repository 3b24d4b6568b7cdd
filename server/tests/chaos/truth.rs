//! The end: compares our data with DOKU's, by rules of this test's own.

use crate::{
    facts::{Application, Facts},
    line::Seen,
    sandbox::{Held, Registration},
};
use domain::kyb::{FacetKey, State};
use std::collections::{BTreeMap, BTreeSet};

/// Every count that must hold, and every mismatch.
#[derive(Default)]
pub struct Truth {
    pub registrations: usize,
    pub in_dokus_state: usize,
    pub facets: usize,
    pub states: BTreeMap<String, usize>,
    /// The facets with a verdict, each with its business.
    pub judged: Vec<(String, String)>,
    pub wrong: Vec<String>,
}

impl Truth {
    /// Compares registrations. `businesses` have the names that their registrations must carry; `shown` is the state on
    /// each merchant's page.
    pub async fn of(facts: &Facts, held: &Held, businesses: &[(String, String)], shown: &[String]) -> Self {
        let ours = facts.applications().await;
        let theirs = held.registrations().await;
        let ids: BTreeSet<&str> = theirs.iter().map(|one| one.request_id.as_str()).collect();
        let mut truth = Self { registrations: theirs.len(), ..Self::default() };
        truth.must(ids.len() == theirs.len(), || "two registrations share a Request-Id".into());
        for ((business, name), shown) in businesses.iter().zip(shown) {
            let named: Vec<&Registration> = theirs.iter().filter(|one| one.name == *name).collect();
            match named[..] {
                [registration] => truth.compare((business, name), &ours[business], registration, shown),
                _ => truth.wrong.push(format!("{name} was registered {} times", named.len())),
            }
        }
        truth
    }

    fn compare(&mut self, (business, name): (&str, &str), ours: &Application, theirs: &Registration, shown: &str) {
        let same = ours.doku_id.as_deref() == Some(&theirs.business_id);
        self.must(same, || format!("{name} has the id {:?}, not {}", ours.doku_id, theirs.business_id));
        for (facet, status) in &theirs.parts {
            let verdict = ours.verdicts.get(&facet.to_string()).map(String::as_str);
            let right = verdict == Some(word(status));
            self.facets += usize::from(right);
            self.judged.extend((word(status) != "pending").then(|| (business.to_owned(), facet.to_string())));
            self.must(right, || format!("{name}: {facet} is {status} at DOKU, {verdict:?} here"));
        }
        let state = state(&theirs.parts);
        *self.states.entry(shown.to_owned()).or_default() += 1;
        let right = ours.state == state && serde_json::to_value(state).unwrap() == shown;
        self.in_dokus_state += usize::from(right);
        self.must(right, || format!("{name} is {:?} here and {shown} on its page, {state:?} at DOKU", ours.state));
    }

    /// Checks that every acknowledged callback is kept and was read, and that no forgery is there.
    pub async fn receive(&mut self, facts: &Facts, held: &Held, seen: &Seen) -> usize {
        let kept: BTreeMap<String, _> =
            facts.callbacks().await.into_iter().map(|one| (one.request_id.clone(), one)).collect();
        let genuine: BTreeSet<String> = held.request_ids(false).await.into_iter().collect();
        let forged = held.request_ids(true).await;
        for (id, times) in &seen.acknowledged {
            match kept.get(id) {
                Some(one) => self.must(one.deliveries >= *times, || format!("{id} came {times} times")),
                None => self.wrong.push(format!("{id} was acknowledged and is lost")),
            }
        }
        for (id, one) in &kept {
            self.must(genuine.contains(id), || format!("{id} is not DOKU's"));
            // A word that nobody knows moves nothing.
            let is_unknown = one.problem.as_deref() == Some("unknown_status");
            let read = matches!(one.status.as_str(), "projected" | "flagged") && (one.observations > 0 || is_unknown);
            self.must(read, || format!("{id} is {}, noted {} times", one.status, one.observations));
        }
        for id in forged.iter().chain(&seen.forged) {
            self.must(!kept.contains_key(id), || format!("the forgery {id} counts"));
        }
        self.must(seen.believed == 0, || format!("{} forgeries were acknowledged", seen.believed));
        kept.len()
    }

    pub fn must(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(problem());
        }
    }
}

/// Returns our verdict for a status, by CONTRACT §8.3.
fn word(status: &str) -> &'static str {
    match status {
        "ACTIVE" => "accepted",
        "REJECTED" | "DECLINED" => "rejected",
        "SUSPENDED" => "suspended",
        _ => "pending",
    }
}

/// Returns the state by DESIGN §3, as far as DOKU decides.
fn state(parts: &BTreeMap<FacetKey, String>) -> State {
    let any = |of_kyb: bool, verdict: &str| {
        parts.iter().any(|(facet, status)| facet.is_kyb() == of_kyb && word(status) == verdict)
    };
    let declined = parts.iter().any(|(facet, status)| facet.is_kyb() && status == "DECLINED");
    match () {
        // docs/adr/012
        () if declined => State::Declined,
        () if any(true, "suspended") => State::Suspended,
        () if any(true, "rejected") => State::ActionNeeded,
        () if any(true, "pending") => State::InVerification,
        () if any(false, "pending") => State::Verified,
        () => State::Active,
    }
}
