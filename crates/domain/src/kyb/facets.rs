use super::{FacetKey, Fact, Observation, Reported, Sent, Source, Verdict, is_for_merchants};
use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use std::collections::BTreeMap;

/// What stands about one facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// The revision last sent; 0: never, yet DOKU has it.
    pub revision: u32,
    /// DOKU's 2xx; of a service, when DOKU first spoke of it.
    pub sent_at: Option<Millis>,
    pub file: Option<DokuFileId>,
    pub(super) earlier_files: Vec<DokuFileId>,
    pub verdict: Verdict,
    /// Rejected, and nothing that the merchant could mend: DOKU said DECLINED, or gave a reason that is not for merchants.
    pub declined: bool,
    pub note: Option<String>,
    /// DOKU's time of the verdict.
    pub at: Option<Millis>,
    pub set_by: Option<FactId>,
    pub(super) rank: Option<Rank>,
    /// The earliest time it was ever accepted; stale facts count.
    pub first_accepted: Option<Millis>,
    /// The same of the revision last sent alone.
    pub(super) accepted_now: Option<Millis>,
}

/// Why a fact changed nothing. It is kept all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ignored {
    /// A newer fact already stands.
    Stale,
    /// It is about a revision that has been replaced.
    EarlierVersion,
    /// Nothing that we sent answers to it.
    Unknown,
}

/// What became of one observation.
pub type Outcome = (FactId, FacetKey, Result<Verdict, Ignored>);

pub type Facets = BTreeMap<FacetKey, Facet>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    pub facets: Facets,
    pub outcomes: Vec<Outcome>,
}

/// Who wins at equal times: a verdict over *pending* and *not yet on*, since DOKU's times are whole seconds and a read-back
/// right after registering says these (docs/adr/011); then a read-back over a callback; then the graver word.
type Rank = (bool, Source, Reported);

const fn rank(fact: &Observation) -> Rank {
    (!matches!(fact.reported, Reported::Pending | Reported::Inactive), fact.source, fact.reported)
}

impl Facet {
    fn sent(&mut self, sent: &Sent) {
        self.earlier_files.extend(self.file.take());
        self.revision = sent.revision;
        self.sent_at = Some(sent.at);
        self.file.clone_from(&sent.file);
        self.verdict = Verdict::Pending;
    }

    /// One step. The newest time wins; at equal times `rank`.
    pub fn observe(&self, fact: &Observation) -> Result<Self, Ignored> {
        if self.is_about_an_earlier_version(fact) {
            return Err(Ignored::EarlierVersion);
        }
        let rank = Some(rank(fact));
        if (self.at, self.rank) >= (Some(fact.at), rank) {
            return Err(Ignored::Stale);
        }
        let mut next = self.clone();
        next.verdict = match fact.reported {
            Reported::Pending => Verdict::Pending,
            Reported::Accepted => Verdict::Accepted,
            Reported::Rejected | Reported::Declined => Verdict::Rejected,
            Reported::Suspended => Verdict::Suspended,
            Reported::Inactive if self.accepted_now.is_some_and(|first| first < fact.at) => Verdict::Suspended,
            // A service that was never on is one that nobody is switching on.
            Reported::Inactive if !fact.facet.is_kyb() => Verdict::NotSent,
            Reported::Inactive => Verdict::Pending,
        };
        let is_internal = || fact.note.as_deref().is_some_and(|note| !is_for_merchants(note));
        next.declined = match fact.reported {
            Reported::Declined => true,
            Reported::Rejected => is_internal(),
            Reported::Pending | Reported::Inactive | Reported::Accepted | Reported::Suspended => false,
        };
        next.note.clone_from(&fact.note);
        next.at = Some(fact.at);
        next.set_by = Some(fact.fact);
        next.rank = rank;
        Ok(next)
    }

    /// Another file id than the newest tells; else, or when the same file went out twice, a time before the newest 2xx does.
    /// The first revision has no earlier one, so a callback that beats the response counts. DOKU may rename a file once it
    /// took it, so an id that nobody knows tells nothing. DOKU's times are whole seconds, hence ours are cut to them.
    fn is_about_an_earlier_version(&self, fact: &Observation) -> bool {
        let newest = fact.file.is_some() && self.file == fact.file;
        let earlier = fact.file.as_ref().is_some_and(|file| self.earlier_files.contains(file));
        let whole_seconds = |at: Millis| at.0.div_euclid(Millis::SECOND);
        match (newest, earlier) {
            (true, false) => false,
            (false, true) => true,
            (true, true) | (false, false) => {
                self.revision > 1 && self.sent_at.is_some_and(|sent| whole_seconds(fact.at) < whole_seconds(sent))
            }
        }
    }
}

/// Folds all facts of one business, in whatever order and however often they are given.
pub fn project(facts: &[Fact]) -> Projection {
    let (mut sent, mut observed) = (Vec::new(), Vec::new());
    for fact in facts {
        match fact {
            Fact::Sent(fact) => sent.push(fact),
            Fact::Observed(fact) => observed.push(fact),
        }
    }
    sent.sort_by(|a, b| (a.revision, a.at, &a.facet, &a.file).cmp(&(b.revision, b.at, &b.facet, &b.file)));
    sent.dedup();
    let total = |seen: &Observation| (seen.at, rank(seen), std::cmp::Reverse(seen.fact), seen.facet.clone());
    observed.sort_by(|a, b| total(a).cmp(&total(b)).then_with(|| (&a.file, &a.note).cmp(&(&b.file, &b.note))));
    observed.dedup();

    let mut projection = Projection::default();
    for sent in sent {
        projection.facets.entry(sent.facet.clone()).or_default().sent(sent);
    }
    for seen in &observed {
        if let Some(unsent) = unsent(seen) {
            projection.facets.entry(seen.facet.clone()).or_insert(unsent);
        }
    }
    for seen in &observed {
        if seen.reported == Reported::Accepted
            && let Some(facet) = projection.facets.get_mut(&seen.facet)
        {
            facet.first_accepted = facet.first_accepted.into_iter().chain([seen.at]).min();
            if !facet.is_about_an_earlier_version(seen) {
                facet.accepted_now = facet.accepted_now.into_iter().chain([seen.at]).min();
            }
        }
    }
    for seen in observed {
        let outcome = step(&mut projection.facets, seen);
        projection.outcomes.push((seen.fact, seen.facet.clone(), outcome));
    }
    // Of what we never sent only a refusal says something: nobody waits for the rest.
    let says = |facet: &Facet| facet.revision > 0 || matches!(facet.verdict, Verdict::Rejected | Verdict::Suspended);
    projection.facets.retain(|_, facet| says(facet));
    for (_, key, outcome) in &mut projection.outcomes {
        if !projection.facets.contains_key(key) {
            *outcome = Err(Ignored::Unknown);
        }
    }
    projection
}

/// What DOKU has without our sending it. Services are its own to switch on: each begins when it is first told of (the observed
/// come by time). Another part, such as a second address, counts once a read-back shows it; a callback alone may mean anything.
fn unsent(seen: &Observation) -> Option<Facet> {
    if !seen.facet.is_kyb() {
        return Some(Facet { revision: 1, sent_at: Some(seen.at), ..Facet::default() });
    }
    (seen.source == Source::ReadBack).then(Facet::default)
}

fn step(facets: &mut Facets, seen: &Observation) -> Result<Verdict, Ignored> {
    let facet = facets.get_mut(&seen.facet).ok_or(Ignored::Unknown)?;
    *facet = facet.observe(seen)?;
    Ok(facet.verdict)
}
