//! Measures what ten parallel uploads of 15 MB add to the memory of a server at rest.

use crate::{line, process::Process};
use futures::stream;
use reqwest::{
    Body, header,
    multipart::{Form, Part},
};
use std::time::Duration;

const AT_ONCE: usize = 10;
const BYTES: usize = 15_000_000;
const PART: usize = 64 * 1024;
/// A JPEG as far as its headers say; what follows its end is nothing to anybody.
const KTP_PHOTO: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\
    \xff\xc0\x00\x0b\x08\x00\xc8\x01\x2c\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x07\xff\xd9";

pub async fn measure(process: &Process) {
    let mut people = Vec::new();
    for n in 0..AT_ONCE {
        let cookie = process.sign_up(&format!("upload{n}@warung.example")).await;
        let id = process.business(&cookie).await;
        people.push((cookie, id));
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (idle, _) = process.memory();
    process.forget_peak();
    futures::future::join_all(people.iter().map(|(cookie, id)| upload(process, cookie, id))).await;
    // Files go on to DOKU afterwards; that counts too.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let over = process.memory().1.saturating_sub(idle);
    let figure = format!("{:.1} MB", over as f64 / 1e6);
    line("memory peak over idle, ten parallel uploads of 15 MB", &figure, "<= 32 MB", over <= 32_000_000);
}

async fn upload(process: &Process, cookie: &str, id: &str) {
    let whole = (0..BYTES).step_by(PART).map(|at| {
        let mut part = vec![7; PART.min(BYTES - at)];
        if at == 0 {
            part[..KTP_PHOTO.len()].copy_from_slice(KTP_PHOTO);
        }
        Ok::<_, std::io::Error>(part)
    });
    let file = Part::stream_with_length(Body::wrap_stream(stream::iter(whole)), BYTES as u64).file_name("ktp.jpg");
    let answer = process
        .http
        .post(format!("{}/businesses/{id}/documents/KTP", process.base))
        .header(header::COOKIE, cookie)
        .header("Sec-Fetch-Site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .multipart(Form::new().part("file", file))
        .send()
        .await
        .unwrap();
    let location = answer.headers()[header::LOCATION].to_str().unwrap();
    assert!(!location.contains("problem"), "{location}");
}
