//! Slow senders, and those with too much before the first part: nobody else waits for them.

use crate::{
    upload_limits::{PATIENCE, answer, begun, on_disk, until},
    uploads::ready,
    world::{Person, World, jpeg, on_both},
};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use domain::{Millis, ids::BusinessId};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

/// Sends a request by hand, with the given part of its body.
async fn ask(world: &World, head: &str, body: &[u8]) -> TcpStream {
    let host = world.base.trim_start_matches("http://");
    let mut line = TcpStream::connect(host).await.unwrap();
    let head = head.replace("{host}", host);
    line.write_all(format!("{head}\r\n\r\n").as_bytes()).await.unwrap();
    line.write_all(body).await.unwrap();
    line
}

/// Sends a sign-in of a hundred bytes, of which six come.
async fn slow_sign_in(world: &World, accept: &str) -> TcpStream {
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {{host}}\r\nAccept: {accept}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100"
    );
    ask(world, &head, b"email=").await
}

/// Sends an upload as a script does, with the given body.
async fn sent(who: &Person<'_>, id: BusinessId, body: &[u8], bytes: usize) -> TcpStream {
    let head = format!(
        "POST /businesses/{id}/documents/KTP HTTP/1.1\r\nHost: {{host}}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: {bytes}",
        who.cookie
    );
    ask(who.world, &head, body).await
}

