//! Reads callbacks and read-backs leniently, finds the facet that each is about, and stores observations.

use crate::{
    error::Result,
    onboarding::entities::{known, named},
    services::Services,
    store::{
        Conn,
        businesses::Business,
        callbacks::{self, Callback, CallbackProblem, Status},
        observations, readbacks,
    },
    telemetry,
    vault::{Key, Place},
};
use doku::CallbackFacts;
use domain::{
    Millis,
    ids::{BusinessId, DokuFileId, FactId},
    kyb::{self, EntityKind, FacetKey, Known, Named, Observation, Reported, Source},
};
use std::{collections::BTreeMap, time::Duration};

/// The most characters of a note.
const NOTE: usize = 2_000;

/// Ends a longer note with an ellipsis, so that whoever reads it knows that there was more.
fn cut(note: &str) -> String {
    match note.char_indices().nth(NOTE) {
        Some((end, _)) => format!("{}…", &note[..end]),
        None => note.to_owned(),
    }
}

/// The time at which the read-back follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Haste {
    /// A callback is odd, so DOKU is asked at once what is true.
    AtOnce,
    /// One read-back follows several callbacks.
    Soon,
}

/// A business whose callbacks are noted, and what is known of it.
pub struct Subject<'a> {
    business: &'a Business,
    key: Key,
    known: Known,
}

impl<'a> Subject<'a> {
    pub async fn of(services: &Services, tx: &mut Conn, business: &'a Business) -> Result<Self> {
        let key = services.vault.open_key(business.id, &business.data_key)?;
        Ok(Self { business, key, known: known(tx, business).await? })
    }
}

/// Reads callbacks about one business and notes what they say.
pub async fn take(
    services: &Services,
    tx: &mut Conn,
    subject: &Subject<'_>,
    callbacks: Vec<Callback>,
) -> Result<Haste> {
    let mut haste = Haste::Soon;
    for callback in callbacks {
        let lag = services.now().since(callback.received_at);
        metrics::histogram!(telemetry::CALLBACK_LAG).record(Duration::from_millis(lag.max(0).unsigned_abs()));
        let body = services.vault.inbox().open(&Place::Callback(callback.id), &callback.body)?;
        // The callback was read successfully when it was matched.
        let facts = doku::callback::read(&body, &services.settings.client_id).unwrap_or_default();
        haste = haste.min(note(services, tx, subject, callback, &body, &facts).await?);
    }
    Ok(haste)
}

/// Reads a callback that is not matched yet, and returns its bytes too. One that cannot be read is left to a person,
/// and DOKU is asked what is true.
pub fn read(
    services: &Services,
    callback: &Callback,
) -> std::result::Result<(Vec<u8>, CallbackFacts), CallbackProblem> {
    let opened = services.vault.inbox().open(&Place::Callback(callback.id), &callback.body);
    let body = opened.map_err(|_| CallbackProblem::Sealed)?;
    let facts = doku::callback::read(&body, &services.settings.client_id).map_err(|_| CallbackProblem::NotJson)?;
    Ok((body, facts))
}

/// Keeps what a matched callback says, and moves its bytes under the business's own key.
pub async fn note(
    services: &Services,
    tx: &mut Conn,
    Subject { business, key, known }: &Subject<'_>,
    callback: Callback,
    body: &[u8],
    facts: &CallbackFacts,
) -> Result<Haste> {
    let callback = Callback { other_body: callbacks::has_other_body(tx, &callback).await?, ..callback };
    let headers = services.vault.inbox().open(&Place::Headers(callback.id), &callback.headers)?;
    let interpreted = interpret(&callback, facts, known);
    count(&callback, facts, &interpreted);
    if let Some(seen) = &interpreted.seen {
        keep(tx, key, business.id, seen).await?;
    }
    let moved = Callback {
        headers: key.seal(&Place::Headers(callback.id), &headers)?,
        body: key.seal(&Place::Callback(callback.id), body)?,
        status: interpreted.status(),
        problem: interpreted.problem,
        business_id: Some(business.id),
        ..callback
    };
    callbacks::set_interpreted(tx, &moved).await?;
    Ok(if odd(&moved, facts).is_some() { Haste::AtOnce } else { Haste::Soon })
}

/// Counts a callback's problems, beside the count as `new` when it came.
fn count(callback: &Callback, facts: &CallbackFacts, interpreted: &Interpreted) {
    for (problem, is_so) in [
        (CallbackProblem::OtherBody, callback.other_body),
        (CallbackProblem::Ahead, callback.is_ahead()),
        (CallbackProblem::DatedAhead, is_dated_ahead(callback, facts)),
        (CallbackProblem::UnknownType, interpreted.problem == Some(CallbackProblem::UnknownType)),
        (CallbackProblem::UnknownStatus, interpreted.problem == Some(CallbackProblem::UnknownStatus)),
    ] {
        if is_so {
            metrics::counter!("callbacks_total", "outcome" => problem.as_str()).increment(1);
        }
    }
}

/// The content of one callback.
pub struct Interpreted {
    /// The observation, `None` if its facet or its meaning is unknown.
    pub seen: Option<Observation>,
    /// An unknown type, status word or entity, or something odd. A read-back follows all the same.
    pub problem: Option<CallbackProblem>,
}

impl Interpreted {
    pub const fn status(&self) -> Status {
        if self.problem.is_some() { Status::Flagged } else { Status::Projected }
    }
}

/// Returns what is odd about a callback that counts all the same.
fn odd(callback: &Callback, facts: &CallbackFacts) -> Option<CallbackProblem> {
    match (callback.other_body, callback.is_ahead(), is_dated_ahead(callback, facts)) {
        (true, ..) => Some(CallbackProblem::OtherBody),
        (false, true, _) => Some(CallbackProblem::Ahead),
        (false, false, true) => Some(CallbackProblem::DatedAhead),
        (false, false, false) => None,
    }
}

