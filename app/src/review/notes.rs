use super::data::NoteRow;
use crate::{
    onboarding::data::DOKUS_LANG,
    page::{problem_banner, site, words},
    paths,
    texts::{fill, meaning, when},
    ui::{Back, Page, Symbol, Tag, Tone, or_blank},
};
use domain::reason::Reason;
use leptos::prelude::*;

/// Draws notes of DOKU's that our catalogue does not know, and their meanings as a person of the partner gave them.
pub fn notes(rows: Vec<NoteRow>) -> impl IntoView {
    let t = words();
    let list = or_blank(rows.is_empty(), Some(t.fixes.notes_empty), t.fixes.notes_empty_text, || {
        view! { <ul class="stack">{rows.into_iter().map(row).collect_view()}</ul> }
    });
    view! {
        <Page title=t.fixes.notes class="wide">
            {problem_banner()}
            <header class="stack stack--tight">
                <Back href="/review" label=t.review.queue/>
                <h1>{t.fixes.notes}</h1>
                <p class="muted">{t.fixes.notes_lead}</p>
            </header>
            {list}
        </Page>
    }
}

fn row(row: NoteRow) -> impl IntoView {
    let (t, lang) = (words(), site().lang);
    let (tone, symbol, word) = match row.reason {
        Some(_) => (Tone::Good, Symbol::Check, t.fixes.notes_mapped),
        None => (Tone::Todo, Symbol::Pencil, t.fixes.notes_open),
    };
    let seen = fill(t.fixes.notes_times, &[("n", &row.seen.to_string())]);
    let internal = row.internal.then(|| view! { " · "<strong>{t.fixes.notes_internal}</strong> });
    // One page has several of these, so each needs an id of its own.
    let id = format!("reason-{}", row.id);
    let option = |reason: Reason| {
        let chosen = row.reason == Some(reason);
        view! { <option value=reason.as_str() selected=chosen>{meaning(t, &reason).title}</option> }
    };
    let tag = (!row.internal).then(|| view! { <Tag tone symbol word/> });
    // Merchants never read it, so it needs no meaning for them.
    let form = (!row.internal).then(|| {
        view! {
            <form class="mapping__form" method="post" action=paths::note(row.id)>
                <div class="field">
                    <label class="field__label" for=id.clone()>{t.fixes.notes_meaning}</label>
                    <select class="field__input" id=id name="reason">
                        <option value="">{t.common.choose}</option>
                        {Reason::ALL.map(option).collect_view()}
                    </select>
                </div>
                <button class="button button--quiet" type="submit">{t.common.save}</button>
            </form>
        }
    });
    view! {
        <li class="card card--padded stack mapping">
            <div class="row row--between">
                <blockquote class="note__words" dir="auto" lang=DOKUS_LANG><q>{row.note}</q></blockquote>
                {tag}
            </div>
            <p class="muted">{seen}" · "{t.fixes.notes_seen}" "{when(lang, row.last_seen)}{internal}</p>
            {form}
        </li>
    }
}
