//! Measures the weight of the first HTML of the task list.

use crate::{line, process::Process};
use reqwest::header;

pub async fn measure(process: &Process) {
    let cookie = process.sign_up("pages@warung.example").await;
    let id = process.business(&cookie).await;
    let get = |coding: &'static str| {
        process
            .http
            .get(format!("{}/businesses/{id}", process.base))
            .header(header::COOKIE, &cookie)
            .header(header::ACCEPT_ENCODING, coding)
            .send()
    };
    let answer = get("gzip").await.unwrap();
    assert_eq!(
        answer.headers().get(header::CONTENT_ENCODING).map(header::HeaderValue::as_bytes),
        Some(b"gzip".as_slice())
    );
    let bytes = answer.bytes().await.unwrap().len();
    line("first HTML of the task list, gzip", &format!("{:.1} kB", bytes as f64 / 1e3), "<= 30 kB", bytes <= 30_000);
}
