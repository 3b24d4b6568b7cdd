//! Uploads: multipart, counted while they stream.

use super::{
    At,
    body_rate::{BodyProgress, TICK},
    pages::Ctx,
    part_headers, refuse, see_other,
};
use crate::{
    client::client_address,
    files::Broken,
    merchant::take_file::{Received, Refused, clean_name},
    onboarding::case::Case,
    services::Services,
    upload_queue::{Permit, Sender},
};
use app::{error::AppError, viewer::Viewer};
use axum::{
    Extension,
    extract::{Multipart, Request, multipart::MultipartError},
    response::{IntoResponse, Response},
};
use domain::{ids::BusinessId, requirement::Refusal};
use http::{HeaderMap, header};
use std::{pin::pin, sync::Arc};

/// Takes `POST /businesses/{id}/documents/{slot}`, a plain form; scripts only add a progress bar.
pub async fn upload(
    Ctx { services, viewer, parts }: Ctx<Viewer>,
    At((business, slot)): At<(BusinessId, String)>,
    Extension(progress): Extension<Arc<BodyProgress>>,
    request: Request,
) -> Response {
    let address = client_address(&services, &parts.headers, &parts.extensions);
    let headers = parts.headers;
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
            // The database counts the file from here on.
            drop(room);
            services.take_file(&viewer, business, &requirement, file).await
        }
        Ok(None) => Err(Refused::File(Refusal::Missing)),
        Err(Broken::TooBig) => match room.full() {
            Some(full) => {
                discard(&services, sender, &progress, multipart).await;
                Err(Refused::App(full))
            }
            None => Err(Refused::File(Refusal::TooBig)),
        },
        Err(Broken::Incomplete) => Err(Refused::File(Refusal::Incomplete)),
        Err(Broken::Failed(error)) => Err(Refused::App(error.into())),
    };
    match outcome {
        Ok(()) => see_other(&format!("{page}?slot={slot}#slot-{slot}")),
        Err(Refused::File(refusal)) => answer(&headers, &page, &slot, refusal.as_str(), &as_status(refusal)),
        Err(Refused::App(error)) => answer(&headers, &page, &slot, error.code(), &error),
    }
}

/// Returns the length of the whole request, where it names one: never less than the file in it.
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

/// Returns once the body must end for another sender who waits.
async fn recalled(services: &Services, permit: &Permit, progress: &BodyProgress) {
    while !permit.is_recalled(services.now(), progress.behind_ms()) {
        tokio::time::sleep(TICK).await;
    }
}

/// Reads the rest of a refused body: a sender whose connection is cut while they send never sees why.
async fn discard(services: &Services, sender: Sender, progress: &BodyProgress, mut multipart: Multipart) {
    let Some(permit) = services.limits.refusing.enter(sender, services.now()).await else { return };
    let read = async { while let Ok(Some(_)) = multipart.next_field().await {} };
    tokio::select! {
        () = read => {}
        () = recalled(services, &permit, progress) => {}
    }
}

/// Answers a form with its page and the code of the problem, and a hand-made request with the status.
fn answer(headers: &HeaderMap, page: &str, slot: &str, problem: &str, error: &AppError) -> Response {
    if super::accepts_html(headers) {
        see_other(&format!("{page}?slot={slot}&problem={problem}#slot-{slot}"))
    } else {
        crate::error::error_response(error)
    }
}

/// Returns `None` without a file; a browser sends an empty one without a name where none was chosen. A body that ends
/// before its last boundary is whole, unless its sender broke off.
async fn receive(
    services: &Services,
    case: &Case,
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
