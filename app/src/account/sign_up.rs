use super::complaints;
use crate::{
    context::redisplay,
    page::{once_field, problem_banner, words},
    ui::{Page, TextField},
};
use domain::forms::FieldError;
use leptos::prelude::*;

pub fn sign_up() -> impl IntoView {
    let t = words();
    let again = redisplay();
    let taken = again.errors.of("email") == Some(FieldError::Taken);
    let taken = taken.then(|| view! { <p><a href="/sign-in">{t.account.sign_in_instead}</a></p> });
    // A password never comes back with the page.
    let emptied = !again.errors.is_empty() || again.problem.is_some();
    let password = again.error("password").or_else(|| emptied.then(|| t.account.type_again.to_owned()));
    view! {
        <Page title=t.account.sign_up_title class="column column--narrow">
            {problem_banner()}
            {complaints(&again, &[("email", t.account.email), ("password", t.account.password)])}
            <header class="stack stack--tight">
                <h1>{t.account.sign_up_title}</h1>
                <p class="muted">{t.account.sign_up_lead}</p>
            </header>
            <form class="card card--padded stack" method="post" action="/sign-up" novalidate>
                {once_field()}
                <TextField label=t.account.email name="email" value=again.value("email") error=again.error("email")
                    hint=t.account.email_hint kind="email" autocomplete="email"/>
                {taken}
                <TextField label=t.account.password name="password" value="" error=password
                    hint=t.account.password_hint kind="password" autocomplete="new-password"/>
                <button class="button button--wide" type="submit">{t.account.sign_up_button}</button>
            </form>
            <p class="center">{t.front.have_account}" "<a href="/sign-in">{t.account.sign_in_title}</a></p>
        </Page>
    }
}