/// Returns the answer to somebody who sends nothing more, while time passes.
async fn answer_in_the_end(world: &World, line: &mut TcpStream) -> String {
    let passing = async {
        loop {
            world.clock.advance(20 * Millis::SECOND);
            sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::select! {
        answer = answer(line) => answer,
        () = passing => unreachable!("time passes for ever"),
    }
}

async fn is_taken(who: &Person<'_>, id: BusinessId) {
    let upload = who.upload(id, "KTP", "ktp.jpg", jpeg(900));
    let answer = timeout(PATIENCE, upload).await.expect("an upload that waits for nobody");
    assert!(answer.status == 303 && !answer.location.contains("problem"), "{}", answer.location);
}

on_both! {
    four_accounts_that_send_two_bytes_a_second_hold_nobody_up, a_phone_on_a_slow_network_with_pauses_is_waited_for,
    a_body_that_does_not_come_is_408_whatever_it_was_for, a_body_that_is_broken_is_not_too_large,
    what_stands_before_a_part_ends_within_sixteen_kilobytes, a_request_with_two_hosts_or_none_is_refused,
    who_is_slow_before_a_refusal_keeps_nobody_from_theirs,
    forms_that_do_not_come_hold_no_place_where_passwords_are_hashed_and_no_database
}

async fn four_accounts_that_send_two_bytes_a_second_hold_nobody_up(world: &World) {
    let mut lines = Vec::new();
    for _ in 0..4 {
        let (slow, id) = ready(world).await;
        for _ in 0..4 {
            lines.push(begun(&slow, id, 900_000).await);
        }
    }
    until("all of them", || on_disk(world).len() == 16).await;
    let (other, another) = ready(world).await;
    for _ in 0..5 {
        world.clock.advance(Millis::SECOND);
        for line in &mut lines {
            line.write_all(&[7; 2]).await.unwrap();
        }
    }
    is_taken(&other, another).await;
    until("the end of the slow ones", || {
        world.clock.advance(Millis::SECOND);
        on_disk(world).len() == 1
    })
    .await;
    for line in &mut lines {
        let told = answer(line).await;
        assert!(told.starts_with("HTTP/1.1 303") && told.contains("problem=incomplete#slot-KTP"), "{told}");
    }
}

async fn a_phone_on_a_slow_network_with_pauses_is_waited_for(world: &World) {
    let (merchant, id) = ready(world).await;
    let mut line = begun(&merchant, id, 721_000).await;
    for n in 1..=10 {
        // Eight kilobytes a second arrive, after long pauses.
        world.clock.advance(9 * Millis::SECOND);
        line.write_all(&vec![7; 72_000]).await.unwrap();
        until("what was sent", || on_disk(world).iter().sum::<u64>() + 70_000 > n * 72_000).await;
    }
    line.write_all(b"\r\n--xx--\r\n").await.unwrap();
    let told = answer(&mut line).await;
    assert!(told.starts_with("HTTP/1.1 303") && !told.contains("problem"), "{told}");
    assert_eq!(world.case(id).await.documents["KTP"].size_bytes, 721_000);
}

async fn a_body_that_does_not_come_is_408_whatever_it_was_for(world: &World) {
    let (merchant, id) = ready(world).await;
    let callback = "POST /webhooks/doku HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100";
    let mut lines = [
        slow_sign_in(world, "text/html").await,
        slow_sign_in(world, "application/json").await,
        ask(world, callback, b"{").await,
        sent(
            &merchant,
            id,
            b"--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\xff\xd8",
            9_000,
        )
        .await,
    ];
    until("the upload", || on_disk(world).len() == 1).await;
    for (n, line) in lines.iter_mut().enumerate() {
        let told = answer_in_the_end(world, line).await;
        assert!(told.starts_with("HTTP/1.1 408"), "{n}: {told}");
        assert_eq!(told.contains("text/html"), n == 0, "{n}: {told}");
        if n == 0 {
            let mut page = told.into_bytes();
            timeout(PATIENCE, line.read_to_end(&mut page)).await.expect("the whole page").unwrap();
            let page = String::from_utf8_lossy(&page);
            assert!(page.contains(app_error(texts(Lang::Id), &AppError::RequestTimeout).text), "{page}");
        }
    }
    assert!(on_disk(world).is_empty());
}

async fn a_body_that_is_broken_is_not_too_large(world: &World) {
    let head = "POST /webhooks/doku HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked";
    let told = answer(&mut ask(world, head, b"zz\r\n").await).await;
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
}

async fn what_stands_before_a_part_ends_within_sixteen_kilobytes(world: &World) {
    let (merchant, id) = ready(world).await;
    let long = "x".repeat(17_000);
    let first = "--xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n-\r\n";
    let cases = [
        format!("--xx\r\nX-Note: {long}"),
        format!("{first}--xx\r\nX-Note: {long}"),
        format!("{first}{first}--xx\r\nX-Note: {long}"),
        long.clone(),
        format!("--xx\r\n\r\n{long}"),
    ];
    for body in cases {
        // The header announces four megabytes.
        let told = answer(&mut sent(&merchant, id, body.as_bytes(), 4_000_000).await).await;
        assert!(told.starts_with("HTTP/1.1 400"), "{}: {told}", body.len());
    }
    is_taken(&merchant, id).await;
}

async fn a_request_with_two_hosts_or_none_is_refused(world: &World) {
    for hosts in ["Host: {host}\r\nHost: {host}", "Host: {host}\r\nhost: localhost", "X-Host: {host}"] {
        let told = answer(&mut ask(world, &format!("GET /livez HTTP/1.1\r\n{hosts}"), b"").await).await;
        assert!(told.starts_with("HTTP/1.1 400"), "{hosts}: {told}");
    }
}

async fn who_is_slow_before_a_refusal_keeps_nobody_from_theirs(world: &World) {
    let mut lines = Vec::new();
    for _ in 0..5 {
        let slow = world.merchant().await;
        let early = slow.start_business().await;
        for _ in 0..4 {
            lines.push(begun(&slow, early, 900_000).await);
        }
    }
    let other = world.merchant().await;
    let another = other.start_business().await;
    // The upload lacks consent: its sender sees so once all of it was read.
    let upload = other.upload(another, "KTP", "ktp.jpg", jpeg(3_000_000));
    let answer = timeout(PATIENCE, upload).await.expect("a refusal that waits for nobody");
    assert!(answer.status == 303 && answer.location.contains("problem=no_consent"), "{}", answer.location);
}

async fn forms_that_do_not_come_hold_no_place_where_passwords_are_hashed_and_no_database(world: &World) {
    let mut lines = Vec::new();
    for _ in 0..40 {
        lines.push(slow_sign_in(world, "text/html").await);
    }
    let (slow, id) = ready(world).await;
    for _ in 0..4 {
        lines.push(begun(&slow, id, 900_000).await);
    }
    until("the uploads", || on_disk(world).len() == 4).await;
    let (other, another) = timeout(PATIENCE, ready(world)).await.expect("a sign-up that waits for nobody");
    assert_eq!(other.save(another, "bank", &[("account_name", "Ratna")]).await.status, 303);
    assert_eq!(world.callback_signed_with(&"SK-somebody-else".into(), "slow-1", b"{}").await, 401);
}
