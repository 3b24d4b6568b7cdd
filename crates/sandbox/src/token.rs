//! Bearer tokens: JWTs with RS256, as DOKU's are. Source: CONTRACT §2.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Millis;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A key made for this sandbox and known to everybody: it protects nothing.
const KEY: &[u8] = include_bytes!("sandbox-only-rsa.der");

pub struct Issuer(KeyPair);

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    user: User,
    /// The seconds since 1970.
    iat: i64,
    /// The seconds since 1970.
    exp: i64,
}

#[derive(Serialize, Deserialize)]
struct User {
    #[serde(rename = "businessServiceClientId")]
    client_id: String,
}

impl Issuer {
    pub fn new() -> Result<Self, Error> {
        KeyPair::from_pkcs8(KEY).map(Self).map_err(|_| Error::Key)
    }

    pub fn issue(&self, client_id: &str, now: Millis, seconds: i64) -> Result<String, Error> {
        let iat = now.0.div_euclid(Millis::SECOND);
        let user = User { client_id: client_id.to_owned() };
        let claims = Claims { sub: "payload".to_owned(), user, iat, exp: iat + seconds };
        let claims = serde_json::to_vec(&claims).map_err(|_| Error::Key)?;
        let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#), URL_SAFE_NO_PAD.encode(claims));
        let mut signature = vec![0; self.0.public().modulus_len()];
        let signed = self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature);
        signed.map_err(|_| Error::Key)?;
        Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Tells whether the token is ours, is about this partner and has not ended yet.
    pub fn accepts(&self, token: &str, client_id: &str, now: Millis) -> bool {
        let Some((text, signature)) = token.rsplit_once('.') else { return false };
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.0.public().as_ref());
        if key.verify(text.as_bytes(), &signature).is_err() {
            return false;
        }
        let claims = text.split_once('.').and_then(|(_, claims)| URL_SAFE_NO_PAD.decode(claims).ok());
        let claims: Option<Claims> = claims.and_then(|claims| serde_json::from_slice(&claims).ok());
        claims.is_some_and(|claims| claims.user.client_id == client_id && claims.exp * Millis::SECOND > now.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_it_expires_and_for_its_partner_only() {
        let issuer = Issuer::new().unwrap();
        let token = issuer.issue("BRN-1", Millis(1_000), 300).unwrap();
        assert!(issuer.accepts(&token, "BRN-1", Millis(300_999)));
        assert!(!issuer.accepts(&token, "BRN-1", Millis(301_000)));
        assert!(!issuer.accepts(&token, "BRN-2", Millis(1_000)));
        assert!(!issuer.accepts(&format!("{token}x"), "BRN-1", Millis(1_000)));
        assert!(!issuer.accepts("", "BRN-1", Millis(1_000)));
    }
}
