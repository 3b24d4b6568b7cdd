use super::held::Evidence;
use crate::{
    onboarding::{data::DOKUS_LANG, name_of},
    page::{problem_banner, site, words},
    paths,
    texts::{PackTable, fill, mail_link, pack, when},
    ui::{Back, Card, Page},
};
use leptos::prelude::*;

/// Draws the evidence for DOKU about an application that waits too long.
pub fn evidence(evidence: Evidence) -> impl IntoView {
    let (t, site) = (words(), site());
    let p = &t.pack;
    let business = evidence.heading.business;
    let pack = pack(t, &site.partner_name, &evidence);
    let mail = mail_link(site.lang, t, &pack, &evidence);
    let marked = evidence.evidence_sent_at.map(|at| fill(p.marked, &[("when", &when(site.lang, at))]));
    let hint = fill(p.mark_hint, &[("partner", &site.partner_name)]);
    let about = pack.about.into_iter().map(|(name, value)| {
        view! { <div class="pairs__row"><dt>{name}</dt><dd>{value}</dd></div> }
    });
    view! {
        <Page title=format!("{} · {}", p.title, t.review.area) class="wide">
            <header class="stack stack--tight">
                <Back href=format!("/review/{business}") label=p.back/>
                <h1>{p.title}</h1>
                <p><bdi>{name_of(&evidence.heading)}</bdi></p>
                <p class="muted">{p.lead}</p>
            </header>
            <div class="row">
                <a class="button button--quiet" href=format!("/review/{business}/evidence.pdf") download>{p.pdf_file}</a>
                <a class="button button--quiet" href=format!("/review/{business}/evidence.txt") download>{p.text_file}</a>
                <a class="button button--quiet" href=mail>{p.mail}</a>
                <span class="muted">{p.mail_hint}</span>
            </div>
            {problem_banner()}
            <form class="row" method="post" action=paths::case(business, "evidence")>
                <button class="button button--quiet" type="submit" aria-describedby="mark-hint">{p.mark}</button>
                {marked.map(|marked| view! { <strong>{marked}</strong> })}
                <span class="muted" id="mark-hint">{hint}</span>
            </form>
            <Card title=p.about>
                <dl class="pairs">{about.collect_view()}</dl>
            </Card>
            {pack.tables.into_iter().map(table).collect_view()}
            <p class="muted">{pack.foot}</p>
        </Page>
    }
}

fn table(table: PackTable) -> impl IntoView {
    let (head, note) = (table.head.clone(), words().pack.note);
    let row = |row: Vec<String>| {
        let cells = row.into_iter().zip(head.clone()).map(|(value, name)| {
            let value = if value.is_empty() { "–".to_owned() } else { value };
            let lang = (name == note).then_some(DOKUS_LANG);
            view! { <td data-label=name lang=lang>{value}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let rows: Vec<_> = table.rows.into_iter().map(row).collect();
    let names = table.head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let body = (!rows.is_empty()).then(|| {
        view! {
            <div class="card table-frame">
                <table class="table table--ids"><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
    });
    view! {
        <section class="stack stack--tight">
            <h2 class="section-title">{table.title}</h2>
            {body}
            {table.remark.map(|remark| view! { <p class="muted">{remark}</p> })}
        </section>
    }
}
