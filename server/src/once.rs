//! A form that creates carries a key that was made with its page: however often it is posted, it creates once.

use crate::{
    error::{Result, ensure},
    services::Services,
    store::{Conn, once},
    vault::Place,
};
use app::error::AppError;
use domain::{Millis, ids::AccountId};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A form with the key that it carried. One of before has none, and creates each time.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Keyed<F: Default> {
    once: String,
    #[serde(flatten)]
    pub form: F,
}

impl<F: Default> Keyed<F> {
    /// For what is created: two forms of one page carry the same key.
    pub fn key(&self, what: &str) -> Once {
        Once(Some(self.once.trim()).filter(|key| (16..=64).contains(&key.len())).map(|key| {
            let named = [what.as_bytes(), b" ", key.as_bytes()].concat();
            Sha256::digest(named).to_vec()
        }))
    }
}

/// Of one act of creating. Whoever copies the database cannot tell which.
#[derive(Clone, Default)]
pub struct Once(Option<Vec<u8>>);

/// What one act of creating came to.
pub enum Made<'a> {
    /// Its id.
    Row(&'a str),
    /// What is shown once, and so again to the same post: kept for minutes.
    Secret(&'a str),
}

pub const KEPT_FOR: i64 = Millis::DAY;
pub const SECRET_FOR: i64 = 10 * Millis::MINUTE;

impl Services {
    /// What the same post made before. Asked once more by who holds the account: of many at once only one finds nothing.
    pub async fn made_before(&self, db: &mut Conn, account: AccountId, key: &Once) -> Result<Option<String>> {
        let Some(key) = &key.0 else { return Ok(None) };
        let made = once::find(db, account, key).await?;
        self.vault.platform().open_text(&Place::Once(key), made.as_deref())
    }

    /// In the transaction that made it.
    pub async fn made_now(&self, db: &mut Conn, account: AccountId, key: &Once, made: Made<'_>) -> Result<()> {
        let Some(key) = &key.0 else { return Ok(()) };
        let (made, is_secret) = match made {
            Made::Row(id) => (id, false),
            Made::Secret(secret) => (secret, true),
        };
        let sealed = self.vault.platform().seal(&Place::Once(key), made.as_bytes())?;
        let is_first = once::insert(db, account, key, &sealed, is_secret, self.now()).await?;
        Ok(ensure(is_first, AppError::OutOfDate)?)
    }
}
