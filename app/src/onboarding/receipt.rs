use super::{
    at,
    data::{Receipt as Kept, ReceiptPage, ReceiptRow},
};
use crate::{
    page::{site, words},
    texts::{PackTable, receipt_pack, when_with_year},
    ui::{Back, Card, Page},
};
use leptos::prelude::*;

/// Draws the page of what was sent, and when. It shows the values of that time, whatever was changed since.
pub fn receipt(page: ReceiptPage, revision: Option<i64>) -> impl IntoView {
    let t = words();
    let business = page.business;
    let (back, label) = match revision {
        Some(_) => (at(business, "history"), t.history.title),
        None => (at(business, ""), t.common.back_to_tasks),
    };
    let content = match page.receipt {
        Some(receipt) => {
            let pdf = at(business, &format!("receipts/{}/pdf", receipt.revision));
            sheet(&receipt, pdf).into_any()
        }
        None => view! { <h1>{t.receipts.title}</h1><p>{t.receipts.none}</p> }.into_any(),
    };
    view! {
        <Page title=t.receipts.title class="column">
            <Back href=back label/>
            {content}
        </Page>
    }
}

/// Draws the receipt itself, fit for paper; the PDF says the same.
pub fn sheet(receipt: &Kept, pdf: String) -> impl IntoView + use<> {
    let (t, site) = (words(), site());
    let pack = receipt_pack(t, site.lang, &site.partner_name, receipt);
    view! {
        <h1>{pack.title}</h1>
        {pairs(pack.about)}
        {pack.tables.into_iter().map(part).collect_view()}
        <p class="muted">{pack.foot}</p>
        <p class="unprinted"><a href=pdf download>{t.receipts.pdf}</a>" · "<span class="muted">{t.receipts.print}</span></p>
    }
}

fn part(part: PackTable) -> impl IntoView {
    let rows = part.rows.into_iter().map(|row| {
        let mut cells = row.into_iter();
        (cells.next().unwrap_or_default(), cells.next().unwrap_or_default())
    });
    let rows = pairs(rows.collect());
    view! {
        <Card title=part.title>
            {rows}
            {part.remark.map(|remark| view! { <p class="muted">{remark}</p> })}
        </Card>
    }
}

fn pairs(rows: Vec<(String, String)>) -> impl IntoView {
    let row = |(name, value): (String, String)| {
        view! { <div class="pairs__row"><dt>{name}</dt><dd dir="auto"><bdi>{value}</bdi></dd></div> }
    };
    (!rows.is_empty()).then(|| view! { <dl class="pairs">{rows.into_iter().map(row).collect_view()}</dl> })
}

/// Draws every receipt of one business. `page` is the address that they stand under.
pub fn receipt_list(rows: Vec<ReceiptRow>, page: &str) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    let page = page.to_owned();
    let row = move |row: ReceiptRow| {
        let kind = if row.fixes { t.receipts.fixes } else { t.receipts.submission };
        let name = row.reference.unwrap_or_else(|| t.receipts.without_reference.to_owned());
        view! {
            <li class="events__row">
                <span><a class="id" href=format!("{page}/receipts/{}", row.revision)>{name}</a></span>
                <span class="muted">{kind}" · "{when_with_year(lang, row.at)}</span>
            </li>
        }
    };
    (!rows.is_empty()).then(|| {
        view! {
            <Card title=t.receipts.list>
                <ul class="events">{rows.into_iter().map(row).collect_view()}</ul>
            </Card>
        }
    })
}
