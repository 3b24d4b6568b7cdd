use super::{
    api::{Item, Note, RowStatus, TaskRow},
    at,
    fix::item_link,
    row_tag,
};
use crate::{
    page::{site, words},
    texts::{item, note_from},
};
use domain::ids::BusinessId;
use leptos::prelude::*;

/// The page of an item; a file has its place on the page of documents.
pub fn link(business: BusinessId, item: &Item) -> String {
    match item {
        Item::Slot { slot, .. } => format!("{}#slot-{slot}", at(business, "documents")),
        Item::Form(task) => at(business, task.as_str()),
    }
}

/// Rows with their status; what needs fixing comes first, and the first of it is marked.
#[component]
pub fn TaskList(business: BusinessId, mut rows: Vec<TaskRow>) -> impl IntoView {
    let t = words();
    rows.sort_by_key(|row| (row.status != RowStatus::Fix, row.status != RowStatus::Fixed));
    let first = rows.iter().position(|row| row.status == RowStatus::Fix);
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let href =
                if row.status == RowStatus::Fix { item_link(business, &row.item) } else { link(business, &row.item) };
            let current = (Some(index) == first).then_some("true");
            view! {
                <li class="tasks__row" id=format!("row-{}", row.item.key())>
                    <a class="task" href=href aria-current=current>
                        <span class="task__title">{item(t, &row.item).to_owned()}</span>
                        {row_tag(row.status)}
                        {row.hint.map(|hint| view! { <span class="task__hint"><bdi>{hint}</bdi></span> })}
                        {row.note.and_then(note_line)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card tasks" aria-label=t.tasks.list>{rows}</ul> }
}

fn note_line(note: Note) -> Option<impl IntoView> {
    let from = note_from(words(), note.from, &site().partner_name);
    note.text.map(|text| view! { <span class="task__hint" dir="auto">{from}": "<q>{text}</q></span> })
}
