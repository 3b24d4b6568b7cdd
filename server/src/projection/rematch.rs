//! Interprets callbacks again once more is known: whose they are, or which part they are about.

use super::note;
use crate::{
    error::Result,
    onboarding::entities::known,
    services::Services,
    store::{
        Conn, brands,
        businesses::{self, Business},
        callbacks::{self, Callback, CallbackProblem, Of},
        observations,
    },
    vault::{Key, Place},
};
use doku::{CallbackFacts, Registered};
use domain::{
    ids::FactId,
    kyb::{Known, Source},
};
use std::collections::BTreeMap;

/// The most callbacks without a known part, oldest first, and without a known business, newest first.
const UNPLACED: usize = 200;
const ORPHANS: usize = 1_000;

/// Interprets again those that named no part we knew: something may have been sent, or learnt, since.
pub async fn unplaced(services: &Services, tx: &mut Conn, business: &Business, key: &Key) -> Result<()> {
    let of = Of::Flagged(business.id, CallbackProblem::UnknownEntity);
    let mut page = callbacks::page(tx, of, callbacks::FIRST).await?;
    if page.is_empty() {
        return Ok(());
    }
    let standing = Standing::load(tx, business).await?;
    let mut looked_at = 0;
    while let Some(after) = page.last().map(Callback::cursor).filter(|_| looked_at < UNPLACED) {
        looked_at += page.len();
        place(services, tx, business, key, &standing, page).await?;
        page = callbacks::page(tx, of, after).await?;
    }
    Ok(())
}

/// Interprets all of them again after ids of DOKU's were learnt: one may have been put on our only part of its kind and
/// mean another. So the order of arrival does not matter.
pub async fn all(services: &Services, tx: &mut Conn, business: &Business, key: &Key) -> Result<()> {
    let standing = Standing::load(tx, business).await?;
    let mut page = callbacks::page(tx, Of::Business(business.id), callbacks::FIRST).await?;
    while let Some(after) = page.last().map(Callback::cursor) {
        place(services, tx, business, key, &standing, page).await?;
        page = callbacks::page(tx, Of::Business(business.id), after).await?;
    }
    Ok(())
}

/// The data that place callbacks, and the facet on which each one was noted.
struct Standing {
    known: Known,
    facets: BTreeMap<FactId, String>,
}

impl Standing {
    async fn load(tx: &mut Conn, business: &Business) -> Result<Self> {
        let known = known(tx, business).await?;
        let rows = observations::all(tx, business.id).await?.into_iter().filter(|row| row.source == Source::Callback);
        Ok(Self { known, facets: rows.map(|row| (row.fact_id, row.facet)).collect() })
    }
}

async fn place(
    services: &Services,
    tx: &mut Conn,
    business: &Business,
    key: &Key,
    standing: &Standing,
    callbacks: Vec<Callback>,
) -> Result<()> {
    for callback in callbacks.into_iter().filter(|callback| callback.problem != Some(CallbackProblem::BrandKey)) {
        // A callback that can no longer be decrypted stays as it was noted.
        let Ok(body) = key.open(&Place::Callback(callback.id), &callback.body) else { continue };
        let Ok(facts) = doku::callback::read(&body, &services.settings.client_id) else { continue };
        let interpreted = note::interpret(&callback, &facts, &standing.known);
        let (before, now) =
            (standing.facets.get(&callback.id), interpreted.seen.as_ref().map(|seen| seen.facet.to_string()));
        if before != now.as_ref() {
            if let Some(facet) = before {
                observations::delete(tx, callback.id, facet).await?;
            }
            if let Some(seen) = &interpreted.seen {
                note::keep(tx, key, business.id, seen).await?;
            }
        }
        if (callback.status, callback.problem) != (interpreted.status(), interpreted.problem) {
            callbacks::set_status(tx, callback.id, interpreted.status(), interpreted.problem).await?;
        }
    }
    Ok(())
}

/// Makes orphans new again whose registration is stored by now. On PostgreSQL a registration and a callback that are
/// stored at the same moment do not see each other. The one that commits last looks once more: here for the callback,
/// `register::plan_readback` for the registration.
pub async fn orphans(services: &Services, orphans: Vec<(FactId, CallbackFacts)>) -> Result<()> {
    for (id, facts) in orphans {
        if businesses::by_doku_ids(&mut services.store.read().await?, facts.business.as_ref(), facts.brand.as_ref())
            .await?
            .is_none()
        {
            continue;
        }
        // The registration may have taken it first.
        services.store.write(async |tx| callbacks::retry_orphan(tx, id).await).await?;
    }
    Ok(())
}

/// Takes callbacks that came before the answer that told us their ids, and returns whether there were any.
pub async fn adopt_orphans(
    services: &Services,
    tx: &mut Conn,
    business: &Business,
    registered: &Registered,
) -> Result<bool> {
    let mut any = false;
    let subject = note::Subject::of(services, tx, business).await?;
    let mut looked_at = 0;
    let mut page = callbacks::page_back(tx, Of::Orphans, callbacks::LAST).await?;
    while let Some(before) = page.last().map(Callback::cursor).filter(|_| looked_at < ORPHANS) {
        looked_at += page.len();
        for callback in page {
            let Ok((body, facts)) = note::read(services, &callback) else { continue };
            let ours = facts.business.as_ref() == Some(&registered.business)
                || (facts.business.is_none() && facts.brand.as_ref() == Some(&registered.brand));
            if ours {
                note::note(services, tx, &subject, callback, &body, &facts).await?;
                any = true;
            }
        }
        page = callbacks::page_back(tx, Of::Orphans, before).await?;
    }
    if any {
        brands::after_callback(tx, business.id, services.now()).await?;
    }
    Ok(any)
}
