use super::{complaints, redisplay};
use crate::{
    page::words,
    ui::{Page, TextField},
};
use leptos::prelude::*;

#[component]
pub fn SignUp() -> impl IntoView {
    let t = words();
    let again = redisplay();
    view! {
        <Page title=t.account.sign_up_title>
            <div class="column column--narrow">
                {complaints(&again, &[("email", t.account.email), ("password", t.account.password)])}
                <header class="stack stack--tight">
                    <h1>{t.account.sign_up_title}</h1>
                    <p class="muted">{t.account.sign_up_lead}</p>
                </header>
                <form class="card card--padded stack" method="post" action="/sign-up">
                    <TextField label=t.account.email name="email" value=again.value("email") error=again.error("email")
                        hint=t.account.email_hint kind="email" autocomplete="email"/>
                    <TextField label=t.account.password name="password" value="" error=again.error("password")
                        hint=t.account.password_hint kind="password" autocomplete="new-password"/>
                    <button class="button button--wide" type="submit">{t.account.sign_up_button}</button>
                </form>
                <p class="center">{t.front.have_account}" "<a href="/sign-in">{t.account.sign_in_title}</a></p>
            </div>
        </Page>
    }
}
