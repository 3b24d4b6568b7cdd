//! Ids are types: ours are UUIDs, DOKU's are text; no function takes either bare.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! our_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn new(id: Uuid) -> Self { Self(id) }
            pub const fn uuid(self) -> Uuid { self.0 }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )* };
}

our_ids! {
    /// A person who signs in: a merchant, a reviewer or an admin.
    AccountId,
    /// One business that is being onboarded.
    BusinessId,
    /// A file that we hold for a requirement.
    DocumentId,
    /// A callback, read-back, submission or decision that is kept.
    FactId,
    /// A row of the outbox: one logical call.
    CallId,
    /// A note of DOKU's that a person of the partner explains.
    NoteId,
    /// A mail to the owner of a business.
    MailId,
    /// An address of a system of the partner that listens for changes of state.
    EndpointId,
    /// A change of state that endpoints are told: the `webhook-id`.
    EventId,
    /// One event for one endpoint.
    DeliveryId,
    /// A key of the read API; not the secret itself.
    KeyId,
}

macro_rules! doku_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self { Self(id.into()) }
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    )* };
}

doku_ids! {
    /// `BSN-0104-1678960841263`.
    DokuBusinessId,
    /// `BRN-…`; a partner's own Client-Id is one too.
    DokuBrandId,
    /// `DCM-…` or `CNT-…`: an uploaded file.
    DokuFileId,
    /// The id of a call, made by the caller; also the idempotency key. It has at most 128 characters.
    RequestId,
}

impl From<Uuid> for RequestId {
    fn from(id: Uuid) -> Self {
        Self(id.to_string())
    }
}

/// Returns true for `PPP-dddd-ddddddddddddd`, read loosely: three capitals, four digits, ten to sixteen digits. Source:
/// CONTRACT §1.4.
pub fn looks_like_doku_id(text: &str) -> bool {
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let parts: Vec<&str> = text.split('-').collect();
    let [prefix, middle, last] = parts[..] else { return false };
    prefix.len() == 3 && prefix.bytes().all(|b| b.is_ascii_uppercase()) && digits(middle, 4, 4) && digits(last, 10, 16)
}

#[cfg(test)]
mod tests {
    use super::looks_like_doku_id;

    #[test]
    fn ids_are_read_loosely() {
        assert!(looks_like_doku_id("BSN-0104-1678960841263"));
        assert!(looks_like_doku_id("BRN-0001-10791114622547"));
        assert!(!looks_like_doku_id("BRN-0001-123"));
        assert!(!looks_like_doku_id("sk-0001-1678960841263"));
    }
}
