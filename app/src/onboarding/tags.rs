//! The tags of states: a word, a colour and an icon.

use super::data::RowStatus;
use crate::{
    page::{site, words},
    texts::{desk_row_status, desk_title, row_status, state_title},
    ui::{Symbol, Tag, Tone},
};
use domain::kyb::{Standing, State};
use leptos::prelude::*;

/// Returns the colour and icon of a state; its title is the word.
pub const fn tone_and_symbol(standing: Standing) -> (Tone, Symbol) {
    let Standing::In(state) = standing else { return (Tone::Wait, Symbol::Check) };
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

pub fn state_tag(standing: Standing, to_fix: usize) -> impl IntoView {
    let (tone, symbol) = tone_and_symbol(standing);
    view! { <Tag tone symbol word=state_title(words(), standing, to_fix, &site().partner_name)/> }
}

/// Draws the tag of a state, in the partner's words.
pub fn desk_tag(standing: Standing, to_fix: usize) -> impl IntoView {
    let (tone, symbol) = tone_and_symbol(standing);
    view! { <Tag tone symbol word=desk_title(words(), standing, to_fix)/> }
}

pub fn row_tag(status: RowStatus) -> impl IntoView {
    let (tone, symbol) = row_tone_and_symbol(status);
    view! { <Tag tone symbol word=row_status(words(), status, &site().partner_name)/> }
}

/// Draws the tag of a row, in the partner's words.
pub fn desk_row_tag(status: RowStatus) -> impl IntoView {
    let (tone, symbol) = row_tone_and_symbol(status);
    view! { <Tag tone symbol word=desk_row_status(words(), status)/> }
}

const fn row_tone_and_symbol(status: RowStatus) -> (Tone, Symbol) {
    match status {
        RowStatus::Todo => (Tone::Still, Symbol::Pencil),
        RowStatus::Started => (Tone::Todo, Symbol::Pencil),
        RowStatus::Optional => (Tone::Still, Symbol::Pencil),
        RowStatus::Done | RowStatus::Accepted => (Tone::Good, Symbol::Check),
        RowStatus::WithPartner => (Tone::Wait, Symbol::Person),
        RowStatus::Sending => (Tone::Wait, Symbol::Send),
        RowStatus::InReview => (Tone::Wait, Symbol::Clock),
        RowStatus::Fix => (Tone::Fix, Symbol::Alert),
        RowStatus::Refused => (Tone::Fix, Symbol::Cross),
        RowStatus::Suspended => (Tone::Fix, Symbol::Pause),
        RowStatus::Fixed => (Tone::Todo, Symbol::Ready),
    }
}
