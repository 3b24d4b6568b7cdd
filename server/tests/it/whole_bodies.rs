//! A body that came whole and cannot be read is called so: 408 is for one that did not come.

use crate::{
    uploads::ready,
    world::{Answer, Person, World, on_both},
};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use reqwest::header;
use server::{routes::table, seed};
use std::collections::BTreeSet;

const URLENCODED: &str = "application/x-www-form-urlencoded";

/// Lists bodies that no route can read, with their content types.
fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let part = b"--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n";
    vec![
        (URLENCODED, b"%zz=%&&&=;business=%ff\xff\xfe".to_vec()),
        (URLENCODED, b"{\"business\":".to_vec()),
        (URLENCODED, Vec::new()),
        ("application/json", b"{\"business\":".to_vec()),
        ("application/json", b"\xff".to_vec()),
        ("text/plain", b"x".to_vec()),
        ("", b"x".to_vec()),
        ("multipart/form-data", part.to_vec()),
        ("multipart/form-data; boundary=", part.to_vec()),
        ("multipart/form-data; boundary=xx", Vec::new()),
        ("multipart/form-data; boundary=xx", b"--xx".to_vec()),
        ("multipart/form-data; boundary=xx", [part.as_slice(), b"\xff\xd8\xff\xe0 and no end"].concat()),
        ("multipart/form-data; boundary=xx", [part.as_slice(), b"\xff\xd8\r\n--x"].concat()),
        (
            "multipart/form-data; boundary=xx",
            b"--yy\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--yy--\r\n".to_vec(),
        ),
        ("multipart/form-data; boundary=xx", b"--xx\r\nno header at all\r\n\r\nx\r\n--xx--\r\n".to_vec()),
        (
            "multipart/form-data; boundary=xx",
            b"--xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n--xx--\r\n".to_vec(),
        ),
    ]
}

async fn post(who: &Person<'_>, path: &str, accept: &str, kind: &str, body: &[u8]) -> Answer {
    let request = who.plain_request(path).header(header::ACCEPT, accept).body(body.to_vec());
    let request = if kind.is_empty() { request } else { request.header(header::CONTENT_TYPE, kind) };
    Answer::read(request.send().await.unwrap()).await
}

/// Lists every route that takes a body, except signing out, which would end the case.
fn routes() -> BTreeSet<String> {
    let raw = [table::of_people(), table::uploads(), table::open()].into_iter().flatten();
    let raw = raw.filter(|route| route.method == http::Method::POST).map(|route| route.path.to_owned());
    raw.filter(|path| path != "/sign-out").collect()
}

on_both! {
    no_route_takes_it_for_one_that_did_not_come,
    a_file_in_a_form_without_its_end_is_400_and_a_form_without_a_file_misses_it,
    a_person_reads_a_sentence_in_their_language
}

async fn no_route_takes_it_for_one_that_did_not_come(world: &World) {
    let (merchant, id) = ready(world).await;
    let admin = world.sign_in(seed::ADMIN).await;
    let all = routes();
    assert!(all.len() > 30, "{all:?}");
    for route in all {
        let is_partners = route.starts_with("/review");
        let who = if is_partners { &admin } else { &merchant };
        let path = crate::refusals::named(&route, &id.to_string());
        for (kind, body) in unreadable() {
            let shown = format!("{route} {kind} {}", String::from_utf8_lossy(&body));
            let script = post(who, &path, "application/json", kind, &body).await;
            assert!(script.status != 408 && script.status < 500, "{shown}: {}", script.status);
            let person = post(who, &path, "text/html", kind, &body).await;
            assert!(person.status != 408 && person.status < 500, "{shown}: {}", person.status);
            assert!(
                !person.location.contains("incomplete") && !person.location.contains("request_timeout"),
                "{shown}: {}",
                person.location
            );
            // Machines ask there, or the token in the address is all.
            let is_for_people = !["/webhooks/doku", "/unsubscribe/{token}"].contains(&route.as_str());
            if is_for_people && matches!(person.status, 400 | 413 | 415 | 422) {
                let kind = person
                    .headers
                    .get(header::CONTENT_TYPE)
                    .map(|kind| kind.to_str().unwrap().to_owned())
                    .unwrap_or_default();
                assert!(
                    kind.starts_with("text/html") && person.body.contains("<h1"),
                    "{shown}: {} {kind} {}",
                    person.status,
                    person.body
                );
            }
        }
    }
    assert!(world.case(id).await.documents.is_empty(), "a file was kept of what does not read");
}

async fn a_file_in_a_form_without_its_end_is_400_and_a_form_without_a_file_misses_it(world: &World) {
    let (merchant, id) = ready(world).await;
    let path = format!("/businesses/{id}/documents/KTP");
    for (kind, body) in unreadable() {
        let script = post(&merchant, &path, "application/json", kind, &body).await;
        assert!(matches!(script.status, 400 | 415), "{kind} {}: {}", String::from_utf8_lossy(&body), script.status);
        let person = post(&merchant, &path, "text/html", kind, &body).await;
        let is_led_on = person.status == 303
            && (person.location.contains("problem=bad_request") || person.location.contains("problem=missing"));
        let is_told = matches!(person.status, 400 | 415)
            && person.body.contains(app_error(texts(Lang::Id), &AppError::BadRequest).text);
        assert!(
            is_led_on || is_told,
            "{kind} {}: {} {}",
            String::from_utf8_lossy(&body),
            person.status,
            person.location
        );
    }
    let page = merchant.get(&format!("/businesses/{id}/documents?slot=KTP&problem=bad_request")).await.body;
    assert!(page.contains(app_error(texts(Lang::Id), &AppError::BadRequest).text), "the page says nothing");
}

async fn a_person_reads_a_sentence_in_their_language(world: &World) {
    let nobody = world.nobody();
    for path in ["/sign-in", "/sign-up", "/language"] {
        for (accepted, lang) in [("id", Lang::Id), ("en", Lang::En)] {
            let request = nobody.request(path).header(header::ACCEPT_LANGUAGE, accepted);
            let answer =
                Answer::read(request.header(header::CONTENT_TYPE, "application/json").body("{").send().await.unwrap())
                    .await;
            assert!(
                answer.status == 415 && answer.body.contains(app_error(texts(lang), &AppError::BadRequest).text),
                "{path} {accepted}: {} {}",
                answer.status,
                answer.body
            );
            let request = nobody.request(path).header(header::ACCEPT_LANGUAGE, accepted);
            let long = format!("email={}", "x".repeat(300 * 1024));
            let answer =
                Answer::read(request.header(header::CONTENT_TYPE, URLENCODED).body(long).send().await.unwrap()).await;
            assert!(
                answer.status == 413 && answer.body.contains(app_error(texts(lang), &AppError::TooLarge).text),
                "{path} {accepted}: {}",
                answer.status
            );
        }
    }
}
