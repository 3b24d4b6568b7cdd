//! The values that every test types, of nobody real. The test binaries share them.

use domain::forms::Task;
use std::{collections::BTreeMap, sync::LazyLock};

/// The one sample person, whom the tests of `end2end` read too.
const PERSON: &str = include_str!("../../../crates/domain/tests/fixtures/person.json");

type Fields = Vec<(&'static str, &'static str)>;

/// The usual values by task, in the order of the application.
pub static USUAL: LazyLock<Vec<(&'static str, Fields)>> = LazyLock::new(|| {
    let mut person: BTreeMap<&str, BTreeMap<&str, &str>> = serde_json::from_str(PERSON).unwrap();
    let fields = |task: Task| -> (&'static str, Fields) {
        (task.as_str(), person.remove(task.as_str()).unwrap().into_iter().collect())
    };
    Task::ALL.into_iter().map(fields).collect()
});

/// Lays `change` over the `usual` values of a task by `task.field`; an e-mail address becomes `own`.
pub fn laid<'a>(
    task: &str,
    usual: &[(&'a str, &'a str)],
    own: &str,
    change: &[(&str, &str)],
) -> Vec<(&'a str, String)> {
    let other = |name: &str| change.iter().find(|(key, _)| *key == format!("{task}.{name}")).map(|(_, value)| *value);
    usual
        .iter()
        .map(|(name, value)| {
            let value = other(name).unwrap_or(if *name == "email" { own } else { value });
            (*name, value.to_owned())
        })
        .collect()
}

/// Names a field as its form does.
pub fn named(task: &str, field: &str) -> String {
    if task == "documents" { format!("form[values][{field}]") } else { format!("form[{field}]") }
}

/// Escapes text for a form's body.
pub fn escape(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
