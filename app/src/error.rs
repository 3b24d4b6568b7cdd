use std::fmt;
use strum::{EnumIter, IntoStaticStr};

/// What the person at the screen may be told: codes of fixed form, never what was typed and no free text, since an URL
/// can be forged. The sentences are in `texts`.
#[derive(Clone, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum AppError {
    SignedOut,
    /// Also what belongs to somebody else.
    NotFound,
    Forbidden,
    /// A form that no page of ours posted, or one so old that nobody can tell.
    OtherSite,
    /// An accepted part, or one that somebody else is looking at.
    FieldLocked,
    /// Something is still missing.
    NotReady,
    /// What the partner does wants a reason, or what it is about.
    NoReason,
    /// Consent comes before the first upload.
    NoConsent,
    /// It is in another state by now: two tabs, a double click.
    OutOfDate,
    TooMany,
    /// This account has begun as many businesses as it may and finished none of them.
    TooManyBusinesses,
    /// No more of this business's files can be kept.
    BusinessFull,
    /// As `BusinessFull`, over all businesses of the account.
    AccountFull,
    ReplacedOften,
    /// It was replaced, and nobody needed it any more.
    FileGone,
    TooLarge,
    /// What was sent came too slowly, or broke off.
    RequestTimeout,
    DokuUnavailable,
    /// DOKU answers, and its list of what it wants of such a business is empty.
    NothingAsked,
    /// Our own disk is full or fails: nothing can be kept for a while.
    NoRoom,
    /// DOKU has no business under the id that a person named.
    UnknownAtDoku,
    /// What DOKU has under that id is somebody else's: another e-mail or NIK, or another application of ours.
    OtherAtDoku,
    /// Of what a person says was mended there.
    StillRejected,
    /// A decision that does not say what it was made upon.
    NothingSeen,
    BadRequest,
    /// `incident` is four to eight capitals and digits that find the cause in the log.
    Internal {
        incident: String,
    },
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
        self.into_str()
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal { incident } => write!(f, "internal error {incident}"),
            other => f.write_str(other.code()),
        }
    }
}

impl std::error::Error for AppError {}
