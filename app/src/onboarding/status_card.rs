use super::{
    api::{FacetRow, NoteFrom, Overview, RowStatus, Status},
    services::count,
};
use crate::{
    page::{site, words},
    texts::{MarkedBy, action_text, actor, fill, row_status, state_text, state_title, when},
    ui::{Icon, NoteBox, Symbol, Tag, Tone},
};
use domain::kyb::{Pace, State, Verdict};
use leptos::prelude::*;

/// Colour and icon of a state; the title is the word.
pub const fn look(state: State) -> (Tone, Symbol) {
    match state {
        State::Draft => (Tone::Todo, Symbol::Pencil),
        State::Ready => (Tone::Todo, Symbol::Ready),
        State::PartnerCheck => (Tone::Wait, Symbol::Person),
        State::Sending => (Tone::Wait, Symbol::Send),
        State::InVerification => (Tone::Wait, Symbol::Clock),
        State::ActionNeeded => (Tone::Fix, Symbol::Alert),
        State::Verified => (Tone::Good, Symbol::Check),
        State::Active => (Tone::Good, Symbol::Checks),
        State::Suspended => (Tone::Fix, Symbol::Pause),
        State::Declined => (Tone::Fix, Symbol::Cross),
        State::Withdrawn => (Tone::Still, Symbol::Undo),
    }
}

pub fn state_tag(state: State, to_fix: usize) -> impl IntoView {
    let (tone, symbol) = look(state);
    view! { <Tag tone symbol word=state_title(words(), state, to_fix, &site().partner_name)/> }
}

pub fn row_tag(status: RowStatus) -> impl IntoView {
    let (tone, symbol) = match status {
        RowStatus::Todo => (Tone::Still, Symbol::Pencil),
        RowStatus::Started => (Tone::Todo, Symbol::Pencil),
        RowStatus::Optional => (Tone::Still, Symbol::Pencil),
        RowStatus::Done | RowStatus::Accepted => (Tone::Good, Symbol::Check),
        RowStatus::WithPartner => (Tone::Wait, Symbol::Person),
        RowStatus::Sending => (Tone::Wait, Symbol::Send),
        RowStatus::InReview => (Tone::Wait, Symbol::Clock),
        RowStatus::Fix => (Tone::Fix, Symbol::Alert),
        RowStatus::Fixed => (Tone::Todo, Symbol::Ready),
    };
    view! { <Tag tone symbol word=row_status(words(), status, &site().partner_name)/> }
}

/// What the state is, who acts, and by when.
#[component]
pub fn StatusCard(
    page: Overview,
    /** Sent back, and open here. */
    fixable: bool,
) -> impl IntoView {
    let (t, partner) = (words(), site().partner_name);
    let state = page.heading.state;
    let (tone, symbol) = look(state);
    let text = match state {
        State::ActionNeeded => action_text(t, marked_by(&page), fixable, &partner),
        _ => state_text(t, state, &partner, count(&page.status.services)),
    };
    let held_up = page.status.held_up.then(|| view! { <p>{t.tasks.held_up}</p> });
    view! {
        <section class="card status" data-tone=tone.as_str() data-state=state_code(state)>
            <h2 class="status__title"><Icon symbol/>{state_title(t, state, page.status.to_fix, &partner)}</h2>
            <p>{text}</p>
            {suspension(&page.status, state)}
            {held_up}
            {time(&page.status)}
            <p class="status__who">{actor(t, state.actor(), &partner)}</p>
        </section>
    }
}

/// Whose notes stand beside what is to be fixed.
fn marked_by(page: &Overview) -> MarkedBy {
    let from = |who| page.rows.iter().filter_map(|row| row.note.as_ref()).any(|note| note.from == who);
    match (from(NoteFrom::Doku), from(NoteFrom::Partner)) {
        (true, true) => MarkedBy::Both,
        (false, true) => MarkedBy::Partner,
        (_, false) => MarkedBy::Doku,
    }
}

/// DOKU's words about what it suspended, where merchants may read them.
fn suspension(status: &Status, state: State) -> Option<AnyView> {
    let off = |row: &&FacetRow| row.key.is_kyb() && row.verdict == Verdict::Suspended && row.note.is_some();
    let row = status.facets.iter().find(off).filter(|_| state == State::Suspended)?;
    let from = row.at.map_or_else(String::new, |at| format!(", {}", when(site().lang, at)));
    let from = format!("{}{from}", words().common.quote_doku);
    // There is nothing to correct here, so DOKU's words stand alone.
    Some(view! { <NoteBox from text=row.note.clone() meaning=None/> }.into_any())
}

/// By when, never a time that is over; where nothing is promised, since when.
fn time(status: &Status) -> AnyView {
    let (t, lang) = (words(), site().lang);
    match status.deadline {
        Some(deadline) if deadline.pace(status.now) == Pace::Late => {
            view! { <p class="late">{t.tasks.late}</p> }.into_any()
        }
        Some(deadline) => {
            view! { <p><strong>{fill(t.tasks.due, &[("when", &when(lang, deadline.due))])}</strong></p> }.into_any()
        }
        None => {
            view! { <p class="muted">{fill(t.clocks.since, &[("when", &when(lang, status.since))])}</p> }.into_any()
        }
    }
}

/// For tests and styles.
pub const fn state_code(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Ready => "ready",
        State::PartnerCheck => "partner_check",
        State::Sending => "sending",
        State::InVerification => "in_verification",
        State::ActionNeeded => "action_needed",
        State::Verified => "verified",
        State::Active => "active",
        State::Suspended => "suspended",
        State::Declined => "declined",
        State::Withdrawn => "withdrawn",
    }
}
