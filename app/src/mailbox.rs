//! The mailbox of sandbox mode: mails go nowhere, and can be read here.

use crate::{
    account::{MailPage, MailRow},
    page::{site, words},
    texts::when,
    ui::{Back, Page, or_blank},
};
use leptos::prelude::*;

pub fn mailbox(rows: Vec<MailRow>) -> impl IntoView {
    let m = &words().mail;
    let list = or_blank(rows.is_empty(), None, m.mailbox_empty, || {
        let rows = rows.iter().map(row).collect_view();
        view! { <section class="card card--padded"><ol class="events">{rows}</ol></section> }
    });
    view! {
        <Page title=m.mailbox class="column">
            <header class="stack stack--tight">
                <h1>{m.mailbox}</h1>
                <p class="muted">{m.mailbox_lead}</p>
            </header>
            {list}
        </Page>
    }
}

fn row(mail: &MailRow) -> impl IntoView + use<> {
    view! {
        <li class="events__row">
            <a href=format!("/mail/{}", mail.id)>{mail.subject.clone()}</a>
            <span class="muted"><bdi>{mail.to.clone()}</bdi>" · "{when(site().lang, mail.sent_at)}</span>
        </li>
    }
}

pub fn mail(page: MailPage) -> impl IntoView {
    let m = &words().mail;
    let MailPage { row, text } = page;
    view! {
        <Page title=row.subject.clone() class="column">
            <header class="stack stack--tight">
                <Back href="/mail" label=m.back_to_mailbox/>
                <h1>{row.subject}</h1>
                <p class="muted">{m.col_to}": "<bdi>{row.to}</bdi>" · "{when(site().lang, row.sent_at)}</p>
            </header>
            <p><a class="button button--quiet" href=format!("/mail/{}/html", row.id)>{m.as_page}</a></p>
            <section class="card card--padded"><div class="letter" dir="auto">{lines(&text)}</div></section>
        </Page>
    }
}

/// Draws the text as it was sent, with links.
fn lines(text: &str) -> impl IntoView + use<> {
    text.lines()
        .map(|line| {
            let link = line.trim_start();
            let indent = line[..line.len() - link.len()].to_owned();
            let shown = link.to_owned();
            let line = match link.starts_with("http://") || link.starts_with("https://") {
                true => view! { {indent}<a href=link.to_owned()>{shown}</a> }.into_any(),
                false => view! { <span>{indent}{shown}</span> }.into_any(),
            };
            view! { {line}<br/> }
        })
        .collect_view()
}
