use crate::{
    onboarding::{data::Receipt, sheet},
    page::words,
    ui::{Back, Page},
};
use domain::ids::BusinessId;
use leptos::prelude::*;

/// Draws the receipt of one submission, as its merchant has it.
pub fn receipt(business: BusinessId, receipt: Receipt) -> impl IntoView {
    let t = words();
    let pdf = format!("/review/{business}/receipts/{}/pdf", receipt.revision);
    view! {
        <Page title=format!("{} · {}", t.receipts.title, t.review.area) class="column">
            <Back href=format!("/review/{business}") label=t.pack.back/>
            {sheet(&receipt, pdf)}
        </Page>
    }
}
