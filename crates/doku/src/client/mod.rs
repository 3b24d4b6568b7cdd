//! One function per endpoint. Source: CONTRACT §2 to §7.

mod config;
mod exchange;
mod send;
mod switches;
mod upload;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use domain::Millis;
use domain::forms::NewBusiness;
use domain::ids::{DokuBrandId, DokuBusinessId, RequestId};
use http::{Method, StatusCode};
use secrecy::SecretString;
use serde_json::Value;

pub use config::{Config, is_here, is_update_path};
pub use exchange::{Exchange, ExchangeHook};
pub use switches::{BankField, DigestRule, SignPrefix};
pub use upload::{OpenBody, Upload, body_of};

use crate::token::TokenCache;
use crate::wire::{self, TokenResponse};
use crate::{Clock, Error, Registered, token};
use send::{Answer, Call, Payload, Sender, bearer};

/// Talks to DOKU as one partner. Retries are up to the caller: each call takes the Request-Id of one operation.
pub struct Client {
    sender: Sender,
    token: TokenCache,
    tokens_asked: AtomicU64,
}

/// DOKU's data of a business. The body has personal data and, until `take_shared_keys`, the brand's key.
#[derive(Clone, PartialEq)]
pub struct ReadBack {
    pub body: Value,
    /// The answer's `Response-Timestamp`, else its `Date`, else our clock.
    pub at: Millis,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("config", &self.sender.config).finish_non_exhaustive()
    }
}

// `Debug` omits the body.
debug_only! { ReadBack: at }

impl Client {
    pub fn new(config: Config, clock: Clock) -> Result<Self, Error> {
        let sender = Sender::new(config, clock)?;
        Ok(Self { sender, token: TokenCache::default(), tokens_asked: AtomicU64::new(0) })
    }

    /// Calls `hook` with every exchange when it is over.
    #[must_use]
    pub fn on_exchange(mut self, hook: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        self.sender.hook = Some(Arc::new(hook));
        self
    }

    /// Returns the partner's own Brand ID.
    pub fn client_id(&self) -> &str {
        &self.sender.config.client_id
    }

    /// Returns DOKU's clock minus ours in milliseconds, by its last answer. `None` means that no answer has told it so
    /// far.
    pub fn clock_skew_ms(&self) -> Option<i64> {
        self.sender.skew.get()
    }

    /// `GET /file`: which files and form values a registration needs. Source: DOKU, Check Requirements API.
    pub async fn check_requirements(&self, of: &NewBusiness, request_id: &RequestId) -> Result<Value, Error> {
        let query = [
            ("businessType", of.business_type.as_str()),
            ("businessLegalEntity", of.legal_entity.as_str()),
            ("brandBusinessLine", &of.business_line),
            ("businessContactNationality", &of.nationality),
        ];
        let answer =
            self.sender.send(Call { query: &query, ..Call::new(Method::GET, "/file", request_id) }).await?.success()?;
        answer.json().filter(Value::is_object).ok_or(answer.unreadable())
    }

    /// `POST /business`. Source: DOKU, Business Registration API. `body` is signed and sent byte for byte, unless the
    /// setting `bank_field` renames its banks.
    ///
    /// Repeating the same `request_id` and body is safe: DOKU answers 409 with the first answer, a success here.
    pub async fn register(&self, request_id: &RequestId, body: Bytes) -> Result<Registered, Error> {
        let payload = Payload::Json(self.sender.config.bank_field.spell(body));
        let call = Call { payload, ..Call::new(Method::POST, "/business", request_id) };
        let answer = self.sender.send(call).await?;
        match answer.registered() {
            Some(registered) => Ok(registered),
            None => answer.success().and_then(|answer| Err(answer.unreadable())),
        }
    }

    /// Changes a registration. Method and path are settings, since DOKU has not published them; the path names the
    /// brand, or else the body names the business. `body` is `{"business": {…}}` in the shape of a registration, with
    /// the changes only. Any 2xx is a success, with or without ids, and so is a 409 that repeats one; the same
    /// `request_id` may be sent again. Source: CONTRACT §7.2.
    pub async fn update_business(
        &self,
        business: &DokuBusinessId,
        brand: &DokuBrandId,
        request_id: &RequestId,
        body: Bytes,
    ) -> Result<Option<Registered>, Error> {
        let path = self.sender.config.update_path.replace(config::ID, path_part(brand.as_str())?);
        let method = self.sender.config.update_method.clone();
        let body = self.sender.config.bank_field.spell(body);
        let is_named = self.sender.config.update_path.contains(config::ID);
        let payload = Payload::Json(if is_named { body } else { switches::named(body, business) });
        let answer = self.sender.send(Call { payload, ..Call::new(method, &path, request_id) }).await?;
        match answer.registered() {
            Some(registered) => Ok(Some(registered)),
            None => match answer.success() {
                Err(again) if again.status() == Some(409) && again.says_success() => Ok(None),
                outcome => outcome.map(|_| None),
            },
        }
    }

    /// `GET /business/{id}`, by the brand's id or the business's. Source: DOKU, Get Business Data API.
    pub async fn get_business(&self, id: &str, request_id: &RequestId) -> Result<ReadBack, Error> {
        let path = format!("/business/{}", path_part(id)?);
        let answer = self.sender.send(Call::new(Method::GET, &path, request_id)).await?.success()?;
        let body = answer.json().filter(Value::is_object).ok_or(answer.unreadable())?;
        Ok(ReadBack { at: answer.told_at(), body })
    }

    /// `POST /token`. Source: DOKU, Generate Token API. Each call has a Request-Id of its own, made from the upload's:
    /// a repeated one would bring the old token back.
    async fn fetch_token(&self, upload: &RequestId) -> Result<SecretString, Error> {
        let request_id = self.token_request_id(upload);
        let body = wire::token_request(token::MINUTES).to_string();
        let call = Call { payload: Payload::Json(body.into()), ..Call::new(Method::POST, "/token", &request_id) };
        let answer = self.sender.send(call).await?.success()?;
        let read: Option<TokenResponse> = answer.json().and_then(|body| serde_json::from_value(body).ok());
        read.map(|read| read.token).filter(|token| bearer(token).is_ok()).ok_or(answer.unreadable())
    }
}

impl Answer {
    fn registered(&self) -> Option<Registered> {
        let may_be_one = self.status.is_success() || self.status == StatusCode::CONFLICT;
        self.json().filter(|_| may_be_one).as_ref().and_then(Registered::read)
    }
}

/// Refuses an id that cannot be put into a path as it is.
fn path_part(id: &str) -> Result<&str, Error> {
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let broken = Error::Setup("an id for a path holds other characters than letters, digits, - and _");
    plain.then_some(id).ok_or(broken)
}
