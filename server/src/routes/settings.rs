//! Where the partner's own systems are connected: for admins.

use super::{
    At,
    identity::SignedIn,
    pages::{self, Ctx},
};
use crate::{error::Result, once::Keyed, services::Services};
use app::{
    paths::SETTINGS,
    review::{
        self,
        settings::data::{Said, Secret, Wrong},
    },
};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use domain::ids::{DeliveryId, EndpointId, KeyId};
use http::{StatusCode, request::Parts};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Before {
    before: Option<String>,
}

pub async fn page(ctx: Ctx, SignedIn(viewer): SignedIn, Query(Before { before }): Query<Before>) -> Response {
    let page = ctx.services.settings_page(&viewer, before).await;
    ctx.page(page, review::settings::settings).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Switch {
    on: bool,
}

pub async fn switch_endpoint(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(endpoint): At<EndpointId>,
    Form(Switch { on }): Form<Switch>,
) -> Response {
    ctx.lead(ctx.services.switch_endpoint(&viewer, endpoint, on).await, SETTINGS)
}

pub async fn test_endpoint(ctx: Ctx, SignedIn(viewer): SignedIn, At(endpoint): At<EndpointId>) -> Response {
    ctx.lead(ctx.services.send_test(&viewer, endpoint).await, SETTINGS)
}

pub async fn end_old_secret(ctx: Ctx, SignedIn(viewer): SignedIn, At(endpoint): At<EndpointId>) -> Response {
    ctx.lead(ctx.services.end_old_secret(&viewer, endpoint).await, SETTINGS)
}

pub async fn remove_endpoint(ctx: Ctx, SignedIn(viewer): SignedIn, At(endpoint): At<EndpointId>) -> Response {
    ctx.lead(ctx.services.remove_endpoint(&viewer, endpoint).await, SETTINGS)
}

pub async fn resend(ctx: Ctx, SignedIn(viewer): SignedIn, At(delivery): At<DeliveryId>) -> Response {
    ctx.lead(ctx.services.resend(&viewer, delivery).await, SETTINGS)
}

pub async fn revoke_key(ctx: Ctx, SignedIn(viewer): SignedIn, At(key): At<KeyId>) -> Response {
    ctx.lead(ctx.services.revoke_key(&viewer, key).await, SETTINGS)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndpointForm {
    url: String,
}

pub async fn add_endpoint(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    parts: Parts,
    Form(keyed): Form<Keyed<EndpointForm>>,
) -> Response {
    let outcome = services.add_endpoint(&viewer, &keyed.form.url, &keyed.key("endpoint")).await;
    answer(parts, outcome, Said { url: keyed.form.url, ..Said::default() }).await
}

/// But the key that the form carries.
#[derive(Default, Deserialize)]
pub struct Nothing {}

pub async fn renew_secret(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    At(endpoint): At<EndpointId>,
    parts: Parts,
    Form(keyed): Form<Keyed<Nothing>>,
) -> Response {
    let outcome = services.renew_secret(&viewer, endpoint, &keyed.key(&format!("secret {endpoint}"))).await;
    answer(parts, outcome.map(Ok), Said::default()).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    name: String,
    right: String,
}

pub async fn add_key(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    parts: Parts,
    Form(keyed): Form<Keyed<KeyForm>>,
) -> Response {
    let right = keyed.form.right.parse().unwrap_or_default();
    let outcome = services.add_key(&viewer, &keyed.form.name, right, &keyed.key("key")).await;
    answer(parts, outcome, Said { name: keyed.form.name, right, ..Said::default() }).await
}

/// The settings page as the answer to the post itself: a secret stands in no URL and is never kept to be shown later.
async fn answer(parts: Parts, outcome: Result<std::result::Result<Secret, Wrong>>, typed: Said) -> Response {
    let (status, said) = match outcome {
        Ok(Ok(secret)) => (StatusCode::OK, Said { secret: Some(secret), ..Said::default() }),
        Ok(Err(wrong)) => (StatusCode::UNPROCESSABLE_ENTITY, Said { wrong: Some(wrong), ..typed }),
        Err(error) => return error.into_response(),
    };
    let mut response = pages::again(parts, SETTINGS, said).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}
