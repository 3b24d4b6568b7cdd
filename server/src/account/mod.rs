//! Accounts of people: passwords, sessions, roles.

pub mod familiar;
pub mod rights;
pub mod sessions;

use crate::{
    error::{Error, Result},
    once::{Made, Once},
    services::Services,
    store::accounts::{self, Account},
};
use app::viewer::Viewer;
use domain::{Millis, Role, forms::SignUp, ids::AccountId, text};
use familiar::{Caller, Standing};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The most failed sign-ins of one account from one address in a window; then that pair must wait.
const MOST_FAILURES: i64 = 10;
const WINDOW: i64 = 15 * Millis::MINUTE;
/// The most failures from all unknown addresses together: a botnet has no more guesses at an account than that.
const MOST_OF_STRANGERS: i64 = 30;
pub const STRANGERS_WINDOW: i64 = Millis::HOUR;

/// The reason why nobody was signed in. Unknown e-mail and wrong password have one answer.
pub enum NoSignIn {
    Wrong,
    TooMany,
    /// Many have guessed at this account, and nobody has signed in to it from this address before.
    TooManyStrangers,
    Failed(Error),
}

impl<E: Into<Error>> From<E> for NoSignIn {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Services {
    /// Returns `None` when the address has an account already. The second post of one form finds the account that the
    /// first made.
    pub async fn sign_up(&self, form: SignUp, key: &Once) -> Result<Option<Viewer>> {
        let password = SecretString::from(form.password);
        if let Some(viewer) = self.insert_account(form.email.as_str(), password, Role::Merchant, key).await? {
            return Ok(Some(viewer));
        }
        let mut db = self.store.read().await?;
        let Some(account) = accounts::by_email(&mut db, form.email.as_str()).await? else { return Ok(None) };
        let made = self.made_before(&mut db, account.id, key).await?;
        Ok(made.map(|_| viewer(&account)))
    }

    pub async fn create_account(&self, email: &str, password: SecretString, role: Role) -> Result<Option<Viewer>> {
        self.insert_account(email, password, role, &Once::default()).await
    }

    async fn insert_account(
        &self,
        email: &str,
        password: SecretString,
        role: Role,
        key: &Once,
    ) -> Result<Option<Viewer>> {
        let password_hash = self.hashing.hash(password).await?;
        let account = Account { id: self.new_id::<AccountId>()?, email: text::email(email), password_hash, role };
        let mut tx = self.store.begin().await?;
        let added = accounts::insert(&mut tx, &account, self.now()).await?;
        if added {
            self.made_now(&mut tx, account.id, key, Made::Row(&account.id.to_string())).await?;
        }
        tx.commit().await?;
        Ok(added.then(|| viewer(&account)))
    }

    /// Takes as long for an unknown address as for a wrong password. A try counts before it is judged: of many at once
    /// no more are judged than of many in a row.
    pub async fn sign_in(
        &self,
        email: &str,
        password: SecretString,
        from: impl Into<Caller>,
    ) -> Result<Viewer, NoSignIn> {
        let caller = from.into();
        let email = text::email(email);
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let account = accounts::by_email(&mut tx, &email).await?;
        let standing = self.standing(&mut tx, account.as_ref(), &caller).await?;
        let (subject, of_strangers) = (subject(&email, standing, &caller), hashed(&email, "strangers", ""));
        let tries = accounts::failed(&mut tx, &subject, now, WINDOW).await?;
        let is_stranger = standing == Standing::Stranger && tries <= MOST_FAILURES;
        let theirs =
            if is_stranger { accounts::failed(&mut tx, &of_strangers, now, STRANGERS_WINDOW).await? } else { 0 };
        tx.commit().await?;
        if tries > MOST_FAILURES {
            return Err(NoSignIn::TooMany);
        }
        if theirs > MOST_OF_STRANGERS {
            return Err(NoSignIn::TooManyStrangers);
        }
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let right = password.expose_secret().len() <= 512 && self.hashing.verify(password, hash).await?;
        let Some(account) = account.filter(|_| right) else { return Err(NoSignIn::Wrong) };
        let mut tx = self.store.begin().await?;
        accounts::forgive(&mut tx, &subject).await?;
        if is_stranger {
            accounts::take_back(&mut tx, &of_strangers).await?;
        }
        tx.commit().await?;
        Ok(viewer(&account))
    }

    /// Tells whether this account is known to be signed in to from that browser, whose tries have a count of their own.
    pub async fn knows_browser(&self, email: &str, caller: &Caller) -> Result<bool> {
        if !caller.has_token() {
            return Ok(false);
        }
        let mut db = self.store.read().await?;
        let account = accounts::by_email(&mut db, &text::email(email)).await?;
        Ok(self.standing(&mut db, account.as_ref(), caller).await? == Standing::Browser)
    }

    pub async fn viewer_of(&self, account: AccountId) -> Result<Option<Viewer>> {
        Ok(accounts::by_id(&mut self.store.read().await?, account).await?.as_ref().map(viewer))
    }
}

/// Returns the subject of failures. They are counted per account and caller, so that nobody locks somebody else out.
fn subject(email: &str, standing: Standing, caller: &Caller) -> Vec<u8> {
    match standing {
        Standing::SignedIn => hashed(email, "session", ""),
        Standing::Browser => hashed(email, "browser", caller.browser.as_deref().unwrap_or_default()),
        Standing::Address | Standing::Stranger => hashed(email, "address", &caller.address.to_string()),
    }
}

/// Hashes the parts, joined by a blank, which no e-mail address contains.
fn hashed(email: &str, kind: &str, value: &str) -> Vec<u8> {
    Sha256::digest(format!("{email} {kind} {value}")).to_vec()
}

fn viewer(account: &Account) -> Viewer {
    Viewer { account: account.id, email: account.email.clone(), role: account.role }
}
