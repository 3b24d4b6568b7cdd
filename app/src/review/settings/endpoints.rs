use super::{
    data::{EndpointRow, PostResult, SettingsPage, Working},
    deliveries::answer,
};
use crate::{
    page::{once_field, site, words},
    paths,
    texts::{fill, when_short, wrong},
    ui::{Sure, Symbol, Tag, TextField, Tone, or_muted},
};
use domain::{Millis, ids::EndpointId};
use leptos::prelude::*;

pub fn section(page: &SettingsPage, posted: &PostResult) -> impl IntoView + use<> {
    let s = &words().settings;
    let list = or_muted(page.endpoints.is_empty(), s.no_endpoints, || {
        let rows = page.endpoints.iter().map(|endpoint| row(endpoint, page.old_secret_hours)).collect_view();
        view! { <ul class="rows">{rows}</ul> }
    });
    let error = posted.wrong.filter(|why| !why.is_about_the_key()).map(|why| wrong(words(), why).to_owned());
    view! {
        <section class="card card--padded stack" aria-labelledby="endpoints">
            <header class="stack stack--tight">
                <h2 class="section-title" id="endpoints">{s.endpoints}</h2>
                <p class="muted">{s.endpoints_lead}" "<a href="/api/v1/openapi.json">{s.description}</a></p>
            </header>
            {list}
            <form class="stack form-line" method="post" action="/review/settings/endpoints" novalidate>
                {once_field()}
                <TextField label=s.url name="url" value=posted.url.clone() error=error hint=s.url_hint kind="url" inputmode="url"/>
                <button class="button button--quiet" type="submit">{s.add_endpoint}</button>
            </form>
        </section>
    }
}

fn row(endpoint: &EndpointRow, hours: i64) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    let s = &t.settings;
    let id = endpoint.id;
    let is_on = matches!(endpoint.is, Working::On | Working::Failing(_));
    let tested = endpoint.tested.map(|(came, at)| {
        let told = fill(s.tested, &[("when", &when_short(lang, at)), ("answer", &answer(t, Some(came)))]);
        view! { <span class="muted" role="status">{told}</span> }
    });
    let two = endpoint.old_until.map(|until| {
        let told = fill(s.two_secrets, &[("when", &when_short(lang, until))]);
        view! { <span class="muted">{told}</span> }
    });
    view! {
        <li class="rows__row">
            <div class="rows__main">
                <bdi class="rows__name">{endpoint.url.clone()}</bdi>
                <span class="row">{tag(endpoint.is)}{two}{tested}</span>
            </div>
            <div class="row">
                <form method="post" action=paths::endpoint(id, "test")>
                    <button class="button button--quiet" type="submit">{s.test}</button>
                </form>
                {switch(endpoint, is_on)}
                {secret(id, endpoint.old_until.is_some(), hours)}
                <Sure label=s.remove action=paths::endpoint(id, "remove") about=fill(s.remove_sure, &[("url", &endpoint.url)])
                    button=s.remove_button/>
            </div>
        </li>
    }
}

/// Draws the switch. Events are skipped while it is off, and do not follow by themselves.
fn switch(endpoint: &EndpointRow, is_on: bool) -> AnyView {
    let s = &words().settings;
    let id = endpoint.id;
    if !is_on {
        return view! {
            <form method="post" action=paths::endpoint(id, "switch")>
                <input type="hidden" name="on" value="true"/>
                <button class="button button--quiet" type="submit">{s.switch_on}</button>
            </form>
        }
        .into_any();
    }
    let about = fill(s.switch_off_sure, &[("url", &endpoint.url)]);
    view! {
        <Sure label=s.switch_off action=paths::endpoint(id, "switch") about button=s.switch_off_button>
            <input type="hidden" name="on" value="false"/>
        </Sure>
    }
    .into_any()
}

/// Draws the button for another secret, or while two sign the one that ends the former.
fn secret(endpoint: EndpointId, are_two: bool, hours: i64) -> AnyView {
    let s = &words().settings;
    if are_two {
        let action = paths::endpoint(endpoint, "end-old-secret");
        return view! { <Sure label=s.end_now action about=s.end_sure button=s.end_now/> }.into_any();
    }
    let about = fill(s.new_secret_about, &[("hours", &hours.to_string())]);
    let action = paths::endpoint(endpoint, "secrets");
    view! { <Sure label=s.new_secret action about button=s.make_secret harmless=true>{once_field()}</Sure> }.into_any()
}

fn tag(is: Working) -> impl IntoView {
    let s = &words().settings;
    let (tone, symbol, word, since): (_, _, _, Option<Millis>) = match is {
        Working::On => (Tone::Good, Symbol::Check, s.on, None),
        Working::Failing(since) => (Tone::Wait, Symbol::Alert, s.failing, Some(since)),
        Working::OffByHand(since) => (Tone::Still, Symbol::Pause, s.off_by_hand, Some(since)),
        Working::OffGone(since) => (Tone::Fix, Symbol::Alert, s.off_gone, Some(since)),
        Working::OffFailing(since) => (Tone::Fix, Symbol::Alert, s.off_failing, Some(since)),
    };
    let since = since.map(|at| {
        let when = fill(s.since, &[("when", &when_short(site().lang, at))]);
        view! { <span class="muted">{when}</span> }
    });
    view! { <Tag tone symbol word/>{since} }
}
