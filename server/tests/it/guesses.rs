//! Guesses at one account's password from many addresses: they come to an end, and do not hinder its owner.

use crate::callback_order::registered;
use crate::world::{Answer, World, on_both};
use domain::Millis;
use reqwest::header;
use server::{config::Config, seed, services::Services};

const PASSWORD: &str = "nasi goreng tiap pagi";
const GUESS: &str = "bukan kata sandinya";
const NOBODY: &str = "tidak.ada@warung.example";

/// Starts a server behind one proxy, which names the client.
async fn behind_a_proxy(world: &World) -> String {
    world.another(|config: &mut Config| config.trusted_proxies = 1).await.1
}

async fn tries(world: &World, base: &str, from: &str, cookie: &str, email: &str, password: &str) -> Answer {
    let escape = crate::usual::escape;
    let request =
        world.http.post(format!("{base}/sign-in")).header("X-Forwarded-For", from).header(header::COOKIE, cookie);
    let request = request.header("Sec-Fetch-Site", "same-origin").header(header::ACCEPT, "text/html");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("email={}&password={}", escape(email), escape(password));
    Answer::read(request.body(body).send().await.unwrap()).await
}

/// Uses up the tries of an address at any accounts.
fn used_up(services: &Services, address: &str) {
    let address = address.parse().unwrap();
    while services.limits.accounts.check_key(&address).is_ok() {}
}

/// Makes `count` guesses, each from an address of its own; returns how many were judged.
async fn guesses(world: &World, base: &str, email: &str, count: u8, block: u8) -> usize {
    let mut judged = 0;
    for n in 0..count {
        let answer = tries(world, base, &format!("10.{block}.{n}.1"), "", email, GUESS).await;
        assert!(answer.cookie.is_empty() && matches!(answer.status, 422 | 429), "{}", answer.status);
        judged += usize::from(answer.status == 422);
    }
    judged
}

/// Returns the cookie that lasts longer than a session.
fn known(answer: &Answer) -> String {
    let all = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let known = all.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.contains("known="));
    known.unwrap_or_default().to_owned()
}

/// Returns a page without the parts that differ from request to request.
fn answer_to(answer: &Answer, email: &str) -> String {
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    answer.body.replace(nonce, "").replace(email, "")
}

on_both! {
    they_come_to_an_end_and_the_owner_signs_in_all_the_same, whoever_is_known_has_a_budget_of_their_own,
    who_shares_an_address_with_a_guesser_signs_in_where_they_are_known, who_shares_an_address_with_a_guesser_signs_up,
    who_shares_an_address_with_a_guesser_types_a_password_again(explicit),
    who_is_known_to_one_account_is_a_stranger_to_another, right_ones_use_nothing_up,
    a_password_that_a_page_asks_for_again_is_not_theirs_to_use_up(explicit), what_is_kept_of_sign_ins_is_little_and_goes
}

async fn they_come_to_an_end_and_the_owner_signs_in_all_the_same(world: &World) {
    let base = behind_a_proxy(world).await;
    let owner = world.merchant().await;
    let email = owner.email.as_str();
    let at_home = tries(world, &base, "36.68.0.1", "", email, PASSWORD).await;
    assert_eq!(at_home.status, 303);
    assert_eq!(guesses(world, &base, email, 60, 1).await, 30, "guesses from many addresses go on and on");
    assert_eq!(guesses(world, &base, NOBODY, 60, 2).await, 30, "an unknown account is told from a known one");
    let right = tries(world, &base, "10.3.0.1", "", email, PASSWORD).await;
    assert_eq!(right.status, 429, "the right password opens what is being guessed at from anywhere");
    assert!(
        right.cookie.is_empty() && right.body.contains("Perangkat yang pernah Anda pakai tetap bisa masuk"),
        "{}",
        right.body
    );
    let nobody = tries(world, &base, "10.3.0.1", "", NOBODY, PASSWORD).await;
    assert_eq!((nobody.status, answer_to(&nobody, NOBODY)), (429, answer_to(&right, email)));
    for (from, cookie) in [("36.68.0.1", ""), ("180.252.7.9", known(&at_home).as_str())] {
        assert_eq!(tries(world, &base, from, cookie, email, PASSWORD).await.status, 303, "{from} locked out the owner");
    }
    let other = world.merchant().await;
    assert_eq!(
        tries(world, &base, "10.3.0.1", "", &other.email, PASSWORD).await.status,
        303,
        "somebody else's account rests"
    );
    world.clock.advance(61 * Millis::MINUTE);
    assert_eq!(tries(world, &base, "10.3.0.1", "", email, PASSWORD).await.status, 303);
}

async fn whoever_is_known_has_a_budget_of_their_own(world: &World) {
    let base = behind_a_proxy(world).await;
    let owner = world.merchant().await;
    let cookie = known(&tries(world, &base, "36.68.0.1", "", &owner.email, PASSWORD).await);
    // The browser may be anywhere.
    let mut told = Vec::new();
    for n in 0..15 {
        told.push(tries(world, &base, &format!("36.69.{n}.1"), &cookie, &owner.email, GUESS).await.status);
    }
    assert_eq!((told[..10].to_vec(), told[10..].to_vec()), (vec![422; 10], vec![429; 5]));
    assert_eq!(tries(world, &base, "36.68.0.1", "", &owner.email, PASSWORD).await.status, 303, "the address at home");
    assert_eq!(tries(world, &base, "10.9.0.1", "", &owner.email, PASSWORD).await.status, 303, "strangers");
}

