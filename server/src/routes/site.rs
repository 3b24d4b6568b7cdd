//! Serves the embedded bundle: wasm, JavaScript and CSS under a name that changes with them, the rest by its hash.

use crate::files::hex;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use leptos::config::LeptosOptions;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Returns `pkg-<hash>`, as `cargo xtask` named it.
pub fn pkg() -> String {
    let name = Site::get("pkg-name.txt").and_then(|file| String::from_utf8(file.data.into_owned()).ok());
    name.map_or_else(|| "pkg".to_owned(), |name| name.trim().to_owned())
}

pub fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("serambi").site_pkg_dir(pkg()).build()
}

pub async fn bundle(Path((folder, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    if folder != pkg() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let response = serve(&format!("{folder}/{file}"), &headers);
    let keep = [(header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (response.status().is_success().then_some(keep), response).into_response()
}

/// Serves `/favicon.svg`, `/robots.txt` and the like.
pub async fn plain(uri: http::Uri, headers: HeaderMap) -> Response {
    serve(uri.path().trim_start_matches('/'), &headers)
}

/// Sends the smallest encoding that the browser takes; files were compressed when the site was built.
fn serve(path: &str, headers: &HeaderMap) -> Response {
    let Some(plain) = Site::get(path) else { return StatusCode::NOT_FOUND.into_response() };
    let etag = format!("\"{}\"", hex(&plain.metadata.sha256_hash()[..12]));
    if headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(&etag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes =
        |coding: &str| accepted.split(',').any(|part| part.split(';').next().unwrap_or_default().trim() == coding);
    let coded = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| takes(coding))
        .find_map(|(coding, ending)| Some((coding, Site::get(&format!("{path}.{ending}"))?)));
    let media_type = plain.metadata.mimetype().to_owned();
    let (coding, file) = coded.map_or((None, plain), |(coding, file)| (Some(coding), file));
    let headers = [
        (header::CONTENT_TYPE, media_type.as_str()),
        (header::ETAG, &etag),
        (header::VARY, "Accept-Encoding"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    let coding = coding.map(|coding| [(header::CONTENT_ENCODING, coding)]);
    (headers, coding, file.data.into_owned()).into_response()
}
