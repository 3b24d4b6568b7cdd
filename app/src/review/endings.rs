use super::{data::CasePage, decide::seen};
use crate::{
    page::{is_kept, words},
    paths,
    site::Undecided,
    texts::{facet, fill},
    ui::{NoteBox, TextArea},
};
use leptos::prelude::*;

/// Draws what only admins may do or read, and the end of the application.
pub fn panel(page: &CasePage, refused: Option<&Undecided>) -> AnyView {
    let t = words();
    let e = &t.endings;
    let partner = crate::page::site().partner_name;
    let reason = page.declined.clone().map(|reason| {
        view! { <NoteBox from=fill(e.reason, &[("partner", &partner)]) text=Some(reason)/> }
    });
    let internal = (!page.internal.is_empty()).then(|| {
        let of = page.internal.iter().map(|key| facet(t, key)).collect::<Vec<_>>().join(", ");
        let text = if page.reads_internal { e.internal_admin } else { e.internal_text };
        view! {
            <section class="note">
                <h2 class="note__from">{e.internal}": "{of}</h2>
                <p>{text}</p>
            </section>
        }
    });
    let typed = refused.map(|refused| refused.reason.clone()).unwrap_or_default();
    let open = refused.is_some_and(|refused| refused.wants_reason) || !typed.trim().is_empty();
    let decline = page.declinable.then(|| {
        let also = page.may_be_at_doku.then(|| view! { <p>{t.calls.decline_given_up}</p> });
        let about = (!page.may_be_at_doku).then(|| view! { <p class="muted">{e.decline_text}</p> });
        view! {
            <details class="card card--padded" open=open || is_kept("reason")>
                <summary class="decide__more">{e.decline}</summary>
                <form class="stack" method="post" action=paths::case(page.heading.business, "decline")>
                    {about}
                    {also}
                    {seen(page)}
                    <TextArea label=e.decline_reason name="reason" value=typed rows=3/>
                    <button class="button button--fix button--wide" type="submit">{e.decline_yes}</button>
                </form>
            </details>
        }
    });
    view! { {reason}{internal}{decline} }.into_any()
}
