//! `SERAMBI_DOKU__…`: DOKU's address, our credential, and each open question of its contract with the decided default.
//! Source: CONTRACT §12.2. An unknown word stops the start with a sentence.

use doku::{BankField, DigestRule, SignPrefix};
use domain::area::{CityPrefix, ProvinceName, Spelling};
use http::Method;
use secrecy::SecretString;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, IntoDeserializer},
};
use std::{fmt, num::NonZeroU64, time::Duration};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Doku {
    pub base_url: Option<String>,
    pub client_id: Option<String>,
    pub secret_key: Option<SecretString>,
    /// The seconds of a whole call, 30 by default; uploads get more by their length.
    pub timeout_seconds: Option<NonZeroU64>,
    /// True when the signed Request-Target holds the query.
    pub sign_query: bool,
    #[serde(deserialize_with = "words::sign_prefix")]
    pub sign_prefix: SignPrefix,
    #[serde(deserialize_with = "words::digest_rule")]
    pub digest_rule: DigestRule,
    /// True when an answer of DOKU's without a right signature is refused.
    pub enforce_response_signature: bool,
    #[serde(deserialize_with = "words::update_method")]
    pub update_method: UpdateMethod,
    pub update_path: UpdatePath,
    #[serde(deserialize_with = "words::bank_field")]
    pub bank_field: BankField,
    #[serde(deserialize_with = "words::callback_key")]
    pub callback_key: CallbackKey,
    #[serde(deserialize_with = "words::callback_target_query")]
    pub callback_target_query: CallbackTarget,
    pub never_arrived: NeverArrived,
    #[serde(deserialize_with = "words::area_city_prefix")]
    pub area_city_prefix: CityPrefix,
    #[serde(deserialize_with = "words::area_province")]
    pub area_province: ProvinceName,
}

/// The key that signs callbacks. Source: CONTRACT §8.4, unknown; the partner's is our decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackKey {
    #[default]
    Partner,
    /// A brand's own key counts too: such a callback only asks for a read-back, since merchants may know that key.
    Brand,
}

/// The part of our address that DOKU signs. Source: CONTRACT §8.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackTarget {
    /// The path alone is tried first, then path and query.
    #[default]
    Either,
    Path,
    PathAndQuery,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum UpdateMethod {
    #[default]
    Put,
    Patch,
    Post,
}

/// The path below the base URL; `{id}` is the brand's id. Without it the body names the business.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct UpdatePath(pub String);

/// Statuses with which something before DOKU answers, so that the call certainly did nothing. Source: CONTRACT §12.2;
/// none is our decision until DOKU confirms one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct NeverArrived(Vec<u16>);

impl Doku {
    /// Returns the settings of our client.
    pub fn settings(&self, base_url: String, client_id: String, secret_key: SecretString) -> doku::Config {
        let mut settings = doku::Config::new(base_url, client_id, secret_key);
        if let Some(seconds) = self.timeout_seconds {
            settings.timeout = Duration::from_secs(seconds.get());
        }
        settings.sign_query = self.sign_query;
        settings.sign_prefix = self.sign_prefix;
        settings.digest_rule = self.digest_rule;
        settings.enforce_response_signature = self.enforce_response_signature;
        settings.update_method = self.update_method.into();
        settings.update_path = self.update_path.0.clone();
        settings.bank_field = self.bank_field;
        settings
    }

    /// Returns the spelling of areas for DOKU. Source: CONTRACT §5.3.
    pub const fn spelling(&self) -> Spelling {
        Spelling { city: self.area_city_prefix, province: self.area_province }
    }
}

impl From<UpdateMethod> for Method {
    fn from(method: UpdateMethod) -> Self {
        match method {
            UpdateMethod::Put => Self::PUT,
            UpdateMethod::Patch => Self::PATCH,
            UpdateMethod::Post => Self::POST,
        }
    }
}

impl Default for UpdatePath {
    fn default() -> Self {
        Self("/business/{id}".to_owned())
    }
}

impl TryFrom<String> for UpdatePath {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        if doku::is_update_path(&given) {
            return Ok(Self(given));
        }
        Err(
            "SERAMBI_DOKU__UPDATE_PATH must begin with / and name {id} once or not at all, without query: /business/{id} or /business.",
        )
    }
}

impl NeverArrived {
    /// Tells whether a call that failed so may be sent again as if it had never been.
    pub fn covers(&self, error: &doku::Error) -> bool {
        let is_named = error.status().is_some_and(|status| self.0.contains(&status));
        error.is_unsent() || is_named && matches!(error, doku::Error::Rejected { .. })
    }
}

impl TryFrom<String> for NeverArrived {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let words = given.split(',').map(str::trim).filter(|word| !word.is_empty());
        let statuses =
            words.map(|word| word.parse::<u16>().ok().filter(|status| matches!(status, 408 | 425 | 429 | 500..=599)));
        statuses.collect::<Option<Vec<u16>>>().map(Self).ok_or(
            "SERAMBI_DOKU__NEVER_ARRIVED must list statuses, such as 503: 408, 425, 429 or from 500 to 599, separated by commas.",
        )
    }
}

/// Readers of switches that are words, each named as its setting is.
mod words {
    use super::*;

    macro_rules! readers {
        ($($name:ident: $words:ty),* $(,)?) => { $(
            pub fn $name<'de, D: Deserializer<'de>>(from: D) -> Result<$words, D::Error> {
                word(from, stringify!($name))
            }
        )* };
    }

