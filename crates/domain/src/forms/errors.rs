//! What is wrong with what was typed.

use super::site::Site;
use serde::{Deserialize, Serialize};

/// What is wrong with one field. The sentence for it lives in `app`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FieldError {
    Missing,
    /// None of a few was chosen.
    NotChosen,
    /// Characters.
    TooShort {
        min: usize,
    },
    TooLong {
        max: usize,
        got: usize,
    },
    /// Exactly so many digits were asked for.
    Digits {
        want: usize,
        got: usize,
    },
    /// Between so many digits.
    DigitsBetween {
        min: usize,
        max: usize,
    },
    NotDigits,
    NotLetters,
    NotLettersOrDigits,
    NotAnEmail,
    NotAPhone,
    /// It says another country, and is no number there.
    NotAForeignPhone,
    /// DOKU has no room for its calling code, or for the zero before it.
    PhoneNotTakenByDoku,
    NotAPostalCode,
    /// An account's name or its web address was asked for.
    NotAnInstagramAccount,
    NotAFacebookPage,
    /// An address of another network than the field's.
    LinkOf(Site),
    NotInTheList,
    /// ` - ` parts the pieces of an area, so it cannot stand inside one.
    Separator,
    TooEasy,
    Taken,
    Unavailable,
}

/// Every error at once, by the name of its field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormErrors(pub Vec<(String, FieldError)>);

impl FormErrors {
    pub fn of(&self, field: &str) -> Option<FieldError> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, error)| *error)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
