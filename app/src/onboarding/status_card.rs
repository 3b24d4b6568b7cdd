use super::api::{NoteFrom, Overview, RowStatus, Status};
use crate::{
    page::{site, words},
    texts::{actor, fill, row_status, state_text, state_title, when},
    ui::{Icon, Symbol, Tag, Tone},
};
use domain::kyb::{FacetKey, Pace, State, Verdict};
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
        State::ActionNeeded if fixable && is_from_doku(&page) => t.states.action_needed_text.to_owned(),
        State::ActionNeeded if fixable => fill(t.states.action_partner, &[("partner", &partner)]),
        State::ActionNeeded => fill(t.states.action_doku, &[("partner", &partner)]),
        _ => state_text(t, state, &partner, services(&page.status)),
    };
    let held_up = page.status.held_up.then(|| view! { <p>{t.tasks.held_up}</p> });
    view! {
        <section class="card status" data-tone=tone.as_str() data-state=state_code(state)>
            <h2 class="status__title"><Icon symbol/>{state_title(t, state, page.status.to_fix, &partner)}</h2>
            <p>{text}</p>
            {held_up}
            {promise(&page.status)}
            <p class="status__who">{actor(t, state.actor(), &partner)}</p>
        </section>
    }
}

/// DOKU named a part before it took the application.
fn is_from_doku(page: &Overview) -> bool {
    page.rows.iter().filter_map(|row| row.note.as_ref()).any(|note| note.from == NoteFrom::Doku)
}

/// How many services are on, and how many there are.
pub fn services(status: &Status) -> (usize, usize) {
    let services = status.facets.iter().filter(|row| matches!(row.key, FacetKey::Product(_)));
    services.fold((0, 0), |(on, all), row| (on + usize::from(row.verdict == Verdict::Accepted), all + 1))
}

/// The promised time; never a negative one.
fn promise(status: &Status) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    status.deadline.map(|deadline| match deadline.pace(status.now) {
        Pace::Late => view! { <p class="late">{t.tasks.late}</p> }.into_any(),
        Pace::InTime | Pace::Amber => {
            view! { <p><strong>{fill(t.tasks.due, &[("when", &when(lang, deadline.due))])}</strong></p> }.into_any()
        }
    })
}

/// For tests and styles.
const fn state_code(state: State) -> &'static str {
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
