//! Corrections that wait to be sent: how many are ready, and what they change.

use super::{
    at,
    data::{Change, FileChange, FileRow, Fix, Resubmission, RowStatus},
    fix::facet_link,
    note_box, row_tag, thumbnail,
};
use crate::{
    page::{site, words},
    paths::{self, Side},
    texts::{facet, field_name, fill, fixed, item, value_label},
    ui::{Icon, Symbol},
};
use domain::{application::Page, ids::BusinessId};
use leptos::prelude::*;

/// Shows `2 dari 3 diperbaiki` and the way on. `here`: this page is one of those that correct.
pub fn resubmission_bar(resubmission: &Resubmission, here: bool) -> impl IntoView + use<> {
    let t = words();
    let (ready, all, full) = (resubmission.ready(), resubmission.fixes.len(), resubmission.is_full());
    let send = (full && here).then(|| {
        view! { <a class="button button--wide" href=at(resubmission.business, "check") data-primary>{t.fixes.bar_send}</a> }
    });
    view! {
        <section class="card card--padded resubmission" data-full=full.to_string() aria-labelledby="resubmission-label">
            <div class="row row--between">
                <label class="progress-label" for="resubmission-meter" id="resubmission-label">{fixed(t, ready, all)}</label>
                {full.then(|| view! { <span class="resubmission__done"><Icon symbol=Symbol::Check/>{t.fixes.ready}</span> })}
            </div>
            <progress class="meter" id="resubmission-meter" value=ready.to_string() max=all.to_string()></progress>
            {(!full).then(|| view! { <p class="muted">{t.fixes.bar_hint}</p> })}
            {send}
        </section>
    }
}

/// Says whom to ask about rejected parts that have no page.
pub fn others_note(resubmission: &Resubmission) -> Option<impl IntoView + use<>> {
    let (t, site) = (words(), site());
    let parts = resubmission.others.iter().map(|key| facet(t, key)).collect::<Vec<_>>().join(", ");
    let sentence = fill(t.fixes.others, &[("parts", &parts), ("partner", &site.partner_name)]);
    (!resubmission.others.is_empty()).then(|| view! { <p class="note note--calm">{sentence}</p> })
}

/// Returns the address of the next thing to correct, or of the page that sends all.
pub fn next_link(resubmission: &Resubmission) -> String {
    let open = resubmission.fixes.iter().find(|fix| !fix.ready && !fix.along);
    open.map_or_else(|| at(resubmission.business, "check"), |fix| link_of(resubmission.business, fix))
}

pub fn link_of(business: BusinessId, fix: &Fix) -> String {
    facet_link(business, &fix.facet, fix.note.as_ref(), &fix.items)
}

/// Draws every rejected facet, with its old and new values.
pub fn fix_list(resubmission: &Resubmission) -> impl IntoView + use<> {
    let business = resubmission.business;
    let cards = resubmission.fixes.clone().into_iter().map(|fix| card(business, fix)).collect_view();
    view! { <div class="stack">{cards}</div> }
}

fn card(business: BusinessId, fix: Fix) -> impl IntoView {
    let t = words();
    let (name, of) = (facet(t, &fix.facet), Page::of_facet(&fix.facet));
    let link = link_of(business, &fix);
    let status = if fix.ready { RowStatus::Fixed } else { RowStatus::Fix };
    let label = fill(if fix.ready { t.check.change_what } else { t.tasks.do_fix }, &[("task", &name)]);
    let untouched = match (fix.changes.is_empty() && fix.files.is_empty(), fix.along, fix.as_is) {
        (true, true, _) => Some(t.fixes.along),
        (true, false, true) => Some(t.fixes.as_is),
        (true, false, false) => Some(t.fixes.nothing_yet),
        (false, ..) => None,
    };
    let untouched = untouched.map(|words| view! { <p class="muted">{words}</p> });
    let go = if fix.ready { t.check.change } else { t.fixes.fix };
    view! {
        <section class="card card--padded stack fix">
            <div class="row row--between"><h2 class="slot__title">{name}</h2>{row_tag(status)}</div>
            {fix.note.map(|note| note_box(note, of))}
            {untouched}
            {fix.files.into_iter().map(|file| file_change(business, file)).collect_view()}
            {changes(fix.changes)}
            <p><a href=link aria-label=label>{go}</a></p>
        </section>
    }
}

fn changes(rows: Vec<Change>) -> impl IntoView {
    let t = words();
    let shown = |change: &Change, value: &str| match value.trim() {
        "" => t.fixes.empty.to_owned(),
        _ if change.page == Page::Documents => value.to_owned(),
        _ => value_label(t, &change.field, value).to_owned(),
    };
    let row = |change: Change| {
        let (before, after) = (shown(&change, &change.before), shown(&change, &change.after));
        view! {
            <div class="diff">
                <dt class="diff__name">{field_name(t, change.page, &change.field).to_owned()}</dt>
                <dd class="diff__before"><span class="hidden">{t.fixes.before}": "</span><del><bdi>{before}</bdi></del></dd>
                <dd class="diff__after"><span class="hidden">{t.fixes.after}": "</span><ins><bdi>{after}</bdi></ins></dd>
            </div>
        }
    };
    (!rows.is_empty()).then(|| view! { <dl class="stack stack--tight">{rows.into_iter().map(row).collect_view()}</dl> })
}

fn file_change(business: BusinessId, change: FileChange) -> impl IntoView {
    let t = words();
    let name = item(t, &change.item).to_owned();
    let picture = |label: &'static str, file: &FileRow| {
        let href = paths::file(Side::Merchant, business, &change.item.key(), file.id);
        view! {
            <figure class="swap__side">
                <figcaption>{label}</figcaption>
                {thumbnail(&href, file, &format!("{name}: {label}"))}
                <span class="muted"><bdi>{file.name.clone()}</bdi></span>
            </figure>
        }
    };
    let before = change.before.as_ref().map(|file| picture(t.fixes.before, file));
    let after = picture(t.fixes.after, &change.after);
    view! {
        <div class="swap">
            {before}
            {after}
        </div>
    }
}
