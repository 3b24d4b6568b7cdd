//! Telephone numbers of any country.

use crate::{
    forms::{FieldError, limits},
    text,
};
use phonenumber::{Metadata, metadata::DATABASE};
use std::fmt;

/// The calling code of a number without `+`.
const INDONESIA: &str = "62";

/// A number in the form that DOKU takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    calling_code: String,
    number: String,
}

impl Phone {
    /// Returns DOKU's `phone_calling_code`.
    pub fn calling_code(&self) -> &str {
        &self.calling_code
    }

    /// Returns DOKU's `phone_number`: the digits behind the calling code.
    pub fn as_str(&self) -> &str {
        &self.number
    }
}

/// Writes the number for people.
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{} {}", self.calling_code, self.number)
    }
}

/// Reads a number; `0812…`, `+62 812…`, `62812…` and `812…` are the same. One with `+` and another calling code is
/// judged by the rules of that country. Nothing is guessed: one without a `+` is Indonesian, and `00…` is none.
pub fn read(typed: &str) -> Result<Phone, FieldError> {
    let folded = text::code(typed);
    if folded.is_empty() {
        return Err(FieldError::Missing);
    }
    let written = folded.strip_prefix("tel:").unwrap_or(&folded);
    let is_between = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')');
    if written.chars().any(|c| !c.is_ascii_digit() && c != '+' && !is_between(c)) {
        return Err(FieldError::NotAPhone);
    }
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let says_country = written.trim_start_matches(is_between).starts_with('+');
    // No calling code begins with 0: `+0812…` is a slip of the finger.
    if says_country && !digits.is_empty() && !digits.starts_with('0') && !digits.starts_with(INDONESIA) {
        foreign(&digits)
    } else {
        indonesian(&digits)
    }
}

/// Judges the length alone: such numbers were always taken, and numbering plans of offices and villages are odd.
fn indonesian(digits: &str) -> Result<Phone, FieldError> {
    let rest = digits.strip_prefix(INDONESIA).unwrap_or(digits);
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    if !limits::PHONE_DIGITS.contains(&rest.len()) || rest.starts_with('0') {
        return Err(FieldError::NotAPhone);
    }
    Ok(Phone { calling_code: INDONESIA.to_owned(), number: rest.to_owned() })
}

fn foreign(digits: &str) -> Result<Phone, FieldError> {
    let (calling_code, number) = split(digits).ok_or(FieldError::NotAForeignPhone)?;
    let fits = calling_code.len() <= limits::CALLING_CODE_DIGITS
        && limits::PHONE_DIGITS.contains(&number.len())
        && !number.starts_with('0');
    if !fits {
        return Err(FieldError::PhoneNotTakenByDoku);
    }
    Ok(Phone { calling_code: calling_code.to_owned(), number: number.to_owned() })
}

/// Splits calling code and number by libphonenumber's tables, without the digit that only callers within the country
/// dial: the 0 of `+44 (0)20 …`. Its parser is not used: it takes an 8 that belongs to the number off a Russian one.
fn split(digits: &str) -> Option<(&str, &str)> {
    let countries_of = |code: &str| DATABASE.by_code(&code.parse::<u16>().ok()?);
    let codes = (1..=3).filter_map(|length| digits.split_at_checked(length));
    let (code, rest, countries) = codes.into_iter().find_map(|(code, rest)| Some((code, rest, countries_of(code)?)))?;
    let is_number = |country: &&Metadata, number: &str| {
        let kinds = country.descriptors();
        let of_people = [kinds.fixed_line(), kinds.mobile(), kinds.toll_free(), kinds.shared_cost(), kinds.voip()];
        let of_firms = [kinds.uan(), kinds.personal_number(), kinds.pager(), kinds.premium_rate()];
        let mut known = of_people.into_iter().chain(of_firms).flatten();
        kinds.general().is_match(number) && known.any(|kind| kind.is_match(number))
    };
    if countries.iter().any(|country| is_number(country, rest)) {
        return Some((code, rest));
    }
    let dialled = |country: &&Metadata| {
        let number = rest.strip_prefix(country.national_prefix()?)?;
        is_number(country, number).then_some((code, number))
    };
    countries.iter().find_map(dialled)
}

#[cfg(test)]
mod tests;
