use super::calls::{ExchangeRow, ExchangesPage};
use crate::{
    page::{query, refresh_link, site, words},
    paths::escape,
    texts::{fill, when_short},
    ui::{self, Back, Page, Symbol, Tag, Tone, or_blank, pager},
};
use leptos::prelude::*;

/// Returns `/review/exchanges?request=…&after=…`.
fn href(request_id: Option<&str>, after: Option<&str>) -> String {
    let parts = [("request", request_id), ("after", after)].into_iter();
    let parts: Vec<String> = parts.filter_map(|(name, value)| Some(format!("{name}={}", escape(value?)))).collect();
    if parts.is_empty() { "/review/exchanges".to_owned() } else { format!("/review/exchanges?{}", parts.join("&")) }
}

/// Draws every request to DOKU and its answer, the newest first.
pub fn exchanges(page: ExchangesPage) -> impl IntoView {
    let (t, later) = (words(), query("after").is_some());
    let only = page.request_id.clone().map(|id| {
        let text = fill(t.calls.exchanges_of, &[("id", &id)]);
        view! { <p class="row"><span class="id">{text}</span><a href="/review/exchanges">{t.calls.all_exchanges}</a></p> }
    });
    let next = page.rows.last().filter(|_| page.more).map(|row| href(page.request_id.as_deref(), Some(&row.cursor)));
    let first = later.then(|| href(page.request_id.as_deref(), None));
    let rows = or_blank(page.rows.is_empty(), None, t.calls.no_exchanges, || {
        view! { <div class="card table-frame">{table(page.rows)}</div> }
    });
    view! {
        <Page title=t.calls.exchanges class="wide">
            <header class="stack stack--tight">
                <Back href="/review/troubles" label=t.calls.troubles/>
                <h1>{t.calls.exchanges}</h1>
                <p class="muted">{t.calls.exchanges_about}{refresh_link()}</p>
                {only}
            </header>
            {rows}
            <div class="row">{pager(first, next)}</div>
        </Page>
    }
}

pub fn table(rows: Vec<ExchangeRow>) -> impl IntoView {
    let t = &words().calls;
    let names = [t.col_at, t.col_call, t.col_status, t.col_ms, t.col_attempt, t.request_id];
    ui::table(names, rows.into_iter().map(table_row).collect_view())
}

fn table_row(row: ExchangeRow) -> impl IntoView {
    let t = &words().calls;
    let only = href(Some(&row.request_id), None);
    view! {
        <tr>
            <td class="table__when" data-label=t.col_at>{when_short(site().lang, row.at)}</td>
            <th scope="row"><span class="id">{row.method}" "{row.path}</span></th>
            <td data-label=t.col_status>{status(row.status)}</td>
            <td class="table__when" data-label=t.col_ms><span class="id">{row.took_ms.to_string()}" ms"</span></td>
            <td data-label=t.col_attempt>{row.attempt.to_string()}</td>
            <td data-label=t.request_id><a class="id" href=only>{row.request_id}</a></td>
        </tr>
    }
}

fn status(status: Option<i64>) -> impl IntoView {
    let (tone, symbol) = match status {
        Some(200..300) => (Tone::Good, Symbol::Check),
        Some(409) => (Tone::Still, Symbol::Checks),
        Some(_) => (Tone::Fix, Symbol::Alert),
        None => (Tone::Fix, Symbol::Cross),
    };
    let word = status.map_or_else(|| words().calls.no_status.to_owned(), |status| status.to_string());
    view! { <Tag tone symbol word/> }
}
