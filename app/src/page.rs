//! How a page gets what it shows, and what is shown instead when it may not.

use crate::{
    error::AppError,
    site::{Kept, OnceKey, REFRESH, Site, sign_in_and_back},
    texts::{Texts, app_error, fill, problem, texts},
    ui::{Banner, Icon, Page, Symbol},
    viewer::Viewer,
};
use domain::ids::BusinessId;
use http::{
    HeaderValue, StatusCode,
    header::{ACCEPT, HeaderName, LOCATION},
    request::Parts,
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    location::Url,
};
use std::future::Future;

/// What the server says about this request.
pub fn site() -> Site {
    expect_context::<Site>()
}

/// The sentences in the language of this request.
pub fn words() -> &'static Texts {
    texts(site().lang)
}

pub fn viewer() -> Result<Viewer, AppError> {
    use_context::<Site>().and_then(|site| site.viewer).ok_or(AppError::SignedOut)
}

/// The `:id` of the route; anything but an id is no page of ours.
pub fn business_id() -> Result<BusinessId, AppError> {
    use_params_map().read_untracked().get("id").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)
}

/// The `:revision` of the route; `None`: the route has none.
pub fn revision() -> Result<Option<i64>, AppError> {
    let named = use_params_map().read_untracked().get("revision");
    named.map(|text| text.parse().map_err(|_| AppError::NotFound)).transpose()
}

/// A value of the query, if it says anything.
pub fn query(name: &str) -> Option<String> {
    use_query_map().read_untracked().get(name).filter(|value| !value.trim().is_empty())
}

/// Asks, then shows the answer; what went wrong becomes a page of its own.
pub fn load<T: 'static>(
    ask: impl Future<Output = Result<T, AppError>> + Send + 'static,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
) -> impl IntoView {
    Suspend::new(async move {
        match ask.await {
            Ok(answer) => show(answer),
            Err(error) => refused(&error),
        }
    })
}

/// Signed out: to sign-in and back. Everything else: a page that says what happened, with its status code.
pub fn refused(error: &AppError) -> AnyView {
    let site = site();
    if *error == AppError::SignedOut {
        lead(&sign_in_and_back(&site.path));
    } else {
        set_status(error.status());
    }
    problem_page(&site, error).into_any()
}

/// Whatever the asker accepts. The redirect of Leptos leads on only who says that it takes HTML.
fn lead(to: &str) {
    if let (Some(response), Ok(to)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(to)) {
        response.insert_header(LOCATION, to);
        response.set_status(StatusCode::FOUND);
    }
}

fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

fn problem_page(site: &Site, error: &AppError) -> impl IntoView + use<> {
    let t = texts(site.lang);
    let (title, text) = app_error(t, error);
    let text = fill(text, &[("support", &site.partner_support)]);
    let incident = match error {
        AppError::Internal { incident } => Some(fill(t.problems.incident, &[("incident", incident)])),
        _ => None,
    };
    let home = site.viewer.as_ref().map_or("/", |viewer| viewer.home());
    view! {
        <Page title=title>
            <div class="column">
                <section class="card blank">
                    <span class="blank__icon"><Icon symbol=Symbol::Alert/></span>
                    <h1>{title}</h1>
                    <p>{text}</p>
                    {incident.map(|incident| view! { <p class="muted">{incident}</p> })}
                    <a class="button" href=home>{t.problems.to_start}</a>
                </section>
            </div>
        </Page>
    }
}

/// A plain form post, not a call by an island.
pub fn accepts_html() -> bool {
    let accept = use_context::<Parts>().and_then(|parts| parts.headers.get(ACCEPT).cloned());
    accept.is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}

/// Ends a server function: a form post is led to `page`, on failure with the code of what went wrong.
pub fn go(page: &str, outcome: Result<(), AppError>) -> Result<(), AppError> {
    if accepts_html() {
        match &outcome {
            Ok(()) => leptos_axum::redirect(page),
            Err(AppError::SignedOut) => leptos_axum::redirect(&sign_in_and_back(page)),
            Err(error) => leptos_axum::redirect(&format!("{page}?problem={}", error.code())),
        }
    }
    outcome
}

