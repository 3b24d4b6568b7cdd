//! The pages of merchants, one per file.

pub mod data;

mod businesses;
mod check;
mod documents;
mod endings;
mod example;
mod fix;
mod form;
mod happened;
mod history;
mod new_business;
mod notes;
mod overview;
mod products;
mod receipt;
mod receipt_data;
mod resubmission;
mod rows;
mod sections;
mod slot;
mod status_card;
mod tags;
mod task_list;
mod track;

pub use businesses::businesses;
pub use check::check;
pub use documents::documents;
pub use fix::{facet_link, fix_link, item_link};
pub use form::form;
pub use history::{event_list, history};
pub use new_business::new_business;
pub use notes::{desk_note, note_box};
pub use overview::{action, overview};
pub use products::{Products, not_offered_tag, products_beside};
pub use receipt::{receipt, receipt_list, sheet};
pub use resubmission::next_link;
pub use sections::{masked_list, numbers};
pub use slot::{file_line, thumbnail};
pub use status_card::StatusCard;
pub use tags::{desk_row_tag, desk_tag, row_tag, state_tag, tone_and_symbol};

use crate::page::words;
pub use crate::paths::business as at;
use data::Heading;
use leptos::prelude::*;

/// The most characters of a business's name that any form takes; the rest is cut. Source: DOKU, Business Registration
/// API.
const NAME: usize = 255;

/// Returns the name as typed, or a word that says that nothing was typed yet.
pub fn name_of(heading: &Heading) -> String {
    let name = heading.name.trim();
    match name.char_indices().nth(NAME) {
        _ if name.is_empty() => words().common.nameless.to_owned(),
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// Draws the name and number above the heading of each page of one business.
pub fn eyebrow(heading: &Heading) -> impl IntoView + use<> {
    let id = heading.doku_id.clone().map(|id| view! { " · "<span class="id">{id}</span> });
    view! { <p class="muted eyebrow"><bdi>{name_of(heading)}</bdi>{id}</p> }
}
