//! Draws any form from its declaration in `domain`.

use crate::{
    onboarding::data::Pointed,
    page::words,
    site::{Clash, Clashes},
    texts::{Texts, field_error, field_hint, field_label, fill, value_hint, value_label},
    ui::{Choice, RadioGroup, SelectField, TextArea, TextField, field_id},
};
use domain::{
    application::Page,
    forms::{Control, Field, Filled, FormErrors},
};
use leptos::prelude::*;

/// Longer fields are as wide as the form.
const NARROW: usize = 9;

/// Names, labels and errors of the fields of one page.
pub struct Fields {
    pub t: &'static Texts,
    page: Page,
    errors: FormErrors,
    /// The fields that DOKU's notes point at.
    pointed: Vec<Pointed>,
}

impl Fields {
    pub fn new(page: Page, judged: bool, errors: FormErrors) -> Self {
        Self { t: words(), page, errors: if judged { errors } else { FormErrors::default() }, pointed: Vec::new() }
    }

    /// Adds the notes of DOKU's, which are shown at their fields until those are corrected.
    pub fn pointed_at(self, pointed: Vec<Pointed>) -> Self {
        Self { pointed, ..self }
    }

    /// Returns the id of the first field that DOKU's note points at.
    pub fn first_pointed(&self) -> Option<String> {
        self.pointed.first().map(|at| field_id(&self.name(&at.field)))
    }

    /// Returns the name under which a field is posted.
    pub fn name(&self, field: &str) -> String {
        posted(self.page, "form", field)
    }

    pub fn label(&self, field: &str) -> String {
        field_label(self.t, self.page, field).to_owned()
    }

    pub fn error(&self, field: &str) -> Option<String> {
        let ours = self.errors.of(field).map(|error| field_error(self.t, error));
        ours.or_else(|| self.pointed.iter().find(|at| at.field == field).map(|at| pointed_words(self.t, at)))
    }

    /// Draws every field as it is declared, with what was typed.
    pub fn draw(&self, form: &Filled) -> AnyView {
        let typed = form.typed().into_iter().map(|(_, value)| value);
        let fields = Filled::fields(self.page.task()).iter().zip(typed);
        fields.map(|(field, value)| self.draw_field(field, value)).collect_view().into_any()
    }

    fn draw_field(&self, field: &Field, value: String) -> AnyView {
        let (label, name, error) = (self.label(field.name), self.name(field.name), self.error(field.name));
        let hint = field_hint(self.t, self.page, field.name).unwrap_or_default();
        let Field { optional, autocomplete, .. } = *field;
        let (kind, inputmode) = match field.control {
            Control::Paragraph => return view! { <TextArea label name value error hint optional/> }.into_any(),
            Control::Choice => {
                let choices = self.choices(field, "");
                return view! { <RadioGroup legend=label name value choices error/> }.into_any();
            }
            Control::Select => {
                let choices = self.choices(field, &value);
                return view! { <SelectField label name value choices error hint autocomplete/> }.into_any();
            }
            Control::Line => ("text", ""),
            Control::Email => ("email", ""),
            Control::Telephone => ("tel", ""),
            Control::Digits => ("text", "numeric"),
            Control::Account => ("text", "url"),
        };
        let narrow = field.max <= NARROW;
        view! { <TextField label name value error hint kind autocomplete inputmode optional narrow/> }.into_any()
    }

    /// Returns the offered codes, with their labels. A `kept` code that is no longer offered stays chosen, by its name,
    /// until another is; an optional field can be left open again.
    fn choices(&self, field: &Field, kept: &str) -> Vec<Choice> {
        let offered = (field.options)();
        let gone = Some(kept).filter(|kept| !kept.is_empty() && !offered.contains(kept));
        let open = Some("").filter(|_| field.optional && field.control == Control::Choice);
        let choice = |code: &str| Choice {
            hint: value_hint(self.t, field.name, code).map(str::to_owned),
            ..Choice::new(code, value_label(self.t, field.name, code))
        };
        gone.into_iter().chain(offered.iter().copied()).chain(open).map(choice).collect()
    }

    /// Returns the rows of the error summary: field id, label, sentence.
    pub fn complaints(&self) -> Vec<(String, String, String)> {
        let row = |(field, error): &(String, _)| {
            (field_id(&self.name(field)), self.label(field), field_error(self.t, *error))
        };
        self.errors.0.iter().map(row).chain(self.clashes()).collect()
    }

    /// Returns a row for each field that was changed here and elsewhere, which leads to its choice.
    fn clashes(&self) -> Vec<(String, String, String)> {
        let clashes = use_context::<Clashes>().unwrap_or_default().0.into_iter();
        let row = |clash: Clash| {
            let field = clash.name.trim_end_matches(']').rsplit('[').next().unwrap_or_default();
            (field_id(&clash.upon), self.label(field), self.t.forms.clash_row.to_owned())
        };
        clashes.map(row).collect()
    }
}

/// Returns the name under which a form posts a field; `of` is one of its lists.
pub fn posted(page: Page, of: &str, field: &str) -> String {
    if page == Page::Documents { format!("{of}[values][{field}]") } else { format!("{of}[{field}]") }
}

/// Returns DOKU's line in quotes, or the sentence for a note that names the field alone.
pub fn pointed_words(t: &Texts, at: &Pointed) -> String {
    match &at.note {
        Some(note) => fill(t.fixes.pointed, &[("note", note)]),
        None => t.fixes.pointed_alone.to_owned(),
    }
}
