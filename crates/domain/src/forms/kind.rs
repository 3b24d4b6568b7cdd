//! Kinds of fields: the values that each takes, and how it keeps, shows and sends them.

use super::{
    errors::FieldError,
    limits,
    read::{self, Email},
};
use crate::{codes::Codes, phone::Phone};
use serde_json::{Map, Value as Json};
use std::marker::PhantomData;

/// Values by name, in the order of a form.
pub type Pairs = Vec<(&'static str, String)>;

/// The control in which a person fills in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    Line,
    Paragraph,
    Email,
    Telephone,
    Digits,
    /// The name or the address of an account on a network.
    Account,
    /// One of a few codes, all visible.
    Choice,
    /// One of many codes, in a list that opens.
    Select,
}

/// The way in which one field is read. The name of a kind stands in the rows of `form!`.
pub trait Kind {
    /// The accepted value.
    type Value;
    const CONTROL: Control;
    /// The least number of characters: see `Field::min`.
    const MIN: usize = 0;
    const MAX: usize;
    const OPTIONAL: bool = false;
    /// DOKU's names for the field: see `Field::wire`.
    const WIRE: &'static [&'static str] = &[];

    fn read(typed: &str) -> Result<Self::Value, FieldError>;

    /// Returns the value for people.
    fn show(value: &Self::Value) -> String;

    /// Adds the value to DOKU's body, under the name that `Field::sent_as` gives.
    fn send(value: &Self::Value, name: &'static str, body: &mut Pairs) {
        body.push((name, Self::show(value)));
    }

    /// Returns the value in a body that was sent, for people; empty where the body has none.
    fn of_body(body: &Map<String, Json>, name: &str) -> String {
        text(body, name).to_owned()
    }

    /// Returns the codes that the field offers.
    fn options() -> Vec<&'static str> {
        Vec::new()
    }
}

pub(super) fn text<'a>(body: &'a Map<String, Json>, name: &str) -> &'a str {
    body.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// One line of at most `MAX` characters.
pub struct Line<const MAX: usize>;

impl<const MAX: usize> Kind for Line<MAX> {
    type Value = String;
    const CONTROL: Control = Control::Line;
    const MIN: usize = limits::SHORTEST;
    const MAX: usize = MAX;

    fn read(typed: &str) -> Result<String, FieldError> {
        read::line(typed, Self::MIN, MAX)
    }

    fn show(value: &String) -> String {
        value.clone()
    }
}

/// A text of several lines, of at most `MAX` characters.
pub struct Paragraph<const MAX: usize>;

impl<const MAX: usize> Kind for Paragraph<MAX> {
    type Value = String;
    const CONTROL: Control = Control::Paragraph;
    const MIN: usize = limits::SHORTEST;
    const MAX: usize = MAX;

    fn read(typed: &str) -> Result<String, FieldError> {
        read::paragraph(typed, Self::MIN, MAX)
    }

    fn show(value: &String) -> String {
        value.clone()
    }
}

/// A number of `MIN` to `MAX` digits.
pub struct Digits<const MIN: usize, const MAX: usize>;

impl<const MIN: usize, const MAX: usize> Kind for Digits<MIN, MAX> {
    type Value = String;
    const CONTROL: Control = Control::Digits;
    const MIN: usize = MIN;
    const MAX: usize = MAX;

    fn read(typed: &str) -> Result<String, FieldError> {
        match read::digits(typed)? {
            digits if (MIN..=MAX).contains(&digits.len()) => Ok(digits),
            _ => Err(FieldError::DigitsBetween { min: MIN, max: MAX }),
        }
    }

    fn show(value: &String) -> String {
        value.clone()
    }
}

impl Kind for Email {
    type Value = Self;
    const CONTROL: Control = Control::Email;
    const MAX: usize = limits::EMAIL;

    fn read(typed: &str) -> Result<Self, FieldError> {
        read::email(typed)
    }

    fn show(value: &Self) -> String {
        value.as_str().to_owned()
    }
}

impl Kind for Phone {
    type Value = Self;
    const CONTROL: Control = Control::Telephone;
    const MIN: usize = *limits::PHONE_DIGITS.start();
    const MAX: usize = *limits::PHONE_DIGITS.end();
    const WIRE: &'static [&'static str] = &["phone_number", "phone_calling_code", "calling_code"];

    fn read(typed: &str) -> Result<Self, FieldError> {
        read::phone(typed)
    }

    fn show(value: &Self) -> String {
        value.to_string()
    }

    fn send(value: &Self, name: &'static str, body: &mut Pairs) {
        body.push(("phone_calling_code", value.calling_code().to_owned()));
        body.push((name, value.as_str().to_owned()));
    }

    fn of_body(body: &Map<String, Json>, name: &str) -> String {
        match text(body, name) {
            "" => String::new(),
            number => format!("+{} {number}", text(body, "phone_calling_code")),
        }
    }
}

/// One of DOKU's codes.
pub struct OneOf<C>(PhantomData<C>);

impl<C: Codes> Kind for OneOf<C> {
    type Value = C;
    const CONTROL: Control = Control::Choice;
    const MAX: usize = C::LONGEST;

    fn read(typed: &str) -> Result<C, FieldError> {
        read::choice(typed, C::KNOWN)
    }

    fn show(value: &C) -> String {
        value.to_string()
    }

    fn options() -> Vec<&'static str> {
        C::KNOWN.iter().map(Codes::as_str).collect()
    }
}

/// A field of kind `K` that may stay empty.
pub struct Optional<K>(PhantomData<K>);

impl<K: Kind> Kind for Optional<K> {
    type Value = Option<K::Value>;
    const CONTROL: Control = K::CONTROL;
    const MIN: usize = K::MIN;
    const MAX: usize = K::MAX;
    const OPTIONAL: bool = true;
    const WIRE: &'static [&'static str] = K::WIRE;

    fn read(typed: &str) -> Result<Self::Value, FieldError> {
        match K::read(typed) {
            Err(FieldError::Missing | FieldError::NotChosen) => Ok(None),
            outcome => outcome.map(Some),
        }
    }

    fn show(value: &Self::Value) -> String {
        value.as_ref().map(K::show).unwrap_or_default()
    }

    fn send(value: &Self::Value, name: &'static str, body: &mut Pairs) {
        if let Some(value) = value {
            K::send(value, name, body);
        }
    }

    fn of_body(body: &Map<String, Json>, name: &str) -> String {
        K::of_body(body, name)
    }

    fn options() -> Vec<&'static str> {
        K::options()
    }
}
