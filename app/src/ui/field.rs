//! Fields of forms. Ids come from names, so labels, hints and errors always find their field.

use crate::{
    context::words,
    site::Overlong,
    texts::field_error,
    ui::{
        icon::{Icon, Symbol},
        typed::{field_id, typed},
        upon::clash_choice,
    },
};
use leptos::prelude::*;

/// The marks of a page's fields: the one that gets the focus, also without scripts, and those that may only be read.
#[derive(Clone, Default)]
pub struct FieldMarks {
    /// The id of the field with the focus.
    pub focus: Option<String>,
    /// The ids of locked fields.
    pub locked: Vec<String>,
}

/// Returns `autofocus` and `readonly` of one field.
pub(super) fn marks(id: &str) -> (bool, bool) {
    let marks = use_context::<FieldMarks>().unwrap_or_default();
    (marks.focus.as_deref() == Some(id), marks.locked.iter().any(|locked| locked == id))
}

/// Tells whether a field was asked for by name: nothing else takes the focus.
pub(super) fn wants_focus() -> bool {
    use_context::<FieldMarks>().is_some_and(|marks| marks.focus.is_some())
}

/// Returns that it is too long for any form, or else its own error.
fn error_of(name: &str, error: Option<String>) -> Option<String> {
    let overlong = use_context::<Overlong>().and_then(|overlong| overlong.0.of(name));
    overlong.map(|overlong| field_error(words(), overlong)).or(error)
}

/// Returns the ids of `aria-describedby`, in reading order.
fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let parts = [hint.then(|| format!("{id}-hint")), error.then(|| format!("{id}-error"))];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn hint_line(id: &str, hint: String) -> impl IntoView + use<> {
    (!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })
}

fn error_line(id: &str, error: Option<String>) -> impl IntoView + use<> {
    error.map(|error| {
        view! { <p class="field__error" id=format!("{id}-error")><Icon symbol=Symbol::Alert/>{error}</p> }
    })
}

fn optional_mark(optional: bool) -> impl IntoView {
    optional.then(|| view! { " "<span class="field__optional">{"("}{words().common.optional}{")"}</span> })
}

/// Draws what surrounds a field; its label is HTML's.
fn frame(
    id: &str,
    label: AnyView,
    hint: String,
    error: Option<String>,
    clash: Option<AnyView>,
    field: AnyView,
) -> impl IntoView + use<> {
    view! {
        <div class="field">
            <label class="field__label" for=id.to_owned()>{label}</label>
            {hint_line(id, hint)}
            {error_line(id, error)}
            {clash}
            {field}
        </div>
    }
}

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] hint: String,
    /// The `type` attribute.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] inputmode: &'static str,
    /// True when it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// True for a short field, for short values.
    #[prop(optional)]
    narrow: bool,
) -> impl IntoView {
    let (id, error) = (field_id(&name), error_of(&name, error));
    let describedby = described_by(&id, !hint.is_empty(), error.is_some());
    let class = if narrow { "field__input field__input--narrow" } else { "field__input" };
    let (focus, locked) = marks(&id);
    let value = typed(&name, value, locked);
    let plain = matches!(kind, "email" | "password" | "url") || !inputmode.is_empty();
    let (clash, invalid) = (clash_choice(&name, str::to_owned), error.is_some().then_some("true"));
    let inputmode = (!inputmode.is_empty()).then_some(inputmode);
    let input = view! {
        <input class=class id=id.clone() name=name type=kind value=value autocomplete=autocomplete inputmode=inputmode
            dir="auto" aria-invalid=invalid aria-describedby=describedby autofocus=focus readonly=locked
            autocapitalize=plain.then_some("none") spellcheck=plain.then_some("false")/>
    };
    let label = view! { {label}{optional_mark(optional)} }.into_any();
    frame(&id, label, hint, error, clash, input.into_any())
}

/// Escapes text for a `<textarea>`. Leptos writes it there as it is, so a typed `</textarea>` would end it. The parser
/// drops one line break after the tag, so one is added.
fn escaped(typed: &str) -> String {
    let text = html_escape::encode_text(typed);
    if text.starts_with(['\n', '\r']) { format!("\n{text}") } else { text.into_owned() }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = 4)] rows: u8,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let (id, error) = (field_id(&name), error_of(&name, error));
    let describedby = described_by(&id, !hint.is_empty(), error.is_some());
    let (focus, locked) = marks(&id);
    let kept = escaped(&typed(&name, value, locked));
    let (clash, invalid) = (clash_choice(&name, str::to_owned), error.is_some().then_some("true"));
    let area = view! {
        <textarea class="field__input field__input--tall" id=id.clone() name=name rows=rows.to_string() dir="auto"
            autofocus=focus readonly=locked aria-invalid=invalid aria-describedby=describedby>{kept}</textarea>
    };
    let label = view! { {label}{optional_mark(optional)} }.into_any();
    frame(&id, label, hint, error, clash, area.into_any())
}

