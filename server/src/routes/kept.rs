//! Keeps a form that is posted after its session ended, sealed, for the browser that sent it. Its words are on their
//! page again once the page's owner has signed in.

use super::{accepts_html, back::page_of, cookie, refuse, set_cookie};
use crate::{
    client::client_address,
    error::Result,
    services::Services,
    store::{
        businesses,
        kept::{self, KEPT_FOR, KeptPost},
    },
    telemetry::or_warn,
    vault::Place,
};
use app::{
    error::AppError,
    site::Kept,
    viewer::{Role, Viewer},
};
use axum::{
    Form,
    body::{Body, Bytes, HttpBody},
    extract::{FromRequest, Query, Request, State},
    middleware::Next,
    response::Response,
};
use domain::{Millis, ids::BusinessId};
use http::{HeaderValue, Method, StatusCode, Uri, header};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const COOKIE: &str = "kept";
/// The most bytes of one form. Anybody may post without a session, so this is little, and the forms are few.
const MOST_BYTES: usize = 16 * 1024;
/// The most bytes of an address, the form's or its page's; ours are far shorter.
const MOST_BYTES_OF_A_PATH: usize = 512;
const MOST_POSTS: i64 = 1_000;
/// Fields that pages fill in themselves: a button alone loses no words.
const UNTYPED: [&str; 10] = ["business", "judge", "lang", "next", "on", "revision", "shown", "tab", "version", "what"];
const UNTYPED_LISTS: [&str; 2] = ["documents[", "upon["];
/// Forms that nobody loses words in.
const NEVER: [&str; 4] = ["/sign-in", "/sign-up", "/sign-out", "/language"];

pub async fn layer(State(services): State<Services>, request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Option<Viewer>>().cloned().flatten();
    let token = cookie(request.headers(), COOKIE).filter(|token| !token.is_empty()).map(str::to_owned);
    match (viewer, token) {
        (None, token) if is_form(&request) => keep(&services, token, request, next).await,
        (Some(viewer), Some(token)) if request.method() == Method::GET => {
            show(&services, &viewer, &token, request, next).await
        }
        (Some(viewer), Some(token)) if request.method() == Method::POST => {
            forget(&services, &viewer, &token, request, next).await
        }
        _ => next.run(request).await,
    }
}

/// Returns true for a form that a person posts at a browser, of a size that can be kept.
fn is_form(request: &Request) -> bool {
    let text = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let is_typed = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let named = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let length = named.or_else(|| request.body().size_hint().exact().and_then(|bytes| bytes.try_into().ok()));
    request.method() == Method::POST
        && is_typed
        && accepts_html(request.headers())
        && length.is_some_and(|length: usize| length <= MOST_BYTES)
        && !NEVER.contains(&request.uri().path())
}

/// Keeps the form when the answer leads to sign-in. When it cannot be kept the answer is the same.
async fn keep(services: &Services, before: Option<String>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST_BYTES).await else { return refuse(AppError::BadRequest) };
    let (action, headers) = (parts.uri.path().to_owned(), parts.headers.clone());
    let address = client_address(services, &headers, &parts.extensions);
    let mut response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    let Some((to, page)) = page_to_come_back_to(&response) else { return response };
    if services.limits.kept.check_key(&address).is_err() || action.len().max(page.len()) > MOST_BYTES_OF_A_PATH {
        return response;
    }
    // Forms that are taken without room are not kept either.
    if !services.disks.has_room_for_forms().await {
        return response;
    }
    let fields = without_secrets(typed(body).await);
    if !fields.iter().any(|(name, value)| is_typed(name, value)) {
        if let Ok(to) = HeaderValue::from_str(&format!("{to}&why=pressed")) {
            response.headers_mut().insert(header::LOCATION, to);
        }
        return response;
    }
    let sealed = seal(services, before, action, page, &fields).await;
    if let Some(token) = or_warn(sealed, "a form could not be kept") {
        let cookie = set_cookie(services, COOKIE, &token, KEPT_FOR / Millis::SECOND);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        if let Ok(to) = HeaderValue::from_str(&format!("{to}&why=kept")) {
            response.headers_mut().insert(header::LOCATION, to);
        }
    }
    response
}

#[derive(Deserialize)]
struct Back {
    next: String,
}

/// Returns the sign-in address that an answer leads to, and the page that follows.
fn page_to_come_back_to(response: &Response) -> Option<(String, String)> {
    let leads = matches!(response.status(), StatusCode::FOUND | StatusCode::SEE_OTHER);
    let to = response.headers().get(header::LOCATION)?.to_str().ok().filter(|_| leads)?;
    let uri: Uri = to.parse().ok()?;
    let back = Query::<Back>::try_from_uri(&uri).ok().filter(|_| uri.path() == "/sign-in")?;
    let path = back.next.split(['?', '#']).next().unwrap_or(&back.next);
    Some((to.to_owned(), path.to_owned()))
}

