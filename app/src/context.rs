//! The context that views have of this request.

use crate::{
    site::{Redisplay, Site},
    texts::{Texts, field_error, texts},
};
use leptos::prelude::*;

/// Returns what the server knows about this request.
pub fn site() -> Site {
    expect_context::<Site>()
}

/// Returns the sentences in the language of this request.
pub fn words() -> &'static Texts {
    texts(site().lang)
}

/// Returns a value of the query unless it is empty.
pub fn query(name: &str) -> Option<String> {
    let path = site().path;
    let (_, query) = path.split_once('?')?;
    let value = form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name)?.1;
    Some(value.into_owned()).filter(|value| !value.trim().is_empty())
}

/// Returns the values of a refused post; empty on the first visit.
pub fn redisplay() -> Redisplay {
    use_context::<Redisplay>().or_else(|| use_context::<Option<Redisplay>>().flatten()).unwrap_or_default()
}

impl Redisplay {
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.of(name).map(|error| field_error(words(), error))
    }
}
