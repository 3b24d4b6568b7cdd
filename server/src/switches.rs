//! `SERAMBI_DOKU__…`: where DOKU is, who we are, and each open question of its contract with the decided default.
//! Source: CONTRACT §12.2. A word that is not known stops the start with a sentence.

use doku::{BankField, DigestRule, SignPrefix};
use domain::area::{CityPrefix, ProvinceName, Spelling};
use http::Method;
use secrecy::SecretString;
use serde::Deserialize;
use std::{num::NonZeroU64, time::Duration};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Doku {
    pub base_url: Option<String>,
    pub client_id: Option<String>,
    pub secret_key: Option<SecretString>,
    /// Seconds for a whole call, 30 unless told; uploads get more by their length.
    pub timeout_seconds: Option<NonZeroU64>,
    /// Whether the signed Request-Target holds the query.
    pub sign_query: bool,
    pub sign_prefix: Prefix,
    pub digest_rule: Digest,
    /// Whether an answer of DOKU's without a right signature is refused.
    pub enforce_response_signature: bool,
    pub update_method: UpdateMethod,
    pub update_path: UpdatePath,
    pub bank_field: Banks,
    pub callback_key: CallbackKey,
    pub callback_target_query: CallbackTarget,
    pub never_arrived: NeverArrived,
    pub area_city_prefix: City,
    pub area_province: Province,
}

/// Statuses with which something before DOKU answers, so that what was sent certainly did nothing. Source: CONTRACT §12.2; none
/// is our decision until DOKU confirms one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct NeverArrived(Vec<u16>);

impl NeverArrived {
    /// Whether this call may be sent again as if it had never been.
    pub fn covers(&self, error: &doku::Error) -> bool {
        let is_named = error.status().is_some_and(|status| self.0.contains(&status));
        error.is_unsent() || is_named && matches!(error, doku::Error::Rejected { .. })
    }
}

/// Whose key signs callbacks. Source: CONTRACT §8.4, unknown; the partner's is our decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum CallbackKey {
    #[default]
    Partner,
    /// A brand's own key is admitted too: such a callback only asks for a read-back, since merchants may know that key.
    Brand,
}

/// What DOKU signs of the address it calls. Source: CONTRACT §8.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum CallbackTarget {
    /// The path alone is tried first, then path and query.
    #[default]
    Either,
    Path,
    PathAndQuery,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Digest(pub DigestRule);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Prefix(pub SignPrefix);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Banks(pub BankField);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct City(pub CityPrefix);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Province(pub ProvinceName);

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct UpdateMethod(pub Method);

/// Below the base URL; `{id}` is the brand's id. Without it the body names the business.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct UpdatePath(pub String);

impl Default for UpdateMethod {
    fn default() -> Self {
        Self(Method::PUT)
    }
}

impl Default for UpdatePath {
    fn default() -> Self {
        Self("/business/{id}".to_owned())
    }
}

impl Doku {
    /// What our client goes by.
    pub fn settings(&self, base_url: String, client_id: String, secret_key: SecretString) -> doku::Config {
        let mut settings = doku::Config::new(base_url, client_id, secret_key);
        if let Some(seconds) = self.timeout_seconds {
            settings.timeout = Duration::from_secs(seconds.get());
        }
        settings.sign_query = self.sign_query;
        settings.sign_prefix = self.sign_prefix.0;
        settings.digest_rule = self.digest_rule.0;
        settings.enforce_response_signature = self.enforce_response_signature;
        settings.update_method = self.update_method.0.clone();
        settings.update_path = self.update_path.0.clone();
        settings.bank_field = self.bank_field.0;
        settings
    }

    /// How an area is written for DOKU. Source: CONTRACT §5.3.
    pub const fn spelling(&self) -> Spelling {
        Spelling { city: self.area_city_prefix.0, province: self.area_province.0 }
    }
}

/// The row with this word, whatever its case.
fn word<T: Clone>(given: &str, rows: &[(&str, T)], else_say: &'static str) -> Result<T, &'static str> {
    let row = rows.iter().find(|(word, _)| word.eq_ignore_ascii_case(given.trim()));
    row.map(|(_, meaning)| meaning.clone()).ok_or(else_say)
}

impl TryFrom<String> for CallbackKey {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [("partner", Self::Partner), ("brand", Self::Brand)];
        word(&given, &rows, "SERAMBI_DOKU__CALLBACK_KEY must be partner or brand.")
    }
}

impl TryFrom<String> for CallbackTarget {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [("either", Self::Either), ("path", Self::Path), ("path_and_query", Self::PathAndQuery)];
        word(&given, &rows, "SERAMBI_DOKU__CALLBACK_TARGET_QUERY must be either, path or path_and_query.")
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [("with_body", Self(DigestRule::WithBody)), ("post_only", Self(DigestRule::PostOnly))];
        word(&given, &rows, "SERAMBI_DOKU__DIGEST_RULE must be with_body or post_only.")
    }
}

impl TryFrom<String> for Prefix {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [("full", Self(SignPrefix::Full)), ("inner", Self(SignPrefix::Inner))];
        word(&given, &rows, "SERAMBI_DOKU__SIGN_PREFIX must be full or inner.")
    }
}

impl TryFrom<String> for Banks {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [
            ("banks", Self(BankField::Banks)),
            ("bank_accounts", Self(BankField::BankAccounts)),
            ("bank_account", Self(BankField::BankAccount)),
        ];
        word(&given, &rows, "SERAMBI_DOKU__BANK_FIELD must be banks, bank_accounts or bank_account.")
    }
}

impl TryFrom<String> for City {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [("strip", Self(CityPrefix::Strip)), ("keep", Self(CityPrefix::Keep))];
        word(&given, &rows, "SERAMBI_DOKU__AREA_CITY_PREFIX must be strip or keep.")
    }
}

impl TryFrom<String> for Province {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [("short", Self(ProvinceName::Short)), ("official", Self(ProvinceName::Official))];
        word(&given, &rows, "SERAMBI_DOKU__AREA_PROVINCE must be short or official.")
    }
}

impl TryFrom<String> for UpdateMethod {
    type Error = &'static str;
    fn try_from(given: String) -> Result<Self, Self::Error> {
        let rows = [("PUT", Self(Method::PUT)), ("PATCH", Self(Method::PATCH)), ("POST", Self(Method::POST))];
        word(&given, &rows, "SERAMBI_DOKU__UPDATE_METHOD must be PUT, PATCH or POST.")
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
        assert!(read(json!({"sign_everything": true})).is_err());
        assert!(read(json!({"sign_query": "perhaps"})).is_err());
    }
}
