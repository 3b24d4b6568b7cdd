use serde::{Deserialize, Serialize};

/// The tasks of an application, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Task {
    Documents,
    Business,
    Brand,
    Contact,
    Address,
    Bank,
    Social,
}

impl Task {
    pub const ALL: [Self; 7] =
        [Self::Documents, Self::Business, Self::Brand, Self::Contact, Self::Address, Self::Bank, Self::Social];

    /// As in `/businesses/{id}/{task}`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Business => "business",
            Self::Brand => "brand",
            Self::Contact => "contact",
            Self::Address => "address",
            Self::Bank => "bank",
            Self::Social => "social",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.as_str() == text)
    }
}
