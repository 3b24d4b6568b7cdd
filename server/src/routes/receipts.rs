//! Receipts as PDF, to keep or to hand on.

use super::{
    At,
    evidence::{page_of, send},
    pages::Ctx,
};
use crate::{error::Result, review::pdf::pdf};
use app::{
    error::AppError,
    onboarding::data::ReceiptPage,
    texts::{receipt_pack, texts},
    viewer::Viewer,
};
use axum::response::Response;
use domain::ids::BusinessId;

pub async fn mine(ctx: Ctx<Viewer>, At((business, revision)): At<(BusinessId, i64)>) -> Result<Response> {
    answer(&ctx, ctx.services.receipt_for(&ctx.viewer, business, Some(revision)).await?, revision)
}

pub async fn for_review(ctx: Ctx<Viewer>, At((business, revision)): At<(BusinessId, i64)>) -> Result<Response> {
    answer(&ctx, ctx.services.take_receipt(&ctx.viewer, business, revision).await?, revision)
}

/// Names the file by the receipt's reference; older receipts have none.
fn answer(ctx: &Ctx<Viewer>, page: ReceiptPage, revision: i64) -> Result<Response> {
    let (lang, receipt) = (ctx.lang(), page.receipt.ok_or(AppError::NotFound)?);
    let name = receipt.reference.clone().unwrap_or_else(|| format!("receipt-{revision}"));
    let pack = receipt_pack(texts(lang), lang, &ctx.services.settings.partner_name, &receipt);
    Ok(send(pdf(&pack, page_of(lang))?, "application/pdf", &format!("{name}.pdf")))
}
