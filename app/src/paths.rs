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

/// Where decisions of the partner's are posted. A refused one is answered by the case's page itself.
pub const APPROVE: &str = "/api/review/approve";
pub const SEND_BACK: &str = "/api/review/send_back";
pub const DECLINE: &str = "/api/review/decline";
