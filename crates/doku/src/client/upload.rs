use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use domain::ids::{DokuFileId, RequestId};
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Method, StatusCode};
use reqwest::multipart::{Form, Part};
use secrecy::SecretString;

use super::Client;
use super::send::{Answer, Call, Payload};
use crate::Error;
use crate::wire::UploadResponse;

/// The slowest line that we wait for; its time comes on top of the usual time-out.
const BYTES_PER_SECOND: u64 = 128 * 1024;
const MAX_NAME: usize = 100;
const MAX_REQUEST_ID: usize = 128;

/// Opens the bytes of a file from the beginning. It is called once more after a renewal of the token.
pub type OpenBody = Arc<dyn Fn() -> BoxFuture<'static, io::Result<reqwest::Body>> + Send + Sync>;

/// A file for DOKU.
#[derive(Clone)]
pub struct Upload {
    /// `DOCUMENT`, `OWNER_LIVENESS`, `PHOTO_PROOF`, `LOGO`, `SERVICE_AGREEMENT` or `BANK_ACCOUNT`.
    pub category: String,
    /// `KTP`, `NIB`, …, for `DOCUMENT` only.
    pub code: Option<String>,
    pub file_name: String,
    /// `image/jpeg`, …
    pub media_type: String,
    /// The exact number of bytes.
    pub length: u64,
    pub body: OpenBody,
}

/// Returns a body that is held in memory.
pub fn body_of(bytes: Bytes) -> OpenBody {
    Arc::new(move || {
        let bytes = bytes.clone();
        async move { Ok(reqwest::Body::from(bytes)) }.boxed()
    })
}

impl Client {
    /// `POST /file`. Source: DOKU, Upload File API. A repetition makes a second file, harmless: keep the last id.
    ///
    /// `request_id` names the operation in our log; DOKU sees it only as part of the token's Request-Id.
    pub async fn upload_file(&self, upload: &Upload, request_id: &RequestId) -> Result<DokuFileId, Error> {
        let token = self.upload_token(request_id).await?;
        let mut answer = self.try_upload(upload, request_id, &token).await?;
        if is_refused_token(&answer) {
            self.token.invalidate(&token).await;
            let renewed = self.upload_token(request_id).await?;
            answer = self.try_upload(upload, request_id, &renewed).await?;
            if is_refused_token(&answer) {
                self.token.invalidate(&renewed).await;
            }
            if answer.is_barred() {
                return Err(Error::FileRefused);
            }
        }
        let answer = answer.success()?;
        let read: Option<UploadResponse> = answer.json().and_then(|body| serde_json::from_value(body).ok());
        read.map(|read| read.id).filter(|id| !id.as_str().is_empty()).ok_or(answer.unreadable())
    }

    async fn upload_token(&self, request_id: &RequestId) -> Result<SecretString, Error> {
        self.token.get(&self.sender.clock, || self.fetch_token(request_id)).await
    }

    async fn try_upload(&self, upload: &Upload, request_id: &RequestId, token: &SecretString) -> Result<Answer, Error> {
        let timeout = self.sender.config.timeout + Duration::from_secs(upload.length / BYTES_PER_SECOND);
        let form = form(upload).await?;
        let payload = Payload::File { form, token, timeout };
        self.sender.send(Call { payload, ..Call::new(Method::POST, "/file", request_id) }).await
    }

    /// Makes a Request-Id that no other call has, from the operation, the moment and a count.
    pub(super) fn token_request_id(&self, upload: &RequestId) -> RequestId {
        let count = self.tokens_asked.fetch_add(1, Ordering::Relaxed);
        let suffix = format!(".{}.{count}", self.sender.clock.now().0);
        let operation = upload.as_str();
        let end = operation.floor_char_boundary(MAX_REQUEST_ID.saturating_sub(suffix.len()));
        RequestId::new(format!("{}{suffix}", &operation[..end]))
    }
}

async fn form(upload: &Upload) -> Result<Form, Error> {
    let body = (upload.body)().await.map_err(Error::File)?;
    let part = Part::stream_with_length(body, upload.length)
        .file_name(plain_name(&upload.file_name))
        .mime_str(&upload.media_type)
        .map_err(|_| Error::Setup("a file to upload has no media type"))?;
    let form = Form::new().text("category", upload.category.clone());
    let form = match &upload.code {
        Some(code) => form.text("code", code.clone()),
        None => form,
    };
    Ok(form.part("file", part))
}

/// Returns true for 401 and 403: which of the two a stale token gets is unknown.
fn is_refused_token(answer: &Answer) -> bool {
    matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

/// Reduces a name to letters, digits and `._-`, since it goes into a header, where reqwest lets line breaks through. A
/// long name loses its middle, never its ending.
fn plain_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    match plain.len() {
        0 => "file".to_owned(),
        length if length <= MAX_NAME => plain,
        length => format!("{}{}", &plain[..MAX_NAME / 2], &plain[length - MAX_NAME / 2..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(plain_name("sim-blur-ktp.jpg"), "sim-blur-ktp.jpg");
        assert_eq!(plain_name("foto \"KTP\"\r\nX: é.jpg"), "foto__KTP___X___.jpg");
        assert_eq!(plain_name(""), "file");
        let long = plain_name(&format!("{}.jpeg", "x".repeat(500)));
        assert_eq!(long.len(), MAX_NAME);
        assert!(long.ends_with(".jpeg"));
    }
}
