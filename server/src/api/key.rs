//! Keys of the read API: `Authorization: Bearer sk_…`. A cookie opens nothing here.

use super::problem::Problem;
use crate::{
    error::Result,
    routes::{pages::AppState, security::client_address},
    services::Services,
    store::api_keys::{self, ApiKey},
    vault,
};
use axum::extract::{ConnectInfo, FromRequestParts};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::Millis;
use governor::clock::{Clock, DefaultClock};
use http::{HeaderMap, header, request::Parts};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

pub const READ_BUSINESSES: &str = "businesses:read";
const PREFIX: &str = "sk_";
/// The time of the last use is written no more often.
const TOUCH: i64 = Millis::MINUTE;

/// 32 bytes of chance: no salt and no slow hash are needed.
pub fn new() -> Result<SecretString> {
    Ok(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(vault::random::<32>()?)).into())
}

pub fn hash(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

/// By which people tell their keys apart: six characters of 43.
pub fn head(key: &str) -> String {
    key.chars().take(PREFIX.len() + 6).collect()
}

/// Somebody with a key that may read businesses.
pub struct Reader;

impl FromRequestParts<AppState> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> std::result::Result<Self, Problem> {
        let services = &state.services;
        let Some(key) = known(services, &parts.headers).await? else {
            let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
            let address = client_address(services, &parts.headers, peer);
            return Err(services
                .limits
                .keyless
                .check_key(&address)
                .map_or_else(|rest| wait(&rest), |()| Problem::NoKey));
        };
        services.limits.keys.check_key(&key.id).map_err(|rest| wait(&rest))?;
        if !key.may(READ_BUSINESSES) {
            return Err(Problem::Scope);
        }
        let now = services.now();
        if key.used_at.is_none_or(|used| now.since(used) >= TOUCH) {
            touch(services, &key, now).await.unwrap_or_else(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, "the use of a key could not be noted");
            });
        }
        Ok(Self)
    }
}

/// Reading goes on where this cannot be kept.
async fn touch(services: &Services, key: &ApiKey, now: Millis) -> sqlx::Result<()> {
    let mut tx = services.store.begin().await?;
    api_keys::used(&mut tx, key.id, now).await?;
    tx.commit().await
}

fn wait(rest: &governor::NotUntil<governor::clock::QuantaInstant>) -> Problem {
    Problem::TooMany(rest.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
}

async fn known(services: &Services, headers: &HeaderMap) -> std::result::Result<Option<ApiKey>, Problem> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = given.and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some(key) = key.map(|(_, key)| key.trim()).filter(|key| key.starts_with(PREFIX)) else { return Ok(None) };
    let mut db = services.store.read().await?;
    Ok(api_keys::by_hash(&mut db, &hash(key)).await?)
}
