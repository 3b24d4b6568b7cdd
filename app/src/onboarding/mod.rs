//! What merchants see: one page per file.

mod actions;
pub mod api;

mod address;
mod bank;
mod basket;
mod brand;
mod business;
mod businesses;
mod check;
mod contact;
mod documents;
mod endings;
mod example;
mod fix;
mod form;
mod history;
mod kept;
mod new_business;
mod overview;
mod receipt;
mod rows;
mod sections;
mod services;
mod slot;
mod social;
mod status_card;
mod task_list;
mod track;

pub use actions::*;
pub use address::Address;
pub use bank::Bank;
pub use brand::Brand;
pub use business::Business;
pub use businesses::Businesses;
pub use check::Check;
pub use contact::Contact;
pub use documents::Documents;
pub use domain::reason::is_about_nik;
pub use fix::{facet_link, fix_link, item_link, task_of};
pub use history::{History, event_list};
pub use new_business::NewBusiness;
pub use overview::Overview;
pub use overview::action;
pub use receipt::{Receipt, receipt_list, sheet};
pub use sections::{masked_list, numbers};
pub use services::{Services, not_offered_tag, services_beside};
pub use slot::{desk_note, file_line, note_box, thumbnail};
pub use social::Social;
pub use status_card::{StatusCard, desk_row_tag, desk_tag, look, row_tag, state_code, state_tag};

use crate::{error::AppError, page::words};
use api::{Heading, Onboarding};
use domain::ids::BusinessId;
use leptos::prelude::*;
use std::sync::Arc;

/// What the server offers; every page and server function goes through it.
pub fn onboarding() -> Result<Arc<dyn Onboarding>, AppError> {
    use_context().ok_or_else(|| AppError::Internal { incident: "SERVER".to_owned() })
}

/// `/businesses/{id}` and what follows.
pub fn at(business: BusinessId, rest: &str) -> String {
    if rest.is_empty() { format!("/businesses/{business}") } else { format!("/businesses/{business}/{rest}") }
}

/// Characters of a business's name that any form takes; what is longer was only typed. Source: DOKU, Business Registration API.
const NAME: usize = 255;

/// As typed, or a word that says that nothing was typed yet.
pub fn name_of(heading: &Heading) -> String {
    let name = heading.name.trim();
    match name.char_indices().nth(NAME) {
        _ if name.is_empty() => words().common.nameless.to_owned(),
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// Name and number, above the heading of each page of one business.
pub fn eyebrow(heading: &Heading) -> impl IntoView + use<> {
    let id = heading.doku_id.clone().map(|id| view! { " · "<span class="id">{id}</span> });
    view! { <p class="muted eyebrow"><bdi>{name_of(heading)}</bdi>{id}</p> }
}
