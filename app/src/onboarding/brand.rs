use super::fields::{Fields, choices};
use crate::{
    texts::Texts,
    ui::{Choice, RadioGroup, TextArea, TextField},
};
use domain::{
    codes::{BrandCategory, TransactionFrequency, TransactionQuantity},
    forms::BrandForm,
};
use leptos::prelude::*;

/// What receipts and QRIS show.
pub fn fields(form: BrandForm, f: &Fields) -> AnyView {
    view! {
        <TextField label=f.label("name") name=f.name("name") value=form.name error=f.error("name")
            hint=f.t.forms.brand_name_hint/>
        <TextArea label=f.label("description") name=f.name("description") value=form.description
            error=f.error("description") hint=f.t.forms.description_hint/>
        <RadioGroup legend=f.label("category") name=f.name("category") value=form.category error=f.error("category")
            choices=choices("category", BrandCategory::KNOWN.iter().map(BrandCategory::as_str))/>
        <RadioGroup legend=f.label("transaction_frequency") name=f.name("transaction_frequency")
            value=form.transaction_frequency error=f.error("transaction_frequency") choices=sizes(f.t)/>
        <RadioGroup legend=f.label("transaction_quantity") name=f.name("transaction_quantity")
            value=form.transaction_quantity error=f.error("transaction_quantity") choices=quantities(f.t)/>
    }
    .into_any()
}

/// DOKU has published one band alone: who is not in it, or does not know, declares none.
fn quantities(t: &Texts) -> Vec<Choice> {
    let known = choices("transaction_quantity", TransactionQuantity::KNOWN.iter().map(TransactionQuantity::as_str));
    known.into_iter().chain([Choice::new("", t.forms.quantity_untold)]).collect()
}

/// The classes of QRIS with what a business turns over in a year. Source: Bank Indonesia.
fn sizes(t: &Texts) -> Vec<Choice> {
    let hint = |code: &str| match code {
        "UMI" => Some(t.forms.umi_hint.to_owned()),
        "UKE" => Some(t.forms.uke_hint.to_owned()),
        "UME" => Some(t.forms.ume_hint.to_owned()),
        "UBE" => Some(t.forms.ube_hint.to_owned()),
        _ => None,
    };
    let codes = TransactionFrequency::KNOWN.iter().map(TransactionFrequency::as_str);
    let choices = choices("transaction_frequency", codes).into_iter();
    choices.map(|choice| Choice { hint: hint(&choice.value), ..choice }).collect()
}
