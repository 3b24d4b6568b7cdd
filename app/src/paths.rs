//! Addresses that both pages and routes use.

use domain::{
    application::Page,
    ids::{BusinessId, CallId, DeliveryId, DocumentId, EndpointId, KeyId, NoteId},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The side whose pages link there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Merchant,
    Partner,
}

/// Returns the address of one version of a file: its replacement has another one.
pub fn file(side: Side, business: BusinessId, slot: &str, document: DocumentId) -> String {
    let rest = format!("documents/{slot}/{document}");
    match side {
        Side::Merchant => self::business(business, &rest),
        Side::Partner => case(business, &rest),
    }
}

/// Returns `/businesses/{id}` and what follows.
pub fn business(business: BusinessId, rest: &str) -> String {
    under("businesses", business, rest)
}

/// Returns the address of a form's page, and of its post.
pub fn page(business: BusinessId, page: Page) -> String {
    under("businesses", business, &page.to_string())
}

/// Returns `/review/{id}` and what follows: the same business, for the partner.
pub fn case(business: BusinessId, rest: &str) -> String {
    under("review", business, rest)
}

fn under(area: &str, business: BusinessId, rest: &str) -> String {
    if rest.is_empty() { format!("/{area}/{business}") } else { format!("/{area}/{business}/{rest}") }
}

pub const TROUBLES: &str = "/review/troubles";
pub const NOTES: &str = "/review/notes";
pub const SETTINGS: &str = "/review/settings";
/// The address that deals with all ticked calls.
pub const CALLS: &str = "/review/calls";

/// Returns the address of an action on one call.
pub fn call(call: CallId, verb: &str) -> String {
    format!("{CALLS}/{call}/{verb}")
}

pub fn note(note: NoteId) -> String {
    format!("{NOTES}/{note}")
}

pub fn endpoint(endpoint: EndpointId, verb: &str) -> String {
    format!("{SETTINGS}/endpoints/{endpoint}/{verb}")
}

pub fn delivery(delivery: DeliveryId, verb: &str) -> String {
    format!("{SETTINGS}/deliveries/{delivery}/{verb}")
}

pub fn key(key: KeyId, verb: &str) -> String {
    format!("{SETTINGS}/keys/{key}/{verb}")
}

/// Returns the sign-in page that leads back to a path of ours.
pub fn sign_in_and_back(path: &str) -> String {
    format!("/sign-in?next={}", escape(path))
}

/// Escapes a text for the value of a query.
pub fn escape(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
