use super::fields::{Fields, choices};
use crate::ui::{RadioGroup, TextField};
use domain::{codes::Position, forms::ContactForm};
use leptos::prelude::*;

/// The owner, as on the KTP.
pub fn fields(form: ContactForm, f: &Fields) -> AnyView {
    view! {
        <TextField label=f.label("name") name=f.name("name") value=form.name error=f.error("name")
            hint=f.t.forms.contact_name_hint autocomplete="name"/>
        <TextField label=f.label("email") name=f.name("email") value=form.email error=f.error("email") kind="email"
            autocomplete="email"/>
        <TextField label=f.label("phone") name=f.name("phone") value=form.phone error=f.error("phone") kind="tel"
            hint=f.t.forms.phone_hint autocomplete="tel"/>
        <RadioGroup legend=f.label("position") name=f.name("position") value=form.position error=f.error("position")
            choices=choices("position", Position::KNOWN.iter().map(Position::as_str))/>
    }
    .into_any()
}
