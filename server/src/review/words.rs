//! What people of the partner write beside what they do.

use crate::error::Result;
use app::error::AppError;
use domain::text;

/// Characters of a reason.
pub const REASON: usize = 1_000;

/// A reason as it is kept: whole, or not at all. Its page tells one that is too long (`routes/forms.rs`).
pub fn clean(typed: &str) -> Result<String> {
    let reason = text::lines(typed);
    if reason.chars().count() > REASON { Err(AppError::TooLarge.into()) } else { Ok(reason) }
}

/// Nothing at all is `NoReason`.
pub fn reason_of(typed: &str) -> Result<String> {
    let reason = clean(typed)?;
    if reason.is_empty() { Err(AppError::NoReason.into()) } else { Ok(reason) }
}
