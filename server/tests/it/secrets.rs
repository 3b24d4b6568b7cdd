//! Masked data, and the one way to see it.

use crate::{
    callback_order::registered,
    fixes::{REJECTED, fix_three, rejected},
    world::{Answer, Person, World, jpeg, on_both, usual},
};
use app::paths::{self, Side};
use domain::{Millis, ids::BusinessId};
use reqwest::header;
use secrecy::ExposeSecret;
use server::{seed, store::Link, vault::Place};

const REASON: &str = "Tiket 4711: merchant menelepon";

async fn reveal(who: &Person<'_>, id: BusinessId, what: &str, reason: &str, password: &str) -> Answer {
    let fields = [("what", what), ("reason", reason), ("password", password)];
    who.post(&format!("/review/{id}/reveal"), &fields).await
}

fn shown(answer: &Answer) -> Option<String> {
    let tag = answer.body.split("data-revealed").nth(1)?;
    Some(tag.split_once('>')?.1.split('<').next()?.to_owned())
}

async fn open(who: &Person<'_>, id: BusinessId, slot: &str) -> Answer {
    let documents = who.world.case(id).await.application.documents;
    let document = documents.get(slot).unwrap_or(&documents["KTP"]).id;
    who.get(&paths::file(Side::Partner, id, slot, document)).await
}

/// Lists action, subject and sealed reason of the looks on record.
async fn looks(world: &World) -> Vec<(String, String, Vec<u8>)> {
    let sql = "select action, subject, reason from audit where reason is not null order by at";
    let mut db = world.services.store.read().await.unwrap();
    match &mut db.link {
        Link::Lite(held) => sqlx::query_as(sql).fetch_all(&mut **held).await.unwrap(),
        Link::Pg(held) => sqlx::query_as(sql).fetch_all(&mut **held).await.unwrap(),
    }
}

on_both! {
    the_brands_key_is_shown_once_to_an_admin_with_a_reason_and_a_password(explicit),
    nobody_else_sees_the_brands_key(explicit), a_password_is_tried_here_as_seldom_as_at_sign_in(explicit),
    a_masked_number_is_shown_to_the_partner_for_a_reason, papers_of_what_was_never_submitted_open_only_with_a_reason,
    what_was_withdrawn_before_it_was_submitted_stays_behind_a_reason,
    a_newer_version_opens_only_with_a_reason_until_it_is_submitted, so_does_a_correction_until_it_is_sent(line),
    a_reason_that_is_too_long_is_told_and_stands_there_whole
}

async fn the_brands_key_is_shown_once_to_an_admin_with_a_reason_and_a_password(world: &World) {
    let case = registered(world).await;
    let key = world.services.brand_credential(case.id).await.unwrap().unwrap();
    let secret = key.shared_key.expose_secret().to_owned();
    assert!(key.brand.as_str() == case.brand && secret.len() > 8);
    let admin = world.sign_in(seed::ADMIN).await;
    let question = admin.get(&format!("/review/{}/reveal?what=shared_key", case.id)).await;
    assert!(question.status == 200 && question.body.contains("type=\"password\"") && !question.body.contains(&secret));
    assert!(admin.get(&format!("/review/{}", case.id)).await.body.contains("reveal?what=shared_key"));
    // A reason of more than a letter comes first; nothing is tried without one.
    for none in ["  ", "x", "??? ???", "tes tes"] {
        let answer = reveal(&admin, case.id, "shared_key", none, seed::PASSWORD).await;
        assert!(answer.status == 422 && shown(&answer).is_none(), "{none}");
    }
    // A wrong password gets the answer of sign-in, and the typed reason stays.
    let answer = reveal(&admin, case.id, "shared_key", REASON, "bukan kata sandinya").await;
    assert!(
        answer.status == 422
            && answer.body.contains("E-mail atau kata sandi tidak cocok.")
            && answer.body.contains(REASON)
    );
    assert!(!answer.body.contains("bukan kata sandinya") && looks(world).await.is_empty());
    let answer = reveal(&admin, case.id, "shared_key", REASON, seed::PASSWORD).await;
    assert_eq!((answer.status, shown(&answer)), (200, Some(secret.clone())));
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(answer.location.is_empty());
    // It is shown once: the same address asks again.
    let again = admin.get(&format!("/review/{}/reveal?what=shared_key", case.id)).await;
    assert!(!again.body.contains(&secret));
    let looked = looks(world).await;
    assert_eq!((looked.len(), looked[0].0.as_str(), looked[0].1.as_str()), (1, "reveal_shared_key", "shared_key"));
    let stands = world.case(case.id).await;
    let reason = stands.key.open(&Place::AuditReason(case.id), &looked[0].2).unwrap();
    assert_eq!(reason, REASON.as_bytes());
    assert_eq!(world.count("select count(*) from audit where action = 'reveal_shared_key' and account_id is not null and business_id is not null").await, 1);
}

