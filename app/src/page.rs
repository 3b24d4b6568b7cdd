//! Parts of many pages, and the page of an error.

pub use crate::context::{query, site, words};

use crate::{
    error::AppError,
    site::{Clashes, Kept, OnceKey},
    texts::{Titled, app_error, fill, problem},
    ui::{Banner, Icon, Page, Symbol},
};
use leptos::prelude::*;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Draws the page of an error.
pub fn problem_page(error: &AppError) -> impl IntoView + use<> {
    let (site, t) = (site(), words());
    let Titled { title, text } = app_error(t, error);
    let text = fill(text, &[("support", &site.partner_support)]);
    let incident = match error {
        AppError::Internal { incident } => Some(fill(t.problems.incident, &[("incident", incident)])),
        _ => None,
    };
    let home = site.viewer.as_ref().map_or("/", |viewer| viewer.home());
    view! {
        <Page title=title class="column">
            <section class="card blank">
                <span class="blank__icon"><Icon symbol=Symbol::Alert/></span>
                <h1>{title}</h1>
                <p>{text}</p>
                {incident.map(|incident| view! { <p class="muted">{incident}</p> })}
                <a class="button" href=home>{t.problems.to_start}</a>
            </section>
        </Page>
    }
}

/// Shows the error of `?problem=`, for known codes, and that text from before a session ended is here again.
pub fn problem_banner() -> impl IntoView {
    let t = words();
    // This error is of the post that this page answers, whose text is below rather than an older one.
    let refused = use_context::<AppError>().map(|error| banner(app_error(t, &error)));
    let is_of_now = refused.is_some() || use_context::<Clashes>().is_some();
    let kept = use_context::<Kept>().filter(|kept| !is_of_now && !kept.0.is_empty()).map(|_| {
        view! {
            <section class="note note--calm" role="status" data-kept>
                <h2 class="note__from">{t.problems.kept_title}</h2>
                <p>{t.problems.kept}</p>
            </section>
        }
    });
    let problem = query("problem").and_then(|code| problem(t, &code)).map(banner);
    view! { {refused}{problem}{kept} }
}

fn banner(Titled { title, text }: Titled) -> impl IntoView {
    view! { <Banner title text=with_support(text)/> }
}

/// Returns true for the field that wants a reason: its `<details>` must be open.
pub fn wants_reason(name: &str) -> bool {
    let is_asked = query("problem").as_deref() == Some(AppError::NoReason.code());
    is_asked && query("of").as_deref() == Some(name)
}

/// Returns the error at that field.
pub fn reason_error(name: &str) -> Option<String> {
    wants_reason(name).then(|| app_error(words(), &AppError::NoReason).text.to_owned())
}

/// Tells whether text from before a session ended is shown again.
pub fn has_kept() -> bool {
    use_context::<Kept>().is_some_and(|kept| !kept.0.is_empty())
}

/// Tells on a locked page that text from before a session ended was not saved.
pub fn not_taken() -> Option<AnyView> {
    let t = words();
    let told = query("problem").is_some();
    let lost = has_kept().then(|| {
        provide_context(Kept::default());
        banner(app_error(t, &AppError::FieldLocked)).into_any()
    });
    lost.filter(|_| !told)
}

/// Tells whether text was kept for a field of this name, or with `[` at its end for one that begins so: its `<details>`
/// must be open.
pub fn is_kept(name: &str) -> bool {
    let is_it = |field: &str| field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || name.ends_with('['));
    let typed = |(field, value): (&String, &String)| is_it(field) && !value.trim().is_empty();
    use_context::<Kept>().is_some_and(|kept| kept.0.iter().any(typed))
}

/// Draws the once-only key for a form that creates something.
pub fn once_field() -> impl IntoView {
    use_context::<OnceKey>().map(|key| view! { <input type="hidden" name="once" value=key.0/> })
}

/// Fills in the address of the partner's support.
pub fn with_support(text: &str) -> String {
    fill(text, &[("support", &site().partner_support)])
}

/// Tells that the page changes by itself; the style shows this while its stream is open.
pub fn changes_by_itself() -> impl IntoView {
    view! { <p class="streaming">{words().common.changes_by_itself}</p> }
}

/// The page asks to be reloaded by itself without scripts.
#[derive(Clone, Default)]
pub struct Refresh(Arc<AtomicBool>);

impl Refresh {
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Requests that on a page where people wait and do not type.
pub fn refresh_unscripted() {
    if let Some(refresh) = use_context::<Refresh>() {
        refresh.0.store(true, Ordering::Relaxed);
    }
}

/// Links to the page itself; the style hides this while its stream is open.
pub fn refresh_link() -> impl IntoView {
    view! { <span class="refresh">" · "<a href=site().path>{words().common.refresh}</a></span> }
}
