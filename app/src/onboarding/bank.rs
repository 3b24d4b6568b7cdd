use super::fields::{Fields, choices};
use crate::ui::{SelectField, TextField};
use domain::{
    bank::{BANKS, is_gone},
    forms::BankForm,
};
use leptos::prelude::*;

/// Where takings go.
pub fn fields(form: BankForm, f: &Fields) -> AnyView {
    // One that is gone stays chosen, by its name, until another is.
    let gone = Some(form.bank.as_str()).filter(|code| is_gone(code));
    let banks = choices("bank", gone.into_iter().chain(BANKS.iter().map(|bank| bank.clearing_code)));
    view! {
        <SelectField label=f.label("bank") name=f.name("bank") value=form.bank error=f.error("bank") choices=banks/>
        <TextField label=f.label("account_number") name=f.name("account_number") value=form.account_number
            error=f.error("account_number") hint=f.t.forms.account_number_hint inputmode="numeric"/>
        <TextField label=f.label("account_name") name=f.name("account_name") value=form.account_name
            error=f.error("account_name") hint=f.t.forms.account_name_hint/>
    }
    .into_any()
}
