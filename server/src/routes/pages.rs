//! Pages of `app`, rendered with what they may ask of us.

use super::{
    accepts_html,
    body_rate::BodyProgress,
    identity::{self, path},
    safe_next,
    security::CspNonce,
};
use crate::{
    error::{failed_form, told},
    once, seed,
    services::Services,
};
use app::{
    account::Desk,
    error::AppError,
    onboarding::api::Onboarding,
    review::{
        api::Review,
        settings::api::{Said, Settings},
    },
    site::{Kept, OnceKey, Overlong, Problem, REFRESH, Redisplay, Revealed, SandboxSite, Site, Undecided, Unreachable},
    texts::Lang,
    viewer::Viewer,
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRef, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode, Uri,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, LOCATION, REFERER},
    request::Parts,
};
use leptos::{
    config::LeptosOptions,
    nonce::Nonce,
    prelude::{provide_context, use_context},
    server_fn::error::SERVER_FN_ERROR_HEADER,
};
use std::sync::Arc;

/// No page of `app` has this address.
const NO_PAGE: &str = "/-";
/// A code and an incident.
const MOST_BYTES_OF_AN_ERROR: usize = 4096;

/// What the router carries.
#[derive(Clone)]
pub struct AppState {
    pub services: Services,
    pub options: LeptosOptions,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

impl FromRef<AppState> for Services {
    fn from_ref(state: &AppState) -> Self {
        state.services.clone()
    }
}

/// Every render starts with this; it runs after Leptos minted its own nonce, so ours wins.
pub fn context(services: &Services) -> impl Fn() + Clone + Send + Sync + 'static {
    let services = services.clone();
    move || {
        let parts = use_context::<Parts>();
        provide_context(site(&services, parts.as_ref()));
        provide_context::<Arc<dyn Onboarding>>(Arc::new(services.clone()));
        provide_context::<Arc<dyn Review>>(Arc::new(services.clone()));
        provide_context::<Arc<dyn Settings>>(Arc::new(services.clone()));
        provide_context::<Arc<dyn Desk>>(Arc::new(services.clone()));
        if let Some(nonce) = parts.as_ref().and_then(|parts| parts.extensions.get::<CspNonce>()) {
            provide_context(Nonce::from_value(nonce.0.clone()));
        }
        if let Some(said) = parts.as_ref().and_then(|parts| parts.extensions.get::<Said>()) {
            provide_context(said.clone());
        }
        if let Ok(key) = once::new_key() {
            provide_context(OnceKey(key));
        }
        if let Some(kept) = parts.as_ref().and_then(|parts| parts.extensions.get::<Kept>()) {
            provide_context(kept.clone());
        }
        if let Some(overlong) = parts.as_ref().and_then(|parts| parts.extensions.get::<Overlong>()) {
            provide_context(overlong.clone());
        }
        if let Some(redisplay) = parts.as_ref().and_then(|parts| parts.extensions.get::<Redisplay>()) {
            provide_context(redisplay.clone());
        }
        if let Some(error) = parts.as_ref().and_then(|parts| parts.extensions.get::<AppError>()) {
            provide_context(error.clone());
        }
        if let Some(revealed) = parts.as_ref().and_then(|parts| parts.extensions.get::<Revealed>()) {
            provide_context(revealed.clone());
        }
        if let Some(undecided) = parts.as_ref().and_then(|parts| parts.extensions.get::<Undecided>()) {
            provide_context(undecided.clone());
        }
    }
}

