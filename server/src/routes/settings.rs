//! The settings for the partner's own systems: for admins.

use super::{
    At,
    pages::{self, Ctx},
    review::ListQuery,
};
use crate::{error::Result, once::Keyed};
use app::{
    paths::SETTINGS,
    review::{
        self,
        settings::data::{PostResult, Secret, Wrong},
    },
    viewer::Viewer,
};
use axum::{
    Form,
    extract::Query,
    response::{IntoResponse, Response},
};
use domain::ids::{DeliveryId, EndpointId, KeyId};
use http::StatusCode;
use serde::Deserialize;

pub async fn page(ctx: Ctx<Viewer>, Query(asked): Query<ListQuery>) -> Response {
    ctx.page(ctx.services.settings_page(&ctx.viewer, asked.before).await, review::settings::settings).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Switch {
    on: bool,
}

pub async fn switch_endpoint(
    ctx: Ctx<Viewer>,
    At(endpoint): At<EndpointId>,
    Form(Switch { on }): Form<Switch>,
) -> Response {
    ctx.lead(ctx.services.switch_endpoint(&ctx.viewer, endpoint, on).await, SETTINGS)
}

pub async fn test_endpoint(ctx: Ctx<Viewer>, At(endpoint): At<EndpointId>) -> Response {
    ctx.lead(ctx.services.send_test(&ctx.viewer, endpoint).await, SETTINGS)
}

pub async fn end_old_secret(ctx: Ctx<Viewer>, At(endpoint): At<EndpointId>) -> Response {
    ctx.lead(ctx.services.end_old_secret(&ctx.viewer, endpoint).await, SETTINGS)
}

pub async fn remove_endpoint(ctx: Ctx<Viewer>, At(endpoint): At<EndpointId>) -> Response {
    ctx.lead(ctx.services.remove_endpoint(&ctx.viewer, endpoint).await, SETTINGS)
}

pub async fn resend(ctx: Ctx<Viewer>, At(delivery): At<DeliveryId>) -> Response {
    ctx.lead(ctx.services.resend(&ctx.viewer, delivery).await, SETTINGS)
}

pub async fn revoke_key(ctx: Ctx<Viewer>, At(key): At<KeyId>) -> Response {
    ctx.lead(ctx.services.revoke_key(&ctx.viewer, key).await, SETTINGS)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndpointForm {
    url: String,
}

pub async fn add_endpoint(ctx: Ctx<Viewer>, Form(keyed): Form<Keyed<EndpointForm>>) -> Result<Response> {
    let outcome = ctx.services.add_endpoint(&ctx.viewer, &keyed.form.url, &keyed.key("endpoint")).await?;
    answer(ctx, outcome, PostResult { url: keyed.form.url, ..PostResult::default() }).await
}

/// A form with no field but its once-only key.
#[derive(Default, Deserialize)]
pub struct Nothing {}

pub async fn renew_secret(
    ctx: Ctx<Viewer>,
    At(endpoint): At<EndpointId>,
    Form(keyed): Form<Keyed<Nothing>>,
) -> Result<Response> {
    let outcome = ctx.services.renew_secret(&ctx.viewer, endpoint, &keyed.key(&format!("secret {endpoint}"))).await?;
    answer(ctx, outcome, PostResult::default()).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    name: String,
    right: String,
}

pub async fn add_key(ctx: Ctx<Viewer>, Form(keyed): Form<Keyed<KeyForm>>) -> Result<Response> {
    let right = keyed.form.right.parse().unwrap_or_default();
    let outcome = ctx.services.add_key(&ctx.viewer, &keyed.form.name, right, &keyed.key("key")).await?;
    answer(ctx, outcome, PostResult { name: keyed.form.name, right, ..PostResult::default() }).await
}

/// Answers the post itself with the settings page: a secret is in no URL and never kept to be shown later.
async fn answer(ctx: Ctx<Viewer>, outcome: Result<Secret, Wrong>, typed: PostResult) -> Result<Response> {
    let (status, posted) = match outcome {
        Ok(secret) => (StatusCode::OK, PostResult { secret: Some(secret), ..PostResult::default() }),
        Err(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, PostResult { wrong: Some(wrong), ..typed }),
    };
    let page = pages::redraw(ctx.parts, SETTINGS, posted).await;
    Ok(if page.status() == StatusCode::OK { (status, page).into_response() } else { page })
}
