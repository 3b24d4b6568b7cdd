//! What partners see: the queue, and one case.

mod actions;
pub mod api;
mod case;
mod decide;
mod queue;

pub use actions::*;
pub use case::Case;
pub use queue::Queue;

use crate::error::AppError;
use api::Review;
use leptos::prelude::*;
use std::sync::Arc;

/// What the server offers; every page and server function goes through it.
pub fn review() -> Result<Arc<dyn Review>, AppError> {
    use_context().ok_or_else(|| AppError::Internal { incident: "SERVER".to_owned() })
}
