//! Calls that are kept until they are made, and their outcomes.

crate::words! {
    /// A queue of calls. Those of one lane wait for each other, never for those of another.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
    pub enum Lane {
        Doku = "doku",
        Mail = "mail",
        Webhook = "webhook",
    }
}

crate::words! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
    pub enum Kind {
        /// `POST /file`; the subject is a document.
        Upload = "upload",
        /// `POST /business`; the subject is a submission.
        Register = "register",
        /// An update that fixes what DOKU rejected; the subject is a submission.
        Update = "update",
        Mail = "mail",
        Webhook = "webhook",
    }
}

impl Kind {
    pub const fn lane(self) -> Lane {
        match self {
            Self::Upload | Self::Register | Self::Update => Lane::Doku,
            Self::Mail => Lane::Mail,
            Self::Webhook => Lane::Webhook,
        }
    }
}

/// The progress of one event for one endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
pub enum Delivery {
    Waiting,
    Delivered,
    /// All attempts are spent.
    Failed,
    /// The endpoint was off.
    Skipped,
}
