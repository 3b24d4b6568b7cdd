use super::Chosen;
use crate::{
    page::{problem_banner, query, site, words},
    ui::{Back, Choice, Icon, Page, RadioGroup, Symbol},
};
use leptos::prelude::*;

/// Draws a merchant's language, and the choice of mails.
pub fn preferences(chosen: Chosen) -> impl IntoView {
    let (t, site) = (words(), site());
    let m = &t.mail;
    let hinted =
        |value: &str, label: &str, hint: &str| Choice { hint: Some(hint.to_owned()), ..Choice::new(value, label) };
    let languages = vec![Choice::new("id", "Bahasa Indonesia"), Choice::new("en", "English")];
    let news = vec![hinted("yes", m.news_yes, m.news_yes_hint), hinted("no", m.news_no, m.news_no_hint)];
    let saved = query("saved").map(|_| {
        view! { <div class="note note--calm" role="status"><p class="row"><Icon symbol=Symbol::Check/>{m.saved}</p></div> }
    });
    view! {
        <Page title=m.preferences class="column">
            <header class="stack stack--tight">
                <Back href="/businesses" label=t.common.businesses/>
                <h1>{m.preferences}</h1>
                <p class="muted">{m.preferences_lead}</p>
            </header>
            {problem_banner()}
            {saved}
            <form class="card card--padded stack" method="post" action="/preferences">
                <RadioGroup legend=m.language name="language" value=chosen.lang.unwrap_or(site.lang).as_str() choices=languages/>
                <RadioGroup legend=m.news name="news" value={if chosen.news { "yes" } else { "no" }} choices=news/>
                <button class="button button--wide" type="submit">{t.common.save}</button>
            </form>
        </Page>
    }
}
