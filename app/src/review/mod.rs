//! What partners see: the queue, and one case.

mod actions;
pub mod api;
pub mod calls;
mod case;
mod decide;
mod endings;
mod evidence;
mod exchanges;
mod notes;
mod queue;
mod receipt;
mod reveal;
pub mod settings;
mod troubles;
mod uncertain;

pub use actions::*;
pub use case::Case;
pub use evidence::Evidence;
pub use exchanges::Exchanges;
pub use notes::Notes;
pub use queue::Queue;
pub use receipt::ReceiptView;
pub use reveal::Reveal;
pub use troubles::Troubles;

use crate::error::AppError;
use api::Review;
use leptos::prelude::*;
use std::sync::Arc;

/// What the server offers; every page and server function goes through it.
pub fn review() -> Result<Arc<dyn Review>, AppError> {
    use_context().ok_or_else(|| AppError::Internal { incident: "SERVER".to_owned() })
}
