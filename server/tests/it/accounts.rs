//! Sign-up, sign-in, sign-out, and the headers of every answer.

use crate::world::{Answer, World, on_both};
use domain::Millis;
use reqwest::header;
use server::{seed, store::accounts};
use std::collections::BTreeSet;

pub const PASSWORD: &str = "nasi goreng tiap pagi";

/// Removes the nonce, which differs from request to request.
pub fn without_nonce(answer: &Answer) -> String {
    let nonce = nonce(answer);
    answer.body.replace(&nonce, "")
}

fn nonce(answer: &Answer) -> String {
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

on_both! {
    a_refused_sign_up_comes_back_with_the_same_words_but_never_the_password,
    an_address_that_is_taken_is_said_so_at_its_field, an_unknown_address_and_a_wrong_password_get_the_same_answer,
    a_session_known_before_sign_in_opens_nothing_after_it, sign_out_ends_the_session_on_the_server,
    a_session_in_use_lives_on_and_one_that_nobody_uses_ends, a_session_that_signs_in_anew_keeps_no_name_of_before,
    an_address_is_the_same_with_marks_that_nobody_sees_and_in_letters_of_its_own,
    a_password_opens_whichever_keyboard_composed_it, a_copy_of_the_database_opens_no_session_and_tells_no_password,
    the_session_cookie_is_out_of_reach_of_scripts_and_other_sites, sign_in_leads_back_to_our_own_pages_only,
    every_answer_carries_the_guards_and_its_one_nonce
}

async fn a_refused_sign_up_comes_back_with_the_same_words_but_never_the_password(world: &World) {
    let nobody = world.nobody();
    let too_long = "x".repeat(129);
    let cases = [
        ("ratna@warung", PASSWORD),
        ("", PASSWORD),
        ("ratna <b>@warung.example", PASSWORD),
        ("a\"onfocus=alert(1)", PASSWORD),
        ("ratna@warung.example", "kurang"),
        ("ratna@warung.example", "password123"),
        ("ratna@warung.example", "zzzzzzzzzzzz"),
        ("ratna@warung.example", ""),
        ("ratna@warung.example", &too_long),
    ];
    for (email, password) in cases {
        let answer = nobody.post("/sign-up", &[("email", email), ("password", password)]).await;
        assert_eq!(answer.status, 422, "{email} {password}");
        assert!(!answer.body.contains("\"onfocus="), "an attribute was broken out of");
        let shown = answer.body.replace("&lt;", "<").replace("&gt;", ">");
        let email = email.replace('"', "&quot;");
        assert!(shown.contains(&format!("value=\"{email}\"")), "what was typed is lost: {email}");
        assert!(password.is_empty() || !answer.body.contains(password), "the password came back");
        assert!(answer.cookie.is_empty(), "a session was opened");
        assert!(answer.body.contains("aria-invalid=\"true\""), "no field is marked");
    }
}

async fn an_address_that_is_taken_is_said_so_at_its_field(world: &World) {
    let merchant = world.merchant().await;
    let shouted = merchant.email.to_uppercase();
    let answer = world.nobody().post("/sign-up", &[("email", &shouted), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains(&shouted) && answer.body.contains("aria-invalid=\"true\""));
    assert!(answer.cookie.is_empty());
}

async fn an_unknown_address_and_a_wrong_password_get_the_same_answer(world: &World) {
    let merchant = world.merchant().await;
    let wrong =
        world.nobody().post("/sign-in", &[("email", &merchant.email), ("password", "bukan kata sandinya")]).await;
    let unknown = world
        .nobody()
        .post("/sign-in", &[("email", "tidak.ada@warung.example"), ("password", "bukan kata sandinya")])
        .await;
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert_eq!(
        without_nonce(&wrong).replace(&merchant.email, ""),
        without_nonce(&unknown).replace("tidak.ada@warung.example", "")
    );
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(names(&wrong), names(&unknown));
    assert!(!wrong.body.contains("bukan kata sandinya"));
}

async fn a_session_known_before_sign_in_opens_nothing_after_it(world: &World) {
    let merchant = world.merchant().await;
    let mut again = world.nobody();
    again.cookie.clone_from(&merchant.cookie);
    let answer = again.post("/sign-in", &[("email", &merchant.email), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 303);
    assert!(!answer.cookie.is_empty() && answer.cookie != merchant.cookie, "the session kept its id");
    assert_eq!(merchant.get("/businesses").await.status, 302, "the earlier id still opens the account");
    again.cookie = answer.cookie;
    assert_eq!(again.get("/businesses").await.status, 200);
}

async fn sign_out_ends_the_session_on_the_server(world: &World) {
    let merchant = world.merchant().await;
    assert_eq!(merchant.get("/businesses").await.status, 200);
    assert_eq!(merchant.post("/sign-out", &[]).await.status, 303);
    // The cookie is still at hand, as in a copied browser profile.
    assert_eq!(merchant.get("/businesses").await.status, 302);
    assert_eq!(world.count("select count(*) from sessions").await, 0);
}

async fn a_session_in_use_lives_on_and_one_that_nobody_uses_ends(world: &World) {
    let merchant = world.merchant().await;
    for day in 0..10 {
        world.clock.advance(Millis::DAY);
        let page = merchant.get("/businesses").await;
        assert_eq!(page.status, 200, "day {day}");
        let told =
            page.headers.get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap().to_owned()).unwrap_or_default();
        assert!(
            told.starts_with(&format!("{};", merchant.cookie)) && told.contains("Max-Age=604800"),
            "the browser forgets it: {told}"
        );
        for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(told.contains(flag), "{told}");
        }
        assert!(
            !merchant.get("/businesses").await.headers.contains_key(header::SET_COOKIE),
            "each page is written down"
        );
    }
    world.clock.advance(Millis::DAY);
    assert_eq!(merchant.post("/sign-out", &[]).await.status, 303);
    assert_eq!(merchant.get("/businesses").await.status, 302, "signing out opened it again");
    let merchant = world.sign_in_as(&merchant).await;
    world.clock.advance(7 * Millis::DAY + 1);
    assert_eq!(merchant.get("/businesses").await.status, 302, "a week in which nobody came");
}

async fn a_session_that_signs_in_anew_keeps_no_name_of_before(world: &World) {
    let merchant = world.merchant().await;
    world.clock.advance(Millis::DAY);
    let answer = merchant.post("/sign-in", &[("email", &merchant.email), ("password", PASSWORD)]).await;
    let told: Vec<_> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let told: Vec<_> = told.into_iter().filter(|cookie| cookie.starts_with("session=")).collect();
    assert!(told.len() == 1 && !told[0].starts_with(&format!("{};", merchant.cookie)), "{told:?}");
}

async fn an_address_is_the_same_with_marks_that_nobody_sees_and_in_letters_of_its_own(world: &World) {
    for (signed_up, signed_in) in [
        (
            "rini\u{200b}@warung.example\u{200e}",
            ["rini@warung.example", "\u{202a}rini@warung.example\u{202c}", " Rini@Warung.Example\u{feff}"],
        ),
        (
            "tono@warung.example",
            ["tono@warung.example\u{200b}", "\u{2060}tono@warung.example", "to\u{ad}no@warung.example"],
        ),
        ("ratna@kafé.example", ["ratna@xn--kaf-dma.example", "ratna@kafe\u{301}.example", "Ratna@KAFÉ.example"]),
    ] {
        let answer = world.nobody().post("/sign-up", &[("email", signed_up), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", signed_up.escape_unicode());
        for email in signed_in {
            let answer = world.nobody().post("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
            assert_eq!(answer.status, 303, "{}", email.escape_unicode());
        }
    }
    let mut db = world.services.store.read().await.unwrap();
    assert!(accounts::by_email(&mut db, "ratna@xn--kaf-dma.example").await.unwrap().is_some());
}

async fn a_password_opens_whichever_keyboard_composed_it(world: &World) {
    let (one, two) = ("caf\u{e9} tiap pagi", "cafe\u{301} tiap pagi");
    for (n, typed) in [one, two].into_iter().enumerate() {
        let email = format!("sari{n}@warung.example");
        assert_eq!(world.nobody().post("/sign-up", &[("email", &email), ("password", typed)]).await.status, 303);
        for tried in [one, two] {
            let answer = world.nobody().post("/sign-in", &[("email", &email), ("password", tried)]).await;
            assert_eq!(answer.status, 303, "{} {}", typed.escape_unicode(), tried.escape_unicode());
        }
    }
}

async fn a_copy_of_the_database_opens_no_session_and_tells_no_password(world: &World) {
    let merchant = world.merchant().await;
    let value = merchant.cookie.split('=').nth(1).unwrap().to_owned();
    let ids = world.blobs("select id from sessions").await;
    assert_eq!(ids.len(), 1);
    assert_eq!(ids[0].len(), 32, "a SHA-256");
    assert!(!ids[0].windows(8).any(|part| value.as_bytes().windows(8).any(|own| own == part)));
    let mut db = world.services.store.read().await.unwrap();
    let account = accounts::by_email(&mut db, &merchant.email).await.unwrap().unwrap();
    assert!(account.password_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", account.password_hash);
}

async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(world: &World) {
    let answer = world.nobody().post("/sign-in", &[("email", seed::MERCHANT), ("password", seed::PASSWORD)]).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(answer.location.starts_with('/'), "{}", answer.location);
}

async fn sign_in_leads_back_to_our_own_pages_only(world: &World) {
    for (next, to) in [
        ("/businesses/new", "/businesses/new"),
        ("https://evil.example", "/businesses"),
        ("//evil.example", "/businesses"),
        ("/\\evil.example", "/businesses"),
    ] {
        let answer = world
            .nobody()
            .post("/sign-in", &[("email", seed::MERCHANT), ("password", seed::PASSWORD), ("next", next)])
            .await;
        assert_eq!((answer.status, answer.location.as_str()), (303, to), "{next}");
    }
}

async fn every_answer_carries_the_guards_and_its_one_nonce(world: &World) {
    let merchant = world.merchant().await;
    let mut seen = BTreeSet::new();
    for path in ["/", "/sign-in", "/businesses", "/no/such/page", "/livez", "/robots.txt"] {
        let answer = merchant.get(path).await;
        let told =
            |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let policy = told("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self' 'nonce-",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(told("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(told("referrer-policy"), "same-origin", "{path}");
        assert_eq!(told("x-frame-options"), "DENY", "{path}");
        let nonce = nonce(&answer);
        assert!(seen.insert(nonce.clone()), "the nonce came twice");
        if told("content-type").starts_with("text/html") {
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
            let scripts: Vec<&str> =
                answer.body.split("<script").skip(1).map(|tag| tag.split('>').next().unwrap()).collect();
            assert!(!scripts.is_empty(), "{path}");
            for tag in scripts {
                assert!(
                    tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains("src=\"/"),
                    "{path}: <script{tag}>"
                );
            }
            assert!(!answer.body.contains(" style=\"") && !answer.body.contains(" onclick="), "{path}");
        }
    }
}
