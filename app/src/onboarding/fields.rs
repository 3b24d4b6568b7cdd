//! Names, labels and errors of fields.

use super::data::Pointed;
use crate::{
    page::words,
    texts::{Texts, field_error, field_label, fill},
    ui::{Choice, field_id},
};
use domain::forms::{FormErrors, Task};

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
        if self.task == Task::Documents { format!("form[values][{field}]") } else { format!("form[{field}]") }
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
        self.errors.0.iter().map(row).collect()
    }
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
