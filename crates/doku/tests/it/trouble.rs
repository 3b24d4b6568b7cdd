use std::time::Duration;

use doku::{Class, Client, Clock, Error};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::ResponseTemplate;

use crate::world::{World, config, id, json, query};

#[tokio::test]
async fn each_status_has_its_class() {
    for (status, name, class) in [
        (400, "errors/400.business-validation", Class::Final),
        (401, "errors/401.invalid-signature", Class::Credential),
        (403, "errors/401.invalid-client-id", Class::Credential),
        (404, "errors/404.business-not-found", Class::Final),
        (413, "errors/413.upload-too-large", Class::Final),
        (422, "errors/400.business-validation", Class::Final),
        (500, "errors/500.internal", Class::Uncertain),
        (503, "errors/500.internal", Class::Uncertain),
    ] {
        let world = World::new().await;
        world.answers("POST", "/business", json(status, name)).await;
        let error = world.register().await.unwrap_err();
        assert_eq!((error.status(), error.class()), (Some(status), class));
        assert!(!error.messages().is_empty());
    }
}

#[tokio::test]
async fn a_request_to_wait_is_passed_on() {
    let world = World::new().await;
    world.answers("POST", "/business", ResponseTemplate::new(429).insert_header("Retry-After", "7")).await;
    let error = world.register().await.unwrap_err();
    assert_eq!((error.class(), error.retry_after()), (Class::Uncertain, Some(Duration::from_secs(7))));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let world = World::new().await;
    let elsewhere = format!("{}/elsewhere", world.server.uri());
    world.answers("POST", "/business", ResponseTemplate::new(307).insert_header("Location", elsewhere)).await;
    assert_eq!(world.register().await.unwrap_err().class(), Class::Credential);
    assert_eq!(world.received().await.len(), 1);
}

#[tokio::test]
async fn a_stall_is_a_timeout() {
    let world = World::new().await;
    world
        .answers("POST", "/business", json(200, "registration-response.personal").set_delay(Duration::from_secs(5)))
        .await;
    let error = world.register().await.unwrap_err();
    assert!(matches!(error, Error::Timeout));
    assert_eq!(error.class(), Class::Uncertain);
    assert_eq!(world.exchanges()[0].status, None);
}

#[tokio::test]
async fn a_huge_answer_is_not_read_to_the_end() {
    let world = World::with(|config| config.timeout = Duration::from_secs(20)).await;
    let at_the_limit = format!("{{\"x\":\"{}\"}}", "x".repeat(4 * 1024 * 1024 - 8));
    world.answers("GET", "/file", ResponseTemplate::new(200).set_body_string(format!("{at_the_limit} "))).await;
    let error = world.client.check_requirements(&query(), &id("check-1")).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge));
    assert_eq!(error.class(), Class::Uncertain);

    world.server.reset().await;
    world.answers("GET", "/file", ResponseTemplate::new(200).set_body_string(at_the_limit)).await;
    assert!(world.client.check_requirements(&query(), &id("check-1")).await.is_ok());
}

/// Answers every connection with `bytes`, then closes or keeps it open.
async fn raw_server(bytes: &'static [u8], keep_open: bool) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(bytes).await;
                if keep_open {
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    Client::new(config(&format!("http://{address}/x")), Clock::wall()).unwrap()
}

#[tokio::test]
async fn garbage_and_broken_answers_are_uncertain() {
    let cut: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"business\":";
    for (bytes, keep_open) in [(&b""[..], false), (b"\x16\x03garbage\r\n\r\n", false), (cut, false), (cut, true)] {
        let client = raw_server(bytes, keep_open).await;
        let error = client.check_requirements(&query(), &id("check-1")).await.unwrap_err();
        assert!(matches!(error, Error::Network(_) | Error::Timeout), "{error:?}");
        assert_eq!(error.class(), Class::Uncertain);
    }
}

#[tokio::test]
async fn no_error_tells_the_address_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = Client::new(config(&format!("http://{address}/x")), Clock::wall()).unwrap();
    let error = client.check_requirements(&query(), &id("check-1")).await.unwrap_err();
    assert!(matches!(error, Error::Network(_)));
    let mut told = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(&error);
    while let Some(next) = cause {
        told.push_str(&next.to_string());
        cause = next.source();
    }
    assert!(!told.contains("businessType") && !told.contains("/x/file"), "{told}");
}
