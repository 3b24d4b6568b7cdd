use super::{FieldError, FormErrors, Judge, read};
use crate::{
    requirement::{Characters, FormRequirement, Requirement},
    text,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Values that go with files, by slot and code.
pub type Values = BTreeMap<String, String>;

/// The values that go with files (`NO_KTP` …) as typed, by `SLOT.CODE`. DOKU's checklist decides which there are.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentsForm {
    pub values: Values,
}

impl DocumentsForm {
    /// Returns the name of a value: `KTP.NO_KTP`.
    pub fn key(slot: &str, code: &str) -> String {
        format!("{slot}.{code}")
    }

    /// Tells whether a value of this name stands beside the file in this slot.
    pub fn is_beside(slot: &str, name: &str) -> bool {
        name.strip_prefix(slot).is_some_and(|code| code.starts_with('.'))
    }

    /// Drops what the checklist does not ask for.
    pub fn keep_only(&mut self, checklist: &[Requirement]) {
        let asked = |name: &str| {
            checklist.iter().any(|file| file.forms.iter().any(|form| Self::key(&file.slot, &form.code) == name))
        };
        self.values.retain(|name, _| asked(name));
    }

    /// Accepts every value on the checklist, or returns every error.
    pub fn parse(&self, checklist: &[Requirement]) -> Result<Values, FormErrors> {
        let mut judge = Judge::default();
        let mut accepted = Values::new();
        for requirement in checklist {
            for form in &requirement.forms {
                let key = Self::key(&requirement.slot, &form.code);
                let typed = self.values.get(&key).map_or("", String::as_str);
                if let Some(value) = judge.read(&key, form.read(typed)) {
                    accepted.insert(key, value);
                }
            }
        }
        judge.finish(|| Some(accepted))
    }

    pub fn is_blank(&self) -> bool {
        self.values.values().all(|value| text::is_blank(value))
    }
}

impl FormRequirement {
    pub fn read(&self, typed: &str) -> Result<String, FieldError> {
        let (min, max) = (usize::try_from(self.min_size).unwrap_or(1), usize::try_from(self.max_size).unwrap_or(255));
        let value = match self.allowed {
            Characters::Digits => return self.read_digits(typed, min, max),
            Characters::Anything | Characters::Letters | Characters::LettersAndDigits => read::line(typed, min, max)?,
        };
        let all = |allowed: fn(char) -> bool| value.chars().all(|c| c == ' ' || allowed(c));
        match self.allowed {
            Characters::Letters if !all(char::is_alphabetic) => Err(FieldError::NotLetters),
            Characters::LettersAndDigits if !all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '/')) => {
                Err(FieldError::NotLettersOrDigits)
            }
            _ => Ok(value),
        }
    }

    fn read_digits(&self, typed: &str, min: usize, max: usize) -> Result<String, FieldError> {
        let value = read::digits(typed)?;
        let got = value.len();
        match () {
            () if min == max && got != min => Err(FieldError::Digits { want: min, got }),
            () if got < min || got > max => Err(FieldError::DigitsBetween { min, max }),
            () => Ok(value),
        }
    }
}
