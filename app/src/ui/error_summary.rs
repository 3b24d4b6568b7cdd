use super::field::wants_focus;
use crate::{
    context::words,
    site::Clashes,
    ui::icon::{Icon, Symbol},
};
use leptos::prelude::*;

/// Lists every error above the form; each leads to its field. Rows are field id, label and sentence; a label may be the
/// sentence itself. It takes the focus: screen readers do not read an alert that is there from the start, but they do
/// read the focused element.
#[component]
pub fn ErrorSummary(
    rows: Vec<(String, String, String)>,
    /** There is no draft: nothing is kept but on this page. */
    #[prop(optional)]
    unsaved: bool,
) -> impl IntoView {
    let (t, focus) = (words(), !wants_focus());
    let (title, hint) = match use_context::<Clashes>() {
        Some(_) => (t.forms.clash_title, t.forms.clash_hint),
        None if unsaved => (t.common.errors_title, t.common.errors_hint_unsaved),
        None => (t.common.errors_title, t.common.errors_hint),
    };
    (!rows.is_empty()).then(|| {
        let links = rows
            .into_iter()
            .map(|(id, label, sentence)| {
                // A question as label takes no colon.
                let mark = if label.ends_with('?') { " " } else { ": " };
                let sentence = (!sentence.is_empty()).then(|| format!("{mark}{sentence}"));
                view! { <li><a href=format!("#{id}")>{label}</a>{sentence}</li> }
            })
            .collect_view();
        view! {
            <section class="errors" aria-labelledby="errors-title" id="error-summary" tabindex="-1" autofocus=focus>
                <div role="alert">
                    <h2 class="errors__title" id="errors-title"><Icon symbol=Symbol::Alert/>{title}</h2>
                    <p>{hint}</p>
                    <ul class="errors__list">{links}</ul>
                </div>
            </section>
        }
    })
}
