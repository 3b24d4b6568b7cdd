//! Reads `Viewer` and language from cookies. Every later layer finds both in the request's extensions.

use super::{accepts_html, cookie, pages};
use crate::{account::sessions, error::error_response, services::Services};
use app::{error::AppError, texts::Lang};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, header};
use tower_sessions::Session;

pub const LANGUAGE: &str = "lang";

pub async fn identify(
    State(services): State<Services>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let lang = language(request.headers());
    request.extensions_mut().insert(lang);
    match sessions::viewer(&services, &session).await.map_err(AppError::from) {
        Ok(viewer) => {
            let renewed = if viewer.is_some() { sessions::renew(&services, &session).await } else { None };
            request.extensions_mut().insert(viewer);
            let before = session.id();
            let mut response = next.run(request).await;
            // A sign-in or sign-out meanwhile has set another session, or none.
            if let Some(cookie) = renewed.filter(|_| session.id() == before) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(AppError::NoRoom) if accepts_html(request.headers()) => {
            pages::problem(&services, request.into_parts().0, AppError::NoRoom).await
        }
        Err(error) => error_response(&error),
    }
}

/// Returns the cookie's language, else that of `Accept-Language`, else Indonesian.
pub fn language(headers: &HeaderMap) -> Lang {
    if let Some(lang) = cookie(headers, LANGUAGE).and_then(Lang::read) {
        return lang;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known =
        accepted.split(',').find_map(|range| Lang::read(range.split([';', '-']).next().unwrap_or_default().trim()));
    known.unwrap_or(Lang::Id)
}
