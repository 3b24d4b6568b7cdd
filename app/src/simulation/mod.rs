//! `/states`: every state as a merchant sees it, in simulation only.

mod samples;

use crate::{
    onboarding::{StatusCard, action, products_beside},
    page::{site, words},
    ui::Page,
};
use leptos::prelude::*;
use samples::{Sample, samples};

pub fn states() -> impl IntoView {
    let t = words();
    let cards = samples(t, &site().partner_name).into_iter().map(card).collect_view();
    view! {
        <Page title=t.samples.title class="wide">
            <header class="stack stack--tight">
                <h1>{t.samples.title}</h1>
                <p class="muted">{t.samples.lead}</p>
            </header>
            <div class="samples">{cards}</div>
        </Page>
    }
}

/// Draws the card with the button of the merchant's page, which leads nowhere here.
fn card(sample: Sample) -> impl IntoView {
    let t = words();
    let Sample { name, page } = sample;
    let code = name.clone();
    let button = match action(&page) {
        Some((_, label)) => view! { <p class="button button--wide" data-action>{label}</p> }.into_any(),
        None => view! { <p class="muted" data-action>{t.samples.no_button}</p> }.into_any(),
    };
    let products = products_beside(&page);
    view! {
        <article class="stack stack--tight" data-sample=name>
            <p class="muted"><code>{code}</code></p>
            <StatusCard page/>
            {products}
            {button}
        </article>
    }
}
