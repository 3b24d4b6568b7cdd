use super::errors::{FieldError, FormErrors};

/// Gathers errors while fields are read, so that all of them are shown at once.
#[derive(Default)]
pub struct Judge(FormErrors);

impl Judge {
    pub fn read<T>(&mut self, field: &str, outcome: Result<T, FieldError>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.0.push((field.to_owned(), error));
                None
            }
        }
    }

    /// Returns what was made of the fields, or else every error.
    pub fn finish<T>(self, proof: impl FnOnce() -> Option<T>) -> Result<T, FormErrors> {
        match proof() {
            Some(proof) if self.0.is_empty() => Ok(proof),
            _ => Err(self.0),
        }
    }
}
