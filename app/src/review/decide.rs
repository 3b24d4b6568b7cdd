use super::{Approve, SendBack, api::CasePage};
use crate::{
    page::words,
    texts::{fill, requirement, task},
    ui::TextArea,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Approve, or send back with a reason for each item that needs fixing.
pub fn panel(page: &CasePage) -> AnyView {
    let t = words();
    let r = &t.review;
    if !page.decidable {
        let text = if page.partner_reviews { r.not_decidable } else { r.read_only };
        return view! { <p class="muted">{text}</p> }.into_any();
    }
    let business = page.heading.business.to_string();
    let reasons = items(page).into_iter().map(|(key, name)| {
        let label = fill(r.reason, &[("item", &name)]);
        let hint = page.sent_back.get(&key).map(|last| format!("{}: {last}", r.sent_back_last)).unwrap_or_default();
        view! { <Reason label name=format!("reasons[{key}]") hint/> }
    });
    let reasons = reasons.collect_view();
    view! {
        <section class="card card--padded stack decide">
            <h2 class="slot__title">{r.decide}</h2>
            <form method="post" action=Approve::PATH>
                <input type="hidden" name="business" value=business.clone()/>
                <input type="hidden" name="revision" value=page.revision/>
                <button class="button button--wide" type="submit">{r.approve}</button>
            </form>
            <details>
                <summary class="decide__more">{r.send_back}</summary>
                <form class="stack" method="post" action=SendBack::PATH>
                    <p class="muted">{r.send_back_hint}</p>
                    <input type="hidden" name="business" value=business/>
                    <input type="hidden" name="revision" value=page.revision/>
                    {reasons}
                    <button class="button button--fix button--wide" type="submit">{r.send_back}</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn Reason(label: String, name: String, hint: String) -> impl IntoView {
    if hint.is_empty() {
        view! { <TextArea label name value="" rows=2 optional=true/> }.into_any()
    } else {
        view! { <TextArea label name value="" rows=2 optional=true hint/> }.into_any()
    }
}

/// Everything that can be sent back: key and name.
fn items(page: &CasePage) -> Vec<(String, String)> {
    let t = words();
    let files = page.slots.iter().map(|slot| {
        let asked = &slot.requirement;
        (asked.slot.clone(), requirement(t, &asked.code, &asked.name).to_owned())
    });
    let forms =
        page.sections.iter().map(|section| (section.task.as_str().to_owned(), task(t, section.task).to_owned()));
    files.chain(forms).collect()
}
