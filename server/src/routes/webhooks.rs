//! `POST /webhooks/doku`: verify, insert, commit, 200. Nothing else: projection is a job.

use super::{body_rate::BodyProgress, metrics::float};
use crate::{
    address::CALLBACK_PATH,
    client::client_address,
    config::{CallbackKey, CallbackTarget},
    error::Result,
    projection::DEBOUNCE,
    services::Services,
    store::{
        brands::{self, Brand},
        businesses::{self, Business},
        callbacks::{Callback, Status},
        refused_callbacks,
    },
    vault::Place,
};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::State,
    response::{IntoResponse, Response},
};
use doku::signature::{self, Parts, TimestampLabel};
use domain::{
    Millis,
    ids::{DokuBrandId, FactId, looks_like_doku_id},
};
use http::{HeaderMap, StatusCode, request};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};

/// The most bytes of a callback; larger ones are refused unread.
const MOST_BYTES: usize = 1024 * 1024;
/// The number of bytes that are kept of a badly signed callback.
const HEAD_BYTES: usize = 4096;
const SIGNED: [&str; 4] = ["client-id", "request-id", "request-timestamp", "signature"];

pub async fn doku(
    State(services): State<Services>,
    Extension(progress): Extension<Arc<BodyProgress>>,
    parts: request::Parts,
    body: Body,
) -> Response {
    let Ok(body) = axum::body::to_bytes(body, MOST_BYTES).await else {
        let (outcome, status) = if progress.has_failed() {
            ("incomplete", StatusCode::REQUEST_TIMEOUT)
        } else {
            ("too_large", StatusCode::PAYLOAD_TOO_LARGE)
        };
        count(outcome);
        return status.into_response();
    };
    // DOKU repeats a callback that is not kept, whatever the cause.
    let kept = receive(&services, &parts, &body).await;
    kept.map_or_else(|error| (StatusCode::SERVICE_UNAVAILABLE, error).into_response(), IntoResponse::into_response)
}

async fn receive(services: &Services, parts: &request::Parts, body: &Bytes) -> Result<StatusCode> {
    let Some(signer) = signer(services, &parts.uri, &parts.headers, body).await? else {
        let address = client_address(services, &parts.headers, &parts.extensions);
        let may_keep = services.limits.refused_callbacks.check_key(&address).is_ok();
        if signature::is_snap(&parts.headers) {
            return Ok(keep_snap(services, may_keep, body).await);
        }
        if !may_keep {
            count("limited");
            return Ok(StatusCode::TOO_MANY_REQUESTS);
        }
        count("refused");
        tracing::warn!("a callback without a right signature was refused");
        refuse(services, "signature", body).await?;
        return Ok(StatusCode::UNAUTHORIZED);
    };
    match signer {
        Signer::Brand(brand) if services.limits.brand_callbacks.check_key(&brand.business_id).is_err() => {
            count("limited");
            return Ok(StatusCode::TOO_MANY_REQUESTS);
        }
        Signer::Brand(brand) => read_back(services, &brand).await?,
        Signer::Partner => keep(services, &parts.headers, body).await?,
    }
    Ok(StatusCode::OK)
}

/// Refuses a callback signed the SNAP way, which we cannot check. It is never acted upon, so DOKU need not repeat it
/// when it cannot be kept. Source: CONTRACT §8.4.
async fn keep_snap(services: &Services, may_keep: bool, body: &[u8]) -> StatusCode {
    count("snap");
    // Anybody may send these, so they share the limit on forgeries.
    if may_keep {
        tracing::warn!(
            "a callback is signed the SNAP way, which is not understood: it was refused, and admins are told"
        );
        if let Err(error) = refuse(services, refused_callbacks::SNAP, body).await {
            tracing::error!(error = %crate::telemetry::causes(&error), "a SNAP-signed callback could not be kept");
        }
    }
    StatusCode::UNAUTHORIZED
}

