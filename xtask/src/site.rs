//! The site: islands, style sheet and public files, ready to be embedded.

use crate::sh::{Result, at};
use crate::{pack, style, wasm};

/// Builds what has changed since the last time.
pub fn build() -> Result<()> {
    wasm::add_target()?;
    let style = style::build()?; // first: its mistakes are told in a second
    let parts = [wasm::build()?, style];
    pack::site(&parts, &at("style/public"))
}
