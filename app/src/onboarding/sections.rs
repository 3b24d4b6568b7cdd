//! The values of forms as they will be sent, for reading.

use super::{
    at,
    data::{CheckSection, Slot},
    file_line, row_tag, thumbnail,
};
use crate::{
    page::words,
    paths::{self, Side},
    texts::{field_name, fill, number_name, requirement, task, value_label},
};
use domain::{
    application::Page,
    ids::BusinessId,
    requirement::{FormRequirement, Requirement},
};
use leptos::prelude::*;

/// Draws each form with its values; `change` adds the way back to its page.
pub fn section_list(sections: Vec<CheckSection>, change: Option<BusinessId>) -> impl IntoView {
    let t = words();
    let section = |section: CheckSection| {
        let name = task(t, section.page);
        let change = change.map(|business| change_link(paths::page(business, section.page), name));
        view! {
            <section class="card card--padded stack">
                <div class="row row--between"><h2 class="slot__title">{name}</h2>{change}</div>
                {masked_list(section)}
            </section>
        }
    };
    sections.into_iter().map(section).collect_view()
}

/// Draws the values of one form; what the server masked stays masked.
pub fn masked_list(section: CheckSection) -> AnyView {
    let t = words();
    let of = section.page;
    let pair = |(field, value): (String, String)| {
        let shown = if value.trim().is_empty() {
            view! { <span class="muted">{t.check.empty}</span> }.into_any()
        } else {
            view! { <bdi>{value_label(t, &field, &value).to_owned()}</bdi> }.into_any()
        };
        view! { <div class="pairs__row"><dt>{field_name(t, of, &field).to_owned()}</dt><dd dir="auto">{shown}</dd></div> }
    };
    if section.values.is_empty() {
        return view! { <p class="muted">{t.check.empty}</p> }.into_any();
    }
    view! { <dl class="pairs">{section.values.into_iter().map(pair).collect_view()}</dl> }.into_any()
}

fn change_link(href: String, name: &str) -> impl IntoView + use<> {
    let t = words();
    let label = fill(t.check.change_what, &[("task", name)]);
    view! { <a href=href aria-label=label>{t.check.change}</a> }
}

/// Draws the values that go with a file, such as the number on a KTP.
pub fn numbers(asked: &Requirement, values: &[(String, String)]) -> impl IntoView + use<> {
    let t = words();
    let row = |(form, (_, value)): (&FormRequirement, &(String, String))| {
        let shown = if value.trim().is_empty() { t.check.empty.to_owned() } else { value.clone() };
        let name = number_name(t, &form.code, &form.name).to_owned();
        view! { <div class="pairs__row"><dt>{name}</dt><dd><bdi>{shown}</bdi></dd></div> }
    };
    let rows = asked.forms.iter().zip(values).map(row).collect_view();
    (!asked.forms.is_empty()).then(|| view! { <dl class="pairs">{rows}</dl> })
}

/// Draws every file with its picture.
pub fn file_list(business: BusinessId, slots: Vec<Slot>, change: bool) -> impl IntoView {
    let t = words();
    let row = |slot: Slot| {
        let title = requirement(t, &slot.requirement.code, &slot.requirement.name).to_owned();
        let file = match &slot.file {
            Some(file) => {
                let href = paths::file(Side::Merchant, business, &slot.requirement.slot, file.id);
                view! { {thumbnail(&href, file, &title)}{file_line(href, file)} }.into_any()
            }
            None => view! { <span class="muted">{t.check.no_file}</span> }.into_any(),
        };
        view! {
            <li class="stack stack--tight">
                <div class="row row--between"><strong>{title}</strong>{row_tag(slot.status)}</div>
                <div class="file">{file}</div>
                {numbers(&slot.requirement, &slot.values)}
            </li>
        }
    };
    let rows = slots.into_iter().map(row).collect_view();
    view! {
        <section class="card card--padded stack">
            <div class="row row--between">
                <h2 class="slot__title">{t.check.files}</h2>
                {change.then(|| change_link(at(business, "documents"), task(t, Page::Documents)))}
            </div>
            <ul class="stack">{rows}</ul>
        </section>
    }
}
