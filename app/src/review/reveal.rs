use super::data::Hidden;
use crate::{
    account::complaints,
    context::redisplay,
    onboarding::{
        data::{FileRow, Heading},
        file_line, name_of, thumbnail,
    },
    page::words,
    paths::{self, Side},
    site::Revealed,
    texts::{Texts, fill, number_name, requirement},
    ui::{Back, Card, Page, TextField},
};
use domain::ids::BusinessId;
use leptos::prelude::*;
use std::borrow::Cow;

const FILE: &str = "file:";

impl Hidden {
    /// Returns the value of `?what=`.
    pub fn as_str(&self) -> Cow<'_, str> {
        match self {
            Self::SharedKey => "shared_key".into(),
            Self::AccountNumber => "account_number".into(),
            Self::Number(name) => name.into(),
            Self::File(slot) => format!("{FILE}{slot}").into(),
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        match text {
            "shared_key" => Some(Self::SharedKey),
            "account_number" => Some(Self::AccountNumber),
            _ => match text.strip_prefix(FILE) {
                Some(slot) => Some(Self::File(slot.to_owned())),
                None => text.contains('.').then(|| Self::Number(text.to_owned())),
            },
        }
    }

    pub const fn wants_password(&self) -> bool {
        matches!(self, Self::SharedKey)
    }
}

/// Returns the name for the middle of a sentence.
fn name(t: &Texts, what: &Hidden) -> String {
    match what {
        Hidden::SharedKey => t.reveal.shared_key.to_owned(),
        Hidden::AccountNumber => t.forms.account_number.to_lowercase(),
        Hidden::Number(name) => {
            let code = name.rsplit('.').next().unwrap_or_default();
            number_name(t, code, code).to_owned()
        }
        Hidden::File(slot) => requirement(t, slot, slot).to_owned(),
    }
}

/// Links to the question.
pub fn reveal_link(business: BusinessId, what: &Hidden) -> impl IntoView + use<> {
    let t = words();
    let href = format!("/review/{business}/reveal?what={}", what.as_str());
    view! { <p><a href=href>{fill(t.reveal.show, &[("what", &name(t, what))])}</a></p> }
}

/// Asks for a reason, and after the post shows the value once: it is in that one answer and nowhere else.
pub fn reveal(heading: Heading, what: Hidden) -> impl IntoView {
    let t = words();
    let title = fill(t.reveal.show, &[("what", &name(t, &what))]);
    let body = match use_context::<Revealed>() {
        Some(Revealed::Value(value)) => shown(value).into_any(),
        Some(Revealed::File(file)) => opened(heading.business, &what, &file, &title).into_any(),
        None => question(heading.business, &what).into_any(),
    };
    view! {
        <Page title=format!("{title} · {}", t.review.area) class="column column--narrow">
            <header class="stack stack--tight">
                <Back href=format!("/review/{}", heading.business) label=t.reveal.back/>
                <p class="muted"><bdi>{name_of(&heading)}</bdi></p>
                <h1>{title}</h1>
            </header>
            {body}
        </Page>
    }
}

fn question(business: BusinessId, what: &Hidden) -> impl IntoView + use<> {
    let t = words();
    let r = &t.reveal;
    let again = redisplay();
    let password = what.wants_password().then(|| {
        view! {
            <TextField label=t.account.password name="password" value="" error=again.error("password")
                hint=r.password_hint kind="password" autocomplete="current-password"/>
        }
    });
    let (rule, button) = match what {
        Hidden::File(_) => (Some(r.unsubmitted), r.open),
        Hidden::SharedKey | Hidden::AccountNumber | Hidden::Number(_) => (None, r.button),
    };
    view! {
        {complaints(&again, &[("reason", r.reason), ("password", t.account.password)])}
        <p>{rule}" "{r.lead}</p>
        <form class="card card--padded stack" method="post" action=format!("/review/{business}/reveal")>
            <input type="hidden" name="what" value=what.as_str().into_owned()/>
            <TextField label=r.reason name="reason" value=again.value("reason") error=again.error("reason")
                hint=r.reason_hint/>
            {password}
            <button class="button button--wide" type="submit">{button}</button>
        </form>
    }
}

fn shown(value: String) -> impl IntoView {
    let r = &words().reveal;
    view! {
        <Card title=r.shown>
            <p><code class="revealed" data-revealed>{value}</code></p>
            <p class="muted">{r.shown_hint}</p>
        </Card>
    }
}

fn opened(business: BusinessId, what: &Hidden, file: &FileRow, title: &str) -> impl IntoView + use<> {
    let r = &words().reveal;
    let slot = match what {
        Hidden::File(slot) => slot.as_str(),
        Hidden::SharedKey | Hidden::AccountNumber | Hidden::Number(_) => "",
    };
    let href = paths::file(Side::Partner, business, slot, file.id);
    let (picture, line) = (thumbnail(&href, file, title), file_line(href, file));
    view! {
        <Card title=r.opened>
            <div class="doc">{picture}{line}</div>
            <p class="muted">{r.opened_hint}</p>
        </Card>
    }
}
