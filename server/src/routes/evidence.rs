//! The pack for DOKU as files.

use super::{At, identity::SignedIn, refuse};
use crate::{error::Result, review::pdf::pdf, services::Services};
use app::{
    texts::{Lang, Pack, fill, pack, pack_text, texts},
    viewer::Viewer,
};
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::BusinessId;
use http::{HeaderValue, header};

pub async fn as_text(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    Extension(lang): Extension<Lang>,
    At(business): At<BusinessId>,
) -> Response {
    let text = gather(&services, &viewer, business, lang).await.map(|pack| pack_text(&pack).into_bytes());
    send(text, "text/plain; charset=utf-8", &format!("evidence-{business}.txt"))
}

pub async fn as_pdf(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    Extension(lang): Extension<Lang>,
    At(business): At<BusinessId>,
) -> Response {
    let bytes = gather(&services, &viewer, business, lang).await.and_then(|pack| pdf(&pack, page_of(lang)));
    send(bytes, "application/pdf", &format!("evidence-{business}.pdf"))
}

/// `Page 1 of 2`.
pub fn page_of(lang: Lang) -> impl Fn(usize, usize) -> String {
    move |n, all| fill(texts(lang).pack.page, &[("n", n.to_string().as_str()), ("all", all.to_string().as_str())])
}

async fn gather(services: &Services, viewer: &Viewer, business: BusinessId, lang: Lang) -> Result<Pack> {
    let evidence = services.evidence(viewer, business).await?;
    Ok(pack(texts(lang), &services.settings.partner_name, &evidence))
}

/// Kept by nobody on the way: it is for the one who asked.
pub fn send(bytes: Result<Vec<u8>>, kind: &'static str, name: &str) -> Response {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return refuse(error.into()),
    };
    let name = format!("attachment; filename=\"{name}\"");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment")),
    );
    response
}
