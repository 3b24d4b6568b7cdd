//! Files in (multipart, counted while they stream) and out (never as a page of ours).

use super::{
    At,
    body_rate::{BodyProgress, TICK},
    identity::SignedIn,
    part_headers, refuse,
    security::client_address,
    see_other,
};
use crate::{
    connections::attached::Attached,
    error::{Error, Result},
    files::Broken,
    onboarding::{
        self,
        upload::{Received, Refused, clean_name},
    },
    review,
    services::Services,
    store::{
        Conn, audit,
        businesses::Business,
        documents::{self, Document},
    },
    upload_queue::{Permit, Sender},
};
use app::{error::AppError, review::api::Hidden};
use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, Multipart, Request, State, multipart::MultipartError},
    response::{IntoResponse, Response},
};
use domain::{
    ids::{BusinessId, DocumentId, FactId},
    requirement::Refusal,
};
use http::{
    HeaderMap, HeaderValue,
    header::{self, HeaderName},
};
use std::{io::ErrorKind, net::SocketAddr, pin::pin, sync::Arc};

/// `POST /businesses/{id}/documents/{slot}`, a plain form; scripts only add a progress bar.
pub async fn upload(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    At((business, slot)): At<(BusinessId, String)>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Extension(progress): Extension<Arc<BodyProgress>>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let address = client_address(&services, &headers, peer.as_deref());
    let sender = Sender { account: viewer.account, address };
    let mut multipart = match part_headers::multipart(request).await {
        Ok(multipart) => multipart,
        Err(rejection) => return rejection.into_response(),
    };
    let page = format!("/businesses/{business}/documents");
    let (case, requirement) = match services.open_slot(&viewer, business, &slot).await.map_err(AppError::from) {
        Ok(open) => open,
        Err(error @ (AppError::FieldLocked | AppError::NoConsent)) => {
            discard(&services, sender, &progress, multipart).await;
            return answer(&headers, &page, &slot, error.code(), &error);
        }
        Err(error) => return refuse(error),
    };
    let Some(permit) = services.limits.upload(sender, services.now()).await else {
        discard(&services, sender, &progress, multipart).await;
        return answer(&headers, &page, &slot, AppError::TooMany.code(), &AppError::TooMany);
    };
    let announced = length(&headers);
    let room = async {
        let (most, others) = (requirement.max_bytes(), services.limits.under_way_bytes());
        services.disks.admit(announced.map_or(most, |length| length.min(most)).saturating_add(others)).await?;
        services.room_for(&viewer, business, &requirement, announced).await
    };
    let room = match room.await {
        Ok(room) => room,
        Err(error) => {
            drop(permit);
            discard(&services, sender, &progress, multipart).await;
            let error = AppError::from(error);
            return answer(&headers, &page, &slot, error.code(), &error);
        }
    };
    let received = tokio::select! {
        received = receive(&services, &case, room.most, &progress, &mut multipart) => received,
        () = recalled(&services, &permit, &progress) => Err(Broken::Incomplete),
    };
    drop(permit);
    let outcome = match received {
        Ok(Some(file)) => {
            // From here on the database counts it.
            drop(room);
            services.take_file(&viewer, business, &requirement, file).await
        }
        Ok(None) => Err(Refused::File(Refusal::Missing)),
        Err(Broken::TooBig) => match room.full() {
            Some(full) => {
                discard(&services, sender, &progress, multipart).await;
                Err(Refused::Told(full))
            }
            None => Err(Refused::File(Refusal::TooBig)),
        },
        Err(Broken::Incomplete) => Err(Refused::File(Refusal::Incomplete)),
        Err(Broken::Failed(error)) => Err(Refused::Told(error.into())),
    };
    match outcome {
        Ok(()) => see_other(&format!("{page}?slot={slot}#slot-{slot}")),
        Err(Refused::File(refusal)) => answer(&headers, &page, &slot, refusal.as_str(), &as_status(refusal)),
        Err(Refused::Told(error)) => answer(&headers, &page, &slot, error.code(), &error),
    }
}

/// Of the whole request, where it says so: never less than the file in it.
fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

const fn as_status(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::Incomplete => AppError::RequestTimeout,
        Refusal::Missing
        | Refusal::Empty
        | Refusal::TooBig
        | Refusal::WrongType
        | Refusal::Heic
        | Refusal::Damaged
        | Refusal::Encrypted => AppError::BadRequest,
    }
}

/// Returns once the body must end for somebody who waits.
async fn recalled(services: &Services, permit: &Permit, progress: &BodyProgress) {
    while !permit.is_recalled(services.now(), progress.behind_ms()) {
        tokio::time::sleep(TICK).await;
    }
}

/// Somebody whose connection is cut while they send never sees why.
async fn discard(services: &Services, sender: Sender, progress: &BodyProgress, mut multipart: Multipart) {
    let Some(permit) = services.limits.refusing.enter(sender, services.now()).await else { return };
    let read = async { while let Ok(Some(_)) = multipart.next_field().await {} };
    tokio::select! {
        () = read => {}
        () = recalled(services, &permit, progress) => {}
    }
}

/// A form goes back to its page, which tells the sentence for the code; a hand-made request is told by status.
fn answer(headers: &HeaderMap, page: &str, slot: &str, problem: &str, error: &AppError) -> Response {
    if super::accepts_html(headers) {
        see_other(&format!("{page}?slot={slot}&problem={problem}#slot-{slot}"))
    } else {
        crate::error::told(error)
    }
}

/// `None`: no file is in it; a browser sends an empty one without a name where none was chosen. One that ends before its last
/// boundary has come whole all the same, unless its sender broke off.
async fn receive(
    services: &Services,
    case: &onboarding::case::Case,
    most: u64,
    progress: &BodyProgress,
    multipart: &mut Multipart,
) -> std::result::Result<Option<Received>, Broken> {
    let broken = |error: MultipartError| match error.status() {
        http::StatusCode::PAYLOAD_TOO_LARGE => Broken::TooBig,
        _ => cut_or_unreadable(progress),
    };
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        let is_named = field.file_name().is_some_and(|name| !name.is_empty());
        let name = clean_name(field.file_name().unwrap_or_default());
        let stored = services.files.receive(&case.key, most, pin!(field)).await.map_err(|broken| match broken {
            Broken::Incomplete => cut_or_unreadable(progress),
            other => other,
        })?;
        return Ok((is_named || stored.bytes > 0).then_some(Received { name, stored }));
    }
    Ok(None)
}

fn cut_or_unreadable(progress: &BodyProgress) -> Broken {
    if progress.has_failed() { Broken::Incomplete } else { Broken::Failed(AppError::BadRequest.into()) }
}

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
        let row = onboarding::mine(&mut db, &viewer, business).await?;
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
        let row = review::any(&mut tx, &viewer, business).await?;
        let document = find(&mut tx, business, &slot, document).await?;
        if !services.may_open(&mut tx, &viewer, &row, &slot).await? {
            return Ok(None);
        }
        let entry = FactId::new(services.id()?);
        audit::insert(&mut tx, entry, Some(viewer.account), Some(business), "view_document", services.now()).await?;
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