async fn who_shares_an_address_with_a_guesser_signs_in_where_they_are_known(world: &World) {
    let (services, base) = world.another(|config: &mut Config| config.trusted_proxies = 1).await;
    let (owner, other) = (world.merchant().await, world.merchant().await);
    let shared = "114.124.0.1";
    let cookie = known(&tries(world, &base, shared, "", &owner.email, PASSWORD).await);
    let theirs = known(&tries(world, &base, shared, "", &other.email, PASSWORD).await);
    used_up(&services, shared);
    assert_eq!(
        tries(world, &base, shared, &cookie, &owner.email, PASSWORD).await.status,
        303,
        "the neighbour locks them out"
    );
    // A browser known to one account is not known to all.
    for (cookie, email) in [
        ("", &owner.email),
        (theirs.as_str(), &owner.email),
        (cookie.as_str(), &NOBODY.to_owned()),
        ("known=AAAAAAAAAAAAAAAAAAAAAA", &owner.email),
    ] {
        used_up(&services, shared);
        assert_eq!(tries(world, &base, shared, cookie, email, PASSWORD).await.status, 429, "{email}");
    }
    // A known browser is no way around the limit: it has ten tries.
    let mut judged = 0;
    for _ in 0..15 {
        used_up(&services, shared);
        judged += usize::from(tries(world, &base, shared, &cookie, &owner.email, GUESS).await.status == 422);
    }
    assert_eq!(judged, 10);
    services.store.close().await;
}

async fn who_shares_an_address_with_a_guesser_signs_up(world: &World) {
    used_up(&world.services, "127.0.0.1");
    world.merchant().await;
}

async fn who_shares_an_address_with_a_guesser_types_a_password_again(world: &World) {
    let case = registered(world).await;
    let admin = world.sign_in(seed::ADMIN).await;
    used_up(&world.services, "127.0.0.1");
    let fields = [("what", "shared_key"), ("reason", "Tiket 4711"), ("password", seed::PASSWORD)];
    assert_eq!(admin.post(&format!("/review/{}/reveal", case.id), &fields).await.status, 200);
}

async fn who_is_known_to_one_account_is_a_stranger_to_another(world: &World) {
    let base = behind_a_proxy(world).await;
    let (owner, guesser) = (world.merchant().await, world.merchant().await);
    let cookie = known(&tries(world, &base, "36.68.0.1", "", &guesser.email, PASSWORD).await);
    assert!(!cookie.is_empty());
    let mut judged = 0;
    for n in 0..40 {
        judged +=
            usize::from(tries(world, &base, &format!("10.1.{n}.1"), &cookie, &owner.email, GUESS).await.status == 422);
    }
    assert_eq!(judged, 30);
}

async fn right_ones_use_nothing_up(world: &World) {
    let base = behind_a_proxy(world).await;
    let owner = world.merchant().await;
    for n in 0..40 {
        assert_eq!(tries(world, &base, &format!("36.70.{n}.1"), "", &owner.email, PASSWORD).await.status, 303, "{n}");
    }
    assert_eq!(guesses(world, &base, &owner.email, 31, 1).await, 30);
}

/// Somebody who is signed in is no stranger, wherever they are by now.
async fn a_password_that_a_page_asks_for_again_is_not_theirs_to_use_up(world: &World) {
    let case = registered(world).await;
    let admin = world.sign_in(seed::ADMIN).await;
    let base = behind_a_proxy(world).await;
    guesses(world, &base, seed::ADMIN, 40, 1).await;
    let request = world.http.post(format!("{base}/review/{}/reveal", case.id)).header("X-Forwarded-For", "10.9.9.9");
    let request = request
        .header(header::COOKIE, &admin.cookie)
        .header("Sec-Fetch-Site", "same-origin")
        .header(header::ACCEPT, "text/html");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("what=shared_key&reason=Tiket+4711&password={}", seed::PASSWORD);
    assert_eq!(request.body(body).send().await.unwrap().status(), 200);
}

async fn what_is_kept_of_sign_ins_is_little_and_goes(world: &World) {
    let base = behind_a_proxy(world).await;
    let owner = world.merchant().await;
    for n in 0..50 {
        tries(world, &base, &format!("36.70.{n}.1"), "", &owner.email, PASSWORD).await;
    }
    guesses(world, &base, &owner.email, 40, 1).await;
    let mine = "select count(*) from familiar where account_id = (select id from accounts where email like 'ratna%')";
    assert!(world.count(mine).await <= 64, "as many as somebody has addresses");
    for mark in world.blobs("select mark from familiar").await {
        assert_eq!(mark.len(), 32, "kept as it is");
    }
    world.clock.advance(91 * Millis::DAY);
    server::retention::purge_rows(&world.services).await.unwrap();
    assert_eq!(world.count("select count(*) from familiar").await, 0);
    assert_eq!(world.count("select count(*) from attempts").await, 0);
}
