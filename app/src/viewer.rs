pub use domain::Role;

use domain::ids::AccountId;
use serde::{Deserialize, Serialize};

/// The person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub account: AccountId,
    pub email: String,
    pub role: Role,
}

impl Viewer {
    /// Returns this person's start page.
    pub const fn home(&self) -> &'static str {
        if self.role.is_partner() { "/review" } else { "/businesses" }
    }
}
