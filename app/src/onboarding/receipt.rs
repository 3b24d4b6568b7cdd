use super::{
    api::CheckPage,
    at, eyebrow, onboarding,
    sections::{file_list, section_list},
};
use crate::{
    page::{business_id, load, site, viewer, words},
    texts::{fill, when},
    ui::{Back, Page},
};
use leptos::prelude::*;

/// What was submitted, and when: the check page, to keep.
#[component]
pub fn Receipt() -> impl IntoView {
    let ask = (business_id(), viewer(), onboarding());
    load(
        async move {
            let (business, viewer, onboarding) = ask;
            onboarding?.check(viewer?, business?).await
        },
        |page| show(page).into_any(),
    )
}

fn show(page: CheckPage) -> impl IntoView {
    let (t, lang) = (words(), site().lang);
    let business = page.heading.business;
    let submitted = page.submitted_at;
    let lead = match submitted {
        Some(at) => fill(t.check.receipt_lead, &[("when", &when(lang, at))]),
        None => t.check.not_yet.to_owned(),
    };
    let content =
        submitted.map(|_| view! { {file_list(business, page.slots, false)}{section_list(page.sections, None)} });
    view! {
        <Page title=t.check.receipt_title>
            <div class="column">
                <header class="stack stack--tight">
                    <Back href=at(business, "") label=t.common.back_to_tasks/>
                    {eyebrow(&page.heading)}
                    <h1>{t.check.receipt_title}</h1>
                    <p>{lead}</p>
                </header>
                {content}
            </div>
        </Page>
    }
}
