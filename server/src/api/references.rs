//! Sets the partner's own reference of a business, at the request of the partner's system.

use super::{
    answer,
    businesses::{At, named, whole},
    key::{Holder, Writer},
    problem::{ApiProblem, Parameter},
    question::{Asked, nothing_asked, reference},
};
use crate::{
    error::{Error, ensure},
    services::Services,
    store::{accounts, api_keys::ApiKey, audit, businesses, search},
};
use app::error::AppError;
use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    response::Response,
};
use domain::{
    Reference,
    ids::{BusinessId, FactId},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

/// Takes `{"reference": "TOKO-17"}`, or `null` for none. The same request again changes nothing.
pub async fn put(
    Holder(key): Writer,
    State(services): State<Services>,
    id: At,
    headers: HeaderMap,
    Asked(pairs): Asked,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    nothing_asked(&pairs)?;
    let reference = read(&headers, body)?;
    let id = named(id)?;
    set(&services, id, reference.as_ref(), &key).await?;
    answer::json(&HeaderMap::new(), &whole(&mut services.store.read().await?, &services.vault, id).await?)
}

fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Option<Reference>, ApiProblem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Err(ApiProblem::NotJson);
    }
    let wrong = || ApiProblem::bad(Parameter::Body, "The body is an object of JSON with the one member reference.");
    let body = body.map_err(|refusal| match refusal.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiProblem::TooLarge,
        _ => wrong(),
    })?;
    let Ok(Value::Object(members)) = serde_json::from_slice(&body) else { return Err(wrong()) };
    if let Some(unknown) = members.keys().find(|name| *name != "reference") {
        return Err(ApiProblem::unknown(unknown));
    }
    match members.get("reference") {
        Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => reference(text).map(Some),
        Some(_) => Err(ApiProblem::bad(Parameter::Reference, "reference is a text, or null for none.")),
        None => Err(wrong()),
    }
}

async fn set(
    services: &Services,
    id: BusinessId,
    reference: Option<&Reference>,
    key: &ApiKey,
) -> Result<(), ApiProblem> {
    ensure(services.disks.has_room_for_forms().await, AppError::NoRoom)?;
    let now = services.now();
    let mut tx = services.store.begin().await?;
    let row = businesses::lock(&mut tx, id).await?.ok_or(ApiProblem::NotFound)?;
    if row.reference.as_ref() == reference {
        return Ok(());
    }
    let owner = accounts::by_id(&mut tx, row.owner_id).await?.ok_or(Error::Missing("an owner"))?;
    let search = search::text(&row.name, &owner.email, reference);
    match businesses::set_reference(&mut tx, id, reference, &search, now).await {
        Err(sqlx::Error::Database(told)) if told.is_unique_violation() => {
            return Err(ApiProblem::Conflict(
                Parameter::Reference,
                "Another business has this reference. Ask for it with ?reference=, and take it away there first.",
            ));
        }
        outcome => outcome?,
    }
    let fact = services.new_id::<FactId>()?;
    audit::insert(&mut tx, fact, None, Some(id), audit::Action::SetReference, None, now).await?;
    tx.commit().await?;
    services.live.changed(id);
    tracing::info!(business.id = %id, key.id = %key.id, "a key changed the reference of {id}");
    Ok(())
}
