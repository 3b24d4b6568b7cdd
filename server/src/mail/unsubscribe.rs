//! The token of `List-Unsubscribe` is sealed, so that nobody can guess or forge one. It names an account and does one
//! thing.

use crate::{
    error::Result,
    services::Services,
    store::preferences,
    vault::{Key, Place},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::ids::AccountId;
use uuid::Uuid;

const PLACE: Place<'static> = Place::Unsubscribe;

pub fn token(key: &Key, account: AccountId) -> Result<String> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(key.seal(&PLACE, account.uuid().as_bytes())?))
}

fn read(key: &Key, token: &str) -> Option<AccountId> {
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
    let id = key.open(&PLACE, &sealed).ok()?;
    Some(AccountId::new(Uuid::from_slice(&id).ok()?))
}

impl Services {
    /// Ends news by mail. Returns `false` if the token is not ours.
    pub async fn unsubscribe(&self, token: &str) -> Result<bool> {
        let Some(account) = read(self.vault.platform(), token) else { return Ok(false) };
        Ok(self.store.write(async |tx| preferences::no_more_news(tx, account, self.now()).await).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Vault, new_master_key};

    #[test]
    fn a_token_is_read_by_us_alone() {
        let vault = Vault::new(&new_master_key().unwrap()).unwrap();
        let account = AccountId::new(Uuid::from_u128(7));
        let token = token(vault.platform(), account).unwrap();
        assert_eq!(read(vault.platform(), &token), Some(account));
        assert_eq!(read(vault.inbox(), &token), None);
        let mut forged = token.into_bytes();
        forged[50] = if forged[50] == b'A' { b'B' } else { b'A' };
        assert_eq!(read(vault.platform(), &String::from_utf8(forged).unwrap()), None);
        assert_eq!(read(vault.platform(), ""), None);
    }
}
