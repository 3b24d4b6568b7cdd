//! `GET /file`: which files and values a registration needs. Source: CONTRACT §3; CORPORATE is our guess there.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Query;
use domain::codes::LegalEntity;
use serde_json::Value;

use super::answer::{Answer, contents};
use crate::document::items;

const PARAMETERS: [&str; 4] =
    ["businessType", "businessLegalEntity", "brandBusinessLine", "businessContactNationality"];
/// The lists by type; `only` in an item restricts it to some askers.
static LISTS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("requirements.json")).expect("it is read by the tests below"));

pub async fn check(Query(query): Query<HashMap<String, String>>) -> Answer {
    let missing: Vec<String> = PARAMETERS
        .into_iter()
        .filter(|name| query.get(*name).is_none_or(|value| value.is_empty()))
        .map(|name| format!("{name} is required"))
        .collect();
    if !missing.is_empty() {
        return contents(400, &missing);
    }
    let [kind, entity, line, nationality] = PARAMETERS.map(|name| query[name].as_str());
    match answer(kind, entity, line, nationality) {
        Some(requirements) => Answer::new(200, requirements),
        None => contents(400, &["businessType AND businessLegalEntity DO NOT MATCH".to_owned()]),
    }
}

/// Returns `None` for an unknown type, or for a legal entity that the type does not have.
pub fn answer(kind: &str, entity: &str, line: &str, nationality: &str) -> Option<Value> {
    let is_known = LegalEntity::KNOWN.iter().any(|known| known.as_str() == entity);
    if !is_known || (kind == "PERSONAL") != (entity == "PERSEORANGAN") {
        return None;
    }
    let nationality = if nationality == "ID" { "nationality ID" } else { "another nationality" };
    let mut list = LISTS.get(kind)?.clone();
    only_for(&[&format!("entity {entity}"), &format!("line {line}"), nationality], &mut list);
    Some(list)
}

/// Leaves out the items that are `only` for others.
fn only_for(asked: &[&str], value: &mut Value) {
    match value {
        Value::Array(list) => {
            let is_meant = |only: &Value| asked.iter().any(|asked| only == asked);
            list.retain(|item| item.get("only").is_none() || items(item, "only").iter().any(is_meant));
            list.iter_mut().for_each(|item| only_for(asked, item));
        }
        Value::Object(fields) => {
            fields.remove("only");
            fields.values_mut().for_each(|field| only_for(asked, field));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_is_the_published_sample() {
        let published: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.personal.json")).unwrap();
        assert_eq!(answer("PERSONAL", "PERSEORANGAN", "RETAIL", "ID"), Some(published));
    }

    #[test]
    fn a_company_is_our_fixture() {
        let ours: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.corporate.json")).unwrap();
        assert_eq!(answer("CORPORATE", "PT", "RETAIL", "ID"), Some(ours));
        assert_eq!(answer("CORPORATE", "LTD", "RETAIL", "ID"), None);
        assert_eq!(answer("PERSONAL", "PT", "RETAIL", "ID"), None);
    }
}