async fn seal(
    services: &Services,
    before: Option<String>,
    action: String,
    page: String,
    fields: &BTreeMap<String, String>,
) -> Result<String> {
    let token = services.chance.token::<16>()?;
    let id = hashed(&token);
    let post = KeptPost {
        body: services.vault.platform().seal_json(&Place::Kept(&id), fields)?,
        id,
        action,
        page,
        kept_at: services.now(),
        account_id: None,
    };
    let mut tx = services.store.begin().await?;
    if let Some(before) = before {
        kept::delete(&mut tx, &hashed(&before)).await?;
    }
    kept::insert(&mut tx, &post, MOST_POSTS).await?;
    tx.commit().await?;
    Ok(token)
}

/// Removes passwords, and the key of a page that is gone.
pub fn without_secrets(typed: Vec<(String, String)>) -> BTreeMap<String, String> {
    typed.into_iter().filter(|(name, _)| !name.contains("password") && name != "once").collect()
}

fn is_typed(name: &str, value: &str) -> bool {
    let is_untyped = UNTYPED.contains(&name) || UNTYPED_LISTS.iter().any(|list| name.starts_with(list));
    !value.trim().is_empty() && !is_untyped
}

/// Returns the fields of a form, whatever content type it names.
pub async fn typed(body: Bytes) -> Vec<(String, String)> {
    let request = Request::builder()
        .method(Method::POST)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap_or_default();
    Form::<Vec<(String, String)>>::from_request(request, &()).await.map(|form| form.0).unwrap_or_default()
}

/// Shows the page as usual, with these words in its fields.
async fn show(services: &Services, viewer: &Viewer, token: &str, mut request: Request, next: Next) -> Response {
    let claimed = claim(services, viewer, token, request.uri().path()).await;
    if let Some(kept) = or_warn(claimed, "what was kept cannot be shown").flatten() {
        request.extensions_mut().insert(kept);
    }
    next.run(request).await
}

/// Gives the form to the first who signs in, if it is about a page of theirs; else drops it.
async fn claim(services: &Services, viewer: &Viewer, token: &str, path: &str) -> Result<Option<Kept>> {
    let (id, since) = (hashed(token), services.now().plus(-KEPT_FOR));
    let mut db = services.store.read().await?;
    let Some(post) = kept::by_id(&mut db, &id, since).await? else { return Ok(None) };
    let is_theirs = match post.account_id {
        Some(account) => account == viewer.account,
        None => may_see(&mut db, viewer, &post.page).await?,
    };
    drop(db);
    if !is_theirs || post.account_id.is_none() {
        let mut tx = services.store.begin().await?;
        if is_theirs {
            kept::set_account(&mut tx, &id, viewer.account).await?;
        } else {
            kept::delete(&mut tx, &id).await?;
        }
        tx.commit().await?;
    }
    if !is_theirs || post.page != path {
        return Ok(None);
    }
    Ok(Some(Kept(services.vault.platform().open_json(&Place::Kept(&id), &post.body)?)))
}

async fn may_see(db: &mut crate::store::Conn, viewer: &Viewer, page: &str) -> Result<bool> {
    let mut parts = page.trim_start_matches('/').split('/');
    Ok(match (parts.next(), parts.next().map(str::parse::<BusinessId>)) {
        (Some("review"), _) => viewer.role.is_partner(),
        (Some("businesses"), Some(Ok(business))) => businesses::owned(db, business, viewer.account).await?.is_some(),
        _ => viewer.role == Role::Merchant,
    })
}

/// Drops a kept form once it was posted again and arrived.
async fn forget(services: &Services, viewer: &Viewer, token: &str, request: Request, next: Next) -> Response {
    let (action, page) = (request.uri().path().to_owned(), page_of(request.headers()));
    let mut response = next.run(request).await;
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    if response.status().as_u16() >= 400 || to.contains("problem=") || to.starts_with("/sign-in") {
        return response;
    }
    let dropped = drop_posted(services, viewer, token, &action, &page).await;
    if or_warn(dropped, "what was kept stays") == Some(true) {
        response.headers_mut().append(header::SET_COOKIE, set_cookie(services, COOKIE, "", 0));
    }
    response
}

/// Drops the kept form that was posted now. `page` is the page that the form names, `/` if it names none.
async fn drop_posted(services: &Services, viewer: &Viewer, token: &str, action: &str, page: &str) -> Result<bool> {
    let id = hashed(token);
    let post = kept::by_id(&mut services.store.read().await?, &id, services.now().plus(-KEPT_FOR)).await?;
    let is_it = |post: KeptPost| {
        post.account_id == Some(viewer.account) && post.action == action && (page == "/" || post.page == page)
    };
    if !post.is_some_and(is_it) {
        return Ok(false);
    }
    services.store.write(async |tx| kept::delete(tx, &id).await).await?;
    Ok(true)
}

fn hashed(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}
