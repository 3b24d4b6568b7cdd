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

/// A form with the key that it carried. One without a key creates something each time.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Keyed<F: Default> {
    once: String,
    #[serde(flatten)]
    pub form: F,
}

impl<F: Default> Keyed<F> {
    /// Returns the key for what is created: two forms of one page carry the same text.
    pub fn key(&self, what: &str) -> Once {
        Once(Some(self.once.trim()).filter(|key| (16..=64).contains(&key.len())).map(|key| {
            let named = [what.as_bytes(), b" ", key.as_bytes()].concat();
            Sha256::digest(named).to_vec()
        }))
    }
}

/// The hash of one form's key, so that a copy of the database does not give the key away.
#[derive(Clone, Default)]
pub struct Once(Option<Vec<u8>>);

/// The result of one act of creating.
pub enum Made<'a> {
    /// The id of the row.
    Row(&'a str),
    /// A secret shown once, and again to the same post: kept for minutes.
    Secret(&'a str),
}

pub const KEPT_FOR: i64 = Millis::DAY;
pub const SECRET_FOR: i64 = 10 * Millis::MINUTE;

impl Services {
    /// Returns what the same post made before. Called again while the account is locked, so that only one of many posts
    /// creates.
    pub async fn made_before(&self, db: &mut Conn, account: AccountId, key: &Once) -> Result<Option<String>> {
        let Some(key) = &key.0 else { return Ok(None) };
        let made = once::find(db, account, key).await?;
        self.vault.platform().open_text(&Place::Once(key), made.as_deref())
    }

    /// Keeps what was made, in the transaction that made it.
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
