//! Values that make the sandbox say or do something.

use std::fmt::{Result, Write};

use super::html::escape;
use crate::outcomes::magic;

pub fn table(out: &mut String) -> Result {
    write!(
        out,
        r#"<section aria-labelledby="magic"><h2 id="magic">Magic values</h2><p class="hint">They go together; everything else is accepted, and so is what is sent again.</p>
<div class="scroll"><table><thead><tr><th scope="col">Where</th><th scope="col">Value</th><th scope="col">What happens</th></tr></thead><tbody>"#
    )?;
    for row in magic() {
        let (place, value, effect) = (escape(&row.place), escape(&row.value), escape(&row.effect));
        write!(out, "<tr><td>{place}</td><td><code>{value}</code></td><td>{effect}</td></tr>")?;
    }
    write!(out, "</tbody></table></div></section>")
}
