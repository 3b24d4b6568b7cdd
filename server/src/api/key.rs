//! Keys of the API: `Authorization: Bearer sk_…`. A cookie opens nothing here. Each request is counted before anything
//! is asked of the database, and every answer says how much is left.

use super::problem::ApiProblem;
use crate::{
    client::client_address,
    error::Result,
    limits::Standing,
    random::Chance,
    services::Services,
    store::api_keys::{self, ApiKey, Scope},
    telemetry::or_warn,
};
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Millis;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

const PREFIX: &str = "sk_";
/// The least time between two writes of a key's last use.
const TOUCH: i64 = Millis::MINUTE;

/// Makes a key of 32 random bytes, so no salt and no slow hash are needed.
pub fn new(chance: &Chance) -> Result<SecretString> {
    Ok(format!("{PREFIX}{}", chance.token::<32>()?).into())
}

pub fn hash(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

/// Returns the start by which people tell their keys apart: six characters of 43.
pub fn head(key: &str) -> String {
    key.chars().take(PREFIX.len() + 6).collect()
}

/// The key that came with the request, if any.
#[derive(Clone)]
struct Asking(Option<ApiKey>);

/// Runs before every route of the API.
pub async fn gate(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let limits = &services.limits;
    let hash = given(request.headers()).map(hash);
    let address = client_address(&services, request.headers(), request.extensions());
    // A key that was right before counts by itself, so that nobody at the same address uses up what it may ask.
    let before = hash.as_ref().and_then(|hash| limits.right_keys.lock().get(hash).copied());
    let counted = before.map_or_else(|| limits.of_address(address), |key| limits.of_key(key));
    let known = match hash.filter(|_| counted.wait.is_none()) {
        Some(hash) => known(&services, hash).await,
        None => Ok(None),
    };
    let standing = match (&known, before) {
        _ if counted.wait.is_some() => counted,
        (Ok(Some(key)), None) => limits.of_key(key.id),
        (Ok(None) | Err(_), Some(_)) => limits.of_address(address),
        (Ok(Some(_)), Some(_)) | (Ok(None) | Err(_), None) => counted,
    };
    let mut response = match (standing.wait, known) {
        (Some(seconds), _) => ApiProblem::TooMany(seconds).into_response(),
        (None, Err(problem)) => problem.into_response(),
        (None, Ok(key)) => {
            request.extensions_mut().insert(Asking(key));
            let response = next.run(request).await;
            // The router adds the header with the allowed methods.
            if response.status() == StatusCode::METHOD_NOT_ALLOWED {
                ApiProblem::Method.into_response()
            } else {
                response
            }
        }
    };
    put_limits(&standing, response.headers_mut());
    response
}

/// Writes the standing into headers. Source: draft-ietf-httpapi-ratelimit-headers-10.
fn put_limits(standing: &Standing, headers: &mut HeaderMap) {
    let Standing { policy, most, left, full_in, .. } = standing;
    for (name, value) in [
        ("ratelimit-policy", format!("\"{policy}\";q={most};w=60")),
        ("ratelimit", format!("\"{policy}\";r={left};t={full_in}")),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// A key that may read businesses, and name them too where that is asked for.
pub struct Holder<const NAMES: bool>(pub ApiKey);
pub type Reader = Holder<false>;
pub type Writer = Holder<true>;

impl<const NAMES: bool> FromRequestParts<Services> for Holder<NAMES> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, services: &Services) -> Result<Self, ApiProblem> {
        let scopes = [Scope::ReadBusinesses, Scope::WriteReferences];
        admitted(parts, services, &scopes[..1 + usize::from(NAMES)]).await.map(Self)
    }
}

async fn admitted(parts: &mut Parts, services: &Services, scopes: &[Scope]) -> Result<ApiKey, ApiProblem> {
    let key = parts.extensions.remove::<Asking>().and_then(|asking| asking.0).ok_or(ApiProblem::NoKey)?;
    if let Some(missing) = scopes.iter().find(|scope| !key.may(**scope)) {
        return Err(ApiProblem::Scope(*missing));
    }
    let now = services.now();
    if key.used_at.is_none_or(|used| now.since(used) >= TOUCH) {
        or_warn(touch(services, &key, now).await, "the use of a key could not be noted");
    }
    Ok(key)
}

/// Stores the time of use. Reading goes on if this fails.
async fn touch(services: &Services, key: &ApiKey, now: Millis) -> sqlx::Result<()> {
    services.store.write(async |tx| api_keys::used(tx, key.id, now).await).await
}

fn given(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = given.and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    key.map(|(_, key)| key.trim()).filter(|key| key.starts_with(PREFIX))
}

async fn known(services: &Services, hash: Vec<u8>) -> Result<Option<ApiKey>, ApiProblem> {
    let found = api_keys::by_hash(&mut services.store.read().await?, &hash).await?;
    let mut right = services.limits.right_keys.lock();
    match &found {
        Some(key) => right.insert(hash, key.id),
        None => right.remove(&hash),
    };
    Ok(found)
}
