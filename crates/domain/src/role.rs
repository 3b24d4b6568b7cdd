use serde::{Deserialize, Serialize};

/// The role of somebody who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
pub enum Role {
    /// Owns businesses.
    Merchant,
    /// Reads and decides applications for the partner.
    Reviewer,
    /// A reviewer who may also see the pages about operation.
    Admin,
}

impl Role {
    pub const fn is_partner(self) -> bool {
        matches!(self, Self::Reviewer | Self::Admin)
    }
}
