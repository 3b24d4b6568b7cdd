//! Notes beside a part: what was said about it, why it is locked, and what DOKU has by now.

use super::data::{Lock, Note};
use crate::{
    page::{site, words},
    texts::{explanation, facet, fill, locked, meaning, note_from, when},
    ui::{Icon, NoteBox, Symbol},
};
use domain::{Millis, application::Page, kyb::FacetKey};
use leptos::prelude::*;

/// Says why nothing can be changed here.
pub fn lock_line(lock: Lock) -> impl IntoView {
    let sentence = locked(words(), lock, &site().partner_name);
    view! { <p class="lock"><Icon symbol=Symbol::Lock/><span>{sentence}</span></p> }
}

/// Says that DOKU has other values by now.
pub fn mended_line(at: Millis) -> impl IntoView {
    let site = site();
    let (at, partner) = (when(site.lang, at), site.partner_name);
    let text = fill(words().fixes.mended, &[("partner", &partner), ("when", &at)]);
    view! { <p class="note note--calm">{text}</p> }
}

/// Shows a note, with our explanation beneath where we recognise it. `of` is the page that it is about.
pub fn note_box(note: Note, of: Option<Page>) -> impl IntoView {
    let from = attribution(&note);
    explained(from, note, of)
}

/// Shows a note to partners, with its meaning in a word and no advice for the merchant.
pub fn desk_note(note: Note) -> impl IntoView {
    let word = note.reason.map(|reason| meaning(words(), &reason).title.to_owned());
    view! { <NoteBox from=attribution(&note) text=note.text meaning=word lang=note.from.lang()/> }
}

/// Shows a note with the names of its parts, where nothing else names them.
pub fn facet_note(keys: &[&FacetKey], note: Note) -> AnyView {
    let names = keys.iter().map(|key| facet(words(), key)).collect::<Vec<_>>().join(", ");
    let from = format!("{names} · {}", attribution(&note));
    explained(from, note, keys.first().and_then(|key| Page::of_facet(key))).into_any()
}

/// Returns the author of a note and its time.
fn attribution(note: &Note) -> String {
    let site = site();
    let from = note_from(words(), note.from, &site.partner_name);
    match note.at {
        Some(at) => format!("{from}, {}", when(site.lang, at)),
        None => from,
    }
}

fn explained(from: String, note: Note, of: Option<Page>) -> impl IntoView {
    let meaning = explanation(words(), &note, of, &site().partner_name);
    view! { <NoteBox from text=note.text meaning lang=note.from.lang()/> }
}