/// What `?problem=` says, for codes that we know; and that what was typed before a session ended stands here again.
pub fn problem_banner() -> impl IntoView {
    let t = words();
    // Of the post that this page answers; the words that stand below are of now, not of a session that ended.
    let refused = use_context::<AppError>().map(|error| {
        let (title, text) = app_error(t, &error);
        view! { <Banner title text=with_support(text)/> }
    });
    let kept = use_context::<Kept>().filter(|kept| refused.is_none() && !kept.0.is_empty()).map(|_| {
        view! {
            <section class="note note--calm" role="status" data-kept>
                <h2 class="note__from">{t.problems.kept_title}</h2>
                <p>{t.problems.kept}</p>
            </section>
        }
    });
    let problem = query("problem")
        .and_then(|code| problem(t, &code))
        .map(|(title, text)| view! { <Banner title text=with_support(text)/> });
    view! { {refused}{problem}{kept} }
}

/// As `go`; without a reason, back to the field that wants it.
pub fn go_or_ask(page: &str, field: &str, outcome: Result<(), AppError>) -> Result<(), AppError> {
    if accepts_html() && outcome == Err(AppError::NoReason) {
        let (code, of) = (AppError::NoReason.code(), Url::escape(field));
        leptos_axum::redirect(&format!("{page}?problem={code}&of={of}"));
        return outcome;
    }
    go(page, outcome)
}

/// This is the field that wants a reason: what hides it must be open.
pub fn wants_reason(name: &str) -> bool {
    let is_asked = query("problem").as_deref() == Some(AppError::NoReason.code());
    is_asked && query("of").as_deref() == Some(name)
}

/// What stands at that field.
pub fn reason_error(name: &str) -> Option<String> {
    wants_reason(name).then(|| words().problems.no_reason.to_owned())
}

/// Something that was typed before a session ended stands here again.
pub fn has_kept() -> bool {
    use_context::<Kept>().is_some_and(|kept| !kept.0.is_empty())
}

/// For a page that is locked by now: what was typed before a session ended has no place here, and was not saved.
pub fn not_taken() -> Option<AnyView> {
    let t = words();
    let told = query("problem").is_some();
    let lost = has_kept().then(|| {
        provide_context(Kept::default());
        view! { <Banner title=t.problems.field_locked_title text=with_support(t.problems.field_locked)/> }.into_any()
    });
    lost.filter(|_| !told)
}

/// Words for a field of this name were kept, or for one that begins with it and `[`: what hides them must be open.
pub fn is_kept(name: &str) -> bool {
    let is_it = |field: &str| field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || name.ends_with('['));
    let typed = |(field, value): (&String, &String)| is_it(field) && !value.trim().is_empty();
    use_context::<Kept>().is_some_and(|kept| kept.0.iter().any(typed))
}

/// In every form that creates something.
pub fn once_field() -> impl IntoView {
    use_context::<OnceKey>().map(|key| view! { <input type="hidden" name="once" value=key.0/> })
}

/// A sentence that may name whom to ask.
pub fn with_support(text: &str) -> String {
    fill(text, &[("support", &site().partner_support)])
}

/// For addresses that no route answers to, and for what the server could not do elsewhere.
#[component]
pub fn NotFound() -> impl IntoView {
    refused(&use_context::<AppError>().unwrap_or(AppError::NotFound))
}

/// Only a page whose stream is open changes by itself: the style shows this as long as it is.
pub fn changes_by_itself() -> impl IntoView {
    view! { <p class="streaming">{words().common.changes_by_itself}</p> }
}

/// For pages on which somebody waits and nobody types.
pub fn refresh_unscripted() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(HeaderName::from_static(REFRESH), HeaderValue::from_static("60"));
    }
}

/// A page whose stream is not open does not change by itself; the style hides this while it is.
pub fn refresh_link() -> impl IntoView {
    view! { <span class="refresh">" · "<a href=site().path>{words().common.refresh}</a></span> }
}
