//! Values that make the sandbox say or do something.

use askama::Template;

use crate::outcomes::{self, Magic};

#[derive(Template)]
#[template(path = "magic.html")]
pub struct Table {
    rows: Vec<Magic>,
}

pub fn table() -> Table {
    Table { rows: outcomes::magic() }
}
