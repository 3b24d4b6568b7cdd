//! Checks every form that people post, before anything is done with it: its size is one that somebody could have typed,
//! and a form that would stay has room. A refused draft comes back with its words in the fields.

use super::{Fields, accepts_html, back, kept, pages};
use crate::{error::error_response, onboarding::case::Typed, review, services::Services};
use app::{
    error::AppError,
    site::{Kept, Overlong},
};
use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use domain::{
    application::Page,
    forms::{FieldError, Filled, FormErrors, MOST_CHARACTERS, Upon},
    text,
};
use futures::StreamExt;
use http::{Method, StatusCode, header, request::Parts};

/// The most values that a save may say it tried before. Our script keeps eight of a field. Marking them delays the only
/// writer of SQLite.
const MOST_TRIED: usize = 256;

/// The most bytes of a whole form: a case sent back with a reason for each of its items.
const MOST_BYTES: usize = 64 * 1024;
/// The most bytes read of a larger one; none of them is held.
const MOST_DRAINED: usize = 1024 * 1024;
/// The most bytes of a field's name; ours are far shorter.
const MOST_BYTES_OF_A_NAME: usize = 256;
/// Forms that may use the room of callbacks: they end or move something, or let people in to read it, and leave little
/// behind. Any other is refused unless it is named here.
const GOES_ON: [&str; 5] = ["/sign-in", "/sign-out", "/language", "/preferences", "/businesses/{id}/withdraw"];
/// Forms of the partner that may use that room: decisions, and what an admin ends or tries.
const PARTNERS: [&str; 19] = [
    "/review/{id}/approve",
    "/review/{id}/send-back",
    "/review/{id}/decline",
    "/review/{id}/take-back",
    "/review/{id}/mend",
    "/review/{id}/evidence",
    "/review/{id}/reveal",
    "/review/calls",
    "/review/calls/{call}/retry",
    "/review/calls/{call}/give-up",
    "/review/calls/{call}/send-anew",
    "/review/calls/{call}/adopt",
    "/review/calls/{call}/mend",
    "/review/settings/endpoints/{endpoint}/switch",
    "/review/settings/endpoints/{endpoint}/test",
    "/review/settings/endpoints/{endpoint}/remove",
    "/review/settings/endpoints/{endpoint}/end-old-secret",
    "/review/settings/deliveries/{delivery}/resend",
    "/review/settings/keys/{key}/revoke",
];

pub async fn layer(State(services): State<Services>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let (parts, body) = request.into_parts();
    if length.is_some_and(|length: usize| length > MOST_BYTES) {
        drain(body).await;
        return error_response(&AppError::TooLarge);
    }
    // A layer further out answers a body that broke off.
    let Ok(body) = to_bytes(body, MOST_BYTES).await else { return error_response(&AppError::TooLarge) };
    let fields = kept::typed(body.clone()).await;
    if fields.iter().any(|(name, _)| name.len() > MOST_BYTES_OF_A_NAME) {
        return error_response(&AppError::TooLarge);
    }
    let errors = overlong(parts.uri.path(), &fields);
    if !errors.is_empty() {
        return redisplay(parts, fields, AppError::TooLarge, errors).await;
    }
    let row = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    if !goes_on(row) && !services.disks.has_room_for_forms().await {
        return redisplay(parts, fields, AppError::NoRoom, errors).await;
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// Reads a bit more than allowed: a client that still sends while the connection closes would not read the answer.
async fn drain(body: Body) {
    let (mut pieces, mut left) = (body.into_data_stream(), MOST_DRAINED);
    while let Some(Ok(piece)) = pieces.next().await {
        let Some(rest) = left.checked_sub(piece.len()) else { return };
        left = rest;
    }
}

/// Tells whether a form is taken with too little room. `row` is the address as its row names it.
fn goes_on(row: &str) -> bool {
    GOES_ON.contains(&row) || PARTNERS.contains(&row)
}

/// Returns an error for each field that is too long, with the field's own limit where its form has one.
fn overlong(path: &str, fields: &[(String, String)]) -> FormErrors {
    let length = |value: &str| text::lines(value).chars().count();
    let lengths = fields.iter().map(|(name, value)| (name, most(path, name), length(value)));
    let long: Vec<_> = lengths.filter(|(_, most, got)| got > most).collect();
    if long.is_empty() {
        return FormErrors::default();
    }
    let own = judged(path, fields).unwrap_or_default();
    let blamed = |(name, max, got): (&String, usize, usize)| {
        let own = field_of(name).and_then(|field| own.of(field));
        let own = own.filter(|error| matches!(error, FieldError::TooLong { .. }));
        (name.clone(), own.unwrap_or(FieldError::TooLong { max, got }))
    };
    FormErrors(long.into_iter().map(blamed).collect())
}

/// Returns the most characters of a field, so that a longer text is refused rather than cut.
fn most(path: &str, name: &str) -> usize {
    match (path, name) {
        ("/review/settings/keys", "name") => review::settings::NAME,
        (_, "reason") => review::words::REASON,
        (_, name) if name.starts_with("reasons[") => review::words::REASON,
        _ => MOST_CHARACTERS,
    }
}

fn field_of(name: &str) -> Option<&str> {
    name.strip_prefix("form[")?.strip_suffix(']')
}

/// Returns the page whose form is posted there.
fn page_of(path: &str) -> Option<Page> {
    let mut parts = path.strip_prefix("/businesses/")?.split('/').skip(1);
    let page = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some(page)
}

fn judged(path: &str, fields: &[(String, String)]) -> Option<FormErrors> {
    Some(filled(page_of(path)?, fields)?.errors(&[]))
}

/// Returns the field of the page's form behind a posted name that begins so.
fn field_within<'a>(page: Page, begin: &str, name: &'a str) -> Option<&'a str> {
    let rest = name.strip_prefix(begin)?;
    let rest = if page == Page::Documents { rest.strip_prefix("[values]")? } else { rest };
    rest.strip_prefix('[')?.strip_suffix(']')
}

