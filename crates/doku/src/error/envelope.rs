use std::ops::Deref;

use domain::text;
use serde_json::Value;

use crate::decode;
use crate::lenient::{Object, first_text, note};

const MAX_MESSAGES: usize = 20;
const MAX_CHARACTERS: usize = 300;
const MAX_CODE_BYTES: usize = 64;

/// DOKU's texts: capped, cleaned, and never printed by `Debug`, since they may quote personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Messages(Vec<String>);

impl Messages {
    fn clean(texts: impl Iterator<Item = String>) -> Self {
        let cleaned = texts.map(|text| text::line(&text).chars().take(MAX_CHARACTERS).collect::<String>());
        Self(cleaned.filter(|text| !text.is_empty()).take(MAX_MESSAGES).collect())
    }
}

impl Deref for Messages {
    type Target = [String];
    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{} hidden]", self.0.len())
    }
}

#[derive(Default)]
pub(super) struct Envelope {
    pub code: Option<String>,
    pub messages: Messages,
}

/// Reads the six spellings of an error in use around DOKU's APIs. Source: CONTRACT §9.6. Anything else has no texts.
pub(super) fn read(body: &[u8]) -> Envelope {
    let Some(Value::Object(root)) = decode::object(body) else { return Envelope::default() };
    let inner = root.get("error").and_then(Value::as_object);
    let code = inner
        .and_then(|error| first_text(error, &["code"]))
        .or_else(|| first_text(&root, &["response_code", "responseCode"]));
    let texts = inner.into_iter().chain([&root]).flat_map(texts);
    Envelope { code: code.filter(|code| is_code(code)), messages: Messages::clean(texts) }
}

fn texts(object: &Object) -> Vec<String> {
    ["message", "error_messages", "responseMessage"].iter().filter_map(|key| object.get(*key)).flat_map(each).collect()
}

fn each(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(note).collect(),
        _ => note(value).into_iter().collect(),
    }
}

fn is_code(code: &str) -> bool {
    code.len() <= MAX_CODE_BYTES && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
}
