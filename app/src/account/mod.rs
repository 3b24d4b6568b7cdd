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
    page::{site, with_support, words},
    site::{FormProblem, Redisplay},
    texts::{Titled, field_error, fill, problem_text},
    ui::{Banner, ErrorSummary, field_id},
};
use leptos::prelude::*;

/// Draws the head of a refused form: the one problem, and every field with an error.
pub fn complaints(again: &Redisplay, labels: &[(&str, &str)]) -> impl IntoView + use<> {
    let t = words();
    let banner = again.problem.as_ref().map(|problem| {
        let Titled { title, text } = problem_text(t, problem);
        let hint = (*problem == FormProblem::WrongSignIn).then(|| format!(" {}", with_support(t.account.forgotten)));
        view! { <Banner title text=format!("{}{}", with_support(text), hint.unwrap_or_default())/> }
    });
    let label =
        |name: &str| labels.iter().find(|(known, _)| *known == name).map_or(name.to_owned(), |(_, l)| (*l).to_owned());
    let rows =
        again.errors.0.iter().map(|(name, error)| (field_id(name), label(name), field_error(t, *error))).collect();
    view! { {banner}<ErrorSummary rows unsaved=true/> }
}

/// Draws the demo sign-ins: in simulation anybody may see both sides.
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
