//! `POST /business`: exactly once, whatever happens on the way.

use super::outcome::Outcome;
use crate::{
    error::Result,
    onboarding::{case::Case, registration},
    projection::{self, rematch},
    services::Services,
    store::{
        Tx,
        businesses::{self, Business},
        decisions::{self, Origin},
        documents::{self, Document},
        outbox::{self, Call},
        sends, submissions,
    },
    vault::{Key, Place},
};
use axum::body::Bytes;
use doku::{Class, Registered, wire::Registration};
use domain::{
    Millis,
    application::Part,
    ids::{BusinessId, DokuFileId, FactId},
    kyb::{FacetKey, Reported, Sent},
};
use secrecy::ExposeSecret;
use serde::Serialize;

/// How long each round waits in which files go up once more: DOKU may say for ever that it does not have them.
const ROUNDS: [i64; 3] = [0, Millis::MINUTE, 10 * Millis::MINUTE];

/// DOKU's ids stand beside the business.
pub async fn is_recorded(services: &Services, call: &Call) -> Result<bool> {
    let mut db = services.store.read().await?;
    let business = businesses::by_id(&mut db, call.business_id).await?;
    Ok(business.is_some_and(|business| business.doku_business_id.is_some()))
}

pub async fn attempt(services: &Services, call: &Call) -> Result<Outcome> {
    let mut db = services.store.read().await?;
    let Some(business) = businesses::by_id(&mut db, call.business_id).await? else { return Ok(Outcome::Dropped) };
    let subject = FactId::new(call.subject.unwrap_or_default());
    let Some(submission) = submissions::by_id(&mut db, call.business_id, subject).await? else {
        return Ok(Outcome::Dropped);
    };
    let files = documents::current(&mut db, call.business_id).await?;
    drop(db);
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let place = Place::Call(call.id);
    let body = match &call.payload {
        Some(sealed) => key.open(&place, sealed)?,
        None => {
            let kept: Registration = key.open_json(&Place::Submission(submission.id), &submission.body)?;
            let Some(body) = with_file_ids(&kept, &files)? else { return Ok(Outcome::NotYet) };
            body
        }
    };
    // Frozen before the first send: after a crash the same bytes go out under the same Request-Id.
    freeze(services, call, &key, &body).await?;
    match services.doku.register(&call.request_id, Bytes::from(body.clone())).await {
        Ok(registered) => {
            let mut tx = services.store.begin().await?;
            let Some(row) = businesses::lock(&mut tx, business.id).await? else { return Ok(Outcome::Dropped) };
            record(services, &mut tx, row, &key, &body, &registered, services.now()).await?;
            tx.commit().await?;
            look_again(services, business.id, &registered).await?;
            services.wake.poll.notify_one();
            Ok(Outcome::Done)
        }
        Err(error) if error.class() == Class::Final => refused(services, call, &body, &files, error).await,
        Err(error) => Ok(Outcome::Failed(error)),
    }
}

/// What was projected while this was recorded: see `again::orphans`. An old orphan may have been looked at once more just then.
pub(super) async fn look_again(services: &Services, business: BusinessId, registered: &Registered) -> Result<()> {
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, business).await? else { return Ok(()) };
    if rematch::adopt_orphans(services, &mut tx, &row, registered).await? {
        projection::refold(services, &mut tx, row).await?;
    }
    Ok(tx.commit().await?)
}

/// Before each send.
pub(super) async fn freeze(services: &Services, call: &Call, key: &Key, body: &[u8]) -> Result<()> {
    if call.payload.is_some() && call.first_sent_at.is_some() {
        return Ok(());
    }
    let sealed = key.seal(&Place::Call(call.id), body)?;
    let mut tx = services.store.begin().await?;
    outbox::freeze(&mut tx, call.id, &sealed, services.now()).await?;
    Ok(tx.commit().await?)
}

/// DOKU's ids in the places of our documents. `None`: a file is still on its way.
pub(super) fn with_file_ids(kept: &impl Serialize, files: &[Document]) -> Result<Option<Vec<u8>>> {
    let mut text = serde_json::to_string(kept)?;
    for file in files {
        let place = registration::placeholder(file.id);
        // What DOKU's list no longer names is kept and not sent.
        if text.contains(&place) {
            let Some(id) = &file.doku_file_id else { return Ok(None) };
            text = text.replace(&place, id.as_str());
        }
    }
    Ok(Some(text.into_bytes()))
}

/// DOKU took it: ids, key, and every facet that now waits for a verdict. `row` is locked; `at`: since when DOKU has it, by our
/// clock. Saying it twice changes nothing, and what is registered stays so.
pub(super) async fn record(
    services: &Services,
    tx: &mut Tx,
    row: Business,
    key: &Key,
    body: &[u8],
    registered: &Registered,
    at: Millis,
) -> Result<()> {
    if let Some(before) = &row.doku_business_id {
        if *before != registered.business {
            tracing::error!(business.id = %row.id, doku.business = %registered.business, "business {} is registered already, as {before}", row.id);
        }
        return Ok(());
    }
    let sent: Registration = serde_json::from_slice(body)?;
    let shared_key = registered
        .shared_key
        .as_ref()
        .map(|secret| key.seal(&Place::SharedKey, secret.expose_secret().as_bytes()))
        .transpose()?;
    let since = services.by_dokus_clock(at);
    let (business, brand) = (&registered.business, &registered.brand);
    businesses::set_registered(tx, row.id, business, brand, shared_key.as_deref(), (since, at)).await?;
    note_sent(tx, row.id, registration::facets(&sent), 1, since).await?;
    let pending = registered.services.iter().filter(|service| Reported::read(&service.status) == Reported::Pending);
    let products = pending.map(|service| (FacetKey::Product(0, service.code.clone()), None));
    note_sent(tx, row.id, products.collect(), 1, since).await?;
    let row = businesses::lock(tx, row.id).await?.unwrap_or(row);
    rematch::adopt_orphans(services, tx, &row, registered).await?;
    tracing::info!(business.id = %row.id, doku.business = %registered.business, "business {} is registered", row.id);
    projection::refold(services, tx, row).await
}

