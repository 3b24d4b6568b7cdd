use reqwest::multipart::{Form, Part};
use sandbox::Decide;
use serde_json::json;

use crate::world::{BASE, JPEG, World, read};

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x01\x40\x00\x00\x00\xc8\x08\x02\x00\x00\x00\x16\x66\xaf\xfc\
    \x00\x00\x00\x01IDAT\x07\x00\x00\x00\x00\x00\x00\x00\x00IEND\xae\x42\x60\x82";
const PDF: &[u8] = b"%PDF-1.7\n";

#[tokio::test]
async fn an_id_tells_the_category() {
    let world = World::new(Decide::Explicit).await;
    let document = world.upload("DOCUMENT", "KTP", "ktp.PDF", PDF.to_vec()).await;
    assert_eq!(document.status, 200);
    assert!(document.body["id"].as_str().unwrap().starts_with("DCM-"));
    assert_eq!(document.body["category"], "DOCUMENT");
    let selfie = world.upload("OWNER_LIVENESS", "", "selfie.png", PNG.to_vec()).await;
    assert!(selfie.body["id"].as_str().unwrap().starts_with("CNT-"));
}

#[tokio::test]
async fn a_file_must_be_what_its_name_says() {
    let world = World::new(Decide::Explicit).await;
    let rows: [(&str, &str, &str, &[u8], &str); 7] = [
        ("DOCUMENT", "KTP", "ktp.jpg", PNG, "FILE CONTENT DOES NOT MATCH ITS EXTENSION"),
        ("DOCUMENT", "KTP", "ktp.jpg", b"MZ\x90\0", "FILE CONTENT DOES NOT MATCH ITS EXTENSION"),
        ("DOCUMENT", "KTP", "ktp.exe", JPEG, "FILE EXTENSION IS NOT SUPPORTED"),
        ("PHOTO_PROOF", "", "toko.pdf", PDF, "FILE EXTENSION IS NOT SUPPORTED"),
        ("DOCUMENT", "KTP", "ktp.jpg", b"", "FILE IS EMPTY"),
        ("DOCUMENT", "", "ktp.jpg", JPEG, "code is required"),
        ("PICTURE", "", "ktp.jpg", JPEG, "category IS NOT SUPPORTED"),
    ];
    for (category, code, name, bytes, message) in rows {
        let answer = world.upload(category, code, name, bytes.to_vec()).await;
        assert_eq!((answer.status, answer.body), (400, json!({"message": [message]})), "{name}");
    }
}

#[tokio::test]
async fn a_file_is_judged_as_the_app_judges_it() {
    let world = World::new(Decide::Explicit).await;
    let rows: [(&str, &[u8], bool); 9] = [
        ("baik.jpg", include_bytes!("../../../domain/tests/fixtures/files/whole.jpg"), true),
        ("tiga.jpg", include_bytes!("../../../domain/tests/fixtures/files/three-bytes.jpg"), false),
        ("kepala.jpg", include_bytes!("../../../domain/tests/fixtures/files/header-only.jpg"), false),
        ("separuh.jpg", include_bytes!("../../../domain/tests/fixtures/files/half.jpg"), false),
        ("baik.png", include_bytes!("../../../domain/tests/fixtures/files/png-inside.jpg"), true),
        ("terpotong.png", &PNG[..40], false),
        ("tanda.pdf", b"\xef\xbb\xbf%PDF-1.7\n", true),
        ("kosong.pdf", b"\r\n \t%PDF-1.7\n", true),
        ("sampah.pdf", include_bytes!("../../../domain/tests/fixtures/files/junk-before-header.pdf"), false),
    ];
    for (name, bytes, taken) in rows {
        let answer = world.upload("DOCUMENT", "KTP", name, bytes.to_vec()).await;
        let refused = json!({"message": ["FILE CONTENT DOES NOT MATCH ITS EXTENSION"]});
        assert_eq!((answer.status, answer.body == refused), if taken { (200, false) } else { (400, true) }, "{name}");
    }
}

#[tokio::test]
async fn fifteen_million_bytes_are_taken_and_one_more_is_not() {
    let world = World::new(Decide::Explicit).await;
    let mut bytes = JPEG.to_vec();
    bytes.resize(15_000_000, 0);
    assert_eq!(world.upload("DOCUMENT", "KTP", "ktp.jpg", bytes.clone()).await.status, 200);
    bytes.push(0);
    let answer = world.upload("DOCUMENT", "KTP", "ktp.jpg", bytes).await;
    assert_eq!((answer.status, answer.body), (413, json!({"message": ["FILE SIZE EXCEEDS 15 MB"]})));
}

#[tokio::test]
async fn a_token_is_needed_and_expires() {
    let world = World::new(Decide::Explicit).await;
    let token = world.token().await;
    let send = async |token: &str| {
        let form = Form::new().text("category", "LOGO").part("file", Part::bytes(JPEG).file_name("logo.jpg"));
        let request = world.http.post(world.url(&format!("{BASE}/file"))).bearer_auth(token).multipart(form);
        read(request.send().await.unwrap()).await
    };
    assert_eq!(send(&token).await.status, 200);
    assert_eq!(send("forged").await.status, 401);
    world.clock.advance(60 * domain::Millis::MINUTE);
    let late = send(&token).await;
    assert_eq!((late.status, &late.body["error"]["code"]), (401, &json!("invalid_token")));
}

#[tokio::test]
async fn an_address_is_recorded_and_not_fetched() {
    let world = World::new(Decide::Explicit).await;
    let token = world.token().await;
    let form = Form::new().text("category", "LOGO").text("file_url", world.receiver.url("/logo.png"));
    let request = world.http.post(world.url(&format!("{BASE}/file"))).bearer_auth(&token).multipart(form);
    assert_eq!(read(request.send().await.unwrap()).await.status, 200);
    let form = Form::new().text("category", "LOGO");
    let request = world.http.post(world.url(&format!("{BASE}/file"))).bearer_auth(&token).multipart(form);
    assert_eq!(read(request.send().await.unwrap()).await.status, 400);
    assert!(world.receiver.all().is_empty());
}

#[tokio::test]
async fn names_ask_for_trouble() {
    let world = World::new(Decide::Explicit).await;
    for (name, status) in [("sim-413.jpg", 413), ("sim-500.jpg", 500), ("sim-401.jpg", 401), ("sim-blur.jpg", 200)] {
        assert_eq!(world.upload("DOCUMENT", "KTP", name, JPEG.to_vec()).await.status, status, "{name}");
    }
}
