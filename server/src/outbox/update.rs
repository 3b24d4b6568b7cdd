//! Sends Update Business Data: what the merchant corrected, as one call with effect exactly once.

use super::{
    attempt::{AttemptOutcome, FinalRefusal},
    register,
};
use crate::{
    error::Result,
    onboarding::{
        case::Case,
        correction::{CorrectedFacet, Correction},
    },
    projection,
    services::Services,
    store::{
        Conn, brands,
        businesses::{self, Business},
        documents, drafts,
        outbox::{self, Call},
        search, sends, updates,
    },
    vault::{Key, Place},
};
use axum::body::Bytes;
use doku::Class;
use domain::{
    Millis,
    application::{Page, only_open},
    forms::Filled,
    ids::BusinessId,
    kyb::{FacetKey, Sent},
    text,
};

pub async fn attempt(services: &Services, call: &Call) -> Result<AttemptOutcome> {
    let mut db = services.store.read().await?;
    let Some(business) = businesses::by_id(&mut db, call.business_id).await? else {
        return Ok(AttemptOutcome::Dropped);
    };
    let Some(update) = updates::by_id(&mut db, call.business_id, call.about()).await? else {
        return Ok(AttemptOutcome::Dropped);
    };
    let brand = brands::first(&mut db, &business).await?;
    let (Some(id), Some(brand)) = (&business.doku_business_id, brand) else { return Ok(AttemptOutcome::Dropped) };
    let files = documents::current(&mut db, call.business_id).await?;
    drop(db);
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let kept: Correction = key.open_json(&Place::Update(update.id), &update.body)?;
    let body = match &call.payload {
        Some(sealed) => key.open(&Place::Call(call.id), sealed)?,
        None => {
            let Some(body) = register::with_file_ids(&kept.body, &files)? else { return Ok(AttemptOutcome::NotYet) };
            body
        }
    };
    // The body is frozen before the first send: after a crash the same bytes go out under the same Request-Id.
    if !register::freeze(services, call, &key, &body).await? {
        return Ok(AttemptOutcome::Dropped);
    }
    let began = began(services, call).await?;
    match services.doku.update_business(id, &brand.doku_id, &call.request_id, Bytes::from(body.clone())).await {
        Ok(_) => {
            record(services, call, &key, &kept, began).await?;
            Ok(AttemptOutcome::Done)
        }
        Err(error) if error.class() == Class::Final => Ok(AttemptOutcome::Refused(FinalRefusal { error, body, files })),
        Err(error) => Ok(AttemptOutcome::Failed(error)),
    }
}

/// Returns the time of the first try that DOKU may have received, even if a person had the call sent anew: DOKU may
/// have done and judged the work before a later try was answered.
async fn began(services: &Services, call: &Call) -> Result<Millis> {
    Ok(outbox::first_answered_at(&mut services.store.read().await?, call).await?.unwrap_or_else(|| services.now()))
}

/// Records that DOKU took the update: in one transaction each corrected facet gets a new revision and waits for a
/// verdict.
async fn record(services: &Services, call: &Call, key: &Key, kept: &Correction, began: Millis) -> Result<()> {
    let now = services.now();
    // Verdicts are dated by DOKU, and those before this are about what was replaced.
    let at = services.by_dokus_clock(began);
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, call.business_id).await? else { return Ok(()) };
    let Some(update) = updates::by_id(&mut tx, row.id, call.about()).await? else { return Ok(()) };
    if update.taken_at.is_some() {
        // It is recorded already: the process ended between this and the outbox.
        return Ok(());
    }
    let case = Case::load(&mut tx, &services.vault, row.clone()).await?;
    for CorrectedFacet { facet, document } in &kept.parts {
        let file = match document {
            Some(id) => documents::by_id(&mut tx, row.id, *id).await?.and_then(|file| file.doku_file_id),
            None => None,
        };
        let revision = newest_revision(&mut tx, row.id, facet).await? + 1;
        sends::insert(&mut tx, row.id, &Sent { facet: facet.clone(), revision, at, file }).await?;
    }
    take_forms(&mut tx, key, &case, kept).await?;
    if kept.parts.iter().any(|part| part.facet == FacetKey::Business) {
        rename(&mut tx, services, &row).await?;
    }
    updates::set_taken(&mut tx, row.id, update.id, now).await?;
    businesses::set_updated(&mut tx, row.id, now).await?;
    let row = businesses::lock(&mut tx, row.id).await?.unwrap_or(row);
    projection::refold(services, &mut tx, row).await?;
    tx.commit().await?;
    tracing::info!(business.id = %call.business_id, facets = kept.parts.len(), "DOKU took the fixes of business {}", call.business_id);
    services.wake.poll.notify_one();
    Ok(())
}

/// Makes the corrections that were sent the values that DOKU has from now on.
async fn take_forms(tx: &mut Conn, key: &Key, case: &Case, kept: &Correction) -> Result<()> {
    let facets: Vec<FacetKey> = kept.parts.iter().map(|part| part.facet.clone()).collect();
    for facet in &facets {
        drafts::forget_as_is(tx, case.business.id, facet).await?;
    }
    for draft in drafts::all(tx, case.business.id).await? {
        let (page, place) = (draft.page, Place::Draft(draft.page));
        let is_of_page = |facet: &FacetKey| Page::of_facet(facet) == Some(page);
        let Some(fix) = draft.fix_body.filter(|_| facets.iter().any(is_of_page)) else { continue };
        let sent: Filled = key.open_json(&place, &draft.body)?;
        let taken = only_open(&case.checklist, &facets, page, &sent, key.open_json(&place, &fix)?);
        drafts::take_fix(tx, case.business.id, page, &key.seal_json(&place, &taken)?).await?;
    }
    Ok(())
}

async fn newest_revision(db: &mut Conn, business: BusinessId, facet: &FacetKey) -> Result<u32> {
    let sent = sends::all(db, business).await?;
    Ok(sent.iter().filter(|sent| sent.facet == *facet).map(|sent| sent.revision).max().unwrap_or_default())
}

/// Sets the name in lists to the one that DOKU has.
async fn rename(db: &mut Conn, services: &Services, row: &Business) -> Result<()> {
    let case = Case::load(db, &services.vault, row.clone()).await?;
    let name = text::line(&case.profile().name);
    let email = crate::store::accounts::by_id(db, row.owner_id).await?.map(|owner| owner.email).unwrap_or_default();
    let search = search::text(&name, &email, row.reference.as_ref());
    Ok(businesses::set_name(db, row.id, &name, &search, services.now()).await?)
}
