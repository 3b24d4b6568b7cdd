use std::fmt;
use strum::{EnumIter, IntoStaticStr};

/// Errors that a person at the screen may read: codes of fixed form, without free text or anything that was typed,
/// since an URL can be forged. The sentences are in `texts`.
#[derive(Clone, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum AppError {
    SignedOut,
    /// It is missing, or belongs to somebody else.
    NotFound,
    Forbidden,
    /// The form was posted by no page of ours, or by one so old that nobody can tell.
    OtherSite,
    /// The part is accepted, or somebody else is checking it.
    FieldLocked,
    /// A part of the application is missing.
    NotReady,
    /// The partner's action needs a reason, or a subject.
    NoReason,
    /// The consent is missing, which comes before the first upload.
    NoConsent,
    /// The state is another one by now: two tabs, or a double click.
    OutOfDate,
    /// The data are no longer those that the posted page showed.
    ChangedSince,
    TooMany,
    /// The account has begun as many businesses as it may and finished none of them.
    TooManyBusinesses,
    /// The business may keep no more bytes of files.
    BusinessFull,
    /// The account may keep no more bytes of files over all its businesses.
    AccountFull,
    ReplacedOften,
    /// The file was replaced, and nobody needed it any more.
    FileGone,
    TooLarge,
    /// The request came too slowly, or broke off.
    RequestTimeout,
    DokuUnavailable,
    /// DOKU answers, and its list of requirements for such a business is empty.
    NothingAsked,
    /// Our own disk is full or fails: nothing can be kept for a while.
    NoRoom,
    /// DOKU has no business under the id that a person typed.
    UnknownAtDoku,
    /// DOKU's business under that id is somebody else's: another e-mail or NIK, or another application of ours.
    OtherAtDoku,
    /// DOKU still rejects a part that a person marked as mended there.
    StillRejected,
    /// The decision does not name the versions that it is about.
    NothingSeen,
    BadRequest,
    /// A fault of ours. `incident` is four to eight capitals and digits that find the cause in the log.
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
            Self::ChangedSince => 409,
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

    /// Returns the code for `?problem=` in an URL.
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
