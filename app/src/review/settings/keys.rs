use super::{
    data::{KeyRow, Right, Said, SettingsPage},
    endpoints::sentence,
};
use crate::{
    page::{once_field, site, words},
    paths,
    texts::{fill, when_short},
    ui::{Choice, RadioGroup, Symbol, Tag, TextField, Tone},
};
use leptos::prelude::*;

pub fn section(page: &SettingsPage, said: &Said) -> impl IntoView + use<> {
    let s = &words().settings;
    let list = match page.keys.is_empty() {
        true => view! { <p class="muted">{s.no_keys}</p> }.into_any(),
        false => view! { <ul class="rows">{page.keys.iter().map(row).collect_view()}</ul> }.into_any(),
    };
    let error = said.wrong.filter(|wrong| wrong.is_about_the_key()).map(|wrong| sentence(words(), wrong).to_owned());
    let rights = vec![
        Choice::new(Right::Read.as_str(), s.may_read),
        Choice { hint: Some(s.may_refer_hint.to_owned()), ..Choice::new(Right::Refer.as_str(), s.may_refer) },
    ];
    view! {
        <section class="card card--padded stack" aria-labelledby="keys">
            <header class="stack stack--tight">
                <h2 class="section-title" id="keys">{s.keys}</h2>
                <p class="muted">{s.keys_lead}" "<a href="/api/v1/openapi.json">{s.description}</a></p>
            </header>
            {list}
            <form class="stack form-line form-line--column" method="post" action="/review/settings/keys">
                {once_field()}
                <TextField label=s.key_name name="name" value=said.name.clone() error=error hint=s.key_name_hint/>
                <RadioGroup legend=s.key_right name="right" value=said.right.as_str() choices=rights/>
                <button class="button button--quiet" type="submit">{s.make_key}</button>
            </form>
        </section>
    }
}

fn row(key: &KeyRow) -> impl IntoView + use<> {
    let (s, lang) = (&words().settings, site().lang);
    let at = |sentence, at| fill(sentence, &[("when", &when_short(lang, at))]);
    let made = at(s.made, key.created_at);
    let used = key.used_at.map_or_else(|| s.never_used.to_owned(), |last| at(s.used, last));
    let (tone, symbol, word) =
        if key.revoked { (Tone::Still, Symbol::Cross, s.revoked) } else { (Tone::Good, Symbol::Check, s.valid) };
    let may = match key.right {
        Right::Read => s.may_read,
        Right::Refer => s.may_refer,
    };
    let sure = fill(s.revoke_sure, &[("name", &key.name), ("used", &used)]);
    let revoke = (!key.revoked).then(|| {
        view! {
            <details class="sure">
                <summary class="link">{s.revoke}</summary>
                <form class="stack stack--tight" method="post" action=paths::key(key.id, "revoke")>
                    <p class="muted" dir="auto">{sure}</p>
                    <button class="button button--fix" type="submit">{s.revoke_button}</button>
                </form>
            </details>
        }
    });
    view! {
        <li class="rows__row">
            <div class="rows__main">
                <bdi class="rows__name">{key.name.clone()}</bdi>
                <span class="row">
                    <Tag tone symbol word/>
                    <code class="muted">{key.head.clone()}"…"</code>
                    <span class="muted">{may}</span>
                    <span class="muted">{made}</span>
                    <span class="muted">{used}</span>
                </span>
            </div>
            {revoke}
        </li>
    }
}
