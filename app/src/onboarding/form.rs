//! What all form pages share: the frame around the fields of one task.

use super::{api::FormPage, at, eyebrow, note_box, onboarding, row_tag};
use crate::{
    islands::Autosave,
    page::{business_id, load, problem_banner, site, viewer, words},
    texts::{Texts, field_error, field_label, fill, task, when},
    ui::{Back, Choice, Dock, ErrorSummary, Page, field_id},
};
use domain::{
    forms::{Filled, FormErrors, Task},
    ids::BusinessId,
};
use leptos::prelude::*;

/// Names, labels and errors of the fields of one task.
pub struct Fields {
    pub t: &'static Texts,
    task: Task,
    errors: FormErrors,
}

impl Fields {
    pub fn new(task: Task, judged: bool, errors: FormErrors) -> Self {
        Self { t: words(), task, errors: if judged { errors } else { FormErrors::default() } }
    }

    /// As posted.
    pub fn name(&self, field: &str) -> String {
        if self.task == Task::Documents { format!("form[values][{field}]") } else { format!("form[{field}]") }
    }

    pub fn label(&self, field: &str) -> String {
        field_label(self.t, self.task, field).to_owned()
    }

    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.of(field).map(|error| field_error(self.t, error))
    }

    /// For the error summary: field id, label, sentence.
    pub fn complaints(&self) -> Vec<(String, String, String)> {
        let row = |(field, error): &(String, _)| {
            (field_id(&self.name(field)), self.label(field), field_error(self.t, *error))
        };
        self.errors.0.iter().map(row).collect()
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

/// The page of one task: `lead` says what it is for, `fields` draws what was typed.
pub fn form_page<F>(
    of: Task,
    action: &'static str,
    lead: &'static str,
    fields: fn(F, &Fields) -> AnyView,
) -> impl IntoView
where
    F: TryFrom<Filled> + Default + 'static,
{
    let ask = (business_id(), viewer(), onboarding());
    load(
        async move {
            let (business, viewer, onboarding) = ask;
            onboarding?.form(viewer?, business?, of).await
        },
        move |page| show(page, action, lead, fields).into_any(),
    )
}

fn show<F>(page: FormPage, action: &'static str, lead: &'static str, draw: fn(F, &Fields) -> AnyView) -> impl IntoView
where
    F: TryFrom<Filled> + Default,
{
    let t = words();
    let (of, business, editable) = (page.form.task(), page.heading.business, page.editable);
    let fields = Fields::new(of, page.judged && editable, page.errors);
    let saved = page.saved_at.map(|at| fill(t.common.saved_at, &[("when", &when(site().lang, at))]));
    let inside = draw(F::try_from(page.form).unwrap_or_default(), &fields);
    view! {
        <Page title=task(t, of)>
            <div class="column">
                {problem_banner()}
                <ErrorSummary rows=fields.complaints()/>
                <header class="stack stack--tight">
                    <Back href=at(business, "") label=t.common.back_to_tasks/>
                    {eyebrow(&page.heading)}
                    <div class="row row--between"><h1>{task(t, of)}</h1>{row_tag(page.status)}</div>
                    <p class="muted">{lead}</p>
                </header>
                {page.note.map(note_box)}
                {task_form(business, action, editable, saved, inside)}
            </div>
            {editable.then(|| view! { <Dock>{save_button()}</Dock> })}
        </Page>
    }
}

/// The form itself; typed words are kept as they come once scripts are there.
pub fn task_form(
    business: BusinessId,
    action: &'static str,
    editable: bool,
    saved: Option<String>,
    inside: AnyView,
) -> AnyView {
    let t = words();
    if !editable {
        return view! {
            <p class="muted">{t.documents.locked}</p>
            <fieldset class="card card--padded stack locked" disabled>{inside}</fieldset>
        }
        .into_any();
    }
    view! {
        <Autosave>
            <form class="card card--padded stack" method="post" action=action id="task-form" data-autosave
                data-saved=t.common.saved data-saving=t.common.saving data-failed=t.common.not_saved>
                <input type="hidden" name="business" value=business.to_string()/>
                {inside}
                <p class="saved" role="status" data-autosave-status>{saved}</p>
            </form>
        </Autosave>
    }
    .into_any()
}

pub fn save_button() -> impl IntoView {
    view! {
        <button class="button button--wide" type="submit" form="task-form" name="judge" value="true">
            {words().common.save_and_go_on}
        </button>
    }
}
