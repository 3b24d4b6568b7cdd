//! The bearer token that only uploads use: fetched once, kept until shortly before it ends.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Millis;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::Mutex;

use crate::{Clock, Error};

/// The lifetime that we ask for, as in DOKU's sample.
pub(crate) const MINUTES: u32 = 360;
const LEAST_MARGIN_MS: i64 = 30 * Millis::SECOND;
/// The lifetime of a token that cannot be decoded: the shortest one seen is five minutes. Source: CONTRACT §2.
const FALLBACK_MS: i64 = 4 * Millis::MINUTE;

#[derive(Default)]
pub(crate) struct TokenCache(Mutex<Option<Held>>);

struct Held {
    token: SecretString,
    renew_at: Millis,
}

impl TokenCache {
    /// Returns the held token, or a new one. A caller that comes while one is being fetched waits for it.
    pub async fn get<F>(&self, clock: &Clock, fetch: impl FnOnce() -> F) -> Result<SecretString, Error>
    where
        F: Future<Output = Result<SecretString, Error>>,
    {
        let mut held = self.0.lock().await;
        if let Some(held) = held.as_ref().filter(|held| clock.now() < held.renew_at) {
            return Ok(held.token.clone());
        }
        *held = None;
        let token = fetch().await?;
        *held = Some(Held { renew_at: renew_at(token.expose_secret(), clock.now()), token: token.clone() });
        Ok(token)
    }

    /// Forgets a token that DOKU refused, unless somebody has renewed it since.
    pub async fn invalidate(&self, refused: &SecretString) {
        let mut held = self.0.lock().await;
        if held.as_ref().is_some_and(|held| held.token.expose_secret() == refused.expose_secret()) {
            *held = None;
        }
    }
}

/// Returns the moment to renew: early by 30 s or a tenth of what is left, whichever is more, but never by more than
/// half.
fn renew_at(token: &str, now: Millis) -> Millis {
    let Some(ends) = expiry(token) else { return now.plus(FALLBACK_MS) };
    let left = ends.since(now).max(0);
    let margin = LEAST_MARGIN_MS.max(left / 10).min(left / 2);
    ends.plus(-margin)
}

/// Reads `exp` of a JWT without verifying it: we only want to know when to ask again.
fn expiry(token: &str) -> Option<Millis> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let claims: Value = serde_json::from_slice(&bytes).ok()?;
    let seconds = claims.get("exp")?;
    let seconds = seconds.as_i64().or_else(|| seconds.as_str()?.parse().ok())?;
    seconds.checked_mul(Millis::SECOND).map(Millis)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn jwt(claims: &str) -> SecretString {
        format!("eyJhbGciOiJSUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)).into()
    }

    fn lasting(seconds: i64, clock: &Clock) -> SecretString {
        jwt(&format!(r#"{{"exp":{}}}"#, clock.now().0 / 1_000 + seconds))
    }

    #[test]
    fn the_published_token_is_decoded() {
        let answer: crate::wire::TokenResponse =
            serde_json::from_str(include_str!("../tests/fixtures/token-response.json")).unwrap();
        assert_eq!(expiry(answer.token.expose_secret()), Some(Millis(1_762_169_700_000)));
    }

    #[test]
    fn it_is_renewed_early() {
        let at = |token: &str| renew_at(token, Millis(0)).0 / 1_000;
        assert_eq!(at(jwt(r#"{"exp":300}"#).expose_secret()), 270);
        assert_eq!(at(jwt(r#"{"exp":21600}"#).expose_secret()), 19_440);
        assert_eq!(at(jwt(r#"{"exp":"20"}"#).expose_secret()), 10);
        assert_eq!(at(jwt(r#"{"exp":-20}"#).expose_secret()), -20);
        for odd in ["", "abc", "a.b.c", "a.%%.c", jwt("{}").expose_secret(), jwt(r#"{"exp":null}"#).expose_secret()] {
            assert_eq!(at(odd), 240, "{odd}");
        }
    }

    #[tokio::test]
    async fn many_who_ask_at_once_share_one_fetch() {
        let (cache, clock, fetches) = (TokenCache::default(), Clock::frozen(Millis(0)), AtomicUsize::new(0));
        let ask = || {
            cache.get(&clock, || async {
                tokio::time::sleep(Duration::from_millis(10)).await;
                fetches.fetch_add(1, Ordering::SeqCst);
                Ok(lasting(300, &clock))
            })
        };
        futures::future::join_all((0..20).map(|_| ask())).await;
        assert_eq!(fetches.load(Ordering::SeqCst), 1);
        clock.advance(269_000);
        ask().await.unwrap();
        assert_eq!(fetches.load(Ordering::SeqCst), 1);
        clock.advance(1_000);
        ask().await.unwrap();
        assert_eq!(fetches.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn only_the_refused_token_is_forgotten() {
        let (cache, clock) = (TokenCache::default(), Clock::frozen(Millis(0)));
        let first = cache.get(&clock, || async { Ok(lasting(300, &clock)) }).await.unwrap();
        cache.invalidate(&"another".into()).await;
        let same = cache.get(&clock, || async { Err(Error::Timeout) }).await.unwrap();
        assert_eq!(same.expose_secret(), first.expose_secret());
        cache.invalidate(&first).await;
        assert!(cache.get(&clock, || async { Err(Error::Timeout) }).await.is_err());
    }
}
