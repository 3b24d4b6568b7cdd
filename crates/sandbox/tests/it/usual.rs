//! The one sample person, whom DOKU's sample of a registration is about here.

use serde_json::Value;
use std::sync::LazyLock;

static PERSON: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../domain/tests/fixtures/person.json");
    serde_json::from_str(text).unwrap()
});

/// Returns what this person types.
pub fn usual(task: &str, field: &str) -> &'static str {
    PERSON[task][field].as_str().unwrap()
}
