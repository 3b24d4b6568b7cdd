use super::{
    at,
    data::{DOKUS_LANG, Happening, HistoryEvent, HistoryPage},
    eyebrow,
    receipt::receipt_list,
};
use crate::{
    page::{site, words},
    texts::{happening, when},
    ui::{Back, Page},
};
use leptos::prelude::*;

/// Draws the history of one business, newest first.
pub fn history(page: HistoryPage) -> impl IntoView {
    let t = words();
    view! {
        <Page title=t.history.title class="column">
            <header class="stack stack--tight">
                <Back href=at(page.heading.business, "") label=t.common.back_to_tasks/>
                {eyebrow(&page.heading)}
                <h1>{t.history.title}</h1>
            </header>
            {receipt_list(page.receipts, &at(page.heading.business, ""))}
            <section class="card card--padded">{event_list(page.events)}</section>
        </Page>
    }
}

/// Sentences with their times; DOKU's words are in quotes.
pub fn event_list(events: Vec<HistoryEvent>) -> AnyView {
    let (t, site) = (words(), site());
    if events.is_empty() {
        return view! { <p class="muted">{t.history.empty}</p> }.into_any();
    }
    let row = |event: HistoryEvent| {
        let sentence = happening(t, &event.what, &site.partner_name);
        let (note, healed) = match event.what {
            Happening::Verdict { note, healed, .. } => (note, healed),
            Happening::Mended { reason, .. } => (reason, false),
            _ => (None, false),
        };
        view! {
            <li class="events__row">
                <span>{sentence}</span>
                {note.map(|note| view! { <q class="events__note" dir="auto" lang=DOKUS_LANG>{note}</q> })}
                <span class="muted">
                    {when(site.lang, event.at)}{healed.then(|| format!(" · {}", t.history.healed))}
                </span>
            </li>
        }
    };
    view! { <ol class="events">{events.into_iter().map(row).collect_view()}</ol> }.into_any()
}