/// Counts a callback that is not kept; `inbox.rs` counts the others.
fn count(outcome: &'static str) {
    metrics::counter!("callbacks_total", "outcome" => outcome).increment(1);
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The owner of the key that a callback was signed with.
enum Signer {
    Partner,
    /// The brand of a business: its callback only asks for a read-back.
    Brand(Box<Brand>),
}

async fn signer(services: &Services, uri: &http::Uri, headers: &HeaderMap, body: &[u8]) -> Result<Option<Signer>> {
    let client_id = header(headers, "client-id");
    if client_id == services.settings.client_id {
        let signed = is_signed(services, &services.settings.secret_key, uri, headers, body);
        return Ok(signed.then_some(Signer::Partner));
    }
    if services.settings.callback_key == CallbackKey::Partner || !looks_like_doku_id(client_id) {
        return Ok(None);
    }
    let mut db = services.store.read().await?;
    let Some(brand) = brands::by_doku_id(&mut db, &DokuBrandId::new(client_id)).await? else { return Ok(None) };
    let Some(sealed) = &brand.shared_key else { return Ok(None) };
    let Some(business) = businesses::by_id(&mut db, brand.business_id).await? else { return Ok(None) };
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let Some(secret) = key.open_text(&Place::SharedKey, Some(sealed))? else { return Ok(None) };
    let ours = is_signed(services, &SecretString::from(secret), uri, headers, body)
        && names_only(&business, client_id, services, body);
    Ok(ours.then_some(Signer::Brand(Box::new(brand))))
}

/// Tells whether a body names this brand and its business only, as a brand's key may. An unreadable body names nobody.
fn names_only(business: &Business, brand: &str, services: &Services, body: &[u8]) -> bool {
    let Ok(facts) = doku::callback::read(body, &services.settings.client_id) else { return true };
    let own = |id: &String| id == brand || business.doku_business_id.as_ref().is_some_and(|own| own.as_str() == id);
    facts.ids.iter().filter(|id| id.starts_with("BRN-") || id.starts_with("BSN-")).all(own)
}

/// Verifies the raw bytes, before anything is parsed. Unless a setting says which, the path alone is tried first, then
/// path and query (CONTRACT §8.4). The timestamp has no window: a retry may carry an old one.
fn is_signed(services: &Services, key: &SecretString, uri: &http::Uri, headers: &HeaderMap, body: &[u8]) -> bool {
    let [client_id, request_id, timestamp, given] = SIGNED.map(|name| header(headers, name));
    if request_id.is_empty() || request_id.len() > 128 {
        return false;
    }
    let rule = services.settings.callback_target;
    let whole = uri.query().map_or_else(|| CALLBACK_PATH.to_owned(), |query| format!("{CALLBACK_PATH}?{query}"));
    let path = (rule != CallbackTarget::PathAndQuery).then_some(CALLBACK_PATH);
    let mut targets = path.into_iter().chain((rule != CallbackTarget::Path).then_some(whole.as_str()));
    targets.any(|target| {
        let timestamp_label = TimestampLabel::Request;
        let parts = Parts { client_id, request_id, timestamp, timestamp_label, target, body: Some(body) };
        signature::verify(key, &parts, given)
    })
}

/// Asks DOKU once in a while, however often a brand calls. Nothing of it is kept: a merchant may have written it.
async fn read_back(services: &Services, brand: &Brand) -> Result<()> {
    let now = services.now();
    services.store.write(async |tx| brands::called(tx, brand, now, now.plus(DEBOUNCE)).await).await?;
    count("brand");
    Ok(())
}

async fn keep(services: &Services, headers: &HeaderMap, body: &Bytes) -> Result<()> {
    let now = services.now();
    let id = services.new_id::<FactId>()?;
    let kept: BTreeMap<&str, &str> =
        SIGNED.into_iter().chain(["content-type", "user-agent"]).map(|name| (name, header(headers, name))).collect();
    let inbox = services.vault.inbox();
    // The body is kept verbatim, but a brand's key is cut out of it first.
    let body = doku::callback::without_shared_keys(body).unwrap_or_else(|| body.to_vec());
    let callback = Callback {
        id,
        client_id: header(headers, "client-id").to_owned(),
        request_id: header(headers, "request-id").to_owned(),
        received_at: now,
        sent_at: Millis::from_iso(header(headers, "request-timestamp")).unwrap_or(now),
        headers: inbox.seal_json(&Place::Headers(id), &kept)?,
        body: inbox.seal(&Place::Callback(id), &body)?,
        digest: Some(Sha256::digest(&body).to_vec()),
        other_body: false,
        no_later_than: None,
        deliveries: 1,
        status: Status::New,
        problem: None,
        business_id: None,
        about: None,
    };
    metrics::gauge!("callback_skew_seconds").set(float(callback.sent_at.since(now)) / 1e3);
    services.inbox.keep(callback).await?;
    services.wake.project.notify_one();
    Ok(())
}

async fn refuse(services: &Services, why: &str, body: &[u8]) -> Result<()> {
    let id = services.new_id::<FactId>()?;
    let head = services.vault.inbox().seal(&Place::Refused(id), &body[..body.len().min(HEAD_BYTES)])?;
    let now = services.now();
    Ok(services.store.write(async |tx| refused_callbacks::insert(tx, id, now, why, &head).await).await?)
}