fn site(services: &Services, parts: Option<&Parts>) -> Site {
    let extension = |parts: &Parts| {
        (parts.extensions.get::<Option<Viewer>>().cloned().flatten(), parts.extensions.get::<Lang>().copied())
    };
    let (viewer, lang) = parts.map(extension).unwrap_or_default();
    let settings = &services.settings;
    let sandbox = settings.sandbox_panel.clone().map(|panel| SandboxSite {
        panel,
        reviewer_email: seed::REVIEWER.to_owned(),
        password: seed::PASSWORD.to_owned(),
    });
    Site {
        partner_name: settings.partner_name.clone(),
        partner_support: settings.partner_support.clone(),
        lang: lang.unwrap_or(Lang::Id),
        viewer,
        path: parts.map_or_else(|| "/".to_owned(), path),
        sandbox,
        unreachable: parts.and_then(|parts| parts.extensions.get::<Unreachable>().copied()),
        pkg: super::site::pkg(),
    }
}

/// Whoever of the partner opens a page reads above it that DOKU cannot be reached.
pub async fn tell_unreachable(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Option<Viewer>>().and_then(Option::as_ref);
    let is_partners = request.uri().path().starts_with("/review") && accepts_html(request.headers());
    if is_partners && viewer.is_some_and(|viewer| viewer.role.is_partner()) {
        match services.unreachable().await {
            Ok(Some(unreachable)) => drop(request.extensions_mut().insert(unreachable)),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(error = %crate::telemetry::causes(&error), "whether DOKU can be reached is not known");
            }
        }
    }
    next.run(request).await
}

/// The page of a post, as its answer: with something that it shows this once.
pub async fn again<T: Clone + Send + Sync + 'static>(
    services: &Services,
    mut parts: Parts,
    page: &str,
    with: T,
) -> Response {
    parts.method = Method::GET;
    parts.uri = page.parse().unwrap_or_default();
    parts.extensions.insert(with);
    render(services, Request::from_parts(parts, Body::empty())).await
}