    readers! {
        sign_prefix: SignPrefix,
        digest_rule: DigestRule,
        update_method: UpdateMethod,
        bank_field: BankField,
        callback_key: CallbackKey,
        callback_target_query: CallbackTarget,
        area_city_prefix: CityPrefix,
        area_province: ProvinceName,
    }
}

/// Reads a word that the enum has, in any case.
fn word<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D, setting: &str) -> Result<T, D::Error> {
    let given = String::deserialize(from)?;
    read(given.trim()).or_else(|Unknown(known)| {
        let meant = known.iter().find(|word| word.eq_ignore_ascii_case(given.trim()));
        meant.and_then(|word| read(word).ok()).ok_or_else(|| {
            let setting = setting.to_uppercase();
            let (last, others) = known.split_last().unwrap_or((&"", &[]));
            D::Error::custom(format!("SERAMBI_DOKU__{setting} must be {} or {last}.", others.join(", ")))
        })
    })
}

fn read<T: DeserializeOwned>(word: &str) -> Result<T, Unknown> {
    T::deserialize(IntoDeserializer::<Unknown>::into_deserializer(word))
}

/// The words of the setting, for the error.
#[derive(Debug, thiserror::Error)]
#[error("no word of a setting")]
struct Unknown(&'static [&'static str]);

impl Error for Unknown {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }

    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Self {
        Self(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(settings: Value) -> Result<Doku, String> {
        serde_json::from_value(settings).map_err(|problem| problem.to_string())
    }

    #[test]
    fn the_defaults_are_the_decided_ones() {
        let doku = read(json!({})).unwrap();
        let told = doku.settings("https://api.doku.com".into(), "BRN-0001-1700000000000".into(), "SK".into());
        let decided = doku::Config::new("https://api.doku.com", "BRN-0001-1700000000000", "SK".into());
        assert_eq!(format!("{told:?}"), format!("{decided:?}"));
        assert_eq!((doku.callback_key, doku.callback_target_query), (CallbackKey::Partner, CallbackTarget::Either));
        assert_eq!(doku.spelling(), Spelling::default());
    }

    #[test]
    fn every_switch_reaches_the_client() {
        let doku = read(json!({
            "timeout_seconds": 7, "sign_query": true, "sign_prefix": "inner", "digest_rule": "post_only",
            "enforce_response_signature": true,
            "update_method": "patch", "update_path": "/business/{id}/data", "bank_field": "bank_account",
            "callback_key": "brand", "callback_target_query": "path",
            "area_city_prefix": "keep", "area_province": "Official",
        }));
        let doku = doku.unwrap();
        let told = doku.settings("https://api.doku.com".into(), "BRN-0001-1700000000000".into(), "SK".into());
        assert_eq!((told.timeout, told.sign_query), (Duration::from_secs(7), true));
        assert_eq!(told.sign_prefix, SignPrefix::Inner);
        assert_eq!((told.digest_rule, told.enforce_response_signature), (DigestRule::PostOnly, true));
        assert_eq!((told.update_method, told.update_path.as_str()), (Method::PATCH, "/business/{id}/data"));
        assert_eq!(told.bank_field, BankField::BankAccount);
        assert_eq!((doku.callback_key, doku.callback_target_query), (CallbackKey::Brand, CallbackTarget::Path));
        assert_eq!(doku.spelling(), Spelling { city: CityPrefix::Keep, province: ProvinceName::Official });
    }

    #[test]
    fn no_status_says_that_nothing_arrived_until_a_setting_names_it() {
        let refused = |status| doku::Error::Rejected {
            status,
            code: None,
            messages: doku::Messages::default(),
            retry_after: None,
            clock_skew_ms: None,
        };
        assert!(!read(json!({})).unwrap().never_arrived.covers(&refused(503)));
        let doku = read(json!({"never_arrived": "502, 503"})).unwrap();
        assert!(doku.never_arrived.covers(&refused(503)) && !doku.never_arrived.covers(&refused(500)));
        assert!(!doku.never_arrived.covers(&doku::Error::Unreadable { status: 503 }));
    }

    #[test]
    fn an_unknown_word_stops_the_start_with_a_sentence() {
        for (name, value) in [
            ("callback_key", "merchant"),
            ("callback_target_query", "host"),
            ("digest_rule", "always"),
            ("sign_prefix", "outer"),
            ("bank_field", "accounts"),
            ("update_method", "DELETE"),
            ("update_path", "business"),
            ("update_path", "/business/{id}/{id}"),
            ("area_city_prefix", "cut"),
            ("area_province", "long"),
            ("never_arrived", "503, often"),
            ("never_arrived", "404"),
        ] {
            let problem = read(json!({ name: value })).unwrap_err();
            assert!(problem.contains(&format!("SERAMBI_DOKU__{} must", name.to_uppercase())), "{problem}");
        }
        let told = |name: &str| read(json!({ name: "?" })).unwrap_err();
        assert_eq!(told("bank_field"), "SERAMBI_DOKU__BANK_FIELD must be banks, bank_accounts or bank_account.");
        assert_eq!(told("update_method"), "SERAMBI_DOKU__UPDATE_METHOD must be PUT, PATCH or POST.");
        assert!(read(json!({"sign_everything": true})).is_err());
        assert!(read(json!({"sign_query": "perhaps"})).is_err());
    }
}
