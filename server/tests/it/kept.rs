//! The end of a session loses nothing: a later post reappears on its page.

use crate::world::{Answer, Person, World, jpeg, on_both};
use domain::Millis;
use reqwest::header;
use server::{
    seed,
    store::{kept, old},
};

const WORDS: [(&str, &str); 2] = [("name", "Ratna <Sari> \"Dewanti\""), ("phone", "0813-2044-5566")];

/// Returns the header of an answer that sets this cookie.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let all = answer.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned());
    all.into_iter().find(|cookie| cookie.starts_with(&format!("{name}=")))
}

fn pair(cookie: &str) -> &str {
    cookie.split(';').next().unwrap()
}

/// Signs in with the browser's cookies, by the form on the page.
async fn sign_in<'w>(browser: &Person<'w>, to: &str, email: &str, password: &str) -> (Person<'w>, Answer) {
    let page = browser.get(to).await;
    let form = page.body.split("action=\"/sign-in\"").nth(1).unwrap();
    let next = form.split("name=\"next\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let next = next.split('"').next().unwrap().replace("&amp;", "&");
    let answer = browser.post("/sign-in", &[("email", email), ("password", password), ("next", &next)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let session = cookie(&answer, "session").unwrap();
    let cookie = format!("{}; {}", pair(&session), browser.cookie);
    (Person { world: browser.world, cookie, email: email.to_owned() }, answer)
}

const PASSWORD: &str = "nasi goreng tiap pagi";

/// Posts a contact form after the end of its session; returns the browser with its new cookies.
async fn posted_too_late<'w>(
    world: &'w World,
    merchant: &Person<'w>,
    id: domain::ids::BusinessId,
) -> (Person<'w>, Answer) {
    merchant.post("/sign-out", &[]).await;
    let answer = merchant.save(id, "contact", &WORDS).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let held = cookie(&answer, "kept").expect("nothing is kept");
    for flag in ["HttpOnly", "SameSite=Lax", "Max-Age=86400", "Path=/"] {
        assert!(held.contains(flag), "{held}");
    }
    (Person { world, cookie: pair(&held).to_owned(), email: merchant.email.clone() }, answer)
}

fn shows(page: &Answer) -> bool {
    page.body.contains("0813-2044-5566") && page.body.contains("Ratna &lt;Sari&gt; &quot;Dewanti&quot;")
}

on_both! {
    a_form_posted_after_its_session_ended_stands_again_after_signing_in, a_form_without_a_draft_stands_again_too,
    nobody_else_sees_what_was_kept, it_is_one_form_for_a_day_and_never_a_password, who_floods_it_fills_nothing,
    an_upload_after_its_session_ended_says_so_and_leads_back
}

async fn a_form_posted_after_its_session_ended_stands_again_after_signing_in(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let (browser, refused) = posted_too_late(world, &merchant, id).await;
    assert!(refused.location.starts_with("/sign-in?next="), "{}", refused.location);
    assert!(browser.get(&refused.location).await.body.contains("Sesi Anda berakhir"), "nobody says why");
    let (again, entered) = sign_in(&browser, &refused.location, &merchant.email, PASSWORD).await;
    let contact = format!("/businesses/{id}/contact");
    assert_eq!(entered.location, contact);
    let page = again.get(&contact).await;
    assert!(shows(&page), "{}", page.body);
    assert!(page.body.contains("Yang Anda ketik masih ada"));
    assert!(shows(&again.get(&contact).await), "a reload loses it");
    assert!(!shows(&again.get(&format!("/businesses/{id}/address")).await));
    let saved = again.save(id, "contact", &[("name", "Ratna Sari"), ("phone", "0813-2044-5577")]).await;
    assert!(cookie(&saved, "kept").is_some_and(|cookie| cookie.contains("Max-Age=0")));
    let page = again.get(&contact).await;
    assert!(!shows(&page) && page.body.contains("0813-2044-5577") && !page.body.contains("Yang Anda ketik masih ada"));
    assert_eq!(world.count("select count(*) from kept_posts").await, 0);
}

async fn a_form_without_a_draft_stands_again_too(world: &World) {
    let reviewer = world.reviewer().await;
    let id = world.merchant().await.submitted(&[]).await;
    reviewer.post("/sign-out", &[]).await;
    let fields = [("revision", "1"), ("reasons[KTP]", "Foto KTP terlalu gelap")];
    let refused = reviewer.post(&format!("/review/{id}/send-back"), &fields).await;
    let held = cookie(&refused, "kept").unwrap();
    let browser = Person { world, cookie: pair(&held).to_owned(), email: seed::REVIEWER.into() };
    let (again, entered) = sign_in(&browser, &refused.location, seed::REVIEWER, seed::PASSWORD).await;
    assert_eq!(entered.location, format!("/review/{id}"));
    let page = again.get(&entered.location).await;
    assert!(page.body.contains("Foto KTP terlalu gelap"), "the reason is lost");
    assert!(page.body.contains("<details open"), "it is hidden");
}

async fn nobody_else_sees_what_was_kept(world: &World) {
    let (merchant, stranger) = (world.merchant().await, world.merchant().await);
    let id = merchant.start_business().await;
    let (browser, refused) = posted_too_late(world, &merchant, id).await;
    for body in world.blobs("select body from kept_posts").await {
        assert!(!body.windows(5).any(|part| part == b"Ratna" || part == b"phone"), "kept in the open");
    }
    let contact = format!("/businesses/{id}/contact");
    assert!(!shows(&browser.get(&contact).await), "without signing in");
    assert!(!shows(&world.sign_in_as(&merchant).await.get(&contact).await), "at another browser");
    let (theirs, _) = sign_in(&browser, &refused.location, &stranger.email, PASSWORD).await;
    let page = theirs.get(&contact).await;
    assert!(page.status == 404 && !shows(&page));
    assert_eq!(world.count("select count(*) from kept_posts").await, 0, "it is not dropped");
    // The owner has another session at the same browser.
    let (browser, refused) = posted_too_late(world, &world.sign_in_as(&merchant).await, id).await;
    let (owner, _) = sign_in(&browser, &refused.location, &merchant.email, PASSWORD).await;
    assert!(shows(&owner.get(&contact).await));
    let theirs =
        Person { world, cookie: format!("{}; {}", stranger.cookie, browser.cookie), email: stranger.email.clone() };
    theirs.get("/businesses").await;
    assert!(!shows(&owner.get(&contact).await), "somebody else signed in at this browser");
}

async fn it_is_one_form_for_a_day_and_never_a_password(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let (browser, _) = posted_too_late(world, &merchant, id).await;
    let second = browser.save(id, "contact", &[("name", "Ratna"), ("phone", "0813")]).await;
    assert!(cookie(&second, "kept").is_some_and(|held| pair(&held) != browser.cookie));
    assert_eq!(world.count("select count(*) from kept_posts").await, 1, "one for each browser");
    for (path, fields) in [
        ("/sign-in", vec![("email", "x@y.example"), ("password", "z"), ("next", "/sign-in?next=/")]),
        ("/sign-up", vec![("email", "x@y"), ("password", "z")]),
        ("/language", vec![("lang", "en"), ("next", "/sign-in?next=%2Fbusinesses")]),
    ] {
        assert_eq!(cookie(&browser.post(path, &fields).await, "kept"), None, "{path}");
    }
    let long = "x".repeat(20_000);
    let refused = world.nobody().save(id, "contact", &[("name", &long)]).await;
    assert!(cookie(&refused, "kept").is_none() && refused.location.starts_with("/sign-in?next="));
    let now = world.clock.now();
    for (later, left) in [(Millis::DAY - 1, 1), (Millis::DAY + 1, 0)] {
        let mut tx = world.services.store.begin().await.unwrap();
        old::KEPT_POSTS.purge(&mut tx, now.plus(later - kept::KEPT_FOR), 1_000).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.count("select count(*) from kept_posts").await, left);
    }
}

async fn who_floods_it_fills_nothing(world: &World) {
    let id = world.merchant().await.start_business().await;
    for _ in 0..60 {
        assert_eq!(world.nobody().save(id, "contact", &WORDS).await.status, 303);
    }
    assert!(world.count("select count(*) from kept_posts").await < 50);
}

async fn an_upload_after_its_session_ended_says_so_and_leads_back(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.post("/sign-out", &[]).await;
    let refused = merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    assert!(refused.status == 303 && refused.location.starts_with("/sign-in?next="), "{}", refused.location);
    assert!(merchant.get(&refused.location).await.body.contains("Berkas tadi belum terkirim"), "nobody says so");
    let (again, entered) = sign_in(&world.nobody(), &refused.location, &merchant.email, PASSWORD).await;
    assert!(
        entered.location.starts_with(&format!("/businesses/{id}/documents?"))
            && entered.location.ends_with("#slot-KTP"),
        "{}",
        entered.location
    );
    let page = again.get(entered.location.split('#').next().unwrap()).await;
    assert_eq!((page.status, page.body.matches("Berkas ini belum terkirim").count()), (200, 1));
}
