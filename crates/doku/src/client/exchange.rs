//! What is told of a call to whoever keeps a log.

use std::sync::Arc;

use domain::Millis;
use domain::ids::RequestId;

/// One request and what became of it, for the log that admins read. No secrets, no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    pub method: String,
    /// Without query.
    pub path: String,
    /// `None`: no answer, or none that could be read to the end.
    pub status: Option<u16>,
    pub ms: u64,
    pub request_id: RequestId,
    /// When it began.
    pub at: Millis,
}

pub type ExchangeHook = Arc<dyn Fn(&Exchange) + Send + Sync>;
