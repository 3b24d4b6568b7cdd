use super::{complaints, demo_account};
use crate::{
    context::redisplay,
    page::{problem_banner, query, words},
    ui::{Page, TextField},
};
use leptos::prelude::*;

pub fn sign_in() -> impl IntoView {
    let t = words();
    let again = redisplay();
    // The page leads only to our own paths; the server checks that again.
    let next = again.values.get("next").cloned().or_else(|| query("next"));
    let next = next.filter(|next| next.starts_with('/') && !next.starts_with("//")).unwrap_or_default();
    let ended = match query("why").as_deref() {
        Some("kept") => Some(t.account.ended_kept),
        Some("file") => Some(t.account.ended_file),
        Some("pressed") => Some(t.account.ended_pressed),
        _ => None,
    };
    let ended = ended.map(|text| {
        view! {
            <section class="note note--calm" role="status">
                <h2 class="note__from">{t.account.ended_title}</h2>
                <p>{text}</p>
            </section>
        }
    });
    view! {
        <Page title=t.account.sign_in_title>
            <div class="column column--narrow" data-page="sign-in">
                {problem_banner()}
                {ended}
                {complaints(&again, &[("email", t.account.email), ("password", t.account.password)])}
                <h1>{t.account.sign_in_title}</h1>
                <form class="card card--padded stack" method="post" action="/sign-in" novalidate>
                    <input type="hidden" name="next" value=next/>
                    <TextField label=t.account.email name="email" value=again.value("email") error=again.error("email")
                        kind="email" autocomplete="username"/>
                    <TextField label=t.account.password name="password" value="" error=again.error("password")
                        kind="password" autocomplete="current-password"/>
                    <button class="button button--wide" type="submit">{t.account.sign_in_title}</button>
                </form>
                <p class="center">{t.account.no_account}" "<a href="/sign-up">{t.account.sign_up_title}</a></p>
                {demo_account()}
            </div>
        </Page>
    }
}