fn is_dated_ahead(callback: &Callback, facts: &CallbackFacts) -> bool {
    kyb::is_dated_ahead(facts.updated_at, callback.sent_at)
}

/// Interprets a callback. The function is pure, so that a replay reads the same bytes the same way.
pub fn interpret(callback: &Callback, facts: &CallbackFacts, known: &Known) -> Interpreted {
    let flagged = |problem| Interpreted { seen: None, problem: Some(problem) };
    let (Some(kind), Some(reported)) = (facts.kind, facts.reported) else {
        return flagged(if facts.kind.is_none() {
            CallbackProblem::UnknownType
        } else {
            CallbackProblem::UnknownStatus
        });
    };
    let named = Named { kind, id: facts.entity_id.as_deref(), code: facts.entity_code.as_deref(), position: None };
    // A control character is in no requirement's code, and PostgreSQL could refuse the row and with it the whole round.
    let writable = |facet: &FacetKey| !facet.to_string().chars().any(char::is_control);
    let Some(facet) = kyb::locate(known, &named).filter(writable) else {
        return flagged(CallbackProblem::UnknownEntity);
    };
    // The status word is unknown, so the earlier verdict stands until the read-back.
    if !facts.status_text.as_deref().is_none_or(Reported::is_known) {
        return flagged(CallbackProblem::UnknownStatus);
    }
    let is_ours = !facet.is_kyb() || known.sent.iter().any(|sent| sent.facet == facet);
    let problem = if is_ours { odd(callback, facts) } else { Some(CallbackProblem::UnknownEntity) };
    let seen = Observation {
        fact: callback.id,
        facet,
        reported,
        note: facts.notes.as_deref().map(cut),
        at: judged_at(callback, facts),
        source: Source::Callback,
        file: file_of(kind, facts.entity_id.as_deref()),
    };
    Interpreted { seen: Some(seen), problem }
}

/// Returns the verdict's time by DOKU's clock. A time from our future may come from a fast machine of DOKU's, so it
/// counts as no later than DOKU's next answer.
fn judged_at(callback: &Callback, facts: &CallbackFacts) -> Millis {
    let at = kyb::judged_at(facts.updated_at, callback.sent_at);
    callback.no_later_than.map_or(at, |latest| at.min(latest))
}

/// Returns the file's id, which only documents and photos carry. A photo gets another id with its brand; `observe`
/// allows it.
fn file_of(kind: EntityKind, id: Option<&str>) -> Option<DokuFileId> {
    let has_file = matches!(kind, EntityKind::Document | EntityKind::PhotoProof);
    id.filter(|id| has_file && !id.chars().any(char::is_control)).map(DokuFileId::new)
}

pub async fn keep(db: &mut Conn, key: &Key, business: BusinessId, seen: &Observation) -> Result<()> {
    let facet = seen.facet.to_string();
    let note = key.seal_text(&Place::Note(&facet), seen.note.as_deref())?;
    Ok(observations::insert(db, business, seen, note.as_deref()).await?)
}

/// Stores what a read-back says of each entity and any new ids of DOKU's. Returns whether an id was new.
pub async fn note_readback(
    db: &mut Conn,
    key: &Key,
    business: &Business,
    fact: FactId,
    read: &doku::ReadBack,
) -> Result<bool> {
    let mut known = known(db, business).await?;
    let before = known.ids.clone();
    for seen in interpret_readback(fact, read.at, &read.body, &mut known) {
        keep(db, key, business.id, &seen).await?;
    }
    for (id, facet) in known.ids.iter().filter(|(id, _)| !before.contains_key(*id)) {
        readbacks::remember_entity(db, business.id, id, &facet.to_string()).await?;
    }
    Ok(known.ids.len() > before.len())
}

/// Interprets a read-back, purely. The first entity that names a facet counts; new ids go into `known`, known ones
/// stay.
pub fn interpret_readback(
    fact: FactId,
    read_at: Millis,
    body: &serde_json::Value,
    known: &mut Known,
) -> Vec<Observation> {
    let entities = doku::readback::entities(body);
    let placed = kyb::place(known, &named(&entities));
    let mut said: BTreeMap<FacetKey, Observation> = BTreeMap::new();
    for (entity, facet) in entities.iter().zip(placed) {
        let writable = |text: &str| !text.chars().any(char::is_control);
        let Some(facet) = facet.filter(|facet| writable(&facet.to_string())) else {
            tracing::warn!(entity = ?entity.kind, "a read-back names a part that nothing of ours answers to");
            continue;
        };
        if let Some(id) = entity.id.as_ref().filter(|id| writable(id)) {
            known.ids.entry(id.clone()).or_insert_with(|| facet.clone());
        }
        // An unknown status word does not undo the verdict that stands, as with a callback.
        if !Reported::is_known(&entity.status_text) {
            tracing::warn!(entity = ?entity.kind, "a read-back says a status word that we do not know");
            continue;
        }
        if kyb::is_dated_ahead(entity.updated_at, read_at) {
            tracing::warn!(entity = ?entity.kind, "a read-back dates a verdict far after itself");
        }
        let seen = Observation {
            fact,
            facet: facet.clone(),
            reported: entity.reported,
            note: entity.notes.as_deref().map(cut),
            at: kyb::judged_at(entity.updated_at, read_at),
            source: Source::ReadBack,
            file: file_of(entity.kind, entity.id.as_deref()),
        };
        said.entry(facet).or_insert(seen);
    }
    said.into_values().collect()
}
