//! What came in at the partner API.

use askama::Template;
use domain::Millis;
use serde_json::Value;

use super::data::View;
use super::html::{Pages, drawn, readable};
use crate::panel::place::Place;
use crate::store::requests::{MOST, Request};

#[derive(Template)]
#[template(path = "requests.html")]
pub struct List<'a> {
    most: i64,
    rows: Vec<Row<'a>>,
    pages: Pages,
}

struct Row<'a> {
    id: i64,
    method: &'a str,
    target: &'a str,
    status: String,
    /// `taken`, `refused` or `lost`.
    became: &'static str,
    verdict: &'a str,
    at: String,
}

pub fn list<'a>(view: &'a View<'_>) -> List<'a> {
    let last = view.requests.last().map(|request| request.id);
    let older = view.more_requests.then_some(Place { requests_before: last, ..view.place });
    let newest = view.place.requests_before.map(|_| Place { requests_before: None, ..view.place });
    List { most: MOST, rows: view.requests.iter().map(row).collect(), pages: Pages::new(older, newest, "requests") }
}

fn row(request: &Request) -> Row<'_> {
    let (status, became) = match request.status {
        Some(status) if (200..300).contains(&status) => (status.to_string(), "taken"),
        Some(status) => (status.to_string(), "refused"),
        None => ("no answer".to_owned(), "lost"),
    };
    Row {
        id: request.id,
        method: &request.method,
        target: &request.target,
        status,
        became,
        verdict: &request.verdict,
        at: readable(Millis(request.at)),
    }
}

/// One of them whole, on a page of its own: its body may hold numbers of a person.
#[derive(Template)]
#[template(path = "request.html")]
struct Page<'a> {
    row: Row<'a>,
    headers: &'a [(String, String)],
    /// Body and answer, unless they are empty.
    texts: Vec<(&'static str, String)>,
}

pub fn page(request: &Request) -> String {
    let texts = [("Body", &request.body), ("Answer", &request.answer)].into_iter();
    let texts = texts.filter(|(_, text)| !text.is_empty()).map(|(label, text)| (label, indented(text)));
    drawn(&Page { row: row(request), headers: &request.headers.0, texts: texts.collect() })
}

/// JSON line by line; what does not read as it came.
fn indented(text: &str) -> String {
    let value = serde_json::from_str::<Value>(text).and_then(|value| serde_json::to_string_pretty(&value));
    value.unwrap_or_else(|_| text.to_owned())
}
