use super::kind::{Control, Kind};
use serde_json::{Map, Value};

/// One field of a form, as declared: how to draw, check, send, compare and mask it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The field's name in the draft, in the posted form and in errors.
    pub name: &'static str,
    pub control: Control,
    /// The limits of an accepted value, in characters; more may be typed.
    pub min: usize,
    pub max: usize,
    /// True when the field may stay empty.
    pub optional: bool,
    /// The codes that a `Choice` offers.
    pub options: fn() -> Vec<&'static str>,
    /// Reads the value from a body: see `Kind::of_body`.
    pub of_body: fn(&Map<String, Value>, &str) -> String,
    /// HTML's `autocomplete`.
    pub autocomplete: &'static str,
    /// True when later pages show only the last four characters.
    pub masked: bool,
    /// DOKU's names for the field, where they differ from `name`; the first is sent, and notes may use any of them.
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

    /// Returns the field's name in DOKU's body.
    pub fn sent_as(&self) -> &'static str {
        self.wire.first().copied().unwrap_or(self.name)
    }

    /// Tells whether this is one of DOKU's names for the field.
    pub fn is_called(&self, word: &str) -> bool {
        self.name == word || self.wire.contains(&word)
    }
}
