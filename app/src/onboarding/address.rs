use super::fields::{Fields, choices};
use crate::ui::{SelectField, TextField};
use domain::{area::PROVINCES, forms::AddressForm};
use leptos::prelude::*;

/// The place of business, in the parts of DOKU's `area`.
pub fn fields(form: AddressForm, f: &Fields) -> AnyView {
    view! {
        <TextField label=f.label("street") name=f.name("street") value=form.street error=f.error("street")
            hint=f.t.forms.street_hint autocomplete="street-address"/>
        <TextField label=f.label("postal_code") name=f.name("postal_code") value=form.postal_code
            error=f.error("postal_code") hint=f.t.forms.postal_code_hint inputmode="numeric" autocomplete="postal-code"
            narrow=true/>
        <TextField label=f.label("village") name=f.name("village") value=form.village error=f.error("village")
            autocomplete="address-level4"/>
        <TextField label=f.label("district") name=f.name("district") value=form.district error=f.error("district")
            autocomplete="address-level3"/>
        <TextField label=f.label("city") name=f.name("city") value=form.city error=f.error("city")
            autocomplete="address-level2"/>
        <SelectField label=f.label("province") name=f.name("province") value=form.province error=f.error("province")
            choices=choices("province", PROVINCES.iter()) autocomplete="address-level1"/>
    }
    .into_any()
}