/// What DOKU took, facet by facet, with the file that each is about.
pub(super) async fn note_sent(
    tx: &mut Tx,
    business: BusinessId,
    facets: Vec<(FacetKey, Option<DokuFileId>)>,
    revision: u32,
    at: Millis,
) -> Result<()> {
    for (facet, file) in facets {
        sends::insert(tx, business, &Sent { facet, revision, at, file }).await?;
    }
    Ok(())
}

/// A final refusal. A file that DOKU forgot is uploaded again under a new registration; a named part goes back to the
/// merchant with DOKU's words; anything else needs a person.
async fn refused(
    services: &Services,
    call: &Call,
    body: &[u8],
    files: &[Document],
    error: doku::Error,
) -> Result<Outcome> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, call.business_id).await? else { return Ok(Outcome::Dropped) };
    let forgotten: Vec<&DokuFileId> =
        files.iter().filter_map(|file| file.doku_file_id.as_ref()).filter(|id| is_forgotten(id, &error)).collect();
    if !forgotten.is_empty() {
        let follows = send_again(services, &mut tx, call, &forgotten).await?;
        tx.commit().await?;
        return Ok(if follows { Outcome::Dropped } else { Outcome::Failed(error) });
    }
    let Some(items) = items_named(body, error.messages()) else { return Ok(Outcome::Failed(error)) };
    let case = Case::load(&mut tx, &services.vault, row).await?;
    // What the merchant's list does not name has no row to go back to.
    let rows = case.items();
    if !items.iter().all(|(name, _)| rows.iter().any(|row| row.key() == *name)) {
        return Ok(Outcome::Failed(error));
    }
    for (item, text) in items {
        let reason = case.key.seal(&Place::Reason(&item), text.as_bytes())?;
        decisions::give_back(&mut tx, case.business.id, &item, &reason, Origin::Doku, now).await?;
    }
    businesses::set_editing(&mut tx, case.business.id, now).await?;
    projection::refresh(services, &mut tx, case.business.id).await?;
    tx.commit().await?;
    Ok(Outcome::Dropped)
}

/// Files that DOKU does not have any more go up once more, and the call that names them follows under a new Request-Id. `false`:
/// that was in vain too often, and whether it follows is for a person to say.
pub(super) async fn send_again(
    services: &Services,
    tx: &mut Tx,
    call: &Call,
    forgotten: &[&DokuFileId],
) -> Result<bool> {
    let round = usize::try_from(outbox::dropped(tx, call).await?).unwrap_or(usize::MAX);
    let pause = ROUNDS.get(round).copied();
    let due = services.now().plus(pause.unwrap_or_default());
    for id in forgotten {
        for document in documents::forget_doku_file(tx, call.business_id, id).await? {
            services.enqueue_upload(tx, &document, due).await?;
        }
    }
    if pause.is_some() {
        services.enqueue(tx, call.business_id, call.kind, call.subject.unwrap_or_default(), due).await?;
    }
    Ok(pause.is_some())
}

pub(super) fn is_forgotten(id: &DokuFileId, error: &doku::Error) -> bool {
    error.messages().iter().any(|text| text.contains(id.as_str()) && text.to_ascii_uppercase().contains("NOT FOUND"))
}

/// Texts by the item of this body that they name, such as `business.banks[0].account_number must not be empty`. `None`: one names
/// nothing that a merchant typed.
pub(super) fn items_named(body: &[u8], messages: &[String]) -> Option<Vec<(String, String)>> {
    let body = serde_json::from_slice(body).ok()?;
    let mut items: Vec<(String, String)> = Vec::new();
    for text in messages {
        let path = text.split_whitespace().next().filter(|path| !OURS.contains(path))?;
        let item = Part::row_at(&body, path)?;
        match items.iter_mut().find(|(name, _)| *name == item) {
            Some((_, told)) => *told = format!("{told}\n{text}"),
            None => items.push((item, text.clone())),
        }
    }
    (!items.is_empty()).then_some(items)
}

/// What no merchant typed.
const OURS: [&str; 3] = ["business.callback_url", "business.type", "business.legal_entity"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_goes_to_the_part_it_names() {
        let texts = [
            "business.contacts[0].documents[0].forms[0].value must be 16 digits",
            "business.banks[0].account_number must not be empty",
        ]
        .map(str::to_owned);
        let body = br#"{"business": {"contacts": [{"documents": [{"code": "KTP"}]}]}}"#;
        let items: Vec<String> = items_named(body, &texts).unwrap().into_iter().map(|(item, _)| item).collect();
        assert_eq!(items, ["KTP", "bank"]);
        assert!(items_named(body, &["INTERNAL".to_owned()]).is_none());
        assert!(items_named(body, &["business.callback_url is invalid".to_owned()]).is_none());
    }
}
