//! Mails as pages, and one-click unsubscribing.

use super::{At, pages::Ctx, see_other};
use crate::{error::Result, services::Services};
use app::error::AppError;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::MailId;
use http::{StatusCode, header};

/// Shows the mails that sandbox mode keeps instead of sending.
pub async fn mailbox(ctx: Ctx) -> Response {
    ctx.page(ctx.services.mailbox().await, app::mailbox::mailbox).await
}

pub async fn mail(ctx: Ctx, At(id): At<MailId>) -> Response {
    ctx.page(ctx.services.mail_page(id).await, app::mailbox::mail).await
}

/// Ends news for an address. Mail programs post here by themselves (RFC 8058); the token is the proof.
pub async fn unsubscribe(State(services): State<Services>, At(token): At<String>) -> Result<StatusCode> {
    if services.unsubscribe(&token).await? { Ok(StatusCode::OK) } else { Err(AppError::NotFound.into()) }
}

/// Leads a person who follows that address to the page of all choices.
pub async fn unsubscribe_page() -> Response {
    see_other("/preferences")
}

/// Shows a letter as a mail program would: its own styles, no script, nothing loaded.
pub async fn mail_html(State(services): State<Services>, At(id): At<MailId>) -> Result<Response> {
    const POLICY: &str =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    let (_, letter) = services.one_mail(id).await?;
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    Ok((headers, letter.html).into_response())
}
