//! Forms that several tabs fill in: the base of a field's text, and the choice between two. docs/adr/049.

use super::typed::{field_id, typed};
use crate::{
    context::words,
    site::{Clash, Clashes},
};
use leptos::prelude::*;

/// Draws hidden fields with the marks of the values before, by name.
pub fn upon_fields(marks: Vec<(String, String)>) -> impl IntoView {
    let field = |(name, mark): (String, String)| {
        let mark = typed(&name, mark, false);
        view! { <input type="hidden" name=name value=mark/> }
    };
    marks.into_iter().map(field).collect_view()
}

/// Draws the choice between both values, which comes back until one is chosen. `label` returns a value's words.
pub(super) fn clash_choice(name: &str, label: impl Fn(&str) -> String) -> Option<AnyView> {
    let t = words();
    let clash = use_context::<Clashes>()?.0.into_iter().find(|clash| clash.name == name)?;
    let Clash { mine, saved, upon, upon_saved, upon_mine, .. } = clash;
    let shown = |value: String| {
        let label = label(&value);
        if label.trim().is_empty() { t.forms.clash_empty.to_owned() } else { label }
    };
    let id = field_id(&upon);
    let rows = [
        (id.clone(), upon_saved, t.forms.clash_mine, shown(mine)),
        (format!("{id}-saved"), upon_mine, t.forms.clash_saved, shown(saved)),
    ];
    let radios = rows.map(|(id, mark, from, value)| {
        view! {
            <div class="radio">
                <input class="radio__input" type="radio" id=id.clone() name=upon.clone() value=mark required/>
                <label class="radio__label" for=id>
                    <span class="clash__from">{from}</span>
                    <bdi class="clash__value">{value}</bdi>
                </label>
            </div>
        }
    });
    let choice = view! {
        <fieldset class="clash">
            <legend class="clash__title">{t.forms.clash}</legend>
            <div class="radios">{radios.collect_view()}</div>
        </fieldset>
    };
    Some(choice.into_any())
}
