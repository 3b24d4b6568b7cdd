//! Downloads of files, never as a page of ours.

use super::{At, pages::Ctx, refuse, see_other};
use crate::{connections::attached::attached, error::Result, onboarding::download::Download};
use app::{error::AppError, paths, review::data::Hidden, viewer::Viewer};
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use domain::ids::{BusinessId, DocumentId};
use http::{
    HeaderValue,
    header::{self, HeaderName},
};

/// Sends one version. It never changes, so the browser may keep it; another person there has another cookie.
pub async fn mine(ctx: Ctx<Viewer>, At((business, slot, id)): At<(BusinessId, String, DocumentId)>) -> Response {
    let Some(permit) = ctx.services.limits.download(ctx.viewer.account).await else { return refuse(AppError::TooMany) };
    let opened = ctx.services.my_file(&ctx.viewer, business, &slot, id).await;
    let keep = [(header::CACHE_CONTROL, "private, max-age=31536000, immutable"), (header::VARY, "cookie")];
    let response = send(&ctx, opened, &keep, &paths::business(business, "documents"));
    response.map(|body| attached(body, permit))
}

/// Sends a merchant's file to the partner, and none keeps it. A version that was not submitted needs a reason: a
/// browser is led to the page that asks for it.
pub async fn for_review(ctx: Ctx<Viewer>, At((business, slot, id)): At<(BusinessId, String, DocumentId)>) -> Response {
    let Some(permit) = ctx.services.limits.download(ctx.viewer.account).await else { return refuse(AppError::TooMany) };
    let opened = match ctx.services.file_for_review(&ctx.viewer, business, &slot, id).await {
        Ok(None) if !ctx.is_scripted() => {
            return see_other(&format!("/review/{business}/reveal?what={}", Hidden::File(slot).as_str()));
        }
        opened => opened.and_then(|opened| opened.ok_or_else(|| AppError::Forbidden.into())),
    };
    let keep = [(header::CACHE_CONTROL, "private, no-store")];
    let response = send(&ctx, opened, &keep, &paths::case(business, ""));
    response.map(|body| attached(body, permit))
}

/// Sends the file. A link to a file that is gone leads to the page with the current one.
fn send(ctx: &Ctx<Viewer>, opened: Result<Download>, keep: &[(HeaderName, &'static str)], page: &str) -> Response {
    match opened.map_err(AppError::from) {
        Ok(opened) => {
            let mut response = file(opened);
            let keep = keep.iter().map(|(field, value)| (field.clone(), HeaderValue::from_static(value)));
            response.headers_mut().extend(keep);
            response
        }
        Err(AppError::FileGone) if !ctx.is_scripted() => ctx.lead(Err(AppError::FileGone.into()), page),
        Err(error) => refuse(error),
    }
}

/// Answers with an attachment in a sandbox of its own: no file ever acts as a page of ours. An `<img>` still works.
fn file(Download { document, bytes }: Download) -> Response {
    let ending = document.media_type.rsplit('/').next().unwrap_or("bin");
    let name = format!("attachment; filename=\"{}.{ending}\"", document.code);
    let headers = [
        (header::CONTENT_TYPE, document.media_type.as_str()),
        (header::CONTENT_DISPOSITION, &name),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
    ];
    let plain = |value| HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""));
    (headers.map(|(field, value)| (field, plain(value))), Body::from_stream(bytes)).into_response()
}
