//! The id of a field on its page, and the text typed into it.

use crate::site::Kept;
use leptos::prelude::use_context;

/// Returns the id: `form[values][KTP.NO_KTP]` → `form-values-KTP-NO_KTP`.
pub fn field_id(name: &str) -> String {
    name.replace(']', "").replace(['[', '.'], "-")
}

/// Returns the text typed before a session ended, else the known value.
pub(super) fn typed(name: &str, known: String, locked: bool) -> String {
    let kept = use_context::<Kept>().and_then(|mut kept| kept.0.remove(name));
    kept.filter(|_| !locked).unwrap_or(known)
}
