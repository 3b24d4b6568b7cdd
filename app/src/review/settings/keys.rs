use super::data::{KeyRow, PostResult, Right, SettingsPage};
use crate::{
    page::{once_field, site, words},
    paths,
    texts::{fill, when_short, wrong},
    ui::{Choice, RadioGroup, Sure, Symbol, Tag, TextField, Tone, or_muted},
};
use leptos::prelude::*;

pub fn section(page: &SettingsPage, posted: &PostResult) -> impl IntoView + use<> {
    let s = &words().settings;
    let list = or_muted(page.keys.is_empty(), s.no_keys, || {
        view! { <ul class="rows">{page.keys.iter().map(row).collect_view()}</ul> }
    });
    let error = posted.wrong.filter(|why| why.is_about_the_key()).map(|why| wrong(words(), why).to_owned());
    let rights = vec![
        Choice::new(Right::Read.into_str(), s.may_read),
        Choice { hint: Some(s.may_refer_hint.to_owned()), ..Choice::new(Right::Refer.into_str(), s.may_refer) },
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
                <TextField label=s.key_name name="name" value=posted.name.clone() error=error hint=s.key_name_hint/>
                <RadioGroup legend=s.key_right name="right" value=posted.right.into_str() choices=rights/>
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
        let action = paths::key(key.id, "revoke");
        view! { <Sure label=s.revoke action about=sure button=s.revoke_button/> }
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
