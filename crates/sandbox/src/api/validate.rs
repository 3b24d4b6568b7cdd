//! The order of validation of CONTRACT §5.7, from mandatory fields to requirements; all problems of one stage at once.

use domain::codes::FileCategory;
use domain::requirement::{Characters, FormRequirement, Requirement, walk};
use serde_json::Value;

use super::named_files::{Known, NamedFile, named_files};
use super::requirements;
use crate::document::items;

type Problems = Vec<String>;

/// Mandatory fields as `(list, fields)`; an empty list means the business itself.
const MANDATORY: [(&str, &[&str]); 6] = [
    ("", &["type", "legal_entity", "name", "email", "phone_calling_code", "phone_number"]),
    ("", &["brands", "addresses", "contacts"]),
    ("brands", &["name", "description", "category"]),
    ("addresses", &["area", "country", "name", "primary"]),
    ("contacts", &["name"]),
    ("banks", &["account_name", "account_number"]),
];

/// Length limits as `(list, field, characters)`. Source: DOKU, Business Registration API, parameter table.
const LENGTHS: &[(&str, &str, usize)] = &[
    ("", "description", 1023),
    ("", "callback_url", 2048),
    ("brands", "name", 255),
    ("brands", "description", 1023),
    ("brands", "category", 10),
    ("brands", "transaction_frequency", 3),
    ("brands", "transaction_quantity", 255),
    ("addresses", "area", 255),
    ("addresses", "country", 2),
    ("addresses", "name", 255),
    ("contacts", "name", 255),
];

struct Validator<'a> {
    /// Problems that only a strict sandbox has.
    strictness: Problems,
    business: &'a Value,
    known: &'a Known,
    requirements: Vec<Requirement>,
}

/// Returns the problems of the first stage that has any.
pub fn problems(strictness: Problems, business: &Value, known: &Known) -> Problems {
    let text = |pointer: &str| business.pointer(pointer).and_then(Value::as_str);
    let line = text("/brands/0/business_line").or_else(|| text("/brands/0/category")).unwrap_or("RETAIL");
    let nationality = text("/contacts/0/nationality").unwrap_or("ID");
    let (kind, entity) = (text("/type").unwrap_or_default(), text("/legal_entity").unwrap_or_default());
    let requirements = requirements::answer(kind, entity, line, nationality);
    let requirements = requirements.map(|answer| walk(&answer)).unwrap_or_default();
    let all = Validator { strictness, business, known, requirements };
    let stages: [&dyn Fn() -> Problems; 5] =
        [&|| all.mandatory(), &|| all.strictness.clone(), &|| all.formats(), &|| all.files(), &|| all.required()];
    stages.iter().map(|stage| stage()).find(|problems| !problems.is_empty()).unwrap_or_default()
}

