//! Checks that an answer fits the description of the API.

use domain::Millis;
use serde_json::Value;
use server::api::OPENAPI;

/// Checks as much of JSON Schema as our description uses. Returns the first mismatch.
pub fn misfit(value: &Value, schema: &Value, description: &Value, at: &str) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = description.pointer(reference.trim_start_matches('#')).unwrap();
        return misfit(value, target, description, at);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let known: Vec<&Value> = parts.iter().map(|part| resolved(part, description)).collect();
        let named = |key: &String| known.iter().any(|part| part["properties"].get(key).is_some());
        let unknown =
            value.as_object().unwrap().keys().find(|key| !named(key)).map(|key| format!("{at}.{key} is not described"));
        return unknown.or_else(|| known.iter().find_map(|part| fields(value, part, description, at)));
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(|kind| kind.as_str().unwrap()).collect(),
        kind => vec![kind.as_str().unwrap()],
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.contains(&is) {
        return Some(format!("{at} is {is}, not {kinds:?}"));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        return Some(format!("{at} is {value}"));
    }
    if schema["format"] == "date-time" && value.as_str().is_some_and(|text| Millis::from_iso(text).is_none()) {
        return Some(format!("{at} is no time: {value}"));
    }
    match value {
        Value::Array(items) => {
            items.iter().find_map(|item| misfit(item, &schema["items"], description, &format!("{at}[]")))
        }
        Value::Object(map) => {
            let unknown = map.keys().find(|key| schema["properties"].get(key.as_str()).is_none());
            unknown.map(|key| format!("{at}.{key} is not described")).or_else(|| fields(value, schema, description, at))
        }
        _ => None,
    }
}

fn fields(value: &Value, schema: &Value, description: &Value, at: &str) -> Option<String> {
    let missing =
        schema["required"].as_array().unwrap().iter().find(|name| value.get(name.as_str().unwrap()).is_none());
    let wrong =
        |(name, inner): (&String, &Value)| misfit(value.get(name)?, inner, description, &format!("{at}.{name}"));
    missing
        .map(|name| format!("{at}.{name} is missing"))
        .or_else(|| schema["properties"].as_object().unwrap().iter().find_map(wrong))
}

fn resolved<'a>(schema: &'a Value, description: &'a Value) -> &'a Value {
    schema["$ref"].as_str().map_or(schema, |reference| description.pointer(reference.trim_start_matches('#')).unwrap())
}

pub fn fits(value: &Value, name: &str) {
    let description: Value = serde_json::from_str(OPENAPI).unwrap();
    let schema = &description["components"]["schemas"][name];
    assert_eq!(misfit(value, schema, &description, name), None, "{value}");
}
