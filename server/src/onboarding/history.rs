//! The history of one business, newest first, from the facts alone.

use super::{case::Case, correction::Correction};
use crate::{
    error::Result,
    store::{
        Conn,
        businesses::Business,
        callbacks::{self, CallbackProblem},
        history::{self, HistoryKind, HistoryRow},
        observations::{self, Outcome},
        sends,
    },
    vault::{Key, Place},
};
use app::onboarding::data::{Happening, HistoryEvent, Odd, Unclear};
use domain::{
    Millis,
    kyb::{FacetKey, Sent, Verdict, is_for_merchants},
};
use std::collections::BTreeMap;

/// The most callbacks that are listed for having changed nothing.
const FLAGGED: i64 = 20;
/// The most sent corrections that are listed, since each must be decrypted.
const UPDATES: i64 = 200;

pub async fn of(db: &mut Conn, key: &Key, business: &Business) -> Result<Vec<HistoryEvent>> {
    let mut events = vec![HistoryEvent { at: business.created_at, what: Happening::Created }];
    let sent = sends::all(db, business.id).await?;
    let dated = [
        (business.consented_at, Happening::Consented),
        (sent.first().map(|first| first.at), Happening::TakenByDoku),
        (business.withdrawn_at, Happening::Withdrawn),
        (business.purged_at, Happening::Purged),
        (business.declined_at, Happening::Declined),
    ];
    events.extend(dated.into_iter().filter_map(|(at, what)| Some(HistoryEvent { at: at?, what })));
    for event in history::all(db, business.id, UPDATES).await? {
        events.extend(happening(key, &event)?.map(|what| HistoryEvent { at: event.at, what }));
    }
    let verdicts = verdicts(db, key, business, &sent).await?.into_iter();
    events.extend(verdicts.map(|(at, what)| HistoryEvent { at, what }));
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(events)
}

/// Returns `None` for a facet that this version does not know.
fn happening(key: &Key, event: &HistoryRow) -> Result<Option<Happening>> {
    let (name, sealed) = (event.name.as_deref().unwrap_or_default(), event.sealed.as_deref());
    Ok(Some(match (event.what, event.id) {
        (HistoryKind::FixesSent, Some(id)) => {
            let sent: Correction = key.open_json(&Place::Update(id), sealed.unwrap_or_default())?;
            Happening::FixesSent { items: sent.parts.len() }
        }
        (HistoryKind::Mended, Some(id)) => {
            let Ok(facet) = name.parse() else { return Ok(None) };
            Happening::Mended { facet, reason: key.open_text(&Place::Mended(id), sealed)? }
        }
        (HistoryKind::Received, _) => Happening::Received { slot: name.to_owned() },
        (HistoryKind::Submitted, _) => Happening::Submitted,
        (HistoryKind::Approved, _) => Happening::Approved,
        (HistoryKind::SentBack, _) => {
            Happening::SentBack { items: usize::try_from(event.items.unwrap_or_default()).unwrap_or_default() }
        }
        (HistoryKind::FixesSent | HistoryKind::Mended, None) => return Ok(None),
    }))
}

/// Adds to `of` the callbacks that changed nothing or are odd: somebody may have to ask DOKU, or fix our reader.
pub async fn for_partner(db: &mut Conn, case: &Case) -> Result<Vec<HistoryEvent>> {
    let business = &case.business;
    let mut events = of(db, &case.key, business).await?;
    if let Some(at) = case.brands.iter().filter_map(|brand| brand.called_at).max() {
        events.push(HistoryEvent { at, what: Happening::Unclear(Unclear::BrandKey) });
    }
    for flagged in callbacks::flagged(db, business.id, FLAGGED).await? {
        let unclear = flagged.problem.and_then(unclear);
        let odd = flagged.other_body.then_some(Odd::OtherBody).into_iter();
        let odd = odd.chain(flagged.is_ahead().then_some(Odd::Ahead));
        let odd = odd.chain((flagged.problem == Some(CallbackProblem::DatedAhead)).then_some(Odd::DatedAhead));
        let what = unclear.map(Happening::Unclear).into_iter().chain(odd.map(Happening::Odd));
        events.extend(what.map(|what| HistoryEvent { at: flagged.received_at, what }));
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(events)
}

fn unclear(problem: CallbackProblem) -> Option<Unclear> {
    match problem {
        CallbackProblem::UnknownType => Some(Unclear::Kind),
        CallbackProblem::UnknownStatus => Some(Unclear::Status),
        CallbackProblem::UnknownEntity => Some(Unclear::Part),
        CallbackProblem::BrandKey => Some(Unclear::BrandKey),
        CallbackProblem::OtherBody | CallbackProblem::Ahead | CallbackProblem::DatedAhead => None,
        CallbackProblem::Sealed | CallbackProblem::NotJson | CallbackProblem::Failed => None,
    }
}

/// Removes what is meant for the partner alone: DOKU's internal notes, and how the news came.
pub fn for_merchants(event: &mut HistoryEvent) {
    match &mut event.what {
        Happening::Verdict { note, healed, .. } => {
            *healed = false;
            *note = note.take().filter(|text| is_for_merchants(text));
        }
        Happening::Mended { reason, .. } => *reason = None,
        _ => {}
    }
}

/// Removes DOKU's internal notes. The case page tells a reviewer that there is one, but not what it says.
pub fn for_reviewers(event: &mut HistoryEvent) {
    if let Happening::Verdict { note, .. } = &mut event.what {
        *note = note.take().filter(|text| is_for_merchants(text));
    }
}

/// Returns each verdict of DOKU once: a read-back that confirms a callback tells people nothing new.
async fn verdicts(db: &mut Conn, key: &Key, business: &Business, sent: &[Sent]) -> Result<Vec<(Millis, Happening)>> {
    let mut rows = observations::all(db, business.id).await?;
    rows.sort_by_key(|row| (row.at, row.source));
    let resent: Vec<&Sent> = sent.iter().filter(|sent| sent.revision > 1).collect();
    // The same verdict about a correction is news.
    let anew = |facet: &FacetKey, from: Millis, to: Millis| {
        resent.iter().any(|sent| sent.facet == *facet && from < sent.at && sent.at <= to)
    };
    let mut last: BTreeMap<String, (Verdict, Millis)> = BTreeMap::new();
    let mut told = Vec::new();
    for seen in rows {
        let (Ok(facet), Some(verdict)) = (seen.facet.parse(), judged(seen.outcome)) else { continue };
        let before = last.insert(seen.facet.clone(), (verdict, seen.at));
        if before.is_some_and(|(word, at)| word == verdict && !anew(&facet, at, seen.at)) {
            continue;
        }
        let note = key.open_text(&Place::Note(&seen.facet), seen.note.as_deref())?;
        told.push((seen.at, Happening::Verdict { facet, verdict, note, healed: seen.healed }));
    }
    Ok(told)
}

/// Returns the verdict if people should see it as an event.
fn judged(outcome: Outcome) -> Option<Verdict> {
    outcome.verdict().filter(|verdict| !matches!(verdict, Verdict::NotSent | Verdict::Pending))
}
