use super::review;
use crate::{
    error::AppError,
    onboarding::sheet,
    page::{business_id, load, revision, viewer, words},
    ui::{Back, Page},
};
use leptos::prelude::*;

/// What the merchant holds of one sending: the same sheet.
#[component]
pub fn ReceiptView() -> impl IntoView {
    let ask = (business_id(), viewer(), review(), revision());
    load(
        async move {
            let revision = ask.3?.ok_or(AppError::NotFound)?;
            let page = ask.2?.receipt(ask.1?, ask.0?, revision).await?;
            Ok((page.business, page.receipt.ok_or(AppError::NotFound)?))
        },
        |(business, receipt)| {
            let t = words();
            let pdf = format!("/review/{business}/receipts/{}/pdf", receipt.revision);
            view! {
                <Page title=format!("{} · {}", t.receipts.title, t.review.area)>
                    <div class="column">
                        <Back href=format!("/review/{business}") label=t.pack.back/>
                        {sheet(&receipt, pdf)}
                    </div>
                </Page>
            }
            .into_any()
        },
    )
}
