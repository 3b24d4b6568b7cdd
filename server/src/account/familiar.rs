//! Marks of where an account is known to be signed in from: an address, or a browser by a token that it keeps.

use crate::{
    error::Result,
    services::Services,
    store::{Conn, accounts::Account, familiar},
    vault::Place,
};
use domain::{Millis, ids::AccountId};
use std::net::IpAddr;
use uuid::Uuid;

/// A mark counts for this long after the last sign-in from there, in milliseconds.
pub const FAMILIAR_FOR: i64 = 90 * Millis::DAY;
/// The most marks kept for one account. Phones change their address all day, and a browser moves with them.
const MOST: i64 = 64;
const TOKEN_CHARACTERS: usize = 22;

/// The client that tries a password.
#[derive(Clone)]
pub struct Caller {
    pub address: IpAddr,
    /// The token that its browser keeps, as it was sent.
    pub browser: Option<String>,
    /// True when it is signed in to that very account: a page asks for the password once more.
    pub is_signed_in: bool,
}

impl From<IpAddr> for Caller {
    fn from(address: IpAddr) -> Self {
        Self { address, browser: None, is_signed_in: false }
    }
}

impl Caller {
    /// Tells whether its browser keeps something that may be a token of ours.
    pub fn has_token(&self) -> bool {
        self.browser.as_ref().is_some_and(|token| token.len() == TOKEN_CHARACTERS)
    }
}

/// The group that decides whose budget a try is taken from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    SignedIn,
    Browser,
    Address,
    Stranger,
}

impl Services {
    /// Asks the database as much for an unknown account as for a known one, so that the time tells nothing.
    pub async fn standing(&self, db: &mut Conn, account: Option<&Account>, caller: &Caller) -> Result<Standing> {
        let account = account.map_or(AccountId::new(Uuid::nil()), |account| account.id);
        let address = self.mark(Place::Address(account), &caller.address.to_string());
        let browser = caller.browser.as_deref().unwrap_or_default();
        let browser = self.mark(Place::Browser(account), browser);
        let known = familiar::known(db, account, &browser, &address, self.now().plus(-FAMILIAR_FOR)).await?;
        let is_known = |mark: &[u8]| known.iter().any(|known| known == mark);
        Ok(match (caller.is_signed_in, is_known(&browser), is_known(&address)) {
            (true, ..) => Standing::SignedIn,
            (false, true, _) => Standing::Browser,
            (false, false, true) => Standing::Address,
            (false, false, false) => Standing::Stranger,
        })
    }

    /// Remembers where somebody has just signed in from. Returns the token that the browser keeps from now on: its own
    /// if this account knew it, or else a new one, since another person may have put it there.
    pub async fn remember_caller(&self, account: AccountId, caller: &Caller) -> Result<String> {
        let since = self.now().plus(-FAMILIAR_FOR);
        let address = self.mark(Place::Address(account), &caller.address.to_string());
        let before = caller.browser.as_deref().filter(|token| token.len() == TOKEN_CHARACTERS).unwrap_or_default();
        let mark = self.mark(Place::Browser(account), before);
        let mut tx = self.store.begin().await?;
        let known = familiar::known(&mut tx, account, &mark, &address, since).await?;
        let (token, mark) = if !before.is_empty() && known.iter().any(|known| known == &mark) {
            (before.to_owned(), mark)
        } else {
            let token = self.chance.token::<16>()?;
            let mark = self.mark(Place::Browser(account), &token);
            (token, mark)
        };
        for mark in [address, mark] {
            familiar::remember(&mut tx, account, &mark, self.now()).await?;
        }
        familiar::keep(&mut tx, account, MOST).await?;
        tx.commit().await?;
        Ok(token)
    }

    fn mark(&self, place: Place<'_>, value: &str) -> Vec<u8> {
        self.vault.platform().mark(&place, value.as_bytes()).to_vec()
    }
}
