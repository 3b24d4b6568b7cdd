use super::{
    RemoveEndpoint, SwitchEndpoint,
    api::{EndpointRow, Said, SettingsPage, Working, Wrong},
};
use crate::{
    page::{once_field, site, words},
    texts::{Texts, fill, when_short},
    ui::{Symbol, Tag, TextField, Tone},
};
use domain::Millis;
use leptos::{prelude::*, server_fn::ServerFn};

pub fn section(page: &SettingsPage, said: &Said) -> impl IntoView + use<> {
    let s = &words().settings;
    let list = match page.endpoints.is_empty() {
        true => view! { <p class="muted">{s.no_endpoints}</p> }.into_any(),
        false => view! { <ul class="rows">{page.endpoints.iter().map(row).collect_view()}</ul> }.into_any(),
    };
    let error = said.wrong.filter(|wrong| !wrong.is_about_the_key()).map(|wrong| sentence(words(), wrong).to_owned());
    view! {
        <section class="card card--padded stack" aria-labelledby="endpoints">
            <header class="stack stack--tight">
                <h2 class="section-title" id="endpoints">{s.endpoints}</h2>
                <p class="muted">{s.endpoints_lead}</p>
            </header>
            {list}
            <form class="stack form-line" method="post" action="/review/settings/endpoints">
                {once_field()}
                <TextField label=s.url name="url" value=said.url.clone() error=error hint=s.url_hint kind="url" inputmode="url"/>
                <button class="button button--quiet" type="submit">{s.add_endpoint}</button>
            </form>
        </section>
    }
}

pub const fn sentence(t: &'static Texts, wrong: Wrong) -> &'static str {
    let s = &t.settings;
    match wrong {
        Wrong::NotAUrl => s.not_a_url,
        Wrong::NotHttps => s.not_https,
        Wrong::Private => s.private,
        Wrong::UrlTaken => s.url_taken,
        Wrong::NameMissing => s.name_missing,
        Wrong::NameTaken => s.name_taken,
    }
}

fn row(endpoint: &EndpointRow) -> impl IntoView + use<> {
    let s = &words().settings;
    let id = endpoint.id.to_string();
    let is_on = matches!(endpoint.is, Working::On | Working::Failing(_));
    let label = if is_on { s.switch_off } else { s.switch_on };
    view! {
        <li class="rows__row">
            <div class="rows__main">
                <bdi class="rows__name">{endpoint.url.clone()}</bdi>
                <span class="row">{tag(endpoint.is)}</span>
            </div>
            <div class="row">
                <form method="post" action=SwitchEndpoint::PATH>
                    <input type="hidden" name="endpoint" value=id.clone()/>
                    <input type="hidden" name="on" value=(!is_on).to_string()/>
                    <button class="button button--quiet" type="submit">{label}</button>
                </form>
                <details class="sure">
                    <summary class="link">{s.remove}</summary>
                    <form class="stack stack--tight" method="post" action=RemoveEndpoint::PATH>
                        <p class="muted">{s.remove_sure}</p>
                        <input type="hidden" name="endpoint" value=id/>
                        <button class="button button--fix" type="submit">{s.remove}</button>
                    </form>
                </details>
            </div>
        </li>
    }
}

fn tag(is: Working) -> impl IntoView {
    let s = &words().settings;
    let (tone, symbol, word, since): (_, _, _, Option<Millis>) = match is {
        Working::On => (Tone::Good, Symbol::Check, s.on, None),
        Working::Failing(since) => (Tone::Wait, Symbol::Alert, s.failing, Some(since)),
        Working::OffByHand(since) => (Tone::Still, Symbol::Pause, s.off_by_hand, Some(since)),
        Working::OffFailing(since) => (Tone::Fix, Symbol::Alert, s.off_failing, Some(since)),
    };
    let since = since.map(|at| {
        let when = fill(s.since, &[("when", &when_short(site().lang, at))]);
        view! { <span class="muted">{when}</span> }
    });
    view! { <Tag tone symbol word/>{since} }
}
