//! Preferences, one-click unsubscribing, mails as pages, and what admins type about endpoints and keys.

use super::{At, identity::SignedIn, pages, see_other};
use crate::{
    error::{Result, told},
    once::Keyed,
    services::Services,
    webhooks::settings::admins_only,
};
use app::{
    error::AppError,
    review::settings::api::{Right, Said, Secret, Wrong},
    texts::Lang,
};
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::MailId;
use http::{StatusCode, header, request::Parts};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PreferencesForm {
    language: String,
    news: String,
}

/// The language counts at once: the page that follows speaks it.
pub async fn choose(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    Form(form): Form<PreferencesForm>,
) -> Response {
    let lang = Lang::read(&form.language).unwrap_or_default();
    match services.choose(&viewer, lang, form.news != "no").await {
        Ok(()) => {
            let mut response = see_other("/preferences?saved=1");
            super::session::speak(&services, &mut response, lang);
            response
        }
        Err(error) => error.into_response(),
    }
}

/// A mail program posts here by itself (RFC 8058); no session, the token is the proof.
pub async fn unsubscribe(State(services): State<Services>, At(token): At<String>) -> Response {
    match services.unsubscribe(&token).await {
        Ok(true) => StatusCode::OK.into_response(),
        Ok(false) => told(&AppError::NotFound),
        Err(error) => error.into_response(),
    }
}

/// A person who follows that address changes their mind on the page of all choices.
pub async fn unsubscribe_page() -> Response {
    see_other("/preferences")
}

/// As a mail program would show it: its own styles, no script, nothing loaded.
pub async fn mail_html(State(services): State<Services>, At(id): At<MailId>) -> Response {
    const POLICY: &str =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    match services.one_mail(id).await {
        Ok((_, letter)) => {
            let headers =
                [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
            (headers, letter.html).into_response()
        }
        Err(error) => error.into_response(),
    }
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
    if let Err(error) = admins_only(&viewer) {
        return error.into_response();
    }
    let outcome = services.add_endpoint(&viewer, &keyed.form.url, &keyed.key("endpoint")).await;
    answer(&services, parts, outcome, Said { url: keyed.form.url, ..Said::default() }).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SecretForm {
    endpoint: String,
}

pub async fn renew_secret(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    parts: Parts,
    Form(keyed): Form<Keyed<SecretForm>>,
) -> Response {
    let named = &keyed.form.endpoint;
    let outcome = services.renew_secret(&viewer, named.parse().ok(), &keyed.key(&format!("secret {named}"))).await;
    answer(&services, parts, outcome.map(Ok), Said::default()).await
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
    if let Err(error) = admins_only(&viewer) {
        return error.into_response();
    }
    let right = Right::read(&keyed.form.right);
    let outcome = services.add_key(&viewer, &keyed.form.name, right, &keyed.key("key")).await;
    answer(&services, parts, outcome, Said { name: keyed.form.name, right, ..Said::default() }).await
}

/// The settings page as the answer to the post itself: a secret stands in no URL and is never kept to be shown later.
async fn answer(
    services: &Services,
    parts: Parts,
    outcome: Result<std::result::Result<Secret, Wrong>>,
    typed: Said,
) -> Response {
    let (status, said) = match outcome {
        Ok(Ok(secret)) => (StatusCode::OK, Said { secret: Some(secret), ..Said::default() }),
        Ok(Err(wrong)) => (StatusCode::UNPROCESSABLE_ENTITY, Said { wrong: Some(wrong), ..typed }),
        Err(error) => return error.into_response(),
    };
    let mut response = pages::again(services, parts, app::review::settings::PAGE, said).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}
