use super::{Icon, Symbol, field::wants_focus};
use leptos::prelude::*;

/// Draws somebody's words in quotes, with ours below.
#[component]
pub fn NoteBox(
    #[prop(into)] from: String,
    #[prop(optional_no_strip)] text: Option<String>,
    #[prop(optional_no_strip)] meaning: Option<String>,
    /// The language of the quote, where it is known.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="note">
            <p class="note__from">{from}</p>
            {text.map(|text| view! { <blockquote class="note__words" dir="auto" lang=lang><q>{text}</q></blockquote> })}
            {meaning.map(|meaning| view! { <p class="note__meaning">{meaning}</p> })}
        </div>
    }
}

/// Shows the problem of the last click above everything else. It takes the focus, as the error summary does.
#[component]
pub fn Banner(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    /** It stands there whatever was clicked. */
    #[prop(optional)]
    standing: bool,
) -> impl IntoView {
    let focus = !standing && !wants_focus();
    view! {
        <div class="banner" role="alert" tabindex="-1" autofocus=focus>
            <p class="banner__title"><Icon symbol=Symbol::Alert/>{title}</p>
            <p>{text}</p>
        </div>
    }
}
