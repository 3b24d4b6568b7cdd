//! Mails as pages, and one-click unsubscribing.

use super::{At, pages::Ctx, see_other};
use crate::{error::error_response, services::Services};
use app::error::AppError;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::MailId;
use http::{StatusCode, header};

/// In sandbox mode mails go nowhere; here they can be read.
pub async fn mailbox(ctx: Ctx) -> Response {
    let rows = ctx.services.mailbox().await;
    ctx.page(rows, app::mailbox::mailbox).await
}

pub async fn mail(ctx: Ctx, At(id): At<MailId>) -> Response {
    let page = ctx.services.mail_page(id).await;
    ctx.page(page, app::mailbox::mail).await
}

/// A mail program posts here by itself (RFC 8058); no session, the token is the proof.
pub async fn unsubscribe(State(services): State<Services>, At(token): At<String>) -> Response {
    match services.unsubscribe(&token).await {
        Ok(true) => StatusCode::OK.into_response(),
        Ok(false) => error_response(&AppError::NotFound),
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
