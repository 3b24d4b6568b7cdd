//! Texts that people of the partner write with their decisions.

use crate::error::Result;
use app::error::AppError;
use domain::text;

/// The most characters of a reason.
pub const REASON: usize = 1_000;

/// Returns the reason as it is kept, or `TooLarge`, which `routes/forms.rs` shows on its page.
pub fn clean(typed: &str) -> Result<String> {
    let reason = text::lines(typed);
    if reason.chars().count() > REASON { Err(AppError::TooLarge.into()) } else { Ok(reason) }
}

/// Returns the reason; an empty one is `NoReason`.
pub fn reason_of(typed: &str) -> Result<String> {
    let reason = clean(typed)?;
    if reason.is_empty() { Err(AppError::NoReason.into()) } else { Ok(reason) }
}
