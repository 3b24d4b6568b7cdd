use super::kind::{Control, Kind};
use serde_json::{Map, Value};

/// What is known of one field of a form before anything is typed: to draw, check, send, compare and mask by.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// In the draft, in what is posted, and in errors.
    pub name: &'static str,
    pub control: Control,
    /// Characters of what is accepted; more may be typed.
    pub min: usize,
    pub max: usize,
    /// May stay empty.
    pub optional: bool,
    /// The codes that a `Choice` offers.
    pub options: fn() -> Vec<&'static str>,
    /// See `Kind::of_body`.
    pub of_body: fn(&Map<String, Value>, &str) -> String,
    /// HTML's `autocomplete`.
    pub autocomplete: &'static str,
    /// Shown by its last four characters once it is past.
    pub masked: bool,
    /// What DOKU calls it, where that is not `name`; the first is what is sent, all are what its notes may point at.
    pub wire: &'static [&'static str],
}

impl Field {
    pub const fn of<K: Kind>(name: &'static str) -> Self {
        Self {
            name,
            control: K::CONTROL,
            min: K::MIN,
            max: K::MAX,
            optional: K::OPTIONAL,
            options: K::options,
            of_body: K::of_body,
            autocomplete: "off",
            masked: false,
            wire: K::WIRE,
        }
    }

    /// Where its value goes in DOKU's body.
    pub fn sent_as(&self) -> &'static str {
        self.wire.first().copied().unwrap_or(self.name)
    }

    /// Whether a word of DOKU's means this field.
    pub fn is_called(&self, word: &str) -> bool {
        self.name == word || self.wire.contains(&word)
    }
}
