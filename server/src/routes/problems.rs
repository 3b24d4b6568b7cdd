//! Layers that turn a status for machines into words for people at a browser.

use super::{
    accepts_html,
    back::{page_of, safe_next},
    body_rate::BodyProgress,
    identity, pages,
};
use crate::{error::error_response, services::Services, telemetry::or_warn};
use app::{error::AppError, site::Redisplay, viewer::Viewer};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    Method, StatusCode,
    header::{CONTENT_TYPE, LOCATION},
    request::Parts,
};
use std::sync::Arc;

/// Adds to the partner's pages that DOKU cannot be reached.
pub async fn tell_unreachable(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Option<Viewer>>().and_then(Option::as_ref);
    let is_partners = request.uri().path().starts_with("/review") && accepts_html(request.headers());
    if is_partners && viewer.is_some_and(|viewer| viewer.role.is_partner()) {
        let unreachable = or_warn(services.unreachable().await, "whether DOKU can be reached is not known");
        if let Some(unreachable) = unreachable.flatten() {
            request.extensions_mut().insert(unreachable);
        }
    }
    next.run(request).await
}

/// Answers errors with a page, also where axum itself refuses a body with words for machines.
pub async fn tell_in_words(State(services): State<Services>, request: Request, next: Next) -> Response {
    if !accepts_html(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let told = response.extensions().get::<AppError>().cloned();
    let error = match (told, response.status()) {
        (Some(error), _) => error,
        (None, status) if asked.method == Method::POST && is_unread(&response) => match status {
            StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
            _ => AppError::BadRequest,
        },
        (None, _) => return response,
    };
    (response.status(), pages::problem(&services, asked, error).await).into_response()
}

/// Tells whether a body was refused without a page of ours.
fn is_unread(response: &Response) -> bool {
    let of_a_body = [
        StatusCode::BAD_REQUEST,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    of_a_body.contains(&response.status()) && !kind.starts_with("text/html")
}

/// Answers a form from another site, without its viewer: it learns no more than that.
pub async fn of_another_site(services: &Services, mut parts: Parts) -> Response {
    let error = AppError::OtherSite;
    if !accepts_html(&parts.headers) {
        return error_response(&error);
    }
    parts.extensions.insert(identity::language(&parts.headers));
    pages::problem(services, parts, error).await
}

/// Answers 408 for a form that did not arrive whole, whatever its handler answered, with its page and a sentence.
pub async fn tell_incomplete(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let page = page_of(request.headers());
    let (parts, body) = request.into_parts();
    let progress = parts.extensions.get::<Arc<BodyProgress>>().cloned();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let is_whole = !progress.is_some_and(|progress| progress.has_failed());
    if is_whole || names_a_problem(&response) {
        return response;
    }
    let error = AppError::RequestTimeout;
    if !accepts_html(&asked.headers) {
        return error_response(&error);
    }
    let page = pages::redraw(asked, &format!("{page}?problem={}", error.code()), Redisplay::default()).await;
    (StatusCode::REQUEST_TIMEOUT, page).into_response()
}

/// Tells whether an answer leads to a page of ours with a reason or a way back in its query.
fn names_a_problem(response: &Response) -> bool {
    let leads = matches!(response.status(), StatusCode::SEE_OTHER | StatusCode::FOUND);
    let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    leads && to.contains('?') && safe_next(Some(to), "") == to
}
