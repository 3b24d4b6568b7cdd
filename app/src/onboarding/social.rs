use super::{
    SaveSocial,
    form::{Fields, form_page},
};
use crate::{page::words, ui::TextField};
use domain::forms::{SocialForm, Task};
use leptos::{prelude::*, server_fn::ServerFn};

/// Accounts that help DOKU recognise the business; may stay empty.
#[component]
pub fn Social() -> impl IntoView {
    form_page(Task::Social, SaveSocial::PATH, words().forms.social_lead, fields)
}

fn fields(form: SocialForm, f: &Fields) -> AnyView {
    view! {
        <TextField label=f.label("instagram") name=f.name("instagram") value=form.instagram error=f.error("instagram")
            hint=f.t.forms.instagram_hint kind="text" inputmode="url" optional=true/>
        <TextField label=f.label("facebook") name=f.name("facebook") value=form.facebook error=f.error("facebook")
            hint=f.t.forms.facebook_hint inputmode="url" optional=true/>
    }
    .into_any()
}
