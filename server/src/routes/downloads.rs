//! Files out, never as a page of ours.

use super::{At, identity::SignedIn, refuse, see_other};
use crate::{
    account::rights,
    connections::attached::Attached,
    error::{Error, Result},
    services::Services,
    store::{
        Conn,
        audit::Action,
        businesses::Business,
        documents::{self, Document},
    },
};
use app::{error::AppError, review::data::Hidden};
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::{BusinessId, DocumentId};
use http::{
    HeaderMap, HeaderValue,
    header::{self, HeaderName},
};
use std::io::ErrorKind;

/// One version. It never changes, so the browser that asked may keep it; whoever signs in there next sends another cookie.
pub async fn mine(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    At((business, slot, document)): At<(BusinessId, String, DocumentId)>,
    headers: HeaderMap,
) -> Response {
    let Some(permit) = services.limits.download(viewer.account).await else { return refuse(AppError::TooMany) };
    let found = async {
        let mut db = services.store.read().await?;
        let row = rights::mine(&mut db, &viewer, business).await?;
        let document = find(&mut db, business, &slot, document).await?;
        Ok((row, document))
    };
    let page = format!("/businesses/{business}/documents");
    let keep = [(header::CACHE_CONTROL, "private, max-age=31536000, immutable"), (header::VARY, "cookie")];
    let response = send(&services, found.await, &keep, (&headers, &page)).await;
    response.map(|body| Attached::to(body, permit))
}

/// Somebody else's papers: who looked is kept, each time, so no browser shows them without asking; nor do they stay on the
/// partner's machines. Of what was never submitted only with a reason: a browser is led to where it is asked for.
pub async fn for_review(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    At((business, slot, document)): At<(BusinessId, String, DocumentId)>,
    headers: HeaderMap,
) -> Response {
    let Some(permit) = services.limits.download(viewer.account).await else { return refuse(AppError::TooMany) };
    let found = async {
        let mut tx = services.store.begin().await?;
        let row = rights::any(&mut tx, &viewer, business).await?;
        let document = find(&mut tx, business, &slot, document).await?;
        if !services.may_open(&mut tx, &viewer, &row, &slot).await? {
            return Ok(None);
        }
        services.audit(&mut tx, &viewer, Some(business), Action::ViewDocument).await?;
        tx.commit().await?;
        Ok(Some((row, document)))
    };
    let page = format!("/review/{business}");
    let found = match found.await {
        Ok(Some(found)) => Ok(found),
        Ok(None) if super::accepts_html(&headers) => {
            return see_other(&format!("/review/{business}/reveal?what={}", Hidden::File(slot).as_str()));
        }
        Ok(None) => return refuse(AppError::Forbidden),
        Err(error) => Err(error),
    };
    let response = send(&services, found, &[(header::CACHE_CONTROL, "private, no-store")], (&headers, &page)).await;
    response.map(|body| Attached::to(body, permit))
}

/// Under its own business and slot alone.
async fn find(db: &mut Conn, business: BusinessId, slot: &str, id: DocumentId) -> Result<Document> {
    let document = documents::by_id(db, business, id).await?.filter(|document| document.slot == slot);
    document.ok_or_else(|| AppError::NotFound.into())
}

/// Who followed a link to a file that is gone reads so on the page with the one that counts now.
async fn send(
    services: &Services,
    found: Result<(Business, Document)>,
    keep: &[(HeaderName, &'static str)],
    (headers, page): (&HeaderMap, &str),
) -> Response {
    let response = match found {
        Ok((business, document)) => file(services, &business, &document).await,
        Err(error) => Err(error),
    };
    match response.map_err(AppError::from) {
        Ok(mut response) => {
            let keep = keep.iter().map(|(field, value)| (field.clone(), HeaderValue::from_static(value)));
            response.headers_mut().extend(keep);
            response
        }
        Err(error @ AppError::FileGone) if super::accepts_html(headers) => {
            see_other(&format!("{page}?problem={}", error.code()))
        }
        Err(error) => refuse(error),
    }
}

/// As an attachment in a sandbox of its own: whatever a file holds, it never acts as a page of ours. Pictures still show
/// in an `<img>`.
async fn file(services: &Services, business: &Business, document: &Document) -> Result<Response> {
    if document.purged_at.is_some() {
        return Err(AppError::FileGone.into());
    }
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let bytes = match services.files.read(&key, &document.stored_as).await {
        Ok(bytes) => bytes,
        Err(error) => return Err(why_missing(services, document, error).await),
    };
    let mut response = Body::from_stream(bytes).into_response();
    let ending = document.media_type.rsplit('/').next().unwrap_or("bin");
    let name = format!("attachment; filename=\"{}.{ending}\"", document.code);
    let headers = response.headers_mut();
    for (field, value) in [
        (header::CONTENT_TYPE, document.media_type.as_str()),
        (header::CONTENT_DISPOSITION, &name),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
    ] {
        headers.insert(field, HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("")));
    }
    Ok(response)
}

/// One that was replaced while we looked for it is no fault of ours.
async fn why_missing(services: &Services, document: &Document, error: Error) -> Error {
    let is_missing = matches!(&error, Error::File(cause) if cause.kind() == ErrorKind::NotFound);
    let stands = async {
        let mut db = services.store.read().await?;
        documents::by_id(&mut db, document.business_id, document.id).await
    };
    match stands.await {
        Ok(Some(now)) if is_missing && now.replaced_at.is_some() => AppError::FileGone.into(),
        Ok(_) | Err(_) => error,
    }
}
