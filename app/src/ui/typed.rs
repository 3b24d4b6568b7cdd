//! How a field is called on its page, and what was typed into it.

use crate::site::Kept;
use leptos::prelude::use_context;

/// `form[values][KTP.NO_KTP]` → `form-values-KTP-NO_KTP`.
pub fn field_id(name: &str) -> String {
    name.replace(']', "").replace(['[', '.'], "-")
}

/// What was typed here before a session ended, else what is known.
pub(super) fn typed(name: &str, known: String, locked: bool) -> String {
    let kept = use_context::<Kept>().and_then(|mut kept| kept.0.remove(name));
    kept.filter(|_| !locked).unwrap_or(known)
}
