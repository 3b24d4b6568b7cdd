//! Reads strings, numbers, `code` texts and `{code, name}` objects, as DOKU's samples disagree. Source: CONTRACT §1.5.

use domain::Millis;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::times;

pub(crate) type Object = Map<String, Value>;

/// Returns the trimmed text of a scalar; `None` for empty text, null, lists and objects.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Reads a code, sent as text or as an object of `code` and `name` or `value`.
pub(crate) fn code(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => first_text(object, &["code", "name", "value"]),
        _ => text(value),
    }
}

/// Returns the first of `keys` that holds a scalar.
pub(crate) fn first_text(object: &Object, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| object.get(*key).and_then(text))
}

/// The field that a line of a note is about, as DOKU writes it: `business.banks.0.account_number`.
#[derive(Clone, PartialEq, Eq)]
pub struct Pointer {
    pub field: String,
    /// The line; none where DOKU names the field alone. It may hold personal data.
    pub note: Option<String>,
}

// `Debug` omits the note.
debug_only! { Pointer: field }

/// Lists the fields that a note points to, in its order. Texts that are no name of a field are left out.
pub(crate) fn pointers(value: &Value) -> Vec<Pointer> {
    let is_plain = |field: &String| field.chars().all(|c| c.is_ascii_alphanumeric() || "._-[]".contains(c));
    match value {
        Value::Array(list) => list.iter().flat_map(pointers).collect(),
        Value::Object(object) => {
            let field = first_text(object, &["field"]).filter(is_plain);
            field.map(|field| Pointer { field, note: first_text(object, NOTE) }).into_iter().collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// The keys that hold the text of a note.
const NOTE: &[&str] = &["value", "name", "message"];

/// Reads a note for people: text, a list of texts, or a list of objects with `value`, `name` or `message`. An object
/// with none of these gives the `field` that it names.
pub(crate) fn note(value: &Value) -> Option<String> {
    match value {
        Value::Array(list) => {
            let lines: Vec<String> = list.iter().filter_map(note).collect();
            Some(lines.join("\n")).filter(|joined| !joined.is_empty())
        }
        Value::Object(object) => first_text(object, NOTE).or_else(|| first_text(object, &["field"])),
        _ => text(value),
    }
}

/// Reads a moment in any of its forms.
pub(crate) fn time(value: &Value) -> Option<Millis> {
    match value {
        Value::String(text) => times::moment(text),
        Value::Number(number) => times::moment(&number.to_string()),
        Value::Array(parts) => times::of_parts(parts),
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

/// Lists one object, or every object of a list.
pub(crate) fn objects(value: &Value) -> Vec<&Object> {
    match value {
        Value::Array(list) => list.iter().filter_map(Value::as_object).collect(),
        Value::Object(object) => vec![object],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// Reads a scalar of any type as text, for serde; empty when it is missing.
pub(crate) fn scalar<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Array(_) | Value::Object(_) => Err(serde::de::Error::custom("not a scalar")),
        value => Ok(text(&value).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_code_is_text_or_an_object() {
        assert_eq!(code(&json!("KTP")).as_deref(), Some("KTP"));
        assert_eq!(code(&json!({"code": "KTP", "name": "Kartu"})).as_deref(), Some("KTP"));
        assert_eq!(code(&json!({"value": "KTP"})).as_deref(), Some("KTP"));
        assert_eq!(code(&json!(["KTP"])), None);
    }

    #[test]
    fn notes_come_in_three_shapes() {
        assert_eq!(note(&json!("buram")).as_deref(), Some("buram"));
        assert_eq!(note(&json!(["buram", null, "gelap"])).as_deref(), Some("buram\ngelap"));
        assert_eq!(
            note(&json!([{"code": "BLUR", "value": "buram"}, {"message": "gelap"}])).as_deref(),
            Some("buram\ngelap")
        );
        assert_eq!(
            note(&json!([{"field": "business.banks.0.account_name"}])).as_deref(),
            Some("business.banks.0.account_name")
        );
        assert_eq!(note(&json!([])), None);
        assert_eq!(note(&json!("  ")), None);
    }

    #[test]
    fn a_note_points_at_the_fields_it_names() {
        let said = json!([
            {"field": "business.banks.0.account_name", "message": "nama beda"},
            "buram",
            {"field": " contacts[0].documents[0] "},
            {"field": "what Ratna typed", "message": "salah"},
            {"message": "gelap"},
        ]);
        let told = |field: &str, note: Option<&str>| Pointer { field: field.to_owned(), note: note.map(str::to_owned) };
        assert_eq!(
            pointers(&said),
            [told("business.banks.0.account_name", Some("nama beda")), told("contacts[0].documents[0]", None)]
        );
        assert_eq!(note(&said).as_deref(), Some("nama beda\nburam\ncontacts[0].documents[0]\nsalah\ngelap"));
        assert_eq!(pointers(&said[0]).len(), 1);
        assert!(!format!("{:?}", pointers(&said)).contains("nama"));
        assert!(pointers(&json!("business.name")).is_empty());
    }

    #[test]
    fn times_are_text_or_numbers() {
        let moment = Millis::from_iso("2025-11-04T06:30:28Z");
        assert_eq!(time(&json!("2025-11-04T06:30:28Z")), moment);
        assert_eq!(time(&json!("2025-11-04T13:30:28+07:00")), moment);
        assert_eq!(time(&json!(1_762_237_828)), moment);
        assert_eq!(time(&json!(1_762_237_828_000_i64)), moment);
        assert_eq!(time(&json!("kemarin")), None);
        assert_eq!(time(&json!(i64::MIN)), Some(Millis(i64::MIN)));
    }
}