async fn nobody_else_sees_the_brands_key(world: &World) {
    let case = registered(world).await;
    let secret = world.services.brand_credential(case.id).await.unwrap().unwrap().shared_key;
    let secret = secret.expose_secret();
    let reviewer = world.reviewer().await;
    assert_eq!(reveal(&reviewer, case.id, "shared_key", REASON, seed::PASSWORD).await.status, 403);
    assert_eq!(reviewer.get(&format!("/review/{}/reveal?what=shared_key", case.id)).await.status, 403);
    assert!(!reviewer.get(&format!("/review/{}", case.id)).await.body.contains("shared_key"));
    assert_eq!(reveal(&case.merchant, case.id, "shared_key", REASON, "nasi goreng tiap pagi").await.status, 403);
    let id = case.id;
    for path in ["", "/history", "/receipt", "/documents", "/business", "/brand"] {
        assert!(!case.merchant.get(&format!("/businesses/{id}{path}")).await.body.contains(secret), "{path}");
    }
    assert!(looks(world).await.is_empty());
}

async fn a_password_is_tried_here_as_seldom_as_at_sign_in(world: &World) {
    let case = registered(world).await;
    let admin = world.sign_in(seed::ADMIN).await;
    for _ in 0..10 {
        assert_eq!(reveal(&admin, case.id, "shared_key", REASON, "bukan kata sandinya").await.status, 422);
    }
    let resting = reveal(&admin, case.id, "shared_key", REASON, seed::PASSWORD).await;
    assert!(resting.status == 429 && shown(&resting).is_none());
    world.clock.advance(16 * Millis::MINUTE);
    assert_eq!(reveal(&admin, case.id, "shared_key", REASON, seed::PASSWORD).await.status, 200);
}

async fn a_masked_number_is_shown_to_the_partner_for_a_reason(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    assert!(!page.contains(usual("documents", "KTP.NO_KTP")) && !page.contains(usual("bank", "account_number")));
    for (what, value) in
        [("KTP.NO_KTP", usual("documents", "KTP.NO_KTP")), ("account_number", usual("bank", "account_number"))]
    {
        assert!(page.contains(&format!("/review/{id}/reveal?what={what}")), "{what}");
        let refused = reveal(&reviewer, id, what, "", "").await;
        assert!(refused.status == 422 && !refused.body.contains(value));
        let answer = reveal(&reviewer, id, what, REASON, "").await;
        assert_eq!((answer.status, shown(&answer).as_deref()), (200, Some(value)));
        assert_eq!(reveal(&merchant, id, what, REASON, "").await.status, 403);
    }
    let looked = looks(world).await;
    let mut told: Vec<(&str, &str)> = looked.iter().map(|look| (look.0.as_str(), look.1.as_str())).collect();
    // The clock stands still, so both looks have the same time.
    told.sort_unstable();
    assert_eq!(told, [("reveal_number", "KTP.NO_KTP"), ("reveal_number", "account_number")]);
    assert!(looked.iter().all(|look| !look.2.windows(6).any(|part| part == b"Tiket ")), "the reason is sealed");
    for what in ["KTP.NOTHING", "nothing", "OTHER.NO_KTP", "shared_key"] {
        let admin = world.sign_in(seed::ADMIN).await;
        assert_eq!(reveal(&admin, id, what, REASON, seed::PASSWORD).await.status, 404, "{what}");
    }
    assert!(world.case(id).await.brands.is_empty());
    assert!(world.services.brand_credential(id).await.unwrap().is_none());
}

