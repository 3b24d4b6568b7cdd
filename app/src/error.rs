use serde::{Deserialize, Serialize};

/// What the person at the screen may be told: codes of fixed form, never what was typed and no free text, since an URL
/// can be forged. The sentences are in `texts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    #[error("not signed in")]
    SignedOut,
    /// Also what belongs to somebody else.
    #[error("not found")]
    NotFound,
    #[error("not allowed for this role")]
    Forbidden,
    /// A form that no page of ours posted, or one so old that nobody can tell.
    #[error("posted from another site")]
    OtherSite,
    /// An accepted part, or one that somebody else is looking at.
    #[error("field_locked")]
    FieldLocked,
    /// Something is still missing.
    #[error("not ready")]
    NotReady,
    /// What the partner does wants a reason, or what it is about.
    #[error("no reason")]
    NoReason,
    /// Consent comes before the first upload.
    #[error("consent is missing")]
    NoConsent,
    /// It is in another state by now: two tabs, a double click.
    #[error("out of date")]
    OutOfDate,
    #[error("too many attempts")]
    TooMany,
    /// This account has begun as many businesses as it may and finished none of them.
    #[error("too many unfinished businesses")]
    TooManyBusinesses,
    /// No more of this business's files can be kept.
    #[error("the budget of this business is used up")]
    BusinessFull,
    /// As `BusinessFull`, over all businesses of the account.
    #[error("the budget of this account is used up")]
    AccountFull,
    #[error("replaced too often within a day")]
    ReplacedOften,
    /// It was replaced, and nobody needed it any more.
    #[error("the file is gone")]
    FileGone,
    #[error("too large")]
    TooLarge,
    /// What was sent came too slowly, or broke off.
    #[error("the request did not arrive whole")]
    RequestTimeout,
    #[error("DOKU does not answer")]
    DokuUnavailable,
    /// DOKU answers, and its list of what it wants of such a business is empty.
    #[error("DOKU asks nothing of this kind of business")]
    NothingAsked,
    /// Our own disk is full or fails: nothing can be kept for a while.
    #[error("no room")]
    NoRoom,
    /// DOKU has no business under the id that a person named.
    #[error("DOKU does not know this id")]
    UnknownAtDoku,
    /// What DOKU has under that id is somebody else's: another e-mail or NIK, or another application of ours.
    #[error("DOKU has somebody else under this id")]
    OtherAtDoku,
    /// Of what a person says was mended there.
    #[error("DOKU still rejects it")]
    StillRejected,
    /// A decision that does not say what it was made upon.
    #[error("the decision names no version")]
    NothingSeen,
    #[error("bad request")]
    BadRequest,
    /// `incident` is four to eight capitals and digits that find the cause in the log.
    #[error("internal error {incident}")]
    Internal { incident: String },
}

impl AppError {
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::NotFound => 404,
            Self::Forbidden | Self::OtherSite => 403,
            Self::FieldLocked | Self::NotReady | Self::NoReason | Self::NoConsent | Self::OutOfDate => 409,
            Self::UnknownAtDoku | Self::OtherAtDoku | Self::StillRejected => 409,
            Self::TooMany | Self::TooManyBusinesses | Self::ReplacedOften => 429,
            Self::FileGone => 410,
            Self::TooLarge | Self::BusinessFull | Self::AccountFull => 413,
            Self::RequestTimeout => 408,
            Self::NothingAsked => 422,
            Self::BadRequest | Self::NothingSeen => 400,
            Self::DokuUnavailable | Self::NoRoom => 503,
            Self::Internal { .. } => 500,
        }
    }

    /// For `?problem=` in an URL.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::NotFound => "not_found",
            Self::Forbidden => "forbidden",
            Self::OtherSite => "other_site",
            Self::FieldLocked => "field_locked",
            Self::NotReady => "not_ready",
            Self::NoReason => "no_reason",
            Self::NoConsent => "no_consent",
            Self::OutOfDate => "out_of_date",
            Self::TooMany => "too_many",
            Self::TooManyBusinesses => "too_many_businesses",
            Self::BusinessFull => "business_full",
            Self::AccountFull => "account_full",
            Self::ReplacedOften => "replaced_often",
            Self::FileGone => "file_gone",
            Self::TooLarge => "too_large",
            Self::RequestTimeout => "request_timeout",
            Self::UnknownAtDoku => "unknown_at_doku",
            Self::OtherAtDoku => "other_at_doku",
            Self::StillRejected => "still_rejected",
            Self::NothingSeen => "nothing_seen",
            Self::BadRequest => "bad_request",
            Self::DokuUnavailable => "doku_unavailable",
            Self::NothingAsked => "nothing_asked",
            Self::NoRoom => "no_room",
            Self::Internal { .. } => "internal",
        }
    }
}
