//! Open questions of the contract, answered by settings. Source: CONTRACT §12.2.

use bytes::Bytes;
use domain::ids::DokuBusinessId;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::Object;
use crate::signature;

/// The calls that sign a digest of their body. DOKU's pages say POST, its sample code any body. Source: CONTRACT §9.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DigestRule {
    #[default]
    WithBody,
    PostOnly,
}

impl DigestRule {
    pub(super) fn covers<'a>(self, method: &Method, body: &'a [u8]) -> Option<&'a [u8]> {
        (self == Self::WithBody || *method == Method::POST).then_some(body)
    }
}

/// The part of its path that a call signs. Source: CONTRACT §9.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignPrefix {
    /// The whole path, as in DOKU's samples.
    #[default]
    Full,
    /// The path without its first segment, which a gateway may cut off.
    Inner,
}

impl SignPrefix {
    pub fn of(self, target: &str) -> &str {
        match self {
            Self::Full => target,
            Self::Inner => signature::inner(target),
        }
    }
}

/// The key of the bank accounts in a body. Source: CONTRACT §5.2, R4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankField {
    /// `banks`, a list: the published sample.
    #[default]
    Banks,
    /// `bank_accounts`, a list.
    BankAccounts,
    /// `bank_account`, the first of them alone.
    BankAccount,
}

impl BankField {
    /// Renames the `banks` of our bodies on the way out, always to the same bytes.
    ///
    /// A call repeated after the setting has changed has other bytes; DOKU answers that the first is still running.
    pub(super) fn spell(self, body: Bytes) -> Bytes {
        if self == Self::Banks {
            return body;
        }
        changed(body, |business| {
            let banks = business.remove("banks")?;
            match self {
                Self::Banks | Self::BankAccounts => business.insert("bank_accounts".to_owned(), banks),
                Self::BankAccount => business.insert("bank_account".to_owned(), banks.get(0).cloned().into()),
            };
            Some(())
        })
    }
}

/// Puts the id into the body of an update whose path has none, always as the same bytes.
pub(super) fn named(body: Bytes, business: &DokuBusinessId) -> Bytes {
    changed(body, |object| {
        object.insert("id".to_owned(), business.as_str().into());
        Some(())
    })
}

/// Applies a change to the business of a body; a body without one, or with nothing to change, stays as it is.
fn changed(body: Bytes, change: impl FnOnce(&mut Object) -> Option<()>) -> Bytes {
    let Ok(mut value) = serde_json::from_slice::<Value>(&body) else { return body };
    match value.get_mut("business").and_then(Value::as_object_mut).and_then(change) {
        Some(()) => Bytes::from(value.to_string()),
        None => body,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn banks_are_named_as_the_setting_says() {
        let body =
            Bytes::from_static(br#"{ "business": {"banks": [{"bank_id": "4"}, {"bank_id": "2"}], "name": "Toko"} }"#);
        assert_eq!(BankField::Banks.spell(body.clone()), body, "byte for byte");
        let read = |field: BankField| serde_json::from_slice::<Value>(&field.spell(body.clone())).unwrap();
        let both = json!([{"bank_id": "4"}, {"bank_id": "2"}]);
        assert_eq!(read(BankField::BankAccounts), json!({"business": {"bank_accounts": both, "name": "Toko"}}));
        let first = json!({"bank_id": "4"});
        assert_eq!(read(BankField::BankAccount), json!({"business": {"bank_account": first, "name": "Toko"}}));
    }

    #[test]
    fn what_has_no_banks_is_left_alone() {
        for body in [&b"not json"[..], b"[]", br#"{"business": {"name":  "Toko"}}"#] {
            let body = Bytes::from_static(body);
            assert_eq!(BankField::BankAccount.spell(body.clone()), body);
        }
    }
}
