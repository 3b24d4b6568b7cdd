pub use domain::Role;

use domain::ids::AccountId;
use serde::{Deserialize, Serialize};

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub account: AccountId,
    pub email: String,
    pub role: Role,
}

impl Viewer {
    /// Where this person starts.
    pub const fn home(&self) -> &'static str {
        if self.role.is_partner() { "/review" } else { "/businesses" }
    }
}