/// One of several values.
#[derive(Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
    pub disabled: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, disabled: false }
    }
}

/// Returns the label of a value, or its code when it is no longer in the list.
fn label_of(choices: &[Choice], value: &str) -> String {
    choices.iter().find(|choice| choice.value == value).map_or_else(|| value.to_owned(), |choice| choice.label.clone())
}

#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    choices: Vec<Choice>,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = "off")] autocomplete: &'static str,
) -> impl IntoView {
    let (id, error) = (field_id(&name), error_of(&name, error));
    let describedby = described_by(&id, !hint.is_empty(), error.is_some());
    let value = typed(&name, value, false);
    if let [only] = choices.as_slice()
        && (value.is_empty() || value == only.value)
    {
        return only_choice(label, name, only, hint, error).into_any();
    }
    let (focus, _) = marks(&id);
    let (clash, invalid) = (clash_choice(&name, |value| label_of(&choices, value)), error.is_some().then_some("true"));
    // A kept value stays chosen even when the list no longer has it.
    let unlisted = (!value.is_empty() && !choices.iter().any(|choice| choice.value == value)).then(|| value.clone());
    let options = choices
        .into_iter()
        .map(|choice| view! { <option value=choice.value.clone() selected=choice.value == value>{choice.label}</option> })
        .collect_view();
    let select = view! {
        <select class="field__input" id=id.clone() name=name autocomplete=autocomplete autofocus=focus
            aria-invalid=invalid aria-describedby=describedby>
            <option value="">{words().common.choose}</option>
            {unlisted.map(|value| view! { <option value=value.clone() selected>{value.clone()}</option> })}
            {options}
        </select>
    };
    frame(&id, label.into_any(), hint, error, clash, select.into_any()).into_any()
}

/// Draws a single choice as text, which is posted as it is.
fn only_choice(
    label: String,
    name: String,
    only: &Choice,
    hint: String,
    error: Option<String>,
) -> impl IntoView + use<> {
    let id = field_id(&name);
    view! {
        <div class="field">
            <p class="field__label">{label}</p>
            {hint_line(&id, hint)}
            {error_line(&id, error)}
            <p id=id.clone()>{only.label.clone()}</p>
            <input type="hidden" name=name value=only.value.clone()/>
        </div>
    }
}

#[component]
pub fn RadioGroup(
    #[prop(into)] legend: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    choices: Vec<Choice>,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let id = field_id(&name);
    let value = typed(&name, value, false);
    let (group, invalid) = (described_by(&id, false, error.is_some()), error.is_some().then_some("true"));
    let clash = clash_choice(&name, |value| label_of(&choices, value));
    let radios = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            // The first one has the id that the error summary links to.
            let radio = if index == 0 { id.clone() } else { format!("{id}-{index}") };
            let hint = choice.hint.is_some().then(|| format!("{radio}-about"));
            view! {
                <div class="radio">
                    <input class="radio__input" type="radio" id=radio.clone() name=name.clone() value=choice.value.clone()
                        checked=choice.value == value disabled=choice.disabled aria-describedby=hint.clone()/>
                    <label class="radio__label" for=radio>{choice.label}</label>
                    {choice.hint.map(|text| view! { <p class="radio__hint" id=hint>{text}</p> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=group data-invalid=invalid>
            <legend class="field__label">{legend}</legend>
            {error_line(&id, error)}
            {clash}
            <div class="radios">{radios}</div>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, field_id};

    #[test]
    fn a_text_area_holds_text() {
        assert_eq!(escaped("</textarea><script>&lt;"), "&lt;/textarea&gt;&lt;script&gt;&amp;lt;");
        assert_eq!(escaped("\nsecond line"), "\n\nsecond line");
    }

    #[test]
    fn ids_come_from_names() {
        assert_eq!(field_id("form[values][KTP.NO_KTP]"), "form-values-KTP-NO_KTP");
        assert_eq!(field_id("email"), "email");
    }
}
