//! Checks that the master key is the one that this database was written with. Under another one callbacks would be
//! acknowledged, sealed, and unreadable for ever, so nothing starts with it.

use crate::{
    error::Stop,
    store::{Store, canary},
    vault::{Place, Vault},
};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};

const PLACE: Place<'static> = Place::Canary;
const WORD: &[u8] = b"serambi";

/// A sealed value that the right key opens.
pub enum Written {
    Canary(Vec<u8>),
    /// A database from before the canary has one of these.
    Business(BusinessId, Vec<u8>),
    Callback(FactId, Vec<u8>),
    Endpoint(String, Vec<u8>),
}

impl Written {
    /// Returns `None` when nothing was sealed here yet.
    pub async fn find(store: &Store) -> Result<Option<Self>, Stop> {
        let mut db = store.read().await?;
        if let Some(sealed) = canary::get(&mut db).await? {
            return Ok(Some(Self::Canary(sealed)));
        }
        if let Some((id, wrapped)) = canary::oldest_business(&mut db).await? {
            return Ok(Some(Self::Business(id, wrapped)));
        }
        if let Some((id, body)) = canary::oldest_unmatched(&mut db).await? {
            return Ok(Some(Self::Callback(id, body)));
        }
        Ok(canary::oldest_endpoint(&mut db).await?.map(|(url, secret)| Self::Endpoint(url, secret)))
    }

    fn opens(&self, vault: &Vault) -> bool {
        match self {
            Self::Canary(sealed) => vault.platform().open(&PLACE, sealed).is_ok_and(|word| word == WORD),
            Self::Business(id, wrapped) => vault.open_key(*id, wrapped).is_ok(),
            Self::Callback(id, body) => vault.inbox().open(&Place::Callback(*id), body).is_ok(),
            Self::Endpoint(url, secret) => vault.platform().open(&Place::Endpoint(url), secret).is_ok(),
        }
    }
}

/// Writes a canary where there is none. When two instances begin at once the first one's stays, and both open it.
pub async fn check(store: &Store, vault: &Vault, written: Option<Written>, now: Millis) -> Result<(), Stop> {
    match written {
        Some(written) if !written.opens(vault) => return Err(Stop::WrongKey),
        Some(Written::Canary(_)) => return Ok(()),
        Some(_) | None => {}
    }
    let sealed = vault.platform().seal(&PLACE, WORD)?;
    let mut tx = store.begin().await?;
    canary::put(&mut tx, &sealed, now).await?;
    let kept = canary::get(&mut tx).await?;
    tx.commit().await?;
    if kept.is_some_and(|kept| Written::Canary(kept).opens(vault)) { Ok(()) } else { Err(Stop::WrongKey) }
}
