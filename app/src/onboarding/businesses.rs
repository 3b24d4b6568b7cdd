use super::{at, data::BusinessRow, name_of, state_tag};
use crate::{
    page::{problem_banner, site, words},
    texts::{fill, when},
    ui::{Dock, Page, or_blank},
};
use domain::kyb::State;
use leptos::prelude::*;

/// Draws the merchant's businesses, newest first.
pub fn businesses(rows: Vec<BusinessRow>) -> impl IntoView {
    let t = words();
    let empty = rows.is_empty();
    let list = or_blank(empty, Some(t.businesses.empty_title), t.businesses.empty, || {
        view! { <ul class="card tasks">{rows.into_iter().map(row).collect_view()}</ul> }
    });
    view! {
        <Page title=t.common.businesses>
            <div class="column">
                {problem_banner()}
                <h1>{t.common.businesses}</h1>
                {list}
            </div>
            <Dock>
                <a class=if empty { "button button--wide" } else { "button button--quiet button--wide" }
                    href="/businesses/new">{t.businesses.add}</a>
            </Dock>
        </Page>
    }
}

fn row(row: BusinessRow) -> impl IntoView {
    let (t, lang) = (words(), site().lang);
    let heading = row.heading;
    let progress = fill(t.tasks.progress, &[("done", &row.done.to_string()), ("total", &row.total.to_string())]);
    let changed = fill(t.businesses.changed, &[("when", &when(lang, row.updated_at))]);
    let hint = match heading.state {
        State::Draft => format!("{progress} · {changed}"),
        _ => changed,
    };
    view! {
        <li class="tasks__row">
            <a class="task" href=at(heading.business, "")>
                <span class="task__title"><bdi>{name_of(&heading)}</bdi></span>
                {state_tag(heading.standing(), row.to_fix)}
                <span class="task__hint">{hint}</span>
            </a>
        </li>
    }
}
