use super::fields::Fields;
use crate::ui::TextField;
use domain::forms::SocialForm;
use leptos::prelude::*;

/// Accounts that help DOKU recognise the business; may stay empty.
pub fn fields(form: SocialForm, f: &Fields) -> AnyView {
    view! {
        <TextField label=f.label("instagram") name=f.name("instagram") value=form.instagram error=f.error("instagram")
            hint=f.t.forms.instagram_hint kind="text" inputmode="url" optional=true/>
        <TextField label=f.label("facebook") name=f.name("facebook") value=form.facebook error=f.error("facebook")
            hint=f.t.forms.facebook_hint inputmode="url" optional=true/>
    }
    .into_any()
}
