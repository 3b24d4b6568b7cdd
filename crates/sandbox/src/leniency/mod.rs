//! The parts of a call that only the lenient sandbox takes: other readings of DOKU's pages, and what no page shows.
//! Source: CONTRACT §12.1. A reading names its place, never the values that were sent.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::area;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One lenient reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub rule: Rule,
    /// A path as `business.banks[0].account_number`, or the part of the call.
    pub place: String,
}

impl Reading {
    pub fn new(rule: Rule, place: impl Into<String>) -> Self {
        Self { rule, place: place.into() }
    }
}

domain::words! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Rule {
        SignedQuery = "signed_query",
        SignedPrefix = "signed_prefix",
        MissingDigest = "missing_digest",
        ContentType = "content_type",
        UpdateMethod = "update_method",
        IdInBody = "id_in_body",
        BusinessIdInPath = "business_id_in_path",
        TokenMinutes = "token_minutes",
        FileAndAddress = "file_and_address",
        CodeBesideCategory = "code_beside_category",
        OtherName = "other_name",
        OneForList = "one_for_list",
        OtherType = "other_type",
        Readiness = "readiness",
        UnknownField = "unknown_field",
        AreaForm = "area_form",
        AreaSpelling = "area_spelling",
        OpenCode = "open_code",
        NamesDiffer = "names_differ",
    }
}

impl Rule {
    /// Returns the words that say what is lenient about it.
    pub const fn says(self) -> &'static str {
        match self {
            Self::SignedQuery => "holds the query; DOKU's pages sign the path alone",
            Self::SignedPrefix => "begins elsewhere than the switch sign_prefix says",
            Self::MissingDigest => "leaves the digest of the body out",
            Self::ContentType => "is not application/json",
            Self::UpdateMethod => "is PATCH or POST; PUT is what we decided",
            Self::IdInBody => "names nobody, so business.id does; PUT /business/{id} is what we decided",
            Self::BusinessIdInPath => "is the business's id; DOKU names the brand's",
            Self::TokenMinutes => "is a number; DOKU shows a string",
            Self::FileAndAddress => "goes together with file; only one of them is documented",
            Self::CodeBesideCategory => "belongs to category DOCUMENT only",
            Self::OtherName => "is called banks in DOKU's sample",
            Self::OneForList => "is one object; DOKU shows a list",
            Self::OtherType => "has another type than in DOKU's sample",
            Self::Readiness => "is a boolean; DOKU shows HAVE or DONT_HAVE",
            Self::UnknownField => "is in none of DOKU's tables and samples",
            Self::AreaForm => "has not the five parts of DOKU's sample",
            Self::AreaSpelling => {
                "is spelled otherwise than DOKU's sample, which names Bekasi without Kota or Kabupaten"
            }
            Self::OpenCode => "is none of the known codes",
            Self::NamesDiffer => "differs from the brand's; DOKU's table wants them equal for PERSONAL",
        }
    }

    /// Tells whether a strict sandbox accepts it too: DOKU's list is open, DOKU's own sample breaks the rule, or no
    /// page says that DOKU compares.
    pub const fn is_advice(self) -> bool {
        matches!(self, Self::OpenCode | Self::NamesDiffer | Self::AreaSpelling)
    }
}

/// The kinds of values that a field may hold.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    /// DOKU's table says integer, its sample shows text.
    TextOrNumber,
    Flag,
    Readiness,
    Area,
    Code(Vec<String>),
    Texts,
    One(String),
    List(String),
    /// The field is another name of the banks.
    Banks,
}

type Fields = HashMap<String, Kind>;

/// Every field that DOKU's pages or samples show, by the object that it stands in. Source: CONTRACT §5.1; the parts for
/// CORPORATE and the ids in updates are inferred (§5.5, §7.2).
static SHAPES: LazyLock<HashMap<String, Fields>> =
    LazyLock::new(|| serde_json::from_str(include_str!("fields.json")).expect("it is read by every test"));

/// Finds the lenient readings of a registration or an update; the body must not be normalised yet.
pub fn of_body(body: &Value) -> Vec<Reading> {
    let mut found = Vec::new();
    if let Some(body) = body.as_object() {
        object(body, "body", "", &mut found);
    }
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    let (name, brand) = (text("/business/name"), text("/business/brands/0/name"));
    if text("/business/type") == Some("PERSONAL") && brand.is_some() && name != brand {
        found.push(Reading::new(Rule::NamesDiffer, "business.name"));
    }
    found
}

fn object(object: &Map<String, Value>, shape: &str, path: &str, found: &mut Vec<Reading>) {
    for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        let place = if path.is_empty() { plain(name) } else { format!("{path}.{}", plain(name)) };
        match SHAPES[shape].get(name) {
            Some(kind) => judge(value, kind, place, found),
            None => found.push(Reading::new(Rule::UnknownField, place)),
        }
    }
}

