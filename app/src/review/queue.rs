use super::data::{CaseRow, Count, LeftOut, QueuePage, Tab};
use crate::{
    islands::Live,
    onboarding::{desk_tag, name_of},
    page::{problem_banner, query, refresh_link, site, words},
    paths::escape,
    texts::{Lang, acts_next, fill, kind_label, number, tab_name, turn, when_short},
    ui::{self, Page, Symbol, Tag, Tone, or_blank, pager},
};
use domain::{
    Millis,
    kyb::{Actor, Deadline, Pace},
};
use leptos::prelude::*;

/// Returns `/review?tab=…&search=…&after=…`.
fn href(tab: Tab, search: Option<&str>, after: Option<&str>) -> String {
    let part = |name, value: Option<&str>| value.map(|v| format!("&{name}={}", escape(v))).unwrap_or_default();
    format!("/review?tab={}{}{}", tab.as_str(), part("search", search), part("after", after))
}

/// Draws applications by what they wait for, the oldest first.
pub fn queue(page: QueuePage) -> impl IntoView {
    let (t, later) = (words(), query("after").is_some());
    view! {
        <Page title=t.review.queue class="wide">
            {problem_banner()}
            <div class="row row--between">
                <h1>{t.review.queue}</h1>
                {search_form(&page)}
            </div>
            <Live>
                <div class="live stack" id="live" data-live="/review/live" data-busy=t.common.page_changed_wait>
                    {tabs(&page)}
                    {calls_link(&page)}
                    {notes_link(&page)}
                    {search_note(&page)}
                    {table(&page)}
                    {pages(&page, later)}
                </div>
            </Live>
        </Page>
    }
}

/// Links to the meanings of DOKU's notes, beside the tab of fixes.
fn notes_link(page: &QueuePage) -> impl IntoView + use<> {
    let label = words().fixes.notes;
    (page.tab == Tab::Fixes).then(|| view! { <p class="muted"><a href="/review/notes">{label}</a></p> })
}

fn search_form(page: &QueuePage) -> impl IntoView + use<> {
    let t = words();
    let clear = page.search.is_some().then(|| {
        view! { <a href=href(page.tab, None, None)>{t.review.clear_search}</a> }
    });
    view! {
        <form class="search" method="get" action="/review" role="search">
            <input type="hidden" name="tab" value=page.tab.as_str()/>
            <label class="hidden" for="search">{t.review.search}</label>
            <input class="field__input search__input" type="search" id="search" name="search" dir="auto"
                aria-describedby="search-hint" placeholder=t.review.search_example value=page.search.clone().unwrap_or_default()/>
            <button class="button button--quiet" type="submit">{t.review.search_button}</button>
            {clear}
            <p class="search__hint" id="search-hint">{t.review.search_hint}</p>
        </form>
    }
}

/// Tells that a search covers all tabs, and what it left out.
fn search_note(page: &QueuePage) -> impl IntoView + use<> {
    let (r, lang) = (&words().review, site().lang);
    let left_out = match page.left_out {
        LeftOut::Nothing => None,
        LeftOut::Within => Some(r.search_short.to_owned()),
        LeftOut::Beyond(most) => Some(fill(r.search_cut, &[("count", &number(lang, most))])),
    };
    page.search
        .is_some()
        .then(|| view! { <p class="muted">{r.search_all}{left_out.map(|text| format!(" {text}"))}</p> })
}

fn tabs(page: &QueuePage) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    // A search covers all tabs: none is open then, and each leads out of it.
    let is_open = |tab: Tab| page.search.is_none() && tab == page.tab;
    let link = |(tab, count): &(Tab, Count)| {
        let count = counted(lang, *count);
        view! {
            <a class="tabs__tab" href=href(*tab, None, None)
                aria-current=is_open(*tab).then_some("page")>
                {tab_name(t, *tab)}" "<b class="tabs__count">{count}</b>
            </a>
        }
    };
    view! { <nav class="tabs" aria-label=t.review.tabs>{page.counts.iter().map(link).collect_view()}</nav> }
}

