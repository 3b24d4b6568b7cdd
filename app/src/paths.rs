//! Addresses that both the pages and the routes behind them name.

use domain::ids::{BusinessId, DocumentId};

/// Whose pages lead there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Merchant,
    Partner,
}

/// One version of a file: what takes its place in the slot has another address.
pub fn file(side: Side, business: BusinessId, slot: &str, document: DocumentId) -> String {
    let area = match side {
        Side::Merchant => "businesses",
        Side::Partner => "review",
    };
    format!("/{area}/{business}/documents/{slot}/{document}")
}
