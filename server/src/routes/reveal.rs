//! `/review/{id}/reveal`: shows a masked value, once, in the answer to this post and nowhere else; or opens the address
//! of a file that was never submitted for a while.

use super::{
    At,
    pages::{self, Ctx},
    refuse,
};
use crate::review::secrets::{Question, Refused};
use app::{error::AppError, review::data::Hidden, viewer::Viewer};
use axum::{Form, extract::Query, response::Response};
use domain::ids::BusinessId;
use secrecy::SecretString;
use serde::Deserialize;

/// The form; the address of its page names `what` alone.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RevealForm {
    what: String,
    reason: String,
    password: SecretString,
}

/// Shows the page that asks for a reason; the value comes with a post of its own.
pub async fn page(ctx: Ctx<Viewer>, At(business): At<BusinessId>, Query(asked): Query<RevealForm>) -> Response {
    let Some(what) = Hidden::read(&asked.what) else {
        return ctx.page(Err::<(), _>(AppError::NotFound.into()), |()| ()).await;
    };
    ctx.page(ctx.services.reveal_heading(&ctx.viewer, business, &what).await, |heading| {
        app::review::reveal(heading, what)
    })
    .await
}

pub async fn reveal(ctx: Ctx<Viewer>, At(business): At<BusinessId>, Form(form): Form<RevealForm>) -> Response {
    let Some(what) = Hidden::read(&form.what) else { return refuse(AppError::NotFound) };
    let page = format!("/review/{business}/reveal?what={}", what.as_str());
    let question = Question { what, reason: form.reason, password: form.password, from: ctx.address() };
    match ctx.services.reveal(&ctx.viewer, business, question).await {
        Ok(revealed) => pages::redraw(ctx.parts, &page, revealed).await,
        Err(Refused::Form(redisplay)) => pages::refused(ctx.parts, &page, redisplay).await,
        Err(Refused::App(error)) => refuse(error),
    }
}