fn judge(value: &Value, kind: &Kind, place: String, found: &mut Vec<Reading>) {
    let broken = match (kind, value) {
        (Kind::One(shape), Value::Object(inner)) => return object(inner, shape, &place, found),
        (Kind::List(shape), Value::Array(items)) => {
            for (n, item) in items.iter().enumerate() {
                judge(item, &Kind::One(shape.clone()), format!("{place}[{n}]"), found);
            }
            return;
        }
        (Kind::List(shape), Value::Object(inner)) => {
            object(inner, shape, &place, found);
            Some(Rule::OneForList)
        }
        (Kind::Banks, Value::Array(_) | Value::Object(_)) => {
            judge(value, &Kind::List("bank".to_owned()), place.clone(), found);
            Some(Rule::OtherName)
        }
        (Kind::Texts, Value::Array(items)) if items.iter().all(Value::is_string) => None,
        (Kind::Flag, Value::Bool(_)) => None,
        (Kind::TextOrNumber, Value::Number(_)) => None,
        (Kind::Readiness, Value::Bool(_)) => Some(Rule::Readiness),
        (Kind::Area, Value::String(area)) if !is_area(area) => Some(Rule::AreaForm),
        (Kind::Area, Value::String(area)) => is_spelled_otherwise(area).then_some(Rule::AreaSpelling),
        (Kind::Code(known), Value::String(code)) => (!known.contains(code)).then_some(Rule::OpenCode),
        (Kind::Text | Kind::TextOrNumber | Kind::Readiness, Value::String(_)) => None,
        _ => Some(Rule::OtherType),
    };
    found.extend(broken.map(|rule| Reading { rule, place }));
}

/// Tells whether a text has the form `17133 - Kali Baru - Medan Satria - Bekasi - Jawa Barat`.
fn is_area(area: &str) -> bool {
    let parts: Vec<&str> = area.split(" - ").collect();
    let is_postal_code = |part: &str| part.len() == 5 && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() >= 5 && is_postal_code(parts[0]) && parts.iter().all(|part| !part.trim().is_empty())
}

/// Tells whether the city has its prefix, or a province its long official name. Source: CONTRACT §5.3.
fn is_spelled_otherwise(area: &str) -> bool {
    let city = area.split(" - ").nth(3).unwrap_or_default();
    area::without_prefix(city) != city
        || area.ends_with("Daerah Istimewa Yogyakarta")
        || area.ends_with("Ibukota Jakarta")
}

/// Hides a key that could be anything: one that the client made up.
fn plain(key: &str) -> String {
    let is_plain = key.len() <= 40 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if is_plain { key.to_owned() } else { "…".to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules(body: &Value) -> Vec<(Rule, String)> {
        of_body(body).into_iter().map(|reading| (reading.rule, reading.place)).collect()
    }

    #[test]
    fn the_published_samples_need_no_leniency() {
        for text in [
            include_str!("../../tests/fixtures/registration-request.personal.json"),
            include_str!("../../tests/fixtures/registration-request.corporate.json"),
            include_str!("../../tests/fixtures/update-request.personal-bank.json"),
            include_str!("../../tests/fixtures/update-request.personal-ktp-resubmit.json"),
        ] {
            let refused: Vec<_> = of_body(&serde_json::from_str(text).unwrap())
                .into_iter()
                .filter(|reading| !reading.rule.is_advice())
                .collect();
            assert_eq!(refused, []);
        }
    }

    #[test]
    fn each_leniency_is_found_at_its_place() {
        let one = |rule, place: &str| vec![(rule, place.to_owned())];
        for (business, expected) in [
            (json!({"colour": "blue"}), one(Rule::UnknownField, "business.colour")),
            (json!({"3273205507880004": "x"}), one(Rule::UnknownField, "business.…")),
            (json!({"banks": {"bank_id": "4"}}), one(Rule::OneForList, "business.banks")),
            (json!({"bank_accounts": [{"bank_id": "4"}]}), one(Rule::OtherName, "business.bank_accounts")),
            (json!({"bank_account": {"bank_id": "4"}}), vec![]),
            (json!({"bank_account": "4370112233"}), one(Rule::OtherType, "business.bank_account")),
            (
                json!({"banks": [{"account_number": 4_370_112_233_u64}]}),
                one(Rule::OtherType, "business.banks[0].account_number"),
            ),
            (json!({"calling_code": 62, "phone_number": 81_320_445_566_u64}), vec![]),
            (json!({"website_readiness": true}), one(Rule::Readiness, "business.website_readiness")),
            (json!({"addresses": [{"area": "Bekasi"}]}), one(Rule::AreaForm, "business.addresses[0].area")),
            (
                json!({"addresses": [{"area": "17133 - Kalibaru - Medansatria - Kota Bekasi - Jawa Barat"}]}),
                one(Rule::AreaSpelling, "business.addresses[0].area"),
            ),
            (json!({"brands": [{"category": "SHOP"}]}), one(Rule::OpenCode, "business.brands[0].category")),
            (json!({"name": null}), vec![]),
        ] {
            assert_eq!(rules(&json!({ "business": business })), expected, "{business}");
        }
        let differ = json!({"business": {"type": "PERSONAL", "name": "A", "brands": [{"name": "B"}]}});
        assert_eq!(rules(&differ), one(Rule::NamesDiffer, "business.name"));
    }
}
