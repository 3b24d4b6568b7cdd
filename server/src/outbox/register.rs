//! Sends `POST /business`, with effect exactly once whatever happens on the way.

use super::attempt::{AttemptOutcome, FinalRefusal};
use crate::{
    error::Result,
    onboarding::registration,
    projection::{self, rematch},
    services::Services,
    store::{
        Tx,
        businesses::{self, Business},
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
    ids::{BusinessId, DokuFileId, FactId},
    kyb::{FacetKey, Reported, Sent},
};
use secrecy::ExposeSecret;
use serde::Serialize;

/// Tells whether the business has DOKU's id.
pub async fn is_recorded(services: &Services, call: &Call) -> Result<bool> {
    let mut db = services.store.read().await?;
    let business = businesses::by_id(&mut db, call.business_id).await?;
    Ok(business.is_some_and(|business| business.doku_business_id.is_some()))
}

pub async fn attempt(services: &Services, call: &Call) -> Result<AttemptOutcome> {
    let mut db = services.store.read().await?;
    let Some(business) = businesses::by_id(&mut db, call.business_id).await? else {
        return Ok(AttemptOutcome::Dropped);
    };
    let subject = FactId::new(call.subject.unwrap_or_default());
    let Some(submission) = submissions::by_id(&mut db, call.business_id, subject).await? else {
        return Ok(AttemptOutcome::Dropped);
    };
    let files = documents::current(&mut db, call.business_id).await?;
    drop(db);
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let place = Place::Call(call.id);
    let body = match &call.payload {
        Some(sealed) => key.open(&place, sealed)?,
        None => {
            let kept: Registration = key.open_json(&Place::Submission(submission.id), &submission.body)?;
            let Some(body) = with_file_ids(&kept, &files)? else { return Ok(AttemptOutcome::NotYet) };
            body
        }
    };
    // The body is frozen before the first send: after a crash the same bytes go out under the same Request-Id.
    if !freeze(services, call, &key, &body).await? {
        return Ok(AttemptOutcome::Dropped);
    }
    match services.doku.register(&call.request_id, Bytes::from(body.clone())).await {
        Ok(registered) => {
            let mut tx = services.store.begin().await?;
            let Some(row) = businesses::lock(&mut tx, business.id).await? else { return Ok(AttemptOutcome::Dropped) };
            record(services, &mut tx, row, &key, &body, &registered, services.now()).await?;
            tx.commit().await?;
            plan_readback(services, business.id, &registered).await?;
            services.wake.poll.notify_one();
            Ok(AttemptOutcome::Done)
        }
        Err(error) if error.class() == Class::Final => Ok(AttemptOutcome::Refused(FinalRefusal { error, body, files })),
        Err(error) => Ok(AttemptOutcome::Failed(error)),
    }
}

/// Takes callbacks that were projected while the registration was recorded: see `rematch::orphans`.
pub(super) async fn plan_readback(services: &Services, business: BusinessId, registered: &Registered) -> Result<()> {
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, business).await? else { return Ok(()) };
    if rematch::adopt_orphans(services, &mut tx, &row, registered).await? {
        projection::refold(services, &mut tx, row).await?;
    }
    Ok(tx.commit().await?)
}

/// Stores the body before each send. Returns `false` if another worker has the call: then this one must not send.
pub(super) async fn freeze(services: &Services, call: &Call, key: &Key, body: &[u8]) -> Result<bool> {
    if call.payload.is_some() && call.first_sent_at.is_some() {
        return Ok(true);
    }
    let sealed = key.seal(&Place::Call(call.id), body)?;
    Ok(services.store.write(async |tx| outbox::freeze(tx, call, &sealed, services.now()).await).await?)
}

/// Puts DOKU's ids in the places of our documents, which are fields named `id`: what a merchant typed is no place,
/// whatever it says. Returns `None` if a file is still on its way.
pub(super) fn with_file_ids(kept: &impl Serialize, files: &[Document]) -> Result<Option<Vec<u8>>> {
    let mut text = serde_json::to_string(kept)?;
    for file in files {
        let place = id_field(&registration::placeholder(file.id))?;
        // A file that DOKU's list no longer names is kept and not sent.
        if text.contains(&place) {
            let Some(id) = &file.doku_file_id else { return Ok(None) };
            text = text.replace(&place, &id_field(id.as_str())?);
        }
    }
    Ok(Some(text.into_bytes()))
}

/// Returns the field as it stands in JSON. No typed text contains it: its quotes would be escaped there.
fn id_field(id: &str) -> Result<String> {
    Ok(format!("\"id\":{}", serde_json::to_string(id)?))
}

/// Records that DOKU took the registration: ids, key, and every facet that now waits for a verdict. `row` is locked,
/// and `at` is the time by our clock since when DOKU has it. A second call changes nothing, and a registered business
/// stays so.
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

/// Stores the facets that DOKU took, with the file that each is about.
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
