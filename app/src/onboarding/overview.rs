use super::{
    at,
    data::{Item, Overview as Answer, Resubmission, RowStatus, TaskRow},
    endings::{Endings, again},
    eyebrow,
    products::products_beside,
    resubmission::{next_link, resubmission_bar},
    status_card::{StatusCard, others_act, status_title},
    task_list::{TaskList, link},
    track::Track,
};
use crate::{
    islands::Live,
    page::{problem_banner, refresh_link, refresh_unscripted, site, words},
    texts::{fill, item, requirement, to_fix, when},
    ui::{Back, Dock, Page, support_link},
};
use domain::{
    Millis,
    kyb::{Standing, State},
    requirement::{Changes, Listed},
};
use leptos::prelude::*;

/// Draws the task list and the status of one business; each state has one card and one action.
pub fn overview(page: Answer) -> impl IntoView {
    let t = words();
    let business = page.heading.business;
    let sent = !matches!(page.heading.state, State::Draft | State::Ready);
    let title = if sent { t.tasks.title_sent } else { t.tasks.title };
    let state = status_title(&page);
    if others_act(&page) {
        refresh_unscripted();
    }
    let announce = fill(t.common.page_changed, &[("state", &state)]);
    view! {
        <Page title=format!("{state} · {title}")>
            <Live>
                <div class="live" id="live" data-live=at(business, "live")
                    data-announce=announce data-busy=t.common.page_changed_wait>
                    {content(page, title)}
                </div>
            </Live>
        </Page>
    }
}

fn content(page: Answer, title: &'static str) -> impl IntoView {
    let t = words();
    let (business, state) = (page.heading.business, page.heading.state);
    let fixable = page.is_fixable();
    let ended = matches!(state, State::ActionNeeded | State::Suspended | State::Declined | State::Withdrawn);
    let tracked = page.status.submitted_at.is_some() && !ended;
    let demo = (state == State::PartnerCheck).then(how_to_go_on);
    let track = tracked.then(|| view! { <Track page=page.clone()/> });
    let products = products_beside(&page);
    let typing = matches!(state, State::Draft | State::Ready);
    let meter = (typing || fixable && page.resubmission.is_none()).then(|| progress(&page));
    let bar = page.resubmission.as_ref().map(|resubmission| resubmission_bar(resubmission, false));
    let list_of = page.list_of.filter(|_| page.editable).map(list_of);
    let renewed = page.renewed.clone().filter(|_| page.editable).and_then(renewed);
    let dock = action(&page).map(|(href, label)| {
        view! { <Dock><a class="button button--wide" href=href data-primary>{label}</a></Dock> }
    });
    view! {
        <div class="column">
            {problem_banner()}
            <header class="stack stack--tight">
                <Back href="/businesses" label=t.common.businesses/>
                {eyebrow(&page.heading)}
                <h1>{title}</h1>
            </header>
            <StatusCard page=page.clone()/>
            {demo}
            {meter}
            {bar}
            {track}
            {products}
            <section class="stack">
                {tracked.then(|| view! { <h2 class="section-title">{t.tasks.list}</h2> })}
                {list_of}
                {renewed}
                <TaskList
                    business state rows=page.rows.clone() consented=page.consent_given
                    facets=page.status.facets.clone() now=page.status.now
                />
            </section>
            <Endings page=page.clone()/>
            <p class="muted">
                {typing.then(kept_how)}" "
                <a href=at(business, "history")>{t.history.title}</a>{refresh_link()}
            </p>
        </div>
        {dock}
    }
}

/// Says when DOKU's list was asked for, since it may have changed.
pub fn list_of(at: Millis) -> impl IntoView {
    let text = fill(words().tasks.list_of, &[("when", &when(site().lang, at))]);
    view! { <p class="note">{text}</p> }
}