/// Returns the posted fields as the draft of their form, or `None` when none belongs to it.
pub fn filled(page: Page, fields: &[(String, String)]) -> Option<Filled> {
    let typed = fields.iter().filter_map(|(name, value)| Some((field_within(page, "form", name)?, value.as_str())));
    let mut typed = typed.peekable();
    typed.peek()?;
    Some(Filled::of(page.task(), typed))
}

/// Returns `filled` with the marks of the page that it was typed on.
pub fn typed(page: Page, fields: &[(String, String)]) -> Option<Typed> {
    let mut typed = Typed { page, form: filled(page, fields)?, upon: Upon::new(), tried: Vec::new() };
    for (name, value) in fields {
        if let Some(field) = field_within(page, "upon", name) {
            typed.upon.entry(field.to_owned()).or_default().push(value.clone());
        } else if let Some(field) = field_within(page, "tried", name)
            && typed.tried.len() < MOST_TRIED
        {
            typed.tried.push((field.to_owned(), value.clone()));
        }
    }
    Some(typed)
}

/// Answers with the page of the form, what was typed and the errors. A script gets the status alone.
async fn redisplay(mut parts: Parts, fields: Fields, error: AppError, errors: FormErrors) -> Response {
    if !accepts_html(&parts.headers) {
        return error_response(&error);
    }
    let (action, typed) = (parts.uri.path().to_owned(), kept::without_secrets(fields));
    // The page of a form without a draft has no place for an error but at its fields.
    if errors.is_empty() && page_of(&action).is_none() {
        return error_response(&error);
    }
    let page = page_behind(&parts);
    let status = if errors.is_empty() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
    parts.extensions.insert(Kept(typed));
    parts.extensions.insert(Overlong(errors));
    let mut response = pages::redraw(parts, &page, error.clone()).await;
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    } else if !to.starts_with("/sign-in?next=") {
        // The page has no place for this error.
        return error_response(&error);
    }
    response
}

/// Returns the page of the form: the one that it names itself, else the one of its address.
fn page_behind(parts: &Parts) -> String {
    let referer = back::page_of(&parts.headers);
    if referer != "/" { referer } else { back::page_behind(&parts.method, &parts.uri, &parts.headers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_told_by_its_own_limit_and_any_other_by_the_common_one() {
        let long = "x".repeat(9_000);
        let fields = [("business", "1"), ("form[name]", &long), ("form[description]", "short"), ("form[phone]", &long)];
        let fields: Fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let errors = overlong("/businesses/1/business", &fields);
        let common = FieldError::TooLong { max: MOST_CHARACTERS, got: 9_000 };
        let own = FieldError::TooLong { max: 255, got: 9_000 };
        assert_eq!(errors.0, [("form[name]".to_owned(), own), ("form[phone]".to_owned(), common)]);
        assert_eq!(overlong("/sign-up", &fields).of("form[name]"), Some(common));
        let reasons = ["reason", "reasons[KTP]"].map(|name| (name.to_owned(), format!("{}\r\n", "x".repeat(1_001))));
        assert_eq!(
            overlong("/review/1/send-back", &reasons).of("reasons[KTP]"),
            Some(FieldError::TooLong { max: 1_000, got: 1_001 })
        );
        let most = vec![("form[name]".to_owned(), "é".repeat(MOST_CHARACTERS))];
        assert!(overlong("/businesses/1/business", &most).is_empty());
    }

    #[test]
    fn what_grows_is_refused_unless_it_is_named() {
        for row in ["/sign-in", "/sign-out", "/review/{id}/approve", "/review/{id}/reveal", "/businesses/{id}/withdraw"]
        {
            assert!(goes_on(row), "{row}");
        }
        for row in [
            "/sign-up",
            "/businesses/new",
            "/businesses/{id}/{page}",
            "/review/notes/{note}",
            "/review/settings/keys",
            "",
        ] {
            assert!(!goes_on(row), "{row}");
        }
    }
}
