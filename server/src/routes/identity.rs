//! Cookie → `Viewer`, cookie → language. Every later layer finds both in the request's extensions.

use super::{accepts_html, pages};
use crate::{
    account::sessions::{self, ACCOUNT},
    error::{Error, told},
    services::Services,
};
use app::{error::AppError, site::sign_in_and_back, texts::Lang, viewer::Viewer};
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, Method, header, request::Parts};
use tower_sessions::Session;

pub const LANGUAGE: &str = "lang";

/// Signed in, whoever it is.
pub struct SignedIn(pub Viewer);

pub async fn identify(
    State(services): State<Services>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let lang = language(request.headers());
    request.extensions_mut().insert(lang);
    match viewer(&services, &session).await.map_err(AppError::from) {
        Ok(viewer) => {
            let renewed = if viewer.is_some() { sessions::renew(&services, &session).await } else { None };
            request.extensions_mut().insert(viewer);
            let before = session.id();
            let mut response = next.run(request).await;
            // Who signed in or out meanwhile has another session, or none.
            if let Some(cookie) = renewed.filter(|_| session.id() == before) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(AppError::NoRoom) if accepts_html(request.headers()) => {
            pages::no_room(&services, request.into_parts().0).await
        }
        Err(error) => told(&error),
    }
}

pub async fn viewer(services: &Services, session: &Session) -> Result<Option<Viewer>, Error> {
    let account = session.get(ACCOUNT).await?;
    match account {
        Some(account) => services.viewer_of(account).await,
        None => Ok(None),
    }
}

/// Cookie, else `Accept-Language`, else Indonesian.
fn language(headers: &HeaderMap) -> Lang {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let chosen = cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == LANGUAGE);
    if let Some(lang) = chosen.and_then(|(_, value)| Lang::read(value)) {
        return lang;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known =
        accepted.split(',').find_map(|range| Lang::read(range.split([';', '-']).next().unwrap_or_default().trim()));
    known.unwrap_or(Lang::Id)
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        match parts.extensions.get::<Option<Viewer>>() {
            Some(Some(viewer)) => Ok(Self(viewer.clone())),
            // A person is led to sign-in, and back where an address shows something; a script or a stream would take that page
            // for an answer.
            _ if super::accepts_html(&parts.headers) => Err(match &parts.method {
                &Method::GET => super::see_other(&sign_in_and_back(&path(parts))),
                _ => super::refuse(AppError::SignedOut),
            }),
            _ => Err(told(&AppError::SignedOut)),
        }
    }
}

/// With its query.
pub fn path(parts: &Parts) -> String {
    parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}
