//! Names, labels and errors of fields.

use super::data::Pointed;
use crate::{
    page::words,
    site::{Clash, Clashes},
    texts::{Texts, field_error, field_label, fill},
    ui::{Choice, field_id},
};
use domain::forms::{FormErrors, Task};
use leptos::prelude::use_context;

/// Names, labels and errors of the fields of one task.
pub struct Fields {
    pub t: &'static Texts,
    task: Task,
    errors: FormErrors,
    /// What DOKU says of single fields.
    pointed: Vec<Pointed>,
}

impl Fields {
    pub fn new(task: Task, judged: bool, errors: FormErrors) -> Self {
        Self { t: words(), task, errors: if judged { errors } else { FormErrors::default() }, pointed: Vec::new() }
    }

    /// With what DOKU says of single fields, which stands at them until they are corrected.
    pub fn pointed_at(self, pointed: Vec<Pointed>) -> Self {
        Self { pointed, ..self }
    }

    /// The first field that DOKU's note points at.
    pub fn first_pointed(&self) -> Option<String> {
        self.pointed.first().map(|at| field_id(&self.name(&at.field)))
    }

    /// As posted.
    pub fn name(&self, field: &str) -> String {
        posted(self.task, "form", field)
    }

    pub fn label(&self, field: &str) -> String {
        field_label(self.t, self.task, field).to_owned()
    }

    pub fn error(&self, field: &str) -> Option<String> {
        let ours = self.errors.of(field).map(|error| field_error(self.t, error));
        ours.or_else(|| self.pointed.iter().find(|at| at.field == field).map(|at| pointed_words(self.t, at)))
    }

    /// For the error summary: field id, label, sentence.
    pub fn complaints(&self) -> Vec<(String, String, String)> {
        let row = |(field, error): &(String, _)| {
            (field_id(&self.name(field)), self.label(field), field_error(self.t, *error))
        };
        self.errors.0.iter().map(row).chain(self.clashes()).collect()
    }

    /// What was changed here and elsewhere leads to its choice.
    fn clashes(&self) -> Vec<(String, String, String)> {
        let clashes = use_context::<Clashes>().unwrap_or_default().0.into_iter();
        let row = |clash: Clash| {
            let field = clash.name.trim_end_matches(']').rsplit('[').next().unwrap_or_default();
            (field_id(&clash.upon), self.label(field), self.t.forms.clash_row.to_owned())
        };
        clashes.map(row).collect()
    }
}

/// What a form calls a field where it is posted; `of`: which of its lists.
pub fn posted(task: Task, of: &str, field: &str) -> String {
    if task == Task::Documents { format!("{of}[values][{field}]") } else { format!("{of}[{field}]") }
}

/// DOKU's line in quotes; where it names the field alone, that.
pub fn pointed_words(t: &Texts, at: &Pointed) -> String {
    match &at.note {
        Some(note) => fill(t.fixes.pointed, &[("note", note)]),
        None => t.fixes.pointed_alone.to_owned(),
    }
}

/// Codes with the words people choose by.
pub fn choices<T: AsRef<str>>(field: &str, codes: impl IntoIterator<Item = T>) -> Vec<Choice> {
    let choice = |code: T| {
        let label = crate::texts::value_label(words(), field, code.as_ref()).to_owned();
        Choice::new(code.as_ref(), label)
    };
    codes.into_iter().map(choice).collect()
}
