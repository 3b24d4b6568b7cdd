//! What every page knows besides its own data. The server puts it into the render context.

use crate::{error::AppError, onboarding::data::FileRow, texts::Lang, viewer::Viewer};
use domain::{Millis, forms::FormErrors};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Site {
    pub partner_name: String,
    /// An e-mail address or a web address: whom to ask.
    pub partner_support: String,
    pub lang: Lang,
    pub viewer: Option<Viewer>,
    /// Path and query of this page: where the language switch comes back to.
    pub path: String,
    pub sandbox: Option<SandboxSite>,
    /// On pages of the partner.
    pub unreachable: Option<Unreachable>,
    /// The folder of the bundle: `pkg-<hash>`.
    pub pkg: String,
}

/// With the sandbox on every page says so, and a merchant in `partner_check` is told how to go on.
#[derive(Clone, Debug)]
pub struct SandboxSite {
    /// Address of `/sim`.
    pub panel: String,
    pub reviewer_email: String,
    pub password: String,
}

/// Nothing goes out to DOKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable {
    pub way: Way,
    pub since: Millis,
    /// Calls that wait.
    pub waiting: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It does not answer: until then no call goes out, then one tries.
    Silent { until: Millis },
    /// It refuses our credential.
    Refused,
}

/// A form without a draft that was refused: the same page with the same words, never the password.
#[derive(Clone, Debug, Default)]
pub struct Redisplay {
    pub values: BTreeMap<String, String>,
    pub errors: FormErrors,
    pub problem: Option<Problem>,
}

/// What was typed in forms that were posted after their session ended, by the names of its fields: it stands in them again. It
/// has no `Debug`, so no log tells it.
#[derive(Clone, Default)]
pub struct Kept(pub BTreeMap<String, String>);

/// Fields, by name, that are longer than any may be: of a form that was not taken.
#[derive(Clone, Default)]
pub struct Overlong(pub FormErrors);

/// For the forms of one page that create something: however often one is posted, it creates once.
#[derive(Clone)]
pub struct OnceKey(pub String);

/// What was asked for with a reason, for one answer. It has no `Debug`, so no log tells it.
#[derive(Clone)]
pub enum Revealed {
    Value(String),
    /// Its address opens for a while to who said why.
    File(FileRow),
}

/// A decision that does not count: why, and what was typed for it, for one answer. It has no `Debug`, so no log tells it.
#[derive(Clone)]
pub struct Undecided {
    pub error: AppError,
    /// What is newer than on the page that was decided upon, by item key.
    pub changed: Vec<String>,
    /// For sending back, by item key.
    pub reasons: BTreeMap<String, String>,
    /// For declining.
    pub reason: String,
    /// It was to be sent back without any reason; it was to be declined without one.
    pub wants_reasons: bool,
    pub wants_reason: bool,
}

/// What stands above a refused form that no single field is to blame for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// One sentence for unknown e-mail and wrong password.
    WrongSignIn,
    /// Too many at this account, from where nobody is known.
    TooManyStrangers,
    Of(AppError),
}

impl Problem {
    pub const fn status(&self) -> u16 {
        match self {
            Self::WrongSignIn => 422,
            Self::TooManyStrangers => 429,
            Self::Of(error) => error.status(),
        }
    }
}
