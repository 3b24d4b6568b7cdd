//! Data that every page has besides its own. The server puts it into the render context.

use crate::{error::AppError, onboarding::data::FileRow, texts::Lang, viewer::Viewer};
use domain::{Millis, forms::FormErrors};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Site {
    pub partner_name: String,
    /// The address for questions: e-mail or web.
    pub partner_support: String,
    pub lang: Lang,
    pub viewer: Option<Viewer>,
    /// The path and query of this page, to which the language switch returns.
    pub path: String,
    pub sandbox: Option<SandboxSite>,
    /// Set on pages of the partner while DOKU cannot be reached.
    pub unreachable: Option<Unreachable>,
    /// The folder of the bundle: `pkg-<hash>`.
    pub pkg: String,
}

/// The data of the sandbox: every page mentions it, and a merchant in `partner_check` learns how to go on.
#[derive(Clone, Debug)]
pub struct SandboxSite {
    /// The address of `/sim`.
    pub panel: String,
    pub reviewer_email: String,
    pub password: String,
}

/// The reason why nothing goes out to DOKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable {
    pub way: Way,
    pub since: Millis,
    /// The number of calls that wait.
    pub waiting: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// DOKU does not answer. Until this time no call goes out; then one tries.
    Silent { until: Millis },
    /// DOKU refuses our credential.
    Refused,
}

/// A refused form without a draft: the same page with the same words, never the password.
#[derive(Clone, Debug, Default)]
pub struct Redisplay {
    pub values: BTreeMap<String, String>,
    pub errors: FormErrors,
    pub problem: Option<FormProblem>,
}

/// The words of forms that were posted after their session ended, by field name: they are filled in again. It has no
/// `Debug`, so no log contains them.
#[derive(Clone, Default)]
pub struct Kept(pub BTreeMap<String, String>);

/// The fields, by name, whose text is longer than any may be, of a form that was not taken.
#[derive(Clone, Default)]
pub struct Overlong(pub FormErrors);

/// A field that was changed on its page, and meanwhile elsewhere to another value. It has no `Debug`, so no log
/// contains it.
#[derive(Clone)]
pub struct Clash {
    /// The name under which the field is posted.
    pub name: String,
    /// The typed and the saved value; of a number only its end.
    pub mine: String,
    pub saved: String,
    /// The name of the hidden field for the value before, and its values to keep the one or the other.
    pub upon: String,
    pub upon_saved: String,
    pub upon_mine: String,
}

/// The clashes of a form of which nothing was kept.
#[derive(Clone, Default)]
pub struct Clashes(pub Vec<Clash>);

/// The key for forms of one page that create something: however often one is posted, it creates once.
#[derive(Clone)]
pub struct OnceKey(pub String);

/// A value that was asked for with a reason, for one answer. It has no `Debug`, so no log contains it.
#[derive(Clone)]
pub enum Revealed {
    Value(String),
    /// A file, whose address opens for a while.
    File(FileRow),
}

/// A decision that does not count, with its words, for one answer. It has no `Debug`, so no log contains it.
#[derive(Clone)]
pub struct Undecided {
    pub error: AppError,
    /// The items that changed since the page was shown, by item key.
    pub changed: Vec<String>,
    /// The reasons for sending back, by item key.
    pub reasons: BTreeMap<String, String>,
    /// The reason for declining.
    pub reason: String,
    /// True when a return lacks every reason; the next, when declining lacks one.
    pub wants_reasons: bool,
    pub wants_reason: bool,
}

/// A problem of a refused form that is no single field's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormProblem {
    /// The e-mail is unknown or the password is wrong: both have one sentence.
    WrongSignIn,
    /// Strangers tried this account too often.
    TooManyStrangers,
    Of(AppError),
}

impl FormProblem {
    pub const fn status(&self) -> u16 {
        match self {
            Self::WrongSignIn => 422,
            Self::TooManyStrangers => 429,
            Self::Of(error) => error.status(),
        }
    }
}
