//! Downloads of files, never as a page of ours.

use super::{At, pages::Ctx, refuse, see_other};
use crate::{
    account::rights,
    connections::attached::attached,
    error::{Error, Result, ensure},
    services::Services,
    store::{
        Conn,
        audit::Action,
        businesses::Business,
        documents::{self, Document},
    },
};
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
use std::io::ErrorKind;

/// Sends one version. It never changes, so the browser may keep it; another person there has another cookie.
pub async fn mine(ctx: Ctx<Viewer>, At((business, slot, id)): At<(BusinessId, String, DocumentId)>) -> Response {
    let Some(permit) = ctx.services.limits.download(ctx.viewer.account).await else { return refuse(AppError::TooMany) };
    let found = async {
        let mut db = ctx.services.store.read().await?;
        let row = rights::mine(&mut db, &ctx.viewer, business).await?;
        Ok((row, find(&mut db, business, &slot, id).await?))
    };
    let keep = [(header::CACHE_CONTROL, "private, max-age=31536000, immutable"), (header::VARY, "cookie")];
    let response = send(&ctx, found.await, &keep, &paths::business(business, "documents")).await;
    response.map(|body| attached(body, permit))
}

/// Sends a merchant's file to the partner. Each look is recorded, so no browser shows it without asking, and none keeps
/// it. A version that was not submitted needs a reason: a browser is led to the page that asks for it.
pub async fn for_review(ctx: Ctx<Viewer>, At((business, slot, id)): At<(BusinessId, String, DocumentId)>) -> Response {
    let Some(permit) = ctx.services.limits.download(ctx.viewer.account).await else { return refuse(AppError::TooMany) };
    let found = async {
        let mut tx = ctx.services.store.begin().await?;
        let row = rights::any(&mut tx, &ctx.viewer, business).await?;
        let document = find(&mut tx, business, &slot, id).await?;
        if !ctx.services.may_open(&mut tx, &ctx.viewer, &document).await? {
            return Ok(None);
        }
        ctx.services.audit(&mut tx, &ctx.viewer, Some(business), Action::ViewDocument).await?;
        tx.commit().await?;
        Ok(Some((row, document)))
    };
    let found = match found.await {
        Ok(None) if !ctx.is_scripted() => {
            return see_other(&format!("/review/{business}/reveal?what={}", Hidden::File(slot).as_str()));
        }
        found => found.and_then(|found| found.ok_or_else(|| AppError::Forbidden.into())),
    };
    let keep = [(header::CACHE_CONTROL, "private, no-store")];
    let response = send(&ctx, found, &keep, &paths::case(business, "")).await;
    response.map(|body| attached(body, permit))
}

/// Finds a version under its own business and slot only.
async fn find(db: &mut Conn, business: BusinessId, slot: &str, id: DocumentId) -> Result<Document> {
    let document = documents::by_id(db, business, id).await?.filter(|document| document.slot == slot);
    document.ok_or_else(|| AppError::NotFound.into())
}

/// Sends the file. A link to a file that is gone leads to the page with the current one.
async fn send(
    ctx: &Ctx<Viewer>,
    found: Result<(Business, Document)>,
    keep: &[(HeaderName, &'static str)],
    page: &str,
) -> Response {
    let response = match found {
        Ok((business, document)) => file(&ctx.services, &business, &document).await,
        Err(error) => Err(error),
    };
    match response.map_err(AppError::from) {
        Ok(mut response) => {
            let keep = keep.iter().map(|(field, value)| (field.clone(), HeaderValue::from_static(value)));
            response.headers_mut().extend(keep);
            response
        }
        Err(AppError::FileGone) if !ctx.is_scripted() => ctx.lead(Err(AppError::FileGone.into()), page),
        Err(error) => refuse(error),
    }
}

/// Answers with an attachment in a sandbox of its own: no file ever acts as a page of ours. An `<img>` still works.
async fn file(services: &Services, business: &Business, document: &Document) -> Result<Response> {
    ensure(document.purged_at.is_none(), AppError::FileGone)?;
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let bytes = match services.files.read(&key, &document.stored_as).await {
        Ok(bytes) => bytes,
        Err(error) => return Err(why_missing(services, document, error).await),
    };
    let ending = document.media_type.rsplit('/').next().unwrap_or("bin");
    let name = format!("attachment; filename=\"{}.{ending}\"", document.code);
    let headers = [
        (header::CONTENT_TYPE, document.media_type.as_str()),
        (header::CONTENT_DISPOSITION, &name),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
    ];
    let plain = |value| HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""));
    Ok((headers.map(|(field, value)| (field, plain(value))), Body::from_stream(bytes)).into_response())
}

/// A file that was replaced meanwhile is no fault of ours.
async fn why_missing(services: &Services, document: &Document, error: Error) -> Error {
    let is_missing = matches!(&error, Error::File(cause) if cause.kind() == ErrorKind::NotFound);
    let stands = async { documents::by_id(&mut services.store.read().await?, document.business_id, document.id).await };
    match stands.await {
        Ok(Some(now)) if is_missing && now.replaced_at.is_some() => AppError::FileGone.into(),
        Ok(_) | Err(_) => error,
    }
}
