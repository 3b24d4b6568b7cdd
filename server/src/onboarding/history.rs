//! The history of one business, newest first, from the facts alone.

use super::correction::Correction;
use crate::{
    error::Result,
    store::{
        Conn, brands,
        businesses::Business,
        callbacks::{self, CallbackProblem},
        decisions, documents, mended,
        observations::{self, Outcome},
        sends, submissions, updates,
    },
    vault::{Key, Place, Vault},
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

pub async fn of(db: &mut Conn, vault: &Vault, business: &Business) -> Result<Vec<HistoryEvent>> {
    let key = vault.open_key(business.id, &business.data_key)?;
    let mut events = vec![HistoryEvent { at: business.created_at, what: Happening::Created }];
    let mut add = |at, what| events.push(HistoryEvent { at, what });
    if let Some(at) = business.consented_at {
        add(at, Happening::Consented);
    }
    for file in documents::current(db, business.id).await? {
        add(file.received_at, Happening::Received { slot: file.slot });
    }
    for at in submissions::times(db, business.id).await? {
        add(at, Happening::Submitted);
    }
    for update in updates::newest(db, business.id, UPDATES).await? {
        let kept: Correction = key.open_json(&Place::Update(update.id), &update.body)?;
        add(update.submitted_at, Happening::FixesSent { items: kept.parts.len() });
    }
    for decision in decisions::all(db, business.id).await? {
        let items = usize::try_from(decision.items).unwrap_or_default();
        add(decision.decided_at, if decision.approved { Happening::Approved } else { Happening::SentBack { items } });
    }
    for row in mended::all(db, business.id).await? {
        let Ok(facet) = row.facet.parse::<FacetKey>() else { continue };
        let reason = key.open_text(&Place::Mended(row.id), Some(&row.reason))?;
        add(row.mended_at, Happening::Mended { facet, reason });
    }
    let sent = sends::all(db, business.id).await?;
    if let Some(first) = sent.first() {
        add(first.at, Happening::TakenByDoku);
    }
    if let Some(at) = business.withdrawn_at {
        add(at, Happening::Withdrawn);
    }
    if let Some(at) = business.purged_at {
        add(at, Happening::Purged);
    }
    if let Some(at) = business.declined_at {
        add(at, Happening::Declined);
    }
    for (at, what) in verdicts(db, &key, business, &sent).await? {
        add(at, what);
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(events)
}

/// Adds to `of` the callbacks that changed nothing or are odd: somebody may have to ask DOKU, or fix our reader.
pub async fn for_partner(db: &mut Conn, vault: &Vault, business: &Business) -> Result<Vec<HistoryEvent>> {
    let mut events = of(db, vault, business).await?;
    let called = brands::of(db, business).await?.into_iter().filter_map(|brand| brand.called_at);
    if let Some(at) = called.max() {
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
