use super::data::{About, DeliveryRow, SettingsPage};
use crate::{
    page::{site, words},
    paths::{self, SETTINGS, escape},
    texts::{Texts, desk_title, fill, product, product_status, when_short},
    ui::{self, Symbol, Tag, Tone, or_muted},
};
use domain::{
    kyb::{Standing, State},
    outbox::{Answer, Delivery},
};
use leptos::prelude::*;

pub fn section(page: &SettingsPage, later: bool) -> impl IntoView + use<> {
    let s = &words().settings;
    let list = or_muted(page.deliveries.is_empty(), s.no_deliveries, || table(page));
    let older = page.deliveries.last().filter(|_| page.more).map(|row| {
        let to = format!("{SETTINGS}?before={}#deliveries", escape(&row.cursor));
        view! { <a class="button button--quiet" href=to>{s.older}</a> }
    });
    let newest = later.then(|| view! { <a href=format!("{SETTINGS}#deliveries")>{s.newest}</a> });
    view! {
        <section class="stack" aria-labelledby="deliveries">
            <h2 class="section-title" id="deliveries">{s.deliveries}</h2>
            {list}
            <div class="row">{newest}{older}</div>
        </section>
    }
}

fn table(page: &SettingsPage) -> impl IntoView + use<> {
    let (s, at) = (&words().settings, words().calls.col_at);
    let names = [s.col_what, s.col_endpoint, s.col_status, s.col_answer, s.col_attempts, at, ""];
    let table = ui::table(names, page.deliveries.iter().map(row).collect_view());
    view! { <div class="card table-frame">{table}</div> }
}

fn row(delivery: &DeliveryRow) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    let s = &t.settings;
    let what = delivery.what.as_ref().map(|what| sentence(t, what)).unwrap_or_default();
    let sequence = delivery.sequence.map(|sequence| format!(" #{sequence}"));
    let at = when_short(lang, delivery.tried_at.unwrap_or(delivery.created_at));
    let again = (delivery.status != Delivery::Waiting).then(|| {
        view! {
            <form method="post" action=paths::delivery(delivery.id, "resend")>
                <button class="link" type="submit">{s.resend}</button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="table__name">
                <a href=format!("/review/{}", delivery.business)><bdi>{delivery.name.clone()}</bdi></a>
                <small>{what}<span class="muted">{sequence}</span></small>
            </th>
            <td data-label=s.col_endpoint><bdi class="rows__name">{delivery.url.clone()}</bdi></td>
            <td data-label=s.col_status>{tag(delivery.status)}</td>
            <td data-label=s.col_answer>{answer(t, delivery.answer)}</td>
            <td data-label=s.col_attempts>{delivery.attempts.to_string()}</td>
            <td class="table__when" data-label=t.calls.col_at>{at}</td>
            <td>{again}</td>
        </tr>
    }
}

fn sentence(t: &Texts, what: &About) -> String {
    let s = &t.settings;
    let title = |standing: Standing| match standing {
        Standing::In(State::ActionNeeded) => s.to_fix.to_owned(),
        other => desk_title(t, other, 0),
    };
    match what {
        About::Moved(before, after) => format!("{} → {}", title(*before), title(*after)),
        About::Fixes(count) => fill(s.fixes, &[("count", &count.to_string())]),
        About::Product(code, verdict) => format!("{}: {}", product(t, code), product_status(t, *verdict)),
    }
}

pub fn answer(t: &Texts, answer: Option<Answer>) -> String {
    let s = &t.settings;
    match answer {
        Some(Answer::Timeout) => s.timeout.to_owned(),
        Some(Answer::NoAnswer) => s.no_answer.to_owned(),
        Some(Answer::Barred) => s.barred.to_owned(),
        Some(Answer::Status(status)) => format!("HTTP {status}"),
        None => "–".to_owned(),
    }
}

fn tag(status: Delivery) -> impl IntoView {
    let s = &words().settings;
    let (tone, symbol, word) = match status {
        Delivery::Waiting => (Tone::Wait, Symbol::Clock, s.waiting),
        Delivery::Delivered => (Tone::Good, Symbol::Check, s.delivered),
        Delivery::Failed => (Tone::Fix, Symbol::Alert, s.failed),
        Delivery::Skipped => (Tone::Still, Symbol::Pause, s.skipped),
    };
    view! { <Tag tone symbol word/> }
}
