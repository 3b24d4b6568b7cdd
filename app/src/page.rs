//! What stands on many pages, and what is shown instead of one.

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

/// What is shown instead of a page that cannot be shown.
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

/// What `?problem=` says, for codes that we know; and that what was typed before a session ended stands here again.
pub fn problem_banner() -> impl IntoView {
    let t = words();
    // Of the post that this page answers; the words that stand below are of now, not of a session that ended.
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

/// This is the field that wants a reason: what hides it must be open.
pub fn wants_reason(name: &str) -> bool {
    let is_asked = query("problem").as_deref() == Some(AppError::NoReason.code());
    is_asked && query("of").as_deref() == Some(name)
}

/// What stands at that field.
pub fn reason_error(name: &str) -> Option<String> {
    wants_reason(name).then(|| app_error(words(), &AppError::NoReason).text.to_owned())
}

/// Something that was typed before a session ended stands here again.
pub fn has_kept() -> bool {
    use_context::<Kept>().is_some_and(|kept| !kept.0.is_empty())
}

/// For a page that is locked by now: what was typed before a session ended has no place here, and was not saved.
pub fn not_taken() -> Option<AnyView> {
    let t = words();
    let told = query("problem").is_some();
    let lost = has_kept().then(|| {
        provide_context(Kept::default());
        banner(app_error(t, &AppError::FieldLocked)).into_any()
    });
    lost.filter(|_| !told)
}

/// Words for a field of this name were kept, or for one that begins with it and `[`: what hides them must be open.
pub fn is_kept(name: &str) -> bool {
    let is_it = |field: &str| field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || name.ends_with('['));
    let typed = |(field, value): (&String, &String)| is_it(field) && !value.trim().is_empty();
    use_context::<Kept>().is_some_and(|kept| kept.0.iter().any(typed))
}

/// In every form that creates something.
pub fn once_field() -> impl IntoView {
    use_context::<OnceKey>().map(|key| view! { <input type="hidden" name="once" value=key.0/> })
}

/// A sentence that may name whom to ask.
pub fn with_support(text: &str) -> String {
    fill(text, &[("support", &site().partner_support)])
}

/// Only a page whose stream is open changes by itself: the style shows this as long as it is.
pub fn changes_by_itself() -> impl IntoView {
    view! { <p class="streaming">{words().common.changes_by_itself}</p> }
}

/// A page that was drawn asks to come again by itself without scripts.
#[derive(Clone, Default)]
pub struct Refresh(Arc<AtomicBool>);

impl Refresh {
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// For pages on which somebody waits and nobody types.
pub fn refresh_unscripted() {
    if let Some(refresh) = use_context::<Refresh>() {
        refresh.0.store(true, Ordering::Relaxed);
    }
}

/// A page whose stream is not open does not change by itself; the style hides this while it is.
pub fn refresh_link() -> impl IntoView {
    view! { <span class="refresh">" · "<a href=site().path>{words().common.refresh}</a></span> }
}
