use domain::ids::AccountId;
use serde::{Deserialize, Serialize};

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub account: AccountId,
    pub email: String,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Owns businesses.
    Merchant,
    /// Reads and decides applications for the partner.
    Reviewer,
    /// A reviewer who may also see what concerns operation.
    Admin,
}

impl Role {
    pub const fn is_partner(self) -> bool {
        matches!(self, Self::Reviewer | Self::Admin)
    }

    /// Where this person starts.
    pub const fn home(self) -> &'static str {
        if self.is_partner() { "/review" } else { "/businesses" }
    }
}
