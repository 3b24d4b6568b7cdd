use super::{FacetKey, Fact, Observation, Reported, Sent, Source, Verdict, is_for_merchants};
use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use std::collections::BTreeMap;

/// The revision, verdict and times of one facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// The revision last sent; 0: it was never sent, yet DOKU has it.
    pub revision: u32,
    /// The time of DOKU's 2xx; for a product, of DOKU's first word about it.
    pub sent_at: Option<Millis>,
    pub file: Option<DokuFileId>,
    pub(super) earlier_files: Vec<DokuFileId>,
    pub verdict: Verdict,
    /// True when the merchant cannot mend the rejection: DOKU said DECLINED, or its reason is not for merchants.
    pub declined: bool,
    pub note: Option<String>,
    /// DOKU's time of the verdict.
    pub at: Option<Millis>,
    pub set_by: Option<FactId>,
    pub(super) rank: Option<Rank>,
    /// The earliest time when it was accepted; stale facts count.
    pub first_accepted: Option<Millis>,
    /// The earliest time when the revision last sent was accepted.
    pub(super) accepted_now: Option<Millis>,
}

/// The reason why a fact changed nothing. The fact is kept all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ignored {
    /// A newer fact has already been applied.
    Stale,
    /// It is about a revision that has been replaced.
    EarlierVersion,
    /// We sent nothing that it could be about.
    Unknown,
}

/// One observation folded into its facet: the verdict that it gave, or why it changed nothing.
pub type Folded = (FactId, FacetKey, Result<Verdict, Ignored>);

pub type Facets = BTreeMap<FacetKey, Facet>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    pub facets: Facets,
    pub outcomes: Vec<Folded>,
}

/// The order of facts with equal times. A verdict beats *pending* and *not yet on*, since DOKU's times are whole
/// seconds and a read-back right after registering says these (docs/adr/011). Then a read-back and the graver word win.
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

    /// Applies one fact. The newest time wins; at equal times the higher `rank`.
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
            // A product that was never on is not being activated.
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

    /// Tells by the file id; if the id is unknown, or the same file went out twice, by a time before the newest 2xx.
    /// The first revision has no earlier one, so a callback that beats the response counts. DOKU may rename a file, so
    /// an unknown id tells nothing. DOKU's times are whole seconds, hence ours are cut to them.
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

/// Folds all facts of one business, in any order and with any repetition.
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
    // A part that we never sent is kept only once it is refused or suspended: nobody waits for the rest.
    let says = |facet: &Facet| facet.revision > 0 || matches!(facet.verdict, Verdict::Rejected | Verdict::Suspended);
    projection.facets.retain(|_, facet| says(facet));
    for (_, key, outcome) in &mut projection.outcomes {
        if !projection.facets.contains_key(key) {
            *outcome = Err(Ignored::Unknown);
        }
    }
    projection
}

/// Returns the start of a facet that we never sent. A product starts with DOKU's first word of it, as observations come
/// by time. Another part, such as a second address, needs a read-back: a callback alone may mean anything.
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
