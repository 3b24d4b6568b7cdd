//! What happened to one business, newest first, from the facts alone.

use crate::{
    error::Result,
    store::{Conn, businesses::Business, decisions, documents, observations, sends, submissions},
    vault::{Place, Vault},
};
use app::onboarding::api::{Happening, HistoryEvent};
use domain::kyb::Verdict;

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
    for submission in submissions::all(db, business.id).await? {
        add(submission.submitted_at, Happening::Submitted);
    }
    let returned = decisions::returned(db, business.id).await?;
    for decision in decisions::all(db, business.id).await? {
        let items = returned.iter().filter(|item| item.returned_at == decision.decided_at).count();
        add(decision.decided_at, if decision.approved { Happening::Approved } else { Happening::SentBack { items } });
    }
    if let Some(first) = sends::all(db, business.id).await?.first() {
        add(first.at, Happening::TakenByDoku);
    }
    for seen in observations::all(db, business.id).await? {
        let (Ok(facet), Some(verdict)) = (seen.facet.parse(), verdict_of(&seen.outcome)) else { continue };
        let note = key.open_text(&Place("note", seen.facet.as_bytes()), seen.note.as_deref())?;
        add(seen.at, Happening::Verdict { facet, verdict, note });
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(events)
}

/// An outcome that changed nothing is no event for people.
fn verdict_of(outcome: &str) -> Option<Verdict> {
    match outcome {
        "accepted" => Some(Verdict::Accepted),
        "rejected" => Some(Verdict::Rejected),
        "suspended" => Some(Verdict::Suspended),
        _ => None,
    }
}
