//! The Standard Webhooks scheme: `v1,<base64 of HMAC-SHA256 over id.timestamp.body>` under a `whsec_` secret.

use crate::{
    error::{Error, Result},
    random::Chance,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

pub const PREFIX: &str = "whsec_";

/// Returns a secret of 24 bytes, the least that the scheme recommends.
pub fn new_secret(chance: &Chance) -> Result<SecretString> {
    Ok(format!("{PREFIX}{}", BASE64_STANDARD.encode(chance.bytes::<24>()?)).into())
}

/// Signs a delivery. `timestamp` is in whole seconds since 1970.
pub fn sign(secret: &SecretString, id: &str, timestamp: i64, body: &[u8]) -> Result<String> {
    let text = secret.expose_secret();
    let key = BASE64_STANDARD.decode(text.strip_prefix(PREFIX).unwrap_or(text)).map_err(|_| Error::Sealed)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| Error::Sealed)?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Ok(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: the example of the scheme's own libraries (standard-webhooks, svix).
    #[test]
    fn the_published_vector_is_met() {
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let body = br#"{"test": 2432232314}"#;
        let signature = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body).unwrap();
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_made_as_the_scheme_wants_it() {
        let secret = new_secret(&Chance::System).unwrap();
        let key = secret.expose_secret().strip_prefix(PREFIX).map(|key| BASE64_STANDARD.decode(key).unwrap());
        assert_eq!(key.unwrap().len(), 24);
    }
}
