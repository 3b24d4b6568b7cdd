//! `POST /file`: streamed, counted and sniffed, never held whole. Source: CONTRACT §4.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::{HeaderMap, header};
use domain::Millis;
use domain::codes::FileCategory;
use domain::requirement::{Content, FileType};
use serde_json::json;

use super::answer::{Answer, content, refused};
use super::strictness;
use crate::leniency::{Reading, Rule};
use crate::outcomes::{UploadFault, upload_fault};
use crate::store::files::{self, File};
use crate::world::World;

/// The largest accepted file; a megabyte is 10⁶ bytes. Source: DOKU, Check Requirements API, `max_size`.
const MOST_BYTES: u64 = 15_000_000;
/// The number of bytes of an oversized file that are read before the connection is given up.
const PATIENCE_BYTES: u64 = 64_000_000;
const TEXT_BYTES: usize = 2_048;
const SLOW: Duration = Duration::from_secs(3);
const LINK_MILLIS: i64 = 60 * Millis::MINUTE;

/// The parts of the form.
#[derive(Default)]
struct Form {
    category: String,
    code: String,
    file: Option<Received>,
    file_url: String,
}

struct Received {
    name: String,
    bytes: u64,
    content: Content,
}

pub async fn upload(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    multipart: Multipart,
) -> Result<Answer, Answer> {
    let authorized = is_authorized(&world, &headers);
    // The form is read even if the call is refused: a client that is cut off while it sends never sees why.
    let form = receive(multipart).await;
    if !authorized {
        return Err(token_refused());
    }
    let form = form?;
    let name = form.file.as_ref().map(|file| file.name.as_str()).unwrap_or_default();
    match upload_fault(name) {
        Some(UploadFault::Slow) => tokio::time::sleep(SLOW).await,
        Some(UploadFault::TooLarge) => return Err(too_large()),
        Some(UploadFault::ServerError) => return Err(content(500, "INTERNAL SERVER ERROR")),
        Some(UploadFault::TokenRefused) => return Err(token_refused()),
        None => {}
    }
    // The token may have ended while the file was on its way.
    if !is_authorized(&world, &headers) {
        return Err(token_refused());
    }
    // An upload has no Request-Id of its own.
    strictness::judge(&world, ("POST /file", ""), &readings(&form)).await??;
    Ok(keep(&world, judge(&form)?).await?)
}

fn is_authorized(world: &World, headers: &HeaderMap) -> bool {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer "));
    token.is_some_and(|token| world.issuer.accepts(token, &world.config.client_id, world.clocks.wall.now()))
}

async fn receive(mut multipart: Multipart) -> Result<Form, Answer> {
    let unreadable = |_: MultipartError| content(400, "MULTIPART BODY CANNOT BE READ");
    let mut form = Form::default();
    while let Some(field) = multipart.next_field().await.map_err(unreadable)? {
        match field.name().unwrap_or_default() {
            "category" => form.category = short_text(field).await.map_err(unreadable)?,
            "code" => form.code = short_text(field).await.map_err(unreadable)?,
            "file_url" => form.file_url = short_text(field).await.map_err(unreadable)?,
            "file" => form.file = Some(count(field).await.map_err(unreadable)?),
            _ => drop(short_text(field).await.map_err(unreadable)?),
        }
        if form.file.as_ref().is_some_and(|file| file.bytes > PATIENCE_BYTES) {
            return Err(too_large());
        }
    }
    Ok(form)
}

