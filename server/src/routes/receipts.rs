//! Receipts as PDF, to keep or to hand on.

use super::{
    At,
    evidence::{page_of, send},
    identity::SignedIn,
};
use crate::{account::rights, error::Result, review::pdf::pdf, services::Services, store::audit::Action};
use app::{
    error::AppError,
    onboarding::data::ReceiptPage,
    texts::{Lang, receipt_pack, texts},
    viewer::Viewer,
};
use axum::{Extension, extract::State, response::Response};
use domain::ids::BusinessId;

pub async fn mine(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    Extension(lang): Extension<Lang>,
    At((business, revision)): At<(BusinessId, i64)>,
) -> Response {
    answer(services.my_receipt(&viewer, business, Some(revision)).await, &services, revision, lang)
}

/// It leaves Serambi, so who took it is kept.
pub async fn for_review(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    Extension(lang): Extension<Lang>,
    At((business, revision)): At<(BusinessId, i64)>,
) -> Response {
    answer(taken(&services, &viewer, business, revision).await, &services, revision, lang)
}

async fn taken(services: &Services, viewer: &Viewer, business: BusinessId, revision: i64) -> Result<ReceiptPage> {
    let mut tx = services.store.begin().await?;
    let row = rights::any(&mut tx, viewer, business).await?;
    let page = services.receipt_page(&mut tx, &row, Some(revision)).await?;
    services.audit(&mut tx, viewer, Some(business), Action::TakeReceipt).await?;
    tx.commit().await?;
    Ok(page)
}

/// Named by its reference; one of before has none.
fn answer(page: Result<ReceiptPage>, services: &Services, revision: i64, lang: Lang) -> Response {
    let mut name = format!("receipt-{revision}.pdf");
    let bytes = page.and_then(|page| {
        let receipt = page.receipt.ok_or(AppError::NotFound)?;
        if let Some(reference) = &receipt.reference {
            name = format!("{reference}.pdf");
        }
        pdf(&receipt_pack(texts(lang), lang, &services.settings.partner_name, &receipt), page_of(lang))
    });
    send(bytes, "application/pdf", &name)
}
