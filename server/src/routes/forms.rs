//! What every form that people post must be before anything is done with it: of a size that somebody could have typed, and, where
//! it would stay with us, with room for it. What was typed for a draft and is not taken stands in its fields again.

use super::{accepts_html, kept, pages};
use crate::{error::told, review, services::Services, webhooks::settings};
use app::{
    error::AppError,
    site::{Kept, Overlong},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use domain::{
    forms::{FieldError, Filled, FormErrors, MOST_CHARACTERS},
    ids::BusinessId,
};
use futures::StreamExt;
use http::{Method, StatusCode, header, request::Parts};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Of a whole form: a case sent back with a reason for each of its items.
const MOST_BYTES: usize = 64 * 1024;
/// Of one that is larger; nothing of it is held.
const MOST_DRAINED: usize = 1024 * 1024;
/// Of a field's name; ours are far shorter.
const MOST_BYTES_OF_A_NAME: usize = 256;
const SAVE: &str = "/api/onboarding/save_";
/// Forms that are taken on the room that callbacks have: they end or move what is there, or let people in to read it, and leave
/// little behind. Any other that comes to be is refused unless it is named here.
const GOES_ON: [&str; 5] = ["/sign-in", "/sign-out", "/language", "/preferences", "/api/onboarding/withdraw"];

type Fields = Vec<(String, String)>;

pub async fn layer(State(services): State<Services>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let (parts, body) = request.into_parts();
    if length.is_some_and(|length: usize| length > MOST_BYTES) {
        drain(body).await;
        return told(&AppError::TooLarge);
    }
    // One that broke off is told so further out.
    let Ok(body) = to_bytes(body, MOST_BYTES).await else { return told(&AppError::TooLarge) };
    let fields = kept::typed(body.clone()).await;
    if fields.iter().any(|(name, _)| name.len() > MOST_BYTES_OF_A_NAME) {
        return told(&AppError::TooLarge);
    }
    let errors = overlong(parts.uri.path(), &fields);
    if !errors.is_empty() {
        return again(&services, parts, fields, AppError::TooLarge, errors).await;
    }
    if !goes_on(parts.uri.path()) && !services.disks.has_room_for_forms().await {
        return again(&services, parts, fields, AppError::NoRoom, errors).await;
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// Who still sends while the connection closes reads no answer: a bit too much is heard out.
async fn drain(body: Body) {
    let (mut pieces, mut left) = (body.into_data_stream(), MOST_DRAINED);
    while let Some(Ok(piece)) = pieces.next().await {
        let Some(rest) = left.checked_sub(piece.len()) else { return };
        left = rest;
    }
}

/// With too little room for forms.
fn goes_on(path: &str) -> bool {
    // Decisions of the partner's, and what an admin ends or tries. A note's meaning is a row that stays.
    let is_partners = path.starts_with("/api/review/") && path != "/api/review/map_note";
    let is_reveal = path.starts_with("/review/") && path.ends_with("/reveal");
    GOES_ON.contains(&path) || is_partners || is_reveal
}

/// Told by the field's own limit where its form has one.
fn overlong(path: &str, fields: &[(String, String)]) -> FormErrors {
    // A browser sends two for a line break.
    let length = |value: &str| value.trim().chars().filter(|c| *c != '\r').count();
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

/// What would be cut otherwise is told.
fn most(path: &str, name: &str) -> usize {
    match (path, name) {
        ("/review/settings/keys", "name") => settings::NAME,
        (_, "reason") => review::REASON,
        (_, name) if name.starts_with("reasons[") => review::REASON,
        _ => MOST_CHARACTERS,
    }
}

fn field_of(name: &str) -> Option<&str> {
    name.strip_prefix("form[")?.strip_suffix(']')
}

fn judged(path: &str, fields: &[(String, String)]) -> Option<FormErrors> {
    let task = path.strip_prefix(SAVE)?;
    let typed = fields.iter().filter_map(|(name, value)| Some((field_of(name)?.to_owned(), value.as_str().into())));
    let form = json!({ task: typed.collect::<Map<String, Value>>() });
    Some(serde_json::from_value::<Filled>(form).ok()?.errors(&[]))
}

/// The page of the form, with what was typed and what is wrong. A script is told by the status.
async fn again(services: &Services, mut parts: Parts, fields: Fields, error: AppError, errors: FormErrors) -> Response {
    if !accepts_html(&parts.headers) {
        return told(&error);
    }
    let (action, typed) = (parts.uri.path().to_owned(), kept::without_secrets(fields));
    // Above a form without a draft there is nothing to read, but at its fields.
    if errors.is_empty() && !action.starts_with(SAVE) {
        return told(&error);
    }
    let page = page_of(&parts, &action, &typed);
    let status = if errors.is_empty() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
    parts.extensions.insert(Kept(typed));
    parts.extensions.insert(Overlong(errors));
    let mut response = pages::again(services, parts, &page, error.clone()).await;
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    } else if !to.starts_with("/sign-in?next=") {
        // That page has no place for it.
        return told(&error);
    }
    response
}

/// Where the form stands: what it says itself, else what it is about.
fn page_of(parts: &Parts, action: &str, typed: &BTreeMap<String, String>) -> String {
    let referer = pages::page_of(&parts.headers);
    if referer != "/" {
        return referer;
    }
    if let Some(case) = kept::case_behind(action, typed) {
        return case;
    }
    let business = typed.get("business").and_then(|business| business.parse::<BusinessId>().ok());
    match (business, action.strip_prefix(SAVE)) {
        (Some(business), Some(task)) => format!("/businesses/{business}/{task}"),
        (Some(business), None) if action.starts_with("/api/") => format!("/businesses/{business}"),
        _ => kept::page_behind(&parts.method, &parts.uri, &parts.headers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_told_by_its_own_limit_and_any_other_by_the_common_one() {
        let long = "x".repeat(9_000);
        let fields = [("business", "1"), ("form[name]", &long), ("form[description]", "short"), ("form[phone]", &long)];
        let fields: Fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let errors = overlong("/api/onboarding/save_business", &fields);
        let common = FieldError::TooLong { max: MOST_CHARACTERS, got: 9_000 };
        let own = FieldError::TooLong { max: 255, got: 9_000 };
        assert_eq!(errors.0, [("form[name]".to_owned(), own), ("form[phone]".to_owned(), common)]);
        assert_eq!(overlong("/sign-up", &fields).of("form[name]"), Some(common));
        let reasons = ["reason", "reasons[KTP]"].map(|name| (name.to_owned(), format!("{}\r\n", "x".repeat(1_001))));
        assert_eq!(
            overlong("/api/review/send_back", &reasons).of("reasons[KTP]"),
            Some(FieldError::TooLong { max: 1_000, got: 1_001 })
        );
        let most = vec![("form[name]".to_owned(), "é".repeat(MOST_CHARACTERS))];
        assert!(overlong("/api/onboarding/save_business", &most).is_empty());
    }

    #[test]
    fn what_grows_is_refused_unless_it_is_named() {
        for path in ["/sign-in", "/sign-out", "/api/review/approve", "/review/1/reveal", "/api/onboarding/withdraw"] {
            assert!(goes_on(path), "{path}");
        }
        for path in [
            "/sign-up",
            "/businesses/new",
            "/api/onboarding/save_bank",
            "/api/review/map_note",
            "/review/settings/keys",
            "/new",
        ] {
            assert!(!goes_on(path), "{path}");
        }
    }
}
