//! Lists, and their empty states.

use crate::context::words;
use leptos::prelude::*;

/// Draws a card when a list is empty, else the list.
pub fn or_blank<V: IntoView + 'static>(
    is_empty: bool,
    title: Option<&'static str>,
    text: impl Into<String>,
    list: impl FnOnce() -> V,
) -> AnyView {
    if !is_empty {
        return list().into_any();
    }
    let title = title.map(|title| view! { <h2>{title}</h2> });
    view! { <section class="card blank">{title}<p class="muted">{text.into()}</p></section> }.into_any()
}

/// Draws a line when a list is empty, for a list within a card.
pub fn or_muted<V: IntoView + 'static>(is_empty: bool, text: &'static str, list: impl FnOnce() -> V) -> AnyView {
    if is_empty { view! { <p class="muted">{text}</p> }.into_any() } else { list().into_any() }
}

/// Draws rows below the names of their columns; a column without a name holds actions.
pub fn table<N: Into<String>>(names: impl IntoIterator<Item = N>, rows: impl IntoView + 'static) -> impl IntoView {
    let name = |name: String| match name.is_empty() {
        true => view! { <td></td> }.into_any(),
        false => view! { <th scope="col">{name}</th> }.into_any(),
    };
    let names = names.into_iter().map(|text| name(text.into())).collect_view();
    view! { <table class="table"><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table> }
}

/// Draws links to the first page and to the next.
pub fn pager(first: Option<String>, next: Option<String>) -> impl IntoView {
    let r = &words().review;
    let first = first.map(|href| view! { <a href=href>{r.first_page}</a> });
    let next = next.map(|href| view! { <a class="button button--quiet" href=href>{r.next_page}</a> });
    view! { {first}{next} }
}
