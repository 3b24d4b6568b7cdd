use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use doku::{Class, Error, Upload, body_of};
use domain::Millis;
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use crate::world::{BASE, World, header, id, is_signed, json, on};

fn ktp() -> Upload {
    Upload {
        category: "DOCUMENT".into(),
        code: Some("KTP".into()),
        file_name: "foto KTP.jpg".into(),
        media_type: "image/jpeg".into(),
        length: 5,
        body: body_of(Bytes::from_static(b"\xff\xd8\xff\xe0!")),
    }
}

/// Answers with tokens `t0`, `t1`, … that end after five minutes.
async fn gives_tokens(world: &World) {
    let (given, clock) = (AtomicUsize::new(0), world.clock.clone());
    let answer = move |_: &Request| {
        let claims = json!({"n": given.fetch_add(1, Ordering::SeqCst), "exp": clock.now().0 / 1_000 + 300});
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
        ResponseTemplate::new(200).set_body_json(json!({"token": token}))
    };
    on("POST", "/token").respond_with(answer).mount(&world.server).await;
}

async fn requests(world: &World, below: &str) -> Vec<Request> {
    let path = format!("{BASE}{below}");
    world.received().await.into_iter().filter(|request| request.url.path() == path).collect()
}

#[tokio::test]
async fn a_file_goes_with_a_token_and_without_a_signature() {
    let world = World::new().await;
    gives_tokens(&world).await;
    world.answers("POST", "/file", json(200, "upload-response.document-ktp")).await;
    let file = world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap();
    assert_eq!(file.as_str(), "DCM-0214-1762148211402");

    let token = requests(&world, "/token").await.remove(0);
    assert!(is_signed(&token, &format!("{BASE}/token")));
    assert_eq!(token.body, br#"{"grant_type":"client_credentials","valid_time":"360"}"#);

    let upload = requests(&world, "/file").await.remove(0);
    assert!(header(&upload, "Authorization").starts_with("Bearer e30."));
    assert!(header(&upload, "Content-Type").starts_with("multipart/form-data"));
    assert_eq!(header(&upload, "Client-Id"), "");
    assert_eq!(header(&upload, "Signature"), "");
    assert_ne!(header(&upload, "Content-Length"), "");
    let body = String::from_utf8_lossy(&upload.body);
    for part in [
        "name=\"category\"\r\n\r\nDOCUMENT",
        "name=\"code\"\r\n\r\nKTP",
        "name=\"file\"; filename=\"foto_KTP.jpg\"\r\nContent-Type: image/jpeg",
    ] {
        assert!(body.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_token_serves_until_shortly_before_its_end() {
    let world = World::new().await;
    gives_tokens(&world).await;
    world.answers("POST", "/file", json(200, "upload-response.document-ktp")).await;
    for wait in [0, 200, 69, 1] {
        world.clock.advance(wait * Millis::SECOND);
        world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap();
    }
    let tokens = requests(&world, "/token").await;
    assert_eq!(tokens.len(), 2);
    assert_ne!(header(&tokens[0], "Request-Id"), header(&tokens[1], "Request-Id"));
}

#[tokio::test]
async fn uploads_at_the_same_time_share_one_token() {
    let world = World::new().await;
    gives_tokens(&world).await;
    world.answers("POST", "/file", json(200, "upload-response.document-ktp")).await;
    let uploads = (0..8).map(|_| {
        let client = Arc::clone(&world.client);
        tokio::spawn(async move { client.upload_file(&ktp(), &id("upload-1")).await.map(|_| ()) })
    });
    for upload in futures::future::join_all(uploads).await {
        upload.unwrap().unwrap();
    }
    assert_eq!(requests(&world, "/token").await.len(), 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_file_sent_again() {
    for status in [401, 403] {
        let world = World::new().await;
        gives_tokens(&world).await;
        let refusal = json(status, "errors/401.upload-token-invalid");
        on("POST", "/file").respond_with(refusal).up_to_n_times(1).mount(&world.server).await;
        world.answers("POST", "/file", json(200, "upload-response.document-ktp")).await;
        world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap();

        let uploads = requests(&world, "/file").await;
        assert_eq!(uploads.len(), 2);
        assert_ne!(header(&uploads[0], "Authorization"), header(&uploads[1], "Authorization"));
        assert!(uploads.iter().all(|upload| upload.body.windows(5).any(|part| part == b"\xff\xd8\xff\xe0!")));
    }
}

#[tokio::test]
async fn a_token_refused_twice_is_our_credential() {
    let world = World::new().await;
    gives_tokens(&world).await;
    world.answers("POST", "/file", json(401, "errors/401.upload-token-invalid")).await;
    assert_eq!(world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap_err().class(), Class::Credential);
    assert_eq!(requests(&world, "/file").await.len(), 2);
    assert_eq!(requests(&world, "/token").await.len(), 2);
}

#[tokio::test]
async fn a_403_without_a_code_that_meets_a_token_granted_just_now_is_not_our_credential() {
    for (answer, class) in [
        (ResponseTemplate::new(403).set_body_string("<html>Forbidden</html>"), Class::ThisCall),
        (json(403, "errors/401.upload-token-invalid"), Class::Credential),
        (ResponseTemplate::new(401), Class::Credential),
    ] {
        let world = World::new().await;
        gives_tokens(&world).await;
        world.answers("POST", "/file", answer).await;
        let error = world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap_err();
        assert_eq!(error.class(), class, "{error:?}");
        assert_eq!((requests(&world, "/file").await.len(), requests(&world, "/token").await.len()), (2, 2));
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_uploaded() {
    for (answer, class) in [
        (json(401, "errors/401.invalid-signature"), Class::Credential),
        (ResponseTemplate::new(403), Class::Credential),
        (json(500, "errors/500.internal"), Class::Uncertain),
        (ResponseTemplate::new(200).set_body_string("{}"), Class::Uncertain),
        (ResponseTemplate::new(200).set_body_json(json!({"token": "a\nb"})), Class::Uncertain),
    ] {
        let world = World::new().await;
        world.answers("POST", "/token", answer).await;
        assert_eq!(world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap_err().class(), class);
        assert!(requests(&world, "/file").await.is_empty());
    }
}

#[tokio::test]
async fn refusals_of_a_file_are_final() {
    for (status, name) in [(400, "errors/400.upload-unsupported-type"), (413, "errors/413.upload-too-large")] {
        let world = World::new().await;
        gives_tokens(&world).await;
        world.answers("POST", "/file", json(status, name)).await;
        let error = world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap_err();
        assert_eq!((error.class(), error.messages().len()), (Class::Final, 1));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_told_apart() {
    let world = World::new().await;
    gives_tokens(&world).await;
    let upload = Upload { body: Arc::new(|| Box::pin(async { Err(std::io::ErrorKind::NotFound.into()) })), ..ktp() };
    assert!(matches!(world.client.upload_file(&upload, &id("upload-1")).await, Err(Error::File(_))));
}

#[tokio::test]
async fn a_success_without_an_id_is_uncertain() {
    for body in [json!({}), json!({"id": ""}), json!({"id": null})] {
        let world = World::new().await;
        gives_tokens(&world).await;
        world.answers("POST", "/file", ResponseTemplate::new(200).set_body_json(body)).await;
        assert_eq!(world.client.upload_file(&ktp(), &id("upload-1")).await.unwrap_err().class(), Class::Uncertain);
    }
}
