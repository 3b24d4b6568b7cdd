//! Sign-up and sign-in. A post that is refused shows the same page and the same words.

pub mod desk;
mod preferences;
mod sign_in;
mod sign_up;

pub use desk::{Chosen, MailPage, MailRow};
pub use preferences::preferences;
pub use sign_in::sign_in;
pub use sign_up::sign_up;

use crate::{
    error::AppError,
    page::{site, with_support, words},
    site::{Problem, Redisplay},
    texts::{Texts, app_error, field_error, fill},
    ui::{Banner, ErrorSummary, field_id},
};
use leptos::prelude::*;

/// What a refused post brought back; nothing on the first visit.
pub fn redisplay() -> Redisplay {
    use_context::<Redisplay>().or_else(|| use_context::<Option<Redisplay>>().flatten()).unwrap_or_default()
}

impl Redisplay {
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.of(name).map(|error| field_error(words(), error))
    }
}

/// What stands above a refused form: the one problem, and every field that is to blame.
pub fn complaints(again: &Redisplay, labels: &[(&str, &str)]) -> impl IntoView + use<> {
    let t = words();
    let banner = again.problem.map(|problem| {
        let (title, text) = problem_text(t, problem);
        let hint = (problem == Problem::WrongSignIn).then(|| format!(" {}", with_support(t.account.forgotten)));
        view! { <Banner title text=format!("{}{}", with_support(text), hint.unwrap_or_default())/> }
    });
    let label =
        |name: &str| labels.iter().find(|(known, _)| *known == name).map_or(name.to_owned(), |(_, l)| (*l).to_owned());
    let rows =
        again.errors.0.iter().map(|(name, error)| (field_id(name), label(name), field_error(t, *error))).collect();
    view! { {banner}<ErrorSummary rows unsaved=true/> }
}

pub fn problem_text(t: &Texts, problem: Problem) -> (&'static str, &'static str) {
    match problem {
        Problem::WrongSignIn => (t.common.errors_title, t.account.wrong_sign_in),
        Problem::TooMany => app_error(t, &AppError::TooMany),
        Problem::TooManyStrangers => (t.problems.too_many_strangers_title, t.problems.too_many_strangers),
        Problem::TooManyBusinesses => app_error(t, &AppError::TooManyBusinesses),
        Problem::DokuUnavailable => app_error(t, &AppError::DokuUnavailable),
        Problem::NothingAsked => app_error(t, &AppError::NothingAsked),
        Problem::NoRoom => app_error(t, &AppError::NoRoom),
    }
}

/// In simulation anybody may look from both sides.
fn demo_account() -> impl IntoView {
    let (site, t) = (site(), words());
    site.sandbox.map(|sandbox| {
        let values = [("email", sandbox.reviewer_email.as_str()), ("password", sandbox.password.as_str())];
        let reviewer = fill(t.account.demo_reviewer, &values);
        view! {
            <section class="note note--calm">
                <h2 class="note__from">{t.account.demo_title}</h2>
                <p>{reviewer}</p>
            </section>
        }
    })
}
