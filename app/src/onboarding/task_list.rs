use super::{
    at,
    data::{FacetRow, Item, Lock, Note, NoteFrom, RowStatus, TaskRow},
    fix::item_link,
    products::promise,
    row_tag,
};
use crate::{
    page::{site, words},
    texts::{fill, item, note_from},
};
use domain::{Millis, application::Page, ids::BusinessId, kyb::State};
use leptos::prelude::*;

/// Returns the page of an item; after consent, a file has its place on the page of documents.
pub fn link(business: BusinessId, item: &Item, consented: bool) -> String {
    match item {
        Item::File(_) if !consented => at(business, "documents"),
        Item::File(file) => format!("{}#slot-{}", at(business, "documents"), file.slot),
        Item::Form(page) => at(business, &page.to_string()),
    }
}

/// Rows with their status; those to fix come first, and the first of them is marked. A status that all rows share is
/// said once, above.
#[component]
pub fn TaskList(
    business: BusinessId,
    mut rows: Vec<TaskRow>,
    consented: bool,
    /// The facets, some of which have a promise of DOKU's own.
    facets: Vec<FacetRow>,
    now: Millis,
    state: State,
) -> impl IntoView {
    let t = words();
    let partner = site().partner_name;
    let alike = alike(&rows);
    let asks = Lock::at_end(state).is_none();
    rows.sort_by_key(|row| (row.status != RowStatus::Fix, row.status != RowStatus::Fixed));
    let first = rows.iter().position(|row| row.status == RowStatus::Fix);
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let href = match row.status {
                RowStatus::Fix => item_link(business, &row.item),
                _ => link(business, &row.item, consented),
            };
            let open = lacking(&row).filter(|_| asks);
            // The card says why DOKU declined, part by part.
            let note = row.note.filter(|note| state != State::Declined || note.from == NoteFrom::Partner);
            let is_here = |facet: &FacetRow| matches!(row.item, Item::Form(page) if Page::of_facet(&facet.key) == Some(page));
            let mut promised = facets.iter().filter(|facet| row.status == RowStatus::InReview && is_here(facet));
            let due = promised.find_map(|facet| facet.deadline);
            let current = (Some(index) == first).then_some("true");
            view! {
                <li class="tasks__row" id=format!("row-{}", row.item.key())>
                    <a class="task" href=href aria-current=current>
                        <span class="task__title">{item(t, &row.item).to_owned()}</span>
                        {alike.is_none().then(|| row_tag(row.status))}
                        {row.hint.map(|hint| view! { <span class="task__hint"><bdi>{hint}</bdi></span> })}
                        {open.map(|open| view! { <span class="task__hint">{open}</span> })}
                        {due.map(|due| view! { <span class="task__hint">{promise(due, now)}</span> })}
                        {row.mended.map(|_| view! { <span class="task__hint">{fill(t.fixes.mended_row, &[("partner", &partner)])}</span> })}
                        {note.and_then(note_line)}
                    </a>
                </li>
            }
        })
        .collect_view();
    let once = alike.map(|status| view! { <p class="row">{t.tasks.all_rows}" "{row_tag(status)}</p> });
    view! { {once}<ul class="card tasks" aria-label=t.tasks.list>{rows}</ul> }
}

/// Returns the status that all rows share; `None` while there is something to do.
fn alike(rows: &[TaskRow]) -> Option<RowStatus> {
    let first = rows.first()?.status;
    let idle = matches!(first, RowStatus::WithPartner | RowStatus::Sending | RowStatus::InReview | RowStatus::Accepted);
    let over = matches!(first, RowStatus::Refused | RowStatus::Suspended);
    ((idle || over) && rows.len() > 1 && rows.iter().all(|row| row.status == first)).then_some(first)
}

/// Says what a begun row still lacks: the photo or the value beside it. A begun optional form may also be emptied.
fn lacking(row: &TaskRow) -> Option<String> {
    let t = words();
    if matches!(row.item, Item::Form(Page::Social(_))) && row.status == RowStatus::Started {
        return Some(t.tasks.social_open.to_owned());
    }
    let Item::File(file) = &row.item else { return None };
    let beside = if file.code == "KTP" { t.documents.nik } else { t.documents.values_title };
    (row.status == RowStatus::Started).then(|| match row.hint {
        Some(_) => fill(t.documents.value_open, &[("what", beside)]),
        None => t.documents.photo_open.to_owned(),
    })
}

fn note_line(note: Note) -> Option<impl IntoView> {
    let from = note_from(words(), note.from, &site().partner_name);
    let lang = note.from.lang();
    note.text.map(|text| view! { <span class="task__note" dir="auto">{from}": "<q lang=lang>{text}</q></span> })
}