fn counted(lang: Lang, count: Count) -> String {
    match count {
        Count::Exactly(count) => number(lang, count),
        Count::MoreThan(count) => format!("{}+", number(lang, count)),
    }
}

/// Links to the page of calls. Not every troubled application has one.
fn calls_link(page: &QueuePage) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    page.calls.map(|calls| {
        view! {
            <p class="muted">{t.review.troubled_about}</p>
            <p class="row">
                <a href="/review/troubles">{fill(t.calls.troubles_count, &[("n", &counted(lang, calls))])}</a>
                <a href="/review/exchanges">{t.calls.exchanges}</a>
            </p>
        }
    })
}

fn table(page: &QueuePage) -> AnyView {
    let r = &words().review;
    let nothing = match &page.search {
        Some(search) => fill(r.empty_search, &[("search", search)]),
        None => r.empty.to_owned(),
    };
    let names = [r.col_business, r.col_kind, r.col_state, r.col_turn, r.col_since, r.col_due];
    or_blank(page.rows.is_empty(), None, nothing, || {
        let rows = page.rows.iter().map(|row| table_row(row, page.now)).collect_view();
        view! { <div class="card table-frame">{ui::table(names, rows)}</div> }
    })
}

fn table_row(row: &CaseRow, now: Millis) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    let r = &t.review;
    let heading = &row.heading;
    let due = row.deadline.map_or_else(|| "–".to_owned(), |deadline| when_short(lang, deadline.due));
    let pace = row.deadline.map(|deadline| pace_tag(deadline, now));
    let is_late = |deadline: Deadline| deadline.pace(now) == Pace::Late;
    let late = row.deadline.is_some_and(is_late) || row.bank_deadline.is_some_and(is_late);
    let bank = row.bank_deadline.filter(|deadline| deadline.pace(now) != Pace::InTime).map(|deadline| {
        let due = format!("{}: {}", t.facets.bank, when_short(lang, deadline.due));
        view! { <span class="due">{due}{pace_tag(deadline, now)}</span> }
    });
    let evidence = late.then(|| {
        view! { <small><a href=format!("/review/{}/evidence", heading.business)>{t.pack.title}</a></small> }
    });
    let kind = kind_label(t, &heading.business_type, &heading.legal_entity, &row.business_line);
    let actor = if row.stuck { Actor::Partner } else { acts_next(heading.standing(), row.to_fix) };
    view! {
        <tr>
            <th scope="row" class="table__name">
                <a href=format!("/review/{}", heading.business)><bdi>{name_of(heading)}</bdi></a>
                <small><bdi>{row.email.clone()}</bdi></small>
            </th>
            <td data-label=r.col_kind>{kind}</td>
            <td data-label=r.col_state>{desk_tag(heading.standing(), row.to_fix)}</td>
            <td data-label=r.col_turn>{turn(t, actor)}</td>
            <td class="table__when" data-label=r.col_since>{when_short(lang, row.since)}</td>
            <td data-label=r.col_due><span class="due">{due}{pace}</span>{bank}{evidence}</td>
        </tr>
    }
}

/// Draws amber when three quarters of a promise are over, late when all of it is, before that nothing.
pub fn pace_tag(deadline: Deadline, now: Millis) -> impl IntoView {
    let c = &words().clocks;
    match deadline.pace(now) {
        Pace::InTime => None,
        Pace::Amber => Some(view! { <Tag tone=Tone::Wait symbol=Symbol::Clock word=c.amber/> }),
        Pace::Late => Some(view! { <Tag tone=Tone::Fix symbol=Symbol::Alert word=c.late/> }),
    }
}

fn pages(page: &QueuePage, later: bool) -> impl IntoView + use<> {
    let search = page.search.as_deref();
    let next = page.rows.last().filter(|_| page.more).map(|row| href(page.tab, search, Some(&row.cursor)));
    let first = later.then(|| href(page.tab, search, None));
    view! { <div class="row">{pager(first, next)}<span class="muted">{refresh_link()}</span></div> }
}
