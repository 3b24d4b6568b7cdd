//! Businesses, as a key may read them.

use super::{
    answer,
    key::Reader,
    problem::ApiProblem,
    question::{Asked, Question, nothing_asked},
};
use crate::{
    onboarding::{case::Case, to_fix},
    services::Services,
    store::{
        Conn, accounts, as_limit, brands,
        businesses::{self, Business},
        facets,
        reading::{self, Filter},
    },
    vault::Vault,
    webhooks::{
        event::{DokuIds, Fix},
        hooks,
    },
};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use domain::{
    Cursor, Millis, Reference,
    ids::{BusinessId, DokuBrandId},
    kyb::{State as Standing, Verdict},
};
use http::HeaderMap;
use serde::Serialize;

/// One business in a list.
#[derive(Serialize)]
pub struct Summary {
    id: BusinessId,
    /// The partner's own reference.
    reference: Option<Reference>,
    name: String,
    business_type: String,
    legal_entity: String,
    state: Standing,
    state_since: String,
    /// The number of items that the merchant has to fix.
    to_fix: i64,
    /// The number of DOKU's products that are on: without one a business takes no payment, active or not.
    services_on: i64,
    doku: DokuIds,
    created_at: String,
    updated_at: String,
    submitted_at: Option<String>,
    sent_at: Option<String>,
    verified_at: Option<String>,
    due_at: Option<String>,
}

#[derive(Serialize)]
pub struct Whole {
    #[serde(flatten)]
    summary: Summary,
    facets: Vec<Judged>,
    /// The things to fix, while there are any.
    fixes: Vec<Fix>,
}

/// A verdict without DOKU's note, which may speak of a person.
#[derive(Serialize)]
struct Judged {
    facet: String,
    verdict: Verdict,
    at: Option<String>,
}

#[derive(Serialize)]
pub struct List {
    data: Vec<Summary>,
    /// The cursor for the next page; absent on the last page.
    next_cursor: Option<String>,
}

/// The id in a path. Text that cannot be an id is not found.
pub type At = Result<Path<String>, PathRejection>;

pub fn named(id: At) -> Result<BusinessId, ApiProblem> {
    let Path(id) = id.map_err(|_| ApiProblem::NotFound)?;
    id.parse().map_err(|_| ApiProblem::NotFound)
}

/// Lists businesses by their last change, oldest first. A caller that asks again with the last `updated_at` misses
/// nothing, but gets some rows twice.
pub async fn list(
    _: Reader,
    State(services): State<Services>,
    headers: HeaderMap,
    Asked(pairs): Asked,
) -> Result<Response, ApiProblem> {
    let question = Question::read(&pairs)?;
    let mut db = services.store.read().await?;
    let mut rows = rows(&mut db, &question).await?;
    let more = rows.len() > question.limit;
    rows.truncate(question.limit);
    let next_cursor =
        rows.last().filter(|_| more).map(|row| question.cursor(Cursor { at: row.updated_at, id: row.id }));
    let mut brands = brands::first_ids(&mut db, rows.iter().map(|row| row.id).collect()).await?;
    let data = rows.into_iter().map(|row| {
        let brand = brands.remove(&row.id);
        summary(row, brand)
    });
    answer::json(&headers, &List { data: data.collect(), next_cursor })
}

/// Returns the rows, and one more than asked for if there are more.
async fn rows(db: &mut Conn, question: &Question) -> Result<Vec<Business>, ApiProblem> {
    let mut filter = Filter { states: question.states.clone(), reference: question.reference.clone(), owner: None };
    if let Some(email) = &question.email {
        let Some(owner) = accounts::by_email(db, email).await? else { return Ok(Vec::new()) };
        filter.owner = Some(owner.id);
    }
    Ok(reading::page(db, &filter, question.after, as_limit(question.limit + 1)).await?)
}

pub async fn one(
    _: Reader,
    State(services): State<Services>,
    id: At,
    headers: HeaderMap,
    Asked(pairs): Asked,
) -> Result<Response, ApiProblem> {
    nothing_asked(&pairs)?;
    answer::json(&headers, &whole(&mut services.store.read().await?, &services.vault, named(id)?).await?)
}

pub async fn whole(db: &mut Conn, vault: &Vault, id: BusinessId) -> Result<Whole, ApiProblem> {
    let row = businesses::by_id(db, id).await?.ok_or(ApiProblem::NotFound)?;
    let judged = facets::all(db, id).await?;
    let judged = judged.into_iter().map(|row| Judged { facet: row.facet, verdict: row.verdict, at: iso(row.at) });
    let facets = judged.collect();
    let brand = brands::first(db, &row).await?.map(|brand| brand.doku_id);
    if row.state != Standing::ActionNeeded {
        return Ok(Whole { facets, fixes: Vec::new(), summary: summary(row, brand) });
    }
    let case = Case::load(db, vault, row).await?;
    let fixes = to_fix::fixes(db, &case).await?.iter().map(hooks::fix).collect();
    Ok(Whole { facets, fixes, summary: summary(case.business, brand) })
}

fn iso(at: Option<Millis>) -> Option<String> {
    at.map(Millis::to_iso)
}

fn summary(row: Business, brand_id: Option<DokuBrandId>) -> Summary {
    Summary {
        id: row.id,
        reference: row.reference,
        name: row.name,
        business_type: row.business_type,
        legal_entity: row.legal_entity,
        state: row.state,
        state_since: row.state_since.to_iso(),
        to_fix: row.to_fix,
        services_on: row.services_on,
        doku: DokuIds { business_id: row.doku_business_id, brand_id },
        created_at: row.created_at.to_iso(),
        updated_at: row.updated_at.to_iso(),
        submitted_at: iso(row.submitted_at),
        sent_at: iso(row.sent_at),
        verified_at: iso(row.verified_at),
        due_at: iso(row.due_at),
    }
}
