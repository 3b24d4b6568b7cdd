//! Argon2id off the async threads and a few at a time: each hash wants 19 MiB.

use crate::error::{Error, Result};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use std::sync::OnceLock;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// A PHC string: salt and parameters stand in it.
pub async fn hash(places: &Semaphore, password: SecretString) -> Result<String> {
    let _place = places.acquire().await.map_err(|_| Error::Password)?;
    spawn_blocking(move || hash_now(&password)).await?
}

/// `None` for a hash is an unknown account: as much work is done, and the answer is no.
pub async fn verify(places: &Semaphore, password: SecretString, hash: Option<String>) -> Result<bool> {
    let _place = places.acquire().await.map_err(|_| Error::Password)?;
    spawn_blocking(move || {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => dummy()?.to_owned(),
        };
        Ok(Argon2::default().verify_password(password.expose_secret().as_bytes(), hash.as_str()).is_ok() && known)
    })
    .await?
}

fn hash_now(password: &SecretString) -> Result<String> {
    let hash = Argon2::default().hash_password(password.expose_secret().as_bytes()).map_err(|_| Error::Password)?;
    Ok(hash.to_string())
}

fn dummy() -> Result<&'static str> {
    static DUMMY: OnceLock<String> = OnceLock::new();
    if let Some(hash) = DUMMY.get() {
        return Ok(hash);
    }
    let hash = hash_now(&SecretString::from("nobody has this password"))?;
    Ok(DUMMY.get_or_init(|| hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_opens() {
        let places = Semaphore::new(1);
        let hashed = hash(&places, "nasi goreng tiap pagi".into()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(verify(&places, "nasi goreng tiap pagi".into(), Some(hashed.clone())).await.unwrap());
        assert!(!verify(&places, "nasi goreng".into(), Some(hashed)).await.unwrap());
        assert!(!verify(&places, "nobody has this password".into(), None).await.unwrap());
    }
}
