//! Readers of single values, shared by the forms.

use super::{
    errors::FieldError,
    limits::{self, length},
};
use crate::text;

pub use crate::{
    forms::link::{FACEBOOK, INSTAGRAM, read as link},
    phone::read as phone,
};

/// An address that mail could be sent to, folded to lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl std::str::FromStr for Email {
    type Err = FieldError;
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        email(typed)
    }
}

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads one line of text between `min` and `max` characters.
pub fn line(typed: &str, min: usize, max: usize) -> Result<String, FieldError> {
    within(text::line(typed), min, max)
}

/// Reads several lines of text; line breaks stay.
pub fn paragraph(typed: &str, min: usize, max: usize) -> Result<String, FieldError> {
    within(text::lines(typed), min, max)
}

fn within(clean: String, min: usize, max: usize) -> Result<String, FieldError> {
    if clean.is_empty() {
        return Err(FieldError::Missing);
    }
    length(&clean, min, max)?;
    Ok(clean)
}

/// Reads digits of any script; blanks, dots and hyphens between them are dropped.
pub fn digits(typed: &str) -> Result<String, FieldError> {
    let clean: String = text::code(typed).chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if clean.is_empty() {
        return Err(FieldError::Missing);
    }
    if clean.bytes().all(|b| b.is_ascii_digit()) { Ok(clean) } else { Err(FieldError::NotDigits) }
}

pub fn email(typed: &str) -> Result<Email, FieldError> {
    let clean = text::email(typed);
    if clean.is_empty() {
        return Err(FieldError::Missing);
    }
    length(&clean, 1, limits::EMAIL)?;
    let printable =
        clean.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'(' | b')' | b',' | b';'));
    let named = |(name, host): (&str, &str)| {
        let labels = host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= limits::DOMAIN_LABEL
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        // A mail server takes a name without dots at its ends and without two in a row. Source: RFC 5321, dot-string.
        let dotted = name.split('.').all(|part| !part.is_empty());
        dotted && name.len() <= limits::EMAIL_NAME && !name.contains('@') && host.contains('.') && labels
    };
    if printable && clean.rsplit_once('@').is_some_and(named) { Ok(Email(clean)) } else { Err(FieldError::NotAnEmail) }
}

/// Reads one of the codes that the page offers.
pub fn choice<T: From<String> + PartialEq + Clone>(text: &str, offered: &[T]) -> Result<T, FieldError> {
    if text.is_empty() {
        return Err(FieldError::NotChosen);
    }
    let code = T::from(text.to_owned());
    if offered.contains(&code) { Ok(code) } else { Err(FieldError::NotInTheList) }
}
