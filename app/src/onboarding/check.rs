use super::{
    at,
    data::{CheckPage, Heading, Item, Lock, Resubmission},
    eyebrow,
    resubmission::{fix_list, link_of, others_note, resubmission_bar},
    sections::{file_list, section_list},
    task_list::link,
};
use crate::{
    page::{problem_banner, site, words},
    texts::{facet, fill, item, locked},
    ui::{Back, Dock, Icon, Page, Symbol},
};
use domain::{ids::BusinessId, kyb::Actor};
use leptos::prelude::*;

/// Draws the page with every value and file as it will be sent, and the button that sends it.
pub fn check(page: CheckPage) -> impl IntoView {
    match page.resubmission {
        Some(resubmission) => corrections(page.heading, resubmission, page.shown).into_any(),
        None => application(page).into_any(),
    }
}

/// Draws the corrections, and the button that sends them.
fn corrections(heading: Heading, resubmission: Resubmission, shown: String) -> impl IntoView {
    let t = words();
    let (business, full) = (resubmission.business, resubmission.is_full());
    let open = (!full).then(|| {
        let row = |fix: &super::data::Fix| {
            let name = facet(t, &fix.facet);
            (!fix.ready).then(|| view! { <li><a href=link_of(business, fix)>{name}</a></li> })
        };
        let rows = resubmission.fixes.iter().filter_map(row).collect_view();
        gaps(Some("not-ready"), t.fixes.missing, t.fixes.missing_text, rows)
    });
    view! {
        <Page title=t.fixes.title>
            <div class="column">
                {problem_banner()}
                <header class="stack stack--tight">
                    <Back href=at(business, "") label=t.common.back_to_tasks/>
                    {eyebrow(&heading)}
                    <h1>{t.fixes.title}</h1>
                    <p class="muted">{t.fixes.lead}</p>
                </header>
                {resubmission_bar(&resubmission, false)}
                {open}
                {fix_list(&resubmission)}
                {others_note(&resubmission)}
                {send_form("send-form", at(business, "fixes"), shown)}
            </div>
            <Dock>
                <button class="button button--wide" type="submit" form="send-form" disabled=!full
                    aria-describedby=(!full).then_some("not-ready")>{t.fixes.title}</button>
            </Dock>
        </Page>
    }
}

fn application(page: CheckPage) -> impl IntoView {
    let (t, partner) = (words(), site().partner_name);
    let business = page.heading.business;
    // A submitted application is past, and one that has ended goes nowhere.
    let open = page.submitted_at.is_none() && page.heading.state.actor() == Actor::Merchant;
    let ready = open && page.missing.is_empty();
    let first = page.partner_reviews.then(|| fill(t.check.lead_partner, &[("partner", &partner)]));
    let missing = (open && !ready).then(|| missing_list(business, page.missing));
    let receipt = page.submitted_at.map(|_| {
        view! { " "<a href=at(business, "receipt")>{t.receipts.title}</a> }
    });
    let sent = page.submitted_at.is_some();
    let ended = Lock::at_end(page.heading.state).filter(|_| !sent).map(|end| locked(t, end, &partner));
    let locked = (!open).then(|| view! { <p>{ended.unwrap_or_else(|| t.check.sent.to_owned())}{receipt}</p> });
    let lead = open.then(|| view! { <p class="muted">{t.check.lead}" "{first}</p> });
    let title = if sent { t.check.sent_title } else { t.check.title };
    view! {
        <Page title>
            <div class="column">
                {problem_banner()}
                <header class="stack stack--tight">
                    <Back href=at(business, "") label=t.common.back_to_tasks/>
                    {eyebrow(&page.heading)}
                    <h1>{title}</h1>
                    {lead}
                </header>
                {locked}
                {missing}
                {file_list(business, page.slots, open)}
                {section_list(page.sections, open.then_some(business))}
                {ready.then(|| send_form("submit-form", at(business, "submit"), page.shown))}
            </div>
            {ready.then(|| {
                view! { <Dock><button class="button button--wide" type="submit" form="submit-form">{t.check.submit}</button></Dock> }
            })}
        </Page>
    }
}

/// Draws the form of the button in the dock, with the mark of what the page shows.
fn send_form(id: &'static str, action: String, shown: String) -> impl IntoView {
    view! { <form method="post" action=action id=id><input type="hidden" name="shown" value=shown/></form> }
}

fn missing_list(business: BusinessId, missing: Vec<Item>) -> impl IntoView {
    let t = words();
    let row = |of: Item| view! { <li><a href=link(business, &of, true)>{item(t, &of).to_owned()}</a></li> };
    gaps(None, t.check.missing, t.check.missing_text, missing.into_iter().map(row).collect_view())
}

/// Draws the items that are still missing: each row leads to its page.
fn gaps(id: Option<&'static str>, title: &'static str, text: &'static str, rows: impl IntoView) -> impl IntoView {
    view! {
        <section class="errors" id=id>
            <h2 class="errors__title"><Icon symbol=Symbol::Alert/>{title}</h2>
            <p>{text}</p>
            <ul class="errors__list">{rows}</ul>
        </section>
    }
}