/// The same page again, with what was typed and why it was refused.
pub async fn refused(services: &Services, parts: Parts, page: &str, redisplay: Redisplay) -> Response {
    let status = match redisplay.problem {
        Some(Problem::TooMany | Problem::TooManyStrangers | Problem::TooManyBusinesses) => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Some(Problem::DokuUnavailable | Problem::NoRoom) => StatusCode::SERVICE_UNAVAILABLE,
        Some(Problem::WrongSignIn | Problem::NothingAsked) | None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut response = again(services, parts, page, redisplay).await;
    *response.status_mut() = status;
    response
}

/// Answers by a page where a raw route tells somebody at a browser that nothing can be kept, or that what was posted does not
/// read: axum refuses such a body itself, in English and to machines.
pub async fn tell_in_words(State(services): State<Services>, request: Request, next: Next) -> Response {
    if !accepts_html(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    match response.extensions().get::<AppError>() {
        Some(AppError::NoRoom) => no_room(&services, asked).await,
        _ if asked.method == Method::POST && is_unread(&response) => unread(&services, asked, response.status()).await,
        _ => response,
    }
}

/// Without a page of ours that says more.
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

async fn unread(services: &Services, parts: Parts, status: StatusCode) -> Response {
    let error = if status == StatusCode::PAYLOAD_TOO_LARGE { AppError::TooLarge } else { AppError::BadRequest };
    let mut response = again(services, parts, NO_PAGE, error).await;
    *response.status_mut() = status;
    response
}

/// Nobody is signed in there: whoever posts from elsewhere is told no more.
pub async fn of_another_site(services: &Services, mut parts: Parts) -> Response {
    let error = AppError::OtherSite;
    if !accepts_html(&parts.headers) {
        return told(&error);
    }
    parts.extensions.insert(identity::language(&parts.headers));
    let mut response = again(services, parts, NO_PAGE, error).await;
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

pub async fn no_room(services: &Services, parts: Parts) -> Response {
    again(services, parts, NO_PAGE, AppError::NoRoom).await
}

/// A page that asked for it comes again by itself without scripts.
pub async fn refresh_unscripted(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(seconds) = response.headers_mut().remove(REFRESH) else { return response };
    let (mut parts, body) = response.into_parts();
    let Ok(page) = axum::body::to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(CONTENT_LENGTH);
    let page = String::from_utf8_lossy(&page);
    let seconds = seconds.to_str().unwrap_or_default();
    let again = format!("<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript></head>");
    Response::from_parts(parts, Body::from(page.replacen("</head>", &again, 1)))
}

/// Any path, the ones that no page answers included.
pub async fn fallback(State(services): State<Services>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    render(&services, request).await
}

async fn render(services: &Services, request: Request) -> Response {
    let options = super::site::options();
    leptos_axum::render_app_async_with_context(context(services), move || app::shell(options.clone()))(request)
        .await
        .into_response()
}

/// A failed server function has the status of its `AppError` instead of Leptos's 500, and a form post is led on by 303. A form
/// that does not read never comes to the function: Leptos itself leads it to its Referer, wherever that is, and we to its page.
/// One that did not arrive whole is 408, whatever its handler took it for.
pub async fn tell_by_status(State(services): State<Services>, request: Request, next: Next) -> Response {
    let is_post = request.method() == Method::POST;
    let page = page_of(request.headers());
    let (parts, body) = request.into_parts();
    let progress = parts.extensions.get::<Arc<BodyProgress>>().cloned();
    let (asked, request) = (is_post.then(|| parts.clone()), Request::from_parts(parts, body));
    let mut response = next.run(request).await;
    let leads = matches!(response.status(), StatusCode::SEE_OTHER | StatusCode::FOUND);
    let is_led_on = leads && names_a_problem(response.headers());
    if let Some(asked) = asked.filter(|_| !is_led_on && progress.is_some_and(|progress| progress.has_failed())) {
        return incomplete(&services, asked, &page).await;
    }
    if is_post && response.status() == StatusCode::FOUND {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    let is_led_astray = response.status() == StatusCode::SEE_OTHER && !is_led_on;
    let is_to_tell = is_led_astray || response.status() == StatusCode::INTERNAL_SERVER_ERROR;
    if !is_to_tell || !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let told = axum::body::to_bytes(body, MOST_BYTES_OF_AN_ERROR).await.unwrap_or_default();
    let (error, told) = match serde_json::from_slice::<AppError>(&told) {
        Ok(AppError::Internal { incident }) if incident == app::error::UNNAMED => {
            let error = failed_form();
            let told = serde_json::to_vec(&error).map_or(told, Bytes::from);
            parts.headers.remove(CONTENT_LENGTH);
            (Some(error), told)
        }
        read => (read.ok(), told),
    };
    if is_led_astray {
        let code = error.as_ref().map_or("internal", AppError::code);
        let to = HeaderValue::from_str(&format!("{page}?problem={code}"));
        parts.headers.insert(LOCATION, to.unwrap_or(HeaderValue::from_static("/")));
    } else if let Some(status) = error.and_then(|error| StatusCode::from_u16(error.status()).ok()) {
        parts.status = status;
    }
    Response::from_parts(parts, Body::from(told))
}

/// The page of a form that did not arrive whole, with a sentence.
async fn incomplete(services: &Services, asked: Parts, page: &str) -> Response {
    let error = AppError::RequestTimeout;
    if !accepts_html(&asked.headers) {
        return told(&error);
    }
    let mut response = again(services, asked, &format!("{page}?problem={}", error.code()), Redisplay::default()).await;
    *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    response
}

/// The page of ours on which a form says it stood.
pub fn page_of(headers: &HeaderMap) -> String {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let referer = text(REFERER).and_then(|referer| referer.parse::<Uri>().ok());
    let ours = referer.filter(|uri| uri.authority().map(|host| host.as_str()) == text(HOST));
    safe_next(ours.as_ref().map(Uri::path), "/").to_owned()
}

/// As our own functions lead on after a failure: to a page of ours, with the reason or with the way back.
fn names_a_problem(headers: &HeaderMap) -> bool {
    let to = headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    to.contains('?') && safe_next(Some(to), "") == to
}
