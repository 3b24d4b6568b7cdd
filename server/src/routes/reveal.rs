//! `/review/{id}/reveal`: what is masked, once, in the answer to this post and nowhere else; or a file of what was never
//! submitted, whose address opens for a while.

use super::{
    At,
    identity::SignedIn,
    pages::{self, Ctx},
    refuse,
    security::client_address,
};
use crate::{
    review::secrets::{Question, Refused, Shown},
    services::Services,
};
use app::{error::AppError, review::data::Hidden, site::Revealed};
use axum::{
    Form,
    extract::{ConnectInfo, Query, State},
    response::Response,
};
use domain::ids::BusinessId;
use http::request::Parts;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::net::SocketAddr;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RevealForm {
    what: String,
    reason: String,
    password: SecretString,
}

/// Asks why; showing it is a post of its own.
pub async fn page(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(business): At<BusinessId>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(what) = Hidden::read(&asked.what) else {
        return ctx.page(Err::<(), _>(AppError::NotFound.into()), |()| ()).await;
    };
    let heading = ctx.services.reveal_heading(&viewer, business, &what).await;
    ctx.page(heading, |heading| app::review::reveal(heading, what)).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    what: String,
}

pub async fn reveal(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    At(business): At<BusinessId>,
    parts: Parts,
    Form(form): Form<RevealForm>,
) -> Response {
    let Some(what) = Hidden::read(&form.what) else { return refuse(AppError::NotFound) };
    let page = format!("/review/{business}/reveal?what={}", what.as_str());
    let from = client_address(&services, &parts.headers, parts.extensions.get::<ConnectInfo<SocketAddr>>());
    let question = Question { what, reason: form.reason, password: form.password, from };
    match services.reveal(&viewer, business, question).await {
        Ok(shown) => {
            let revealed = match shown {
                Shown::Value(value) => Revealed::Value(value.expose_secret().to_owned()),
                Shown::File(file) => Revealed::File(file),
            };
            pages::again(parts, &page, revealed).await
        }
        Err(Refused::Form(redisplay)) => pages::refused(parts, &page, redisplay).await,
        Err(Refused::Told(error)) => refuse(error),
    }
}
