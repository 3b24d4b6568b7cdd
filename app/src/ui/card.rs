use leptos::prelude::*;

/// A card with a heading.
#[component]
pub fn Card(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <section class="card card--padded stack stack--tight">
            <h2 class="slot__title">{title}</h2>
            {children()}
        </section>
    }
}

/// Confirms what cannot be undone: `about` is above the button, with fields between.
#[component]
pub fn Sure(
    label: &'static str,
    action: String,
    #[prop(into)] about: String,
    button: &'static str,
    /// True when nothing is lost by it.
    #[prop(optional)]
    harmless: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = if harmless { "button button--quiet" } else { "button button--fix" };
    view! {
        <details class="sure">
            <summary class="link">{label}</summary>
            <form class="stack stack--tight" method="post" action=action>
                <p class="muted" dir="auto">{about}</p>
                {children.map(|children| children())}
                <button class=class type="submit">{button}</button>
            </form>
        </details>
    }
}
