//! The record of a call, for whoever keeps a log.

use std::sync::Arc;

use domain::Millis;
use domain::ids::RequestId;

/// One request and its outcome, for the log that admins read. It holds no secrets and no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// `None` means no answer, or none that could be read to the end.
    pub status: Option<u16>,
    pub ms: u64,
    pub request_id: RequestId,
    /// The moment when the call began.
    pub at: Millis,
}

pub type ExchangeHook = Arc<dyn Fn(&Exchange) + Send + Sync>;
