use crate::{
    page::words,
    ui::icon::{Icon, Symbol},
};
use leptos::prelude::*;

/// Every error at once above the form; each leads to its field. Rows are field id, label and sentence; a label may be the
/// sentence itself.
#[component]
pub fn ErrorSummary(
    rows: Vec<(String, String, String)>,
    /** There is no draft: nothing is kept but on this page. */
    #[prop(optional)]
    unsaved: bool,
) -> impl IntoView {
    let t = words();
    (!rows.is_empty()).then(|| {
        let links = rows
            .into_iter()
            .map(|(id, label, sentence)| {
                let sentence = (!sentence.is_empty()).then(|| format!(": {sentence}"));
                view! { <li><a href=format!("#{id}")>{label}</a>{sentence}</li> }
            })
            .collect_view();
        view! {
            <section class="errors" role="alert" aria-labelledby="errors-title" id="errors" tabindex="-1">
                <h2 class="errors__title" id="errors-title"><Icon symbol=Symbol::Alert/>{t.common.errors_title}</h2>
                <p>{if unsaved { t.common.errors_hint_unsaved } else { t.common.errors_hint }}</p>
                <ul class="errors__list">{links}</ul>
            </section>
        }
    })
}