/// Reads a text part and drops everything beyond `TEXT_BYTES`.
async fn short_text(mut field: Field<'_>) -> Result<String, MultipartError> {
    let mut text = Vec::new();
    while let Some(chunk) = field.chunk().await? {
        let room = TEXT_BYTES.saturating_sub(text.len());
        text.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(String::from_utf8_lossy(&text).trim().to_owned())
}

async fn count(mut field: Field<'_>) -> Result<Received, MultipartError> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut received = Received { name, bytes: 0, content: Content::default() };
    while let Some(chunk) = field.chunk().await? {
        received.bytes += chunk.len() as u64;
        received.content.read(&chunk);
        if received.bytes > PATIENCE_BYTES {
            break;
        }
    }
    Ok(received)
}

fn readings(form: &Form) -> Vec<Reading> {
    let mut found = Vec::new();
    if form.file.is_some() && !form.file_url.is_empty() {
        found.push(Reading::new(Rule::FileAndAddress, "file_url"));
    }
    if !form.code.is_empty() && form.category != FileCategory::Document.as_str() {
        found.push(Reading::new(Rule::CodeBesideCategory, "code"));
    }
    found
}

/// Judges a form and returns the file to record.
fn judge(form: &Form) -> Result<File, Answer> {
    let category = FileCategory::from(form.category.as_str());
    if let FileCategory::Other(_) = category {
        return Err(content(400, "category IS NOT SUPPORTED"));
    }
    let is_document = category == FileCategory::Document;
    if is_document && !looks_like_code(&form.code) {
        return Err(content(400, "code is required"));
    }
    let sent = form.file.as_ref().filter(|file| file.bytes > 0 || !file.name.is_empty());
    let (name, bytes) = match (sent, form.file_url.as_str()) {
        (None, "") => return Err(content(400, "file or file_url is required")),
        (Some(file), _) => (file.name.clone(), accepted(file, &category)?),
        // The address is recorded, never fetched: the sandbox calls nobody's addresses.
        (None, url) => (url.rsplit('/').next().unwrap_or_default().to_owned(), 0),
    };
    let code = is_document.then(|| form.code.clone());
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    Ok(File { id: String::new(), category: category.as_str().to_owned(), code, name, bytes })
}

fn looks_like_code(code: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    (2..=64).contains(&code.len()) && code.as_bytes()[0].is_ascii_uppercase() && code.bytes().all(allowed)
}

fn accepted(file: &Received, category: &FileCategory) -> Result<u64, Answer> {
    if file.bytes > MOST_BYTES {
        return Err(too_large());
    }
    if file.bytes == 0 {
        return Err(content(400, "FILE IS EMPTY"));
    }
    let extension = file.name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let promised = match extension.as_str() {
        "jpg" | "jpeg" => FileType::Jpeg,
        "png" => FileType::Png,
        "pdf" => FileType::Pdf,
        _ => FileType::Other,
    };
    let images_only = matches!(category, FileCategory::OwnerLiveness | FileCategory::PhotoProof | FileCategory::Logo);
    if promised == FileType::Other || (images_only && !promised.is_image()) {
        return Err(content(400, "FILE EXTENSION IS NOT SUPPORTED"));
    }
    if file.content.kind() != promised || file.content.is_damaged() {
        return Err(content(400, "FILE CONTENT DOES NOT MATCH ITS EXTENSION"));
    }
    Ok(file.bytes)
}

async fn keep(world: &World, file: File) -> sqlx::Result<Answer> {
    let now = world.clocks.wall.now();
    let prefix = if file.category == FileCategory::OwnerLiveness.as_str() { "CNT" } else { "DCM" };
    let file = File { id: world.ids.next(prefix, now), ..file };
    let mut conn = world.db.acquire().await?;
    files::insert(&mut conn, &file, world.clocks.due.now()).await?;
    let expires = now.plus(LINK_MILLIS).0 / Millis::SECOND;
    let link = format!("https://files.sandbox.example/partner/{}?expires={expires}", file.id);
    Ok(Answer::new(200, json!({ "id": file.id, "link": link, "category": file.category })))
}

fn token_refused() -> Answer {
    refused(401, "invalid_token", "Token is invalid or expired")
}

fn too_large() -> Answer {
    content(413, "FILE SIZE EXCEEDS 15 MB")
}
