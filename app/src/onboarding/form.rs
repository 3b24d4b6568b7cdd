//! The frame around the fields of one task, which all form pages share.

use super::{
    at,
    data::{FormPage, Item, Lock, Note},
    example::example,
    eyebrow,
    fix::{Elsewhere, elsewhere, field_of, is_whole, place},
    notes::{lock_line, mended_line, note_box},
    products::bank_clock,
    resubmission::resubmission_bar,
    row_tag,
};
use crate::{
    fields::{Fields, posted},
    islands::Autosave,
    page::{has_kept, not_taken, problem_banner, query, site, words},
    paths,
    site::Clashes,
    texts::{fill, lead, task, when},
    ui::{Back, Banner, Dock, ErrorSummary, FieldMarks, Icon, Page, Symbol, field_id, upon_fields},
};
use domain::{application, forms::Marks, ids::BusinessId};
use leptos::prelude::*;

/// Draws the page of one form: its purpose, and the values as typed.
pub fn form(page: FormPage) -> AnyView {
    let t = words();
    let (of, business, lock) = (page.page, page.heading.business, page.lock);
    let pointed = if lock.is_none() { page.pointed } else { Vec::new() };
    // Values that were kept from an ended session were neither saved nor judged.
    let unsaved = lock.is_none() && has_kept();
    let fields = Fields::new(of, page.judged && lock.is_none() && !unsaved, page.errors).pointed_at(pointed);
    let complaints = fields.complaints();
    let errors = complaints.len();
    let lost = lock.and_then(|_| not_taken());
    mark_fields(of, &fields, page.note.as_ref(), &page.locked);
    let bar = page.resubmission.as_ref().map(|resubmission| resubmission_bar(resubmission, true));
    let as_is = page.resubmission.as_ref().and_then(|_| as_is_form(business, of));
    let save = if page.resubmission.is_some() { t.fixes.save } else { t.common.save_and_go_on };
    let picture = page.note.as_ref().filter(|_| lock.is_none()).and_then(|note| example(&Item::Form(of), Some(note)));
    let elsewhere = page.note.as_ref().filter(|_| lock.is_none());
    let elsewhere = elsewhere.and_then(|note| elsewhere_link(business, of, note));
    let saved =
        page.saved_at.filter(|_| !unsaved).map(|at| fill(t.common.saved_at, &[("when", &when(site().lang, at))]));
    let only = (lock.is_none() && !page.locked.is_empty())
        .then(|| view! { <p class="lock"><Icon symbol=Symbol::Lock/><span>{t.fixes.locked_fields}</span></p> });
    let clock = page.deadline.filter(|_| lock == Some(Lock::InReview)).map(|due| bank_clock(due, page.now));
    let (title, inside) = (task(t, of), fields.draw(&page.form));
    view! {
        <Page title errors>
            <div class="column">
                {lost}
                {problem_banner()}
                {unchanged_banner()}
                {as_is}
                <ErrorSummary rows=complaints/>
                <header class="stack stack--tight">
                    <Back href=at(business, "") label=t.common.back_to_tasks/>
                    {eyebrow(&page.heading)}
                    <div class="row row--between"><h1>{title}</h1>{row_tag(page.status)}</div>
                    <p class="muted">{lead(t, of)}</p>
                </header>
                {page.note.map(|note| note_box(note, Some(of)))}
                {page.mended.map(mended_line)}
                {picture}
                {elsewhere}
                {clock.map(|clock| view! { <p>{clock}</p> })}
                {only}
                {task_form(business, of, page.upon, lock, saved, inside)}
                {bar}
            </div>
            {lock.is_none().then(|| view! { <Dock>{save_button(save)}</Dock> })}
        </Page>
    }
    .into_any()
}

/// Gives the focus to the field that `?fix=` names, and marks fields that are locked in an open form.
fn mark_fields(of: application::Page, fields: &Fields, note: Option<&Note>, locked: &[String]) {
    let id = |field: &String| field_id(&fields.name(field));
    let wanted = query("fix").and_then(|fix| field_of(of, &fix, note.and_then(|note| note.reason)));
    // A link to the form as a whole leads to the field that DOKU points at.
    let pointed = fields.first_pointed().filter(|_| query("fix").is_some_and(|fix| is_whole(of, &fix)));
    provide_context(FieldMarks {
        focus: pointed.or_else(|| wanted.as_ref().map(id)),
        locked: locked.iter().map(id).collect(),
    });
}

fn elsewhere_link(business: BusinessId, of: application::Page, note: &Note) -> Option<impl IntoView + use<>> {
    let t = words();
    let (meant, fix) = elsewhere(of, note, |code| Some(code.to_owned()))?;
    let label = match meant {
        Elsewhere::Selfie => t.fixes.selfie,
        Elsewhere::Nik => t.fixes.nik,
        Elsewhere::BankBook => t.fixes.bank_book,
    };
    let href = place(business, application::Page::Documents, &fix);
    Some(view! { <p><a class="button button--quiet button--wide" href=href>{label}</a></p> })
}

/// Says that the saved values are the ones that DOKU rejected.
pub fn unchanged_banner() -> impl IntoView {
    let t = words();
    query("unchanged").map(|_| view! { <Banner title=t.fixes.unchanged_title text=t.fixes.unchanged/> })
}

/// Draws the form that sends right values once more as they are, since DOKU may err.
fn as_is_form(business: BusinessId, of: application::Page) -> Option<impl IntoView + use<>> {
    let t = words();
    query("unchanged").map(|_| {
        view! {
            <form class="card card--padded stack stack--tight" method="post" action=format!("{}/keep-as-is", paths::page(business, of))>
                <p>{t.fixes.keep_as_is_text}</p>
                <button class="button button--quiet button--wide" type="submit">{t.fixes.keep_as_is}</button>
            </form>
        }
    })
}

/// Draws the form itself. With scripts, typed text is saved as it comes.
pub fn task_form(
    business: BusinessId,
    of: application::Page,
    upon: Marks,
    lock: Option<Lock>,
    saved: Option<String>,
    inside: AnyView,
) -> AnyView {
    let t = words();
    if let Some(lock) = lock {
        return view! {
            {lock_line(lock)}
            <fieldset class="card card--padded stack locked" disabled>{inside}</fieldset>
        }
        .into_any();
    }
    let upon = upon.into_iter().map(|(field, mark)| (posted(of, "upon", &field), mark)).collect();
    // After a clash only the button saves, since it says which of two values to keep.
    let saves_itself = use_context::<Clashes>().is_none().then_some("");
    view! {
        <Autosave>
            <form class="card card--padded stack" method="post" action=paths::page(business, of) id="task-form" novalidate
                data-autosave=saves_itself data-clashed=t.common.not_saved_clash
                data-saved=t.common.saved data-saving=t.common.saving data-failed=t.common.not_saved
                data-locked=t.common.not_saved_locked data-ended=t.common.not_saved_ended>
                {upon_fields(upon)}
                {inside}
                <p class="saved" role="status" data-autosave-status>{saved}</p>
            </form>
        </Autosave>
    }
    .into_any()
}

pub fn save_button(label: &'static str) -> impl IntoView {
    view! {
        <button class="button button--wide" type="submit" form="task-form" name="judge" value="true">
            {label}
        </button>
    }
}
