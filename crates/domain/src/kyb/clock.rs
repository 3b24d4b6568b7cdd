use super::{Facet, FacetKey, Facets, Verdict};
use crate::Millis;

/// DOKU's promise for a verdict: 2×24 hours. Source: DOKU, Partner API.
pub const KYB_MILLIS: i64 = 48 * Millis::HOUR;
/// DOKU's promise for a bank account, which has a review of its own: 1×24 hours. Source: CONTRACT §8.1.
pub const BANK_MILLIS: i64 = 24 * Millis::HOUR;
/// DOKU's promise for a product: 5×24 hours. Source: DOKU, Partner API, BRAND_PRODUCT.
pub const ACTIVATION_MILLIS: i64 = 120 * Millis::HOUR;

/// The offset of WIB, the time of DOKU's office, by which days begin and end.
const WIB: i64 = 7 * Millis::HOUR;

/// The hours that count towards a promise. Public holidays count too, since we keep no calendar of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    #[default]
    Calendar,
    /// Saturday and Sunday, by WIB, do not count.
    Working,
}

/// Time that does not count, since the merchant had something to fix. `until: None`: the pause still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub from: Millis,
    pub until: Option<Millis>,
}

/// A verdict on one facet, or its being sent again (`Pending`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub facet: FacetKey,
    pub verdict: Verdict,
    pub at: Millis,
}

/// A promise: its start, the time when three quarters of it are gone, and the time when it falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Deadline {
    pub from: Millis,
    pub amber: Millis,
    pub due: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Pace {
    InTime,
    /// Three quarters of the time are gone.
    Amber,
    Late,
}

impl Deadline {
    /// Returns the promise of a verdict in calendar hours, without pauses.
    pub fn verification(sent_at: Millis) -> Self {
        Self::counted(sent_at, KYB_MILLIS, Days::Calendar, &[])
    }

    /// Returns the promise of a product in calendar hours.
    pub fn activation(verified_at: Millis) -> Self {
        Self::counted(verified_at, ACTIVATION_MILLIS, Days::Calendar, &[])
    }

    /// Returns the promise of so many counted milliseconds from `from` on. Pauses may overlap and come in any order.
    /// A pause that still runs is left out, since the clock stands meanwhile and no end is known.
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

/// Returns the start of DOKU's promise of a verdict: the newest 2xx of any part, so that a resubmission restarts it for
/// all and its acceptance brings no older promise back. `None`: no part waits.
pub fn verification_from(facets: &Facets) -> Option<Millis> {
    let mut kyb = facets.iter().filter(|(key, _)| key.is_kyb()).map(|(_, facet)| facet);
    let newest = kyb.clone().filter_map(|facet| facet.sent_at).max();
    newest.filter(|_| kyb.any(|facet| facet.verdict == Verdict::Pending))
}

/// Returns the promise of a verdict. If only bank accounts wait, it is the earliest of theirs, where that falls due
/// before the whole's. `sent_at` is when DOKU took the application; it counts if no part waits.
pub fn verification(facets: &Facets, sent_at: Option<Millis>, days: Days, pauses: &[Pause]) -> Option<Deadline> {
    let whole = verification_from(facets).or(sent_at).map(|from| Deadline::counted(from, KYB_MILLIS, days, pauses));
    let mut waiting = facets.iter().filter(|(key, facet)| is_part(key) && facet.verdict == Verdict::Pending);
    if !waiting.all(|(key, _)| matches!(key, FacetKey::Bank(_))) {
        return whole;
    }
    bank(facets, days, pauses).into_iter().chain(whole).min_by_key(|promise| promise.due)
}

/// Returns the promise of the bank account that waits; of several, the one that falls due first.
pub fn bank(facets: &Facets, days: Days, pauses: &[Pause]) -> Option<Deadline> {
    let is_waiting =
        |(key, facet): &(&FacetKey, &Facet)| matches!(key, FacetKey::Bank(_)) && facet.verdict == Verdict::Pending;
    let sent = facets.iter().filter(is_waiting).filter_map(|(_, facet)| facet.sent_at);
    sent.map(|from| Deadline::counted(from, BANK_MILLIS, days, pauses)).min_by_key(|promise| promise.due)
}

/// Returns true for a facet that DOKU judges by itself: business, brand and operation follow from their parts (CONTRACT
/// §8.3).
const fn is_part(key: &FacetKey) -> bool {
    key.is_kyb() && !matches!(key, FacetKey::Business | FacetKey::Brand(_) | FacetKey::Operational(_))
}

/// Returns the start of DOKU's promise of a product: the end of verification, or DOKU's first word if later.
pub fn activation_from(verified_at: Millis, told_at: Option<Millis>) -> Millis {
    told_at.map_or(verified_at, |told| told.max(verified_at))
}

/// Returns the times when the merchant had something to fix: from a KYB facet's refusal to its next turn.
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

/// Returns the moment at which `left` milliseconds have counted.
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

/// Returns the weekend that `at` lies in, else the next one: from Saturday to Monday, both at midnight in WIB.
fn next_weekend(at: Millis) -> (Millis, Millis) {
    let local = at.plus(WIB).0;
    let day = local.div_euclid(Millis::DAY);
    // 1 January 1970 was a Thursday; Monday is 0.
    let weekday = (day + 3).rem_euclid(7);
    let monday = (day - weekday + 7).saturating_mul(Millis::DAY).saturating_sub(WIB);
    (Millis(monday).plus(-2 * Millis::DAY), Millis(monday))
}

#[cfg(test)]
mod tests;