/// Says how DOKU's list differs from the one that the business was begun with; nothing if it does not.
pub fn renewed((at, changes): (Millis, Changes)) -> Option<impl IntoView> {
    if changes.is_none() {
        return None;
    }
    let t = words();
    let names =
        |list: &[Listed]| list.iter().map(|file| requirement(t, &file.code, &file.name)).collect::<Vec<_>>().join(", ");
    let lines = [
        (t.tasks.list_added, &changes.added),
        (t.tasks.list_gone, &changes.gone),
        (t.tasks.list_changed, &changes.changed),
    ];
    let lines = lines.into_iter().filter(|(_, list)| !list.is_empty());
    let lines =
        lines.map(|(sentence, list)| view! { <li>{fill(sentence, &[("what", &names(list))])}</li> }).collect_view();
    let title = fill(t.tasks.list_renewed, &[("when", &when(site().lang, at))]);
    Some(view! {
        <section class="note note--calm">
            <p>{title}</p>
            <ul>{lines}</ul>
            <p>{t.tasks.list_kept}</p>
        </section>
    })
}

/// Says how answers are saved: only scripts save by themselves.
fn kept_how() -> impl IntoView {
    let t = words();
    view! { <span class="scripted">{t.tasks.autosaved}</span><span class="unscripted">{t.tasks.press_save}</span> }
}

/// Returns the address and the label of the one primary action.
pub fn action(page: &Answer) -> Option<(String, String)> {
    let t = words();
    let business = page.heading.business;
    let to = |row: &TaskRow, sentence| (link(business, &row.item, page.consent_given), named(sentence, &row.item));
    if page.heading.standing() == Standing::WithoutProduct {
        return Some(contact());
    }
    match page.heading.state {
        State::Draft => {
            let open = |row: &&TaskRow| matches!(row.status, RowStatus::Todo | RowStatus::Started | RowStatus::Fix);
            page.rows.iter().find(open).map(|row| to(row, t.tasks.do_continue))
        }
        State::Ready => Some((at(business, "check"), t.check.title.to_owned())),
        State::ActionNeeded => {
            let fixable = page.rows.iter().find(|row| page.may_fix(row)).map(|row| to(row, t.tasks.do_fix));
            let fixes = page.resubmission.as_ref().map(next_step);
            Some(fixes.or(fixable).unwrap_or_else(contact))
        }
        State::Suspended | State::Declined => Some(contact()),
        State::Withdrawn => again(page).or_else(|| Some(("/businesses/new".to_owned(), t.tasks.do_again.to_owned()))),
        State::PartnerCheck | State::Sending | State::InVerification | State::Verified | State::Active => None,
    }
}

/// Returns the link to the next fix; once all are ready, to the page that sends them.
fn next_step(resubmission: &Resubmission) -> (String, String) {
    let t = words();
    let left = resubmission.fixes.len() - resubmission.ready();
    let label = if left == 0 { t.fixes.bar_send.to_owned() } else { to_fix(t, left) };
    (next_link(resubmission), label)
}

/// Returns the link to the partner, where the merchant can do nothing here.
fn contact() -> (String, String) {
    let site = site();
    let label = fill(words().tasks.do_contact, &[("partner", &site.partner_name)]);
    (support_link(&site.partner_support), label)
}

fn named(sentence: &str, of: &Item) -> String {
    fill(sentence, &[("task", item(words(), of))])
}

fn progress(page: &Answer) -> impl IntoView + use<> {
    let (done, total) = (page.done.to_string(), page.total.to_string());
    let text = fill(words().tasks.progress, &[("done", &done), ("total", &total)]);
    view! {
        <div class="stack stack--tight">
            <label class="progress-label" for="progress">{text}</label>
            <progress class="meter" id="progress" value=done max=total></progress>
        </div>
    }
}

/// Says, in simulation, who can approve: nobody else will.
fn how_to_go_on() -> impl IntoView {
    let t = words();
    site().sandbox.map(|sandbox| {
        view! {
            <section class="note note--calm">
                <h2 class="note__from">{t.tasks.demo_title}</h2>
                <p>{t.tasks.demo_text}</p>
                <dl class="pairs">
                    <dt>{t.account.email}</dt><dd><code>{sandbox.reviewer_email}</code></dd>
                    <dt>{t.account.password}</dt><dd><code>{sandbox.password}</code></dd>
                </dl>
            </section>
        }
    })
}
