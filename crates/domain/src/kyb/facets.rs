use super::{EntityKind, FacetKey, Fact, Observation, Reported, Sent, Source, Verdict};
use crate::{
    Millis,
    ids::{DokuFileId, FactId},
};
use std::collections::BTreeMap;

/// What stands about one facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The revision last sent; 0: never.
    pub revision: u32,
    pub sent_at: Option<Millis>,
    pub file: Option<DokuFileId>,
    pub(super) earlier_files: Vec<DokuFileId>,
    pub verdict: Verdict,
    pub note: Option<String>,
    /// DOKU's time of the verdict.
    pub at: Option<Millis>,
    pub set_by: Option<FactId>,
    pub(super) rank: Option<Rank>,
    /// The earliest time it was ever accepted; stale facts count.
    pub first_accepted: Option<Millis>,
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

impl Default for Facet {
    fn default() -> Self {
        Self {
            revision: 0,
            sent_at: None,
            file: None,
            earlier_files: Vec::new(),
            verdict: Verdict::NotSent,
            note: None,
            at: None,
            set_by: None,
            rank: None,
            first_accepted: None,
        }
    }
}

/// Who wins at equal times: a verdict over *pending*, since DOKU's times are whole seconds and a read-back right after
/// registering says *pending* (docs/adr/011); then a read-back over a callback; then the graver word.
type Rank = (bool, Source, Reported);

const fn rank(fact: &Observation) -> Rank {
    (!matches!(fact.reported, Reported::Pending), fact.source, fact.reported)
}

impl Facet {
    fn sent(&mut self, sent: &Sent) {
        let earlier = self.file.take();
        self.earlier_files.extend(earlier.filter(|file| Some(file) != sent.file.as_ref()));
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
            Reported::Rejected => Verdict::Rejected,
            Reported::Suspended => Verdict::Suspended,
            Reported::Inactive if self.first_accepted.is_some_and(|first| first < fact.at) => Verdict::Suspended,
            Reported::Inactive => Verdict::Pending,
        };
        next.note.clone_from(&fact.note);
        next.at = Some(fact.at);
        next.set_by = Some(fact.fact);
        next.rank = rank;
        Ok(next)
    }

    /// Another file id than the newest tells; else a time before the newest 2xx does. The first revision has no earlier
    /// one, so a callback that beats the response counts. DOKU's times are whole seconds, hence ours are cut to them.
    fn is_about_an_earlier_version(&self, fact: &Observation) -> bool {
        if let Some(file) = fact.file.as_ref() {
            if self.file.as_ref() == Some(file) {
                return false;
            }
            if self.earlier_files.contains(file) {
                return true;
            }
        }
        let whole_seconds = |at: Millis| at.0.div_euclid(Millis::SECOND);
        self.revision > 1 && self.sent_at.is_some_and(|sent| whole_seconds(fact.at) < whole_seconds(sent))
    }
}

/// Folds all facts of one business, in whatever order and however often they are given.
pub fn project(facts: &[Fact]) -> Projection {
    let mut sent: Vec<&Sent> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Sent(sent) => Some(sent),
            Fact::Observed(_) => None,
        })
        .collect();
    sent.sort_by(|a, b| (a.revision, a.at, &a.facet, &a.file).cmp(&(b.revision, b.at, &b.facet, &b.file)));
    sent.dedup();
    let mut observed: Vec<&Observation> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Observed(seen) => Some(seen),
            Fact::Sent(_) => None,
        })
        .collect();
    observed.sort_by_key(|seen| (seen.at, rank(seen), std::cmp::Reverse(seen.fact), seen.facet.clone()));
    observed.dedup();

    let mut projection = Projection::default();
    for sent in sent {
        projection.facets.entry(sent.facet.clone()).or_default().sent(sent);
    }
    for seen in &observed {
        // DOKU may switch on services that we never named, so a product needs no submission.
        if !seen.facet.is_kyb() {
            projection.facets.entry(seen.facet.clone()).or_insert_with(|| Facet { revision: 1, ..Facet::default() });
        }
        if seen.reported == Reported::Accepted
            && let Some(facet) = projection.facets.get_mut(&seen.facet)
        {
            facet.first_accepted = facet.first_accepted.into_iter().chain([seen.at]).min();
        }
    }
    for seen in observed {
        let outcome = step(&mut projection.facets, seen);
        projection.outcomes.push((seen.fact, seen.facet.clone(), outcome));
    }
    projection
}

fn step(facets: &mut Facets, seen: &Observation) -> Result<Verdict, Ignored> {
    let facet = facets.get_mut(&seen.facet).ok_or(Ignored::Unknown)?;
    *facet = facet.observe(seen)?;
    Ok(facet.verdict)
}

/// Which facet DOKU means: by code, by an id it gave earlier, else the only one of its kind.
pub fn locate(
    sent: &[FacetKey],
    known_ids: &BTreeMap<String, FacetKey>,
    kind: EntityKind,
    id: Option<&str>,
    code: Option<&str>,
) -> Option<FacetKey> {
    match (kind, code) {
        (EntityKind::Business, _) => return Some(FacetKey::Business),
        (EntityKind::Brand, _) => return Some(FacetKey::Brand),
        (EntityKind::OperationalStatus, _) => return Some(FacetKey::Operational),
        (EntityKind::Document, Some(code)) => return Some(FacetKey::Document(code.to_owned())),
        (EntityKind::SocialMedia, Some(code)) => return Some(FacetKey::Social(code.to_owned())),
        (EntityKind::Product, Some(code)) => return Some(FacetKey::Product(code.to_owned())),
        _ => {}
    }
    if let Some(key) = id.and_then(|id| known_ids.get(id)).filter(|key| key.kind() == kind) {
        return Some(key.clone());
    }
    let mut alike = sent.iter().filter(|key| key.kind() == kind);
    match (alike.next(), alike.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}
