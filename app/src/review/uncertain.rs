use super::data::CasePage;
use crate::{
    page::{is_kept, reason_error, wants_reason, words},
    paths,
    texts::facet,
    ui::{Choice, RadioGroup, TextArea, TextField},
};
use domain::ids::{BusinessId, CallId};
use leptos::prelude::*;

/// Draws the ways out for a registration that DOKU may have, once DOKU answered a person that it has it or not.
pub fn ways_out(call: CallId) -> impl IntoView + use<> {
    let c = &words().calls;
    let (anew, adopt) = (format!("reasons[anew-{call}]"), format!("reasons[adopt-{call}]"));
    let id = format!("ids[adopt-{call}]");
    let is_open = |name: &str| is_kept(name) || wants_reason(name);
    let adopts = is_open(&adopt) || is_kept(&id);
    view! {
        <div class="split">
            <details open=is_open(&anew)>
                <summary class="decide__more">{c.anew}</summary>
                <form class="stack stack--tight" method="post" action=paths::call(call, "send-anew")>
                    <TextArea label=c.anew_reason name=anew.clone() value="" rows=2 hint=c.anew_about error=reason_error(&anew)/>
                    <div><button class="button" type="submit">{c.anew_button}</button></div>
                </form>
            </details>
            <details open=adopts>
                <summary class="decide__more">{c.adopt}</summary>
                <form class="stack stack--tight" method="post" action=paths::call(call, "adopt")>
                    <TextField label=c.adopt_id name=id value="" hint=c.adopt_about/>
                    <TextArea label=c.anew_reason name=adopt.clone() value="" rows=2 error=reason_error(&adopt)/>
                    <div><button class="button" type="submit">{c.adopt_button}</button></div>
                </form>
            </details>
        </div>
    }
}

/// Draws the form for fixes that somebody mended in DOKU's dashboard instead.
pub fn update_mended(call: CallId, business: Option<BusinessId>) -> impl IntoView + use<> {
    let c = &words().calls;
    let name = format!("reasons[mended-{call}]");
    let (open, error) = (is_kept(&name) || wants_reason(&name), reason_error(&name));
    view! {
        <details open=open>
            <summary class="decide__more">{c.mended}</summary>
            <form class="stack stack--tight" method="post" action=paths::call(call, "mend")>
                {business.map(|id| view! { <input type="hidden" name="business" value=id.to_string()/> })}
                <TextArea label=c.mended_reason name=name value="" rows=2 hint=c.mended_about error=error/>
                <div><button class="button" type="submit">{c.mended_button}</button></div>
            </form>
        </details>
    }
}

/// Draws the same for one part that DOKU rejects, or for all parts of an update that failed.
pub fn part_mended(page: &CasePage) -> AnyView {
    if let Some(call) = page.failed_update {
        let mended = update_mended(call, Some(page.heading.business));
        return view! { <section class="card card--padded">{mended}</section> }.into_any();
    }
    let t = words();
    let c = &t.calls;
    let business = page.heading.business;
    let parts: Vec<Choice> = page.mendable.iter().map(|key| Choice::new(key.to_string(), facet(t, key))).collect();
    (!parts.is_empty())
        .then(|| {
            view! {
                <details class="card card--padded" open=is_kept("reason") || wants_reason("mended")>
                    <summary class="decide__more">{c.mended}</summary>
                    <form class="stack" method="post" action=paths::case(business, "mend")>
                        <RadioGroup legend=c.mended_part name="facet" value="" choices=parts/>
                        <TextArea label=c.mended_reason name="reason" value="" rows=2 hint=c.mended_about error=reason_error("mended")/>
                        <button class="button button--wide" type="submit">{c.mended_button}</button>
                    </form>
                </details>
            }
        })
        .into_any()
}

/// Draws the way back for an application that cannot reach DOKU and need not wait for it.
pub fn take_back(page: &CasePage) -> impl IntoView + use<> {
    let c = &words().calls;
    let business = page.heading.business;
    page.returnable.then(|| {
        view! {
            <section class="card card--padded stack">
                <h2 class="slot__title">{c.take_back}</h2>
                <form class="stack" method="post" action=paths::case(business, "take-back")>
                    <TextArea label=c.take_back_reason name="reason" value="" rows=2 hint=c.take_back_about error=reason_error("take_back")/>
                    <button class="button button--fix button--wide" type="submit">{c.take_back}</button>
                </form>
            </section>
        }
    })
}
