//! Calls that are kept until they are made, and what became of them.

use std::{
    fmt::{self, Display, Formatter},
    num::ParseIntError,
    str::FromStr,
};

crate::words! {
    /// Calls of one lane wait for each other, never for those of another.
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
        /// Fixes of what DOKU rejected; the subject is a submission.
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

/// Where one event for one endpoint stands.
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

/// What came back: an HTTP status or a mail server's code; else why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Status(u16),
    Timeout,
    NoAnswer,
    /// The address is one that we do not call.
    Barred,
}

impl Display for Answer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => status.fmt(f),
            Self::Timeout => f.write_str("timeout"),
            Self::NoAnswer => f.write_str("no_answer"),
            Self::Barred => f.write_str("barred"),
        }
    }
}

impl FromStr for Answer {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "timeout" => Self::Timeout,
            "no_answer" => Self::NoAnswer,
            "barred" => Self::Barred,
            status => Self::Status(status.parse()?),
        })
    }
}
