//! How long a value may be.

use super::errors::FieldError;

/// Characters.
pub(super) fn length(clean: &str, min: usize, max: usize) -> Result<(), FieldError> {
    match clean.chars().count() {
        got if got > max => Err(FieldError::TooLong { max, got }),
        got if got < min => Err(FieldError::TooShort { min }),
        _ => Ok(()),
    }
}
