use crate::{
    onboarding::{
        data::{DOKUS_LANG, Heading},
        name_of,
    },
    page::{problem_banner, site, words},
    paths,
    texts::{PackTable, fill, mail_link, pack, when},
    ui::{Back, Card, Page},
};
use domain::{
    Millis,
    kyb::{Deadline, FacetKey, Verdict},
};
use leptos::prelude::*;

/// What we know of one application, without personal data and without notes that are meant for the partner alone.
pub struct Evidence {
    pub now: Millis,
    pub heading: Heading,
    /// `BRN-…` of the partner, and of the merchant.
    pub client_id: String,
    pub brand_id: Option<String>,
    pub deadline: Option<Deadline>,
    pub submitted_at: Option<Millis>,
    pub sent_at: Option<Millis>,
    pub verified_at: Option<Millis>,
    pub read_at: Option<Millis>,
    /// When somebody marked that DOKU was shown this.
    pub evidence_sent_at: Option<Millis>,
    /// The newest, oldest first; `all_calls` counts those left out too.
    pub calls: Vec<CallRow>,
    pub all_calls: usize,
    /// Newest first; `all_callbacks` counts those left out too.
    pub callbacks: Vec<CallbackRow>,
    pub all_callbacks: usize,
    pub facets: Vec<FacetAge>,
}

/// A registration or an update of ours.
pub struct CallRow {
    pub is_update: bool,
    pub request_id: String,
    pub first_sent_at: Option<Millis>,
    pub done_at: Option<Millis>,
    pub attempts: i64,
}

pub struct CallbackRow {
    pub request_id: String,
    pub received_at: Millis,
    pub deliveries: i64,
    /// As DOKU wrote it: `BUSINESS_DOCUMENT`; `None`: it could not be read.
    pub kind: Option<String>,
    pub status: Option<String>,
}

pub struct FacetAge {
    pub key: FacetKey,
    pub verdict: Verdict,
    /// DOKU's time of the verdict; while it waits, when it was sent.
    pub at: Option<Millis>,
    /// Numbers in it are masked.
    pub note: Option<String>,
    /// DOKU's promise for it alone, while it runs.
    pub deadline: Option<Deadline>,
}

/// What is shown to DOKU about an application that waits too long.
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
