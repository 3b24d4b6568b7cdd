//! Downloads are whole and unchanged, whatever encodings the browser takes. Pages are compressed all the same.

use crate::{
    uploads::ready,
    world::{Person, World, jpeg, on_both, pdf, png},
};
use app::paths::Side;
use reqwest::header::{self, HeaderMap};

const ENCODINGS: [&str; 8] =
    ["", "identity", "gzip", "br", "zstd", "deflate, gzip;q=0.5", "gzip, deflate, br, zstd", "*"];

async fn fetched(who: &Person<'_>, path: &str, encodings: &str) -> (HeaderMap, Vec<u8>) {
    let request = who
        .world
        .http
        .get(format!("{}{path}", who.world.base))
        .header(header::COOKIE, &who.cookie)
        .header(header::ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8")
        .header(header::ACCEPT_ENCODING, encodings);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let headers = answer.headers().clone();
    let bytes = answer.bytes().await.unwrap_or_else(|error| panic!("{path} with {encodings:?}: {error:?}"));
    (headers, bytes.to_vec())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

on_both! {
    each_kind_of_document_comes_whole_to_merchant_and_reviewer, the_evidence_comes_whole_as_text_and_as_pdf,
    pages_are_compressed_for_who_takes_it
}

async fn each_kind_of_document_comes_whole_to_merchant_and_reviewer(world: &World) {
    let (merchant, id) = ready(world).await;
    let reviewer = world.reviewer().await;
    let long_pdf = [pdf(false), b"\n% more than one sealed chunk".repeat(6_000)].concat();
    let kinds = [
        ("ktp.pdf", pdf(false), "application/pdf"),
        ("panjang.pdf", long_pdf, "application/pdf"),
        ("ktp.jpg", jpeg(900), "image/jpeg"),
        ("besar.jpg", jpeg(3 * 64 * 1024), "image/jpeg"),
        ("ktp.png", png(), "image/png"),
    ];
    for (name, bytes, kind) in kinds {
        let answer = merchant.upload(id, "KTP", name, bytes.clone()).await;
        assert!(answer.status == 303 && !answer.location.contains("problem"), "{name}: {}", answer.location);
        assert_eq!(reviewer.looks_at(id, "KTP").await.status, 200);
        for (who, side) in [(&merchant, Side::Merchant), (&reviewer, Side::Partner)] {
            let path = world.file(side, id, "KTP").await;
            for encodings in ENCODINGS {
                let (headers, came) = fetched(who, &path, encodings).await;
                assert_eq!(text(&headers, header::CONTENT_TYPE), Some(kind), "{name}");
                assert_eq!(text(&headers, header::CONTENT_ENCODING), None, "{name} with {encodings:?}");
                assert!(came == bytes, "{name} with {encodings:?}: {} bytes instead of {}", came.len(), bytes.len());
            }
        }
    }
}

async fn the_evidence_comes_whole_as_text_and_as_pdf(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    for encodings in ENCODINGS {
        let (headers, pdf) = fetched(&reviewer, &format!("/review/{id}/evidence.pdf"), encodings).await;
        assert_eq!(text(&headers, header::CONTENT_ENCODING), None, "{encodings:?}");
        assert!(!lopdf::Document::load_mem(&pdf).unwrap().get_pages().is_empty(), "{encodings:?}");
        let (headers, told) = fetched(&reviewer, &format!("/review/{id}/evidence.txt"), encodings).await;
        assert_eq!(text(&headers, header::CONTENT_ENCODING), None, "{encodings:?}");
        assert!(String::from_utf8(told).unwrap().contains(&world.services.settings.client_id), "{encodings:?}");
    }
}

async fn pages_are_compressed_for_who_takes_it(world: &World) {
    let (merchant, id) = ready(world).await;
    for path in ["/", "/businesses", &format!("/businesses/{id}/documents")] {
        for (encodings, coding) in
            [("gzip", Some("gzip")), ("br", Some("br")), ("gzip, deflate, br, zstd", Some("br")), ("identity", None)]
        {
            let (headers, page) = fetched(&merchant, path, encodings).await;
            assert_eq!(text(&headers, header::CONTENT_ENCODING), coding, "{path} with {encodings}");
            assert_eq!(page.starts_with(b"<!DOCTYPE"), coding.is_none(), "{path} with {encodings}");
        }
    }
}
