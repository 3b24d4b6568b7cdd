//! What kinds of calls there are, and which wait for each other.

/// Calls of one lane wait for each other, never for those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Lane {
    Doku,
    Mail,
    Webhook,
}

impl Lane {
    pub const ALL: [Self; 3] = [Self::Doku, Self::Mail, Self::Webhook];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doku => "doku",
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Kind {
    /// `POST /file`; the subject is a document.
    Upload,
    /// `POST /business`; the subject is a submission.
    Register,
    /// Fixes of what DOKU rejected; the subject is a submission.
    Update,
    Mail,
    Webhook,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Upload, Self::Register, Self::Update, Self::Mail, Self::Webhook];

    pub const fn lane(self) -> Lane {
        match self {
            Self::Upload | Self::Register | Self::Update => Lane::Doku,
            Self::Mail => Lane::Mail,
            Self::Webhook => Lane::Webhook,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Register => "register",
            Self::Update => "update",
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }
}
