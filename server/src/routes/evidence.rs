//! The pack for DOKU as files.

use super::{At, pages::Ctx};
use crate::{error::Result, review::pdf::pdf};
use app::{
    texts::{Lang, Pack, fill, pack, pack_text, texts},
    viewer::Viewer,
};
use axum::response::{IntoResponse, Response};
use domain::ids::BusinessId;
use http::{HeaderValue, header};

pub async fn as_text(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Result<Response> {
    let text = pack_text(&gather(&ctx, business).await?).into_bytes();
    Ok(send(text, "text/plain; charset=utf-8", &format!("evidence-{business}.txt")))
}

pub async fn as_pdf(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Result<Response> {
    let bytes = pdf(&gather(&ctx, business).await?, page_of(ctx.lang()))?;
    Ok(send(bytes, "application/pdf", &format!("evidence-{business}.pdf")))
}

/// Returns a writer of `Page 1 of 2`.
pub fn page_of(lang: Lang) -> impl Fn(usize, usize) -> String {
    move |n, all| fill(texts(lang).pack.page, &[("n", n.to_string().as_str()), ("all", all.to_string().as_str())])
}

async fn gather(ctx: &Ctx<Viewer>, business: BusinessId) -> Result<Pack> {
    let evidence = ctx.services.evidence(&ctx.viewer, business).await?;
    Ok(pack(texts(ctx.lang()), &ctx.services.settings.partner_name, &evidence))
}

/// Answers with a file that no cache keeps: it is for the person who asked.
pub fn send(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let name = name.unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, name)];
    (headers, bytes).into_response()
}
