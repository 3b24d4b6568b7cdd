//! The errors of typed values.

use super::site::Site;
use serde::{Deserialize, Serialize};

/// The error of one field. Its sentence lives in `app`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FieldError {
    Missing,
    /// No option was chosen.
    NotChosen,
    /// Lengths count characters.
    TooShort {
        min: usize,
    },
    TooLong {
        max: usize,
        got: usize,
    },
    /// The field takes exactly `want` digits.
    Digits {
        want: usize,
        got: usize,
    },
    /// The field takes `min` to `max` digits.
    DigitsBetween {
        min: usize,
        max: usize,
    },
    NotDigits,
    NotLetters,
    NotLettersOrDigits,
    NotAnEmail,
    NotAPhone,
    /// The number names another country and is not valid there.
    NotAForeignPhone,
    /// DOKU has no room for its calling code or its number, or for a zero between them.
    PhoneNotTakenByDoku,
    NotAPostalCode,
    /// The field takes the name or the web address of an account.
    NotAnInstagramAccount,
    NotAFacebookPage,
    /// The address belongs to another network than the field's.
    LinkOf(Site),
    NotInTheList,
    /// ` - ` separates the parts of an area, so no part may contain it.
    Separator,
    TooEasy,
    Taken,
    Unavailable,
}

/// Every error of a form, by the name of its field, in the order of the form.
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
