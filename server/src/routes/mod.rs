//! Every address, its access and its handler. A handler extracts, calls one use case and draws one view.

pub mod access;
pub mod account;
pub mod back;
pub mod body_rate;
pub mod clash;
pub mod decide;
pub mod downloads;
pub mod evidence;
pub mod forms;
pub mod health;
pub mod hosts;
pub mod identity;
pub mod kept;
pub mod live;
pub mod mail;
pub mod metrics;
pub mod onboarding;
pub mod pages;
pub mod part_headers;
pub mod problems;
pub mod receipts;
pub mod request_log;
pub mod reveal;
pub mod review;
pub mod security;
pub mod settings;
pub mod site;
pub mod table;
pub mod uploads;
pub mod webhooks;

use crate::services::Services;
use app::error::AppError;
use axum::{
    extract::{FromRequestParts, Path},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use serde::de::DeserializeOwned;

/// The names and values of a form, as they came.
pub type Fields = Vec<(String, String)>;

/// Answers a form with `303`, so that a reload does not send it again.
pub fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// The names in an address; one that cannot name anything is not found, rather than a bad request.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        // PostgreSQL takes no NUL in a text, and no name of ours has one.
        let named = !parts.uri.path().contains("%00");
        match Path::from_request_parts(parts, state).await {
            Ok(Path(names)) if named => Ok(Self(names)),
            _ => Err(refuse(AppError::NotFound)),
        }
    }
}

/// Tells whether a browser asks that shows a page next, not a script.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Returns a cookie that no script reads, for so many seconds.
pub fn set_cookie(services: &Services, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let secure = if services.settings.is_https { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    HeaderValue::from_str(&cookie).expect("names and values of ours are plain")
}

/// Answers where there is no page to show: to a script, or to a form whose session ended.
pub fn refuse(error: AppError) -> Response {
    match error {
        AppError::SignedOut => see_other("/sign-in"),
        other => crate::error::error_response(&other),
    }
}
