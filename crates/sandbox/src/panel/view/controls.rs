//! Switches and chaos.

use serde_json::{Value, json};

use super::data::View;
use super::html::{Curl, command};

enum Input {
    OnOff,
    /// A number of at least this.
    Number(i32),
    Words(&'static [&'static str]),
}

/// The name, label, effect and kind of input of each switch.
const SWITCHES: [(&str, &str, &str, Input); 14] = [
    ("outage", "Outage", "every call is answered 503", Input::OnOff),
    ("strict", "Strict", "refuses what only lenient takes", Input::OnOff),
    ("drop_all", "Drop everything", "no callback leaves", Input::OnOff),
    ("callback_shape", "Callback shape", "mixed takes turns", Input::Words(&["a", "b", "c", "mixed"])),
    ("busy_calls", "429 for so many calls", "", Input::Number(0)),
    ("retry_after_seconds", "Retry-After, seconds", "0 leaves it out", Input::Number(0)),
    ("fail_after_work", "500 after so many works", "registrations and updates", Input::Number(0)),
    ("timeout", "Silence after so many works", "90 s without an answer", Input::Number(0)),
    ("skew_minutes", "Clock ahead, minutes", "more than 60 either way refuses all", Input::Number(-100_000)),
    ("token_seconds", "Tokens end after, seconds", "0: as asked for", Input::Number(0)),
    ("wrap_get_response", "Wrap the read-back", "in an outer business", Input::OnOff),
    ("sign_prefix", "Signed path", "inner: without its first segment", Input::Words(&["full", "inner"])),
    ("error_envelope", "Spelling of errors", "", Input::Words(&["message", "error_messages", "response_code", "snap"])),
    ("duplicate_policy", "The same NIK twice", "", Input::Words(&["accept", "conflict"])),
];

pub struct Switch {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: String,
    pub least: i32,
    /// The word, label and state of each choice; the list is empty for a number.
    pub words: Vec<(&'static str, &'static str, bool)>,
}

const CHAOS: [(&str, &str); 7] = [
    ("seed", "Seed"),
    ("drop", "Callbacks lost, %"),
    ("duplicate", "Callbacks doubled, %"),
    ("reorder", "Callbacks shuffled, %"),
    ("forge", "Forged beside, %"),
    ("fail_after_work", "500 after the work, %"),
    ("timeout", "Silence after the work, %"),
];

impl View<'_> {
    pub fn switch_fields(&self) -> Vec<Switch> {
        let now = serde_json::to_value(&self.switches).unwrap_or_default();
        let field = |&(name, label, hint, ref input): &(&'static str, &'static str, &'static str, Input)| {
            let value = now[name].as_str().map_or_else(|| now[name].to_string(), str::to_owned);
            let (rows, least) = match input {
                Input::OnOff => (vec![("false", "off"), ("true", "on")], 0),
                Input::Words(words) => (words.iter().map(|word| (*word, *word)).collect(), 0),
                Input::Number(least) => (Vec::new(), *least),
            };
            let words = rows.into_iter().map(|(word, label)| (word, label, word == value)).collect();
            Switch { name, label, hint, value, least, words }
        };
        SWITCHES.iter().map(field).collect()
    }

    pub fn switching(&self) -> Curl {
        let (strict, shape) = (self.switches.strict, self.switches.callback_shape);
        let body = json!({ "strict": strict, "callback_shape": shape, "busy_calls": 2, "retry_after_seconds": 30 });
        Curl::new("Only what is named changes", command(self.host, "/switches", &body))
    }

    /// Returns the name, label, greatest allowed value and present value of each field.
    pub fn chaos_fields(&self) -> [(&'static str, &'static str, u64, Value); 7] {
        let now = serde_json::to_value(self.switches.chaos).unwrap_or_default();
        CHAOS.map(|(name, label)| (name, label, if name == "seed" { u64::MAX } else { 100 }, now[name].clone()))
    }

    pub fn stirring(&self) -> Curl {
        Curl::new("What is not named is 0", command(self.host, "/chaos", &json!(self.switches.chaos)))
    }
}