impl Validator<'_> {
    fn mandatory(&self) -> Problems {
        let mut problems = Problems::new();
        for (list, fields) in MANDATORY {
            for (path, object) in self.objects(list) {
                let missing = fields.iter().filter(|field| object.get(**field).is_none_or(Value::is_null));
                problems.extend(missing.map(|field| format!("{path}.{field} is required")));
            }
        }
        for list in ["brands", "addresses", "contacts"] {
            if self.business.get(list).and_then(Value::as_array).is_some_and(Vec::is_empty) {
                problems.push(format!("business.{list} is required"));
            }
        }
        problems
    }

    fn formats(&self) -> Problems {
        let mut problems = Problems::new();
        for (list, field, most) in LENGTHS {
            for (path, object) in self.objects(list) {
                let length = object.get(*field).and_then(Value::as_str).map_or(0, |text| text.chars().count());
                if length > *most {
                    problems.push(format!("{path}.{field} must be at most {most} characters"));
                }
            }
        }
        problems.extend(self.names_and_numbers());
        problems.extend(self.form_values());
        problems
    }

    fn names_and_numbers(&self) -> Problems {
        let business = self.business;
        let known_type = ["PERSONAL", "CORPORATE"].contains(&text(business, "type").as_str());
        let callback = business.get("callback_url").and_then(Value::as_str);
        let must = [
            (known_type, "type", "must be PERSONAL or CORPORATE"),
            (!known_type || !self.requirements.is_empty(), "legal_entity", "does not match business.type"),
            (!text(business, "name").trim().is_empty(), "name", "must not be empty"),
            (text(business, "email").contains('@'), "email", "must be an e-mail address"),
            (is_digits(&text(business, "phone_calling_code"), 1, 3), "phone_calling_code", "must be 1 to 3 digits"),
            (is_digits(&text(business, "phone_number"), 5, 13), "phone_number", "must be 5 to 13 digits"),
            (callback.is_none_or(|url| reqwest::Url::parse(url).is_ok()), "callback_url", "must be an address"),
        ];
        let broken = must.into_iter().filter(|(holds, ..)| !holds);
        let mut problems: Problems = broken.map(|(_, field, rule)| format!("business.{field} {rule}")).collect();
        for (path, bank) in self.objects("banks") {
            let number = text(bank, "account_number");
            if !is_digits(&number, 1, 34) {
                let rule = if number.is_empty() { "must not be empty" } else { "must be digits" };
                problems.push(format!("{path}.account_number {rule}"));
            }
        }
        problems
    }

    /// Reports values as `business.contacts[0].documents[0].forms[0].value must be 16 digits`.
    fn form_values(&self) -> Problems {
        let mut problems = Problems::new();
        for (path, document) in self.documents() {
            let code = text(document, "code");
            let Some(required) = self.requirements.iter().find(|required| required.code == code) else { continue };
            for (n, value) in items(document, "forms").iter().enumerate() {
                let form = required.forms.iter().find(|form| form.code == text(value, "code"));
                let rule = form.and_then(|form| broken_rule(form, &text(value, "value")));
                problems.extend(rule.map(|rule| format!("{path}.forms[{n}].value {rule}")));
            }
        }
        problems
    }

    fn files(&self) -> Problems {
        named_files(self.business).iter().filter_map(|named| self.known.problem(named)).collect()
    }

    /// Checks the required parts. For CORPORATE, which DOKU does not document, each is optional. Source: CONTRACT §5.5.
    fn required(&self) -> Problems {
        if text(self.business, "type") != "PERSONAL" {
            return Problems::new();
        }
        let named = named_files(self.business);
        let mut problems = Problems::new();
        for required in &self.requirements {
            let is_it = |file: &&NamedFile| match &required.category {
                FileCategory::Document => file.code.as_deref() == Some(required.code.as_str()),
                category => file.category == *category,
            };
            if !named.iter().any(|file| is_it(&file)) {
                problems.push(format!("{} is required", required.code));
            }
            problems.extend(self.missing_values(required));
        }
        problems
    }

    fn missing_values(&self, required: &Requirement) -> Problems {
        let mut problems = Problems::new();
        let is_it = |(_, document): &(String, &Value)| text(document, "code") == required.code;
        for (path, document) in self.documents().into_iter().filter(is_it) {
            let given: Vec<String> = items(document, "forms").iter().map(|form| text(form, "code")).collect();
            let missing = required.forms.iter().filter(|form| !given.contains(&form.code));
            problems.extend(missing.map(|form| format!("{path}.forms {} is required", form.code)));
        }
        problems
    }

    fn objects(&self, list: &str) -> Vec<(String, &Value)> {
        if list.is_empty() {
            return vec![("business".to_owned(), self.business)];
        }
        numbered("business", self.business, list).collect()
    }

    fn documents(&self) -> Vec<(String, &Value)> {
        let mut all = self.objects("documents");
        for (path, contact) in self.objects("contacts") {
            all.extend(numbered(&path, contact, "documents"));
        }
        all
    }
}

fn numbered<'a>(path: &str, parent: &'a Value, list: &str) -> impl Iterator<Item = (String, &'a Value)> {
    items(parent, list).iter().enumerate().map(move |(n, item)| (format!("{path}.{list}[{n}]"), item))
}

fn broken_rule(form: &FormRequirement, value: &str) -> Option<String> {
    let length = value.chars().count() as u64;
    let (kind, right): (&str, fn(char) -> bool) = match form.allowed {
        Characters::Digits => ("digits", |c| c.is_ascii_digit()),
        Characters::Letters => ("letters", char::is_alphabetic),
        Characters::LettersAndDigits | Characters::Anything => ("characters", |_| true),
    };
    let good = (form.min_size..=form.max_size).contains(&length) && value.chars().all(right);
    let size = if form.min_size == form.max_size {
        form.min_size.to_string()
    } else {
        format!("{} to {}", form.min_size, form.max_size)
    };
    (!good).then(|| format!("must be {size} {kind}"))
}

fn is_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads a number or a string as text. Source: CONTRACT §1.5.
fn text(object: &Value, field: &str) -> String {
    match object.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