async fn papers_of_what_was_never_submitted_open_only_with_a_reason(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let (reviewer, admin) = (world.reviewer().await, world.sign_in(seed::ADMIN).await);
    let question = format!("/review/{id}/reveal?what=file:KTP");
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    assert!(!page.contains("<img") && !page.contains("/documents/KTP/") && page.contains(&question), "{page}");
    for who in [&reviewer, &admin] {
        let asked = open(who, id, "KTP").await;
        assert_eq!((asked.status, asked.location.as_str()), (303, question.as_str()));
    }
    let script = world.http.get(format!("{}{}", world.base, world.file(Side::Partner, id, "KTP").await));
    let script = script.header(header::COOKIE, &reviewer.cookie).header(header::ACCEPT, "image/*");
    assert_eq!(script.send().await.unwrap().status(), 403, "a picture asks no questions");
    assert_eq!(open(&reviewer, id, "NPWP").await.status, 404);
    assert_eq!(reviewer.get(&format!("/review/{id}/reveal?what=file:NPWP")).await.status, 404);
    let asked = reviewer.get(&question).await;
    assert!(
        asked.status == 200 && asked.body.contains("name=\"reason\"") && !asked.body.contains("<img"),
        "{}",
        asked.body
    );
    assert_eq!(reveal(&reviewer, id, "file:KTP", " \u{200b} ", "").await.status, 422);
    assert!(looks(world).await.is_empty());
    assert_eq!(world.count("select count(*) from audit where action = 'view_document'").await, 0);

    let shown = reveal(&reviewer, id, "file:KTP", REASON, "").await;
    let picture = format!("src=\"{}\"", world.file(Side::Partner, id, "KTP").await);
    assert!(shown.status == 200 && shown.body.contains(&picture), "{} {}", shown.status, shown.body);
    assert_eq!(open(&reviewer, id, "KTP").await.status, 200);
    let looked = looks(world).await;
    assert_eq!((looked.len(), looked[0].0.as_str(), looked[0].1.as_str()), (1, "view_unsubmitted", "file:KTP"));
    let reason = world.case(id).await.key.open(&Place::AuditReason(id), &looked[0].2).unwrap();
    assert_eq!(reason, REASON.as_bytes());
    // The permission is for this file, for who gave the reason, for a while.
    assert_eq!(open(&reviewer, id, "PHOTO_PROOF").await.status, 303);
    assert_eq!(open(&admin, id, "KTP").await.status, 303);
    world.clock.advance(11 * Millis::MINUTE);
    assert_eq!(open(&reviewer, id, "KTP").await.status, 303);
    assert_eq!(reveal(&merchant, id, "file:KTP", REASON, "").await.status, 403);
    assert_eq!(merchant.get(&world.file(Side::Merchant, id, "KTP").await).await.status, 200);

    world.run_due().await;
    merchant.submit(id).await;
    assert_eq!(open(&reviewer, id, "KTP").await.status, 200);
    assert!(reviewer.get(&format!("/review/{id}")).await.body.contains(&picture));
}

async fn what_was_withdrawn_before_it_was_submitted_stays_behind_a_reason(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    let reviewer = world.reviewer().await;
    assert_eq!(open(&reviewer, id, "KTP").await.status, 303);
    assert!(!reviewer.get(&format!("/review/{id}")).await.body.contains("<img"));
}

async fn a_newer_version_opens_only_with_a_reason_until_it_is_submitted(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let submitted = world.file(Side::Partner, id, "KTP").await;
    assert_eq!(reviewer.get(&submitted).await.status, 200);
    assert!(reviewer.decide("send_back", id, &[("reasons[KTP]", "Terlalu gelap.")]).await.status < 400);
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "ktp-terang.jpg", jpeg(901)).await;

    let (question, newer) = (format!("/review/{id}/reveal?what=file:KTP"), world.file(Side::Partner, id, "KTP").await);
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    assert!(page.contains(&question) && !page.contains(&newer), "{page}");
    assert!(page.contains(&world.file(Side::Partner, id, "PHOTO_PROOF").await), "what was submitted is shown");
    let asked = reviewer.get(&newer).await;
    assert_eq!((asked.status, asked.location.as_str()), (303, question.as_str()));
    let script = world.http.get(format!("{}{newer}", world.base)).header(header::COOKIE, &reviewer.cookie);
    assert_eq!(script.header(header::ACCEPT, "image/*").send().await.unwrap().status(), 403);
    assert_eq!(reviewer.get(&submitted).await.status, 200, "what was submitted still opens");
    assert_eq!(reveal(&reviewer, id, "file:KTP", REASON, "").await.status, 200);
    assert_eq!(reviewer.get(&newer).await.status, 200);
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "ktp-lebih-terang.jpg", jpeg(903)).await;
    let newest = world.file(Side::Partner, id, "KTP").await;
    assert_eq!(reviewer.get(&newest).await.status, 303, "the reason was given for the one before");

    // One that was replaced before it was submitted stays behind a reason.
    world.clock.advance(11 * Millis::MINUTE);
    merchant.upload(id, "KTP", "ktp-lagi.jpg", jpeg(902)).await;
    world.clock.advance(Millis::SECOND);
    assert_eq!(merchant.submit(id).await.location, format!("/businesses/{id}"));
    assert_eq!(open(&reviewer, id, "KTP").await.status, 200);
    assert_eq!(reviewer.get(&newer).await.status, 303);
}

async fn so_does_a_correction_until_it_is_sent(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let reviewer = world.reviewer().await;
    assert_eq!(open(&reviewer, id, "KTP").await.status, 200);
    fix_three(&merchant, id).await;
    assert_eq!(open(&reviewer, id, "KTP").await.status, 303);
    assert_eq!(open(&reviewer, id, "PHOTO_PROOF").await.status, 200);
    assert_eq!(merchant.send_fixes(id).await.location, format!("/businesses/{id}"));
    assert_eq!(open(&reviewer, id, "KTP").await.status, 200);
}

async fn a_reason_that_is_too_long_is_told_and_stands_there_whole(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let long = format!("Tiket {}.", "4711 ".repeat(140));
    let answer = reveal(&world.reviewer().await, id, "account_number", &long, "").await;
    assert!(answer.status == 422 && answer.body.contains(&long) && answer.body.contains("707"), "{}", answer.body);
}
