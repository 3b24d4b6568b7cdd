use super::fields::{Fields, choices};
use crate::ui::{RadioGroup, TextArea, TextField};
use domain::{codes::Readiness, forms::ProfileForm};
use leptos::prelude::*;

/// How customers know the business.
pub fn fields(form: ProfileForm, f: &Fields) -> AnyView {
    view! {
        <TextField label=f.label("name") name=f.name("name") value=form.name error=f.error("name")
            hint=f.t.forms.business_name_hint autocomplete="organization"/>
        <TextArea label=f.label("description") name=f.name("description") value=form.description
            error=f.error("description") hint=f.t.forms.description_hint/>
        <TextField label=f.label("email") name=f.name("email") value=form.email error=f.error("email") kind="email"
            hint=f.t.forms.business_email_hint autocomplete="email"/>
        <TextField label=f.label("phone") name=f.name("phone") value=form.phone error=f.error("phone") kind="tel"
            hint=f.t.forms.phone_hint autocomplete="tel"/>
        <RadioGroup legend=f.label("website_readiness") name=f.name("website_readiness") value=form.website_readiness
            choices=choices("website_readiness", Readiness::KNOWN.iter().map(Readiness::as_str))
            error=f.error("website_readiness")/>
        <RadioGroup legend=f.label("mobile_app_readiness") name=f.name("mobile_app_readiness")
            value=form.mobile_app_readiness error=f.error("mobile_app_readiness")
            choices=choices("mobile_app_readiness", Readiness::KNOWN.iter().map(Readiness::as_str))/>
    }
    .into_any()
}
