//! Posts longer than anybody types are refused in a sentence and stored nowhere.

use crate::{
    uploads::ready,
    usual::{escape, named},
    world::{Answer, Person, World, on_both},
};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use reqwest::header;
use server::{routes::table, seed};
use std::collections::BTreeSet;

/// Lists every form for people; signing out has no fields and would end the case.
fn routes() -> BTreeSet<String> {
    let forms = table::of_people().into_iter().filter(|row| row.method == http::Method::POST);
    forms.map(|row| row.path.to_owned()).filter(|path| path != "/sign-out").collect()
}

async fn post(who: &Person<'_>, path: &str, accept: &str, kind: &str, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    let request = who.plain_request(path).header(header::ACCEPT, accept).header(header::CONTENT_TYPE, kind);
    Answer::read(request.body(body.join("&")).send().await.unwrap()).await
}

/// The longest of the typed values, sealed or not.
const STORED: [&str; 6] = [
    "select cast(coalesce(max(length(body)), 0) as bigint) from drafts",
    "select cast(coalesce(max(length(body)), 0) as bigint) from kept_posts",
    "select cast(coalesce(max(length(name)), 0) as bigint) from businesses",
    "select cast(coalesce(max(length(search)), 0) as bigint) from businesses",
    "select cast(coalesce(max(length(email)), 0) as bigint) from accounts",
    "select cast(coalesce(max(length(url)), 0) as bigint) from endpoints",
];

const URLENCODED: &str = "application/x-www-form-urlencoded";

on_both! {
    a_field_of_ninety_kilobytes_is_told_in_a_sentence_and_stored_nowhere,
    what_was_too_long_is_told_at_its_field_and_stands_there_again, a_reason_is_never_cut,
    a_draft_of_many_long_fields_is_not_stored
}

async fn a_field_of_ninety_kilobytes_is_told_in_a_sentence_and_stored_nowhere(world: &World) {
    let (merchant, id) = ready(world).await;
    let (admin, nobody) = (world.sign_in(seed::ADMIN).await, world.nobody());
    let business = id.to_string();
    let names = ["form[name]", "form[values][KTP.NO_KTP]", "reason", "url", "email"];
    for route in routes() {
        let is_partners = route.starts_with("/review");
        let path = crate::refusals::named(&route, &business);
        for (name, bytes) in names.iter().flat_map(|name| [(*name, 90_000), (*name, 20_000)]) {
            let long = "x".repeat(bytes);
            let fields = [("business", business.as_str()), ("call", business.as_str()), (name, long.as_str())];
            let who = if is_partners { &admin } else { &merchant };
            let person = post(who, &path, "text/html", URLENCODED, &fields).await;
            assert!(
                matches!(person.status, 400 | 413 | 422),
                "{route} {name} {bytes}: {} {}",
                person.status,
                person.location
            );
            assert!(person.body.contains("<h1"), "{route} {name}: {}", person.body);
        }
        let long = "x".repeat(20_000);
        let fields = [("business", business.as_str()), ("form[name]", long.as_str())];
        let who = if is_partners { &admin } else { &merchant };
        for kind in [URLENCODED, "text/plain", "application/json"] {
            let script = post(who, &path, "application/json", kind, &fields).await;
            assert!(matches!(script.status, 400 | 413 | 415 | 422), "{route} {kind}: {}", script.status);
        }
        let stranger = post(&nobody, &path, "text/html", URLENCODED, &fields).await;
        assert!((300..500).contains(&stranger.status), "{route}: {}", stranger.status);
    }
    for sql in STORED {
        let longest = world.count(sql).await;
        assert!(longest <= 16_384, "{sql}: {longest}");
    }
    assert_eq!(world.count("select count(*) from drafts").await, 0);
    assert_eq!(world.count("select count(*) from kept_posts").await, 0);
}

async fn what_was_too_long_is_told_at_its_field_and_stands_there_again(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", "Ratna Sari")]).await;
    let long = format!("Ratna{}", "i".repeat(3_000));
    let answer = merchant.save(id, "contact", &[("name", &long), ("phone", "0813-2044-5566")]).await;
    assert_eq!(answer.status, 422, "{}", answer.location);
    assert!(answer.body.contains(&long) && answer.body.contains("0813-2044-5566"), "what was typed is lost");
    assert!(answer.body.contains("aria-invalid=\"true\"") && answer.body.contains("3005"), "{}", answer.body);
    let title = app_error(texts(Lang::Id), &AppError::TooLarge).title;
    assert!(answer.body.contains(title) && !answer.body.contains(texts(Lang::Id).problems.kept_title));
    assert!(!merchant.get(&format!("/businesses/{id}/contact")).await.body.contains("iiii"), "it was stored");
    // A value that is a bit too long is kept and judged as ever.
    let answer = merchant.save(id, "business", &[("description", &"panjang ".repeat(200))]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn a_reason_is_never_cut(world: &World) {
    let admin = world.sign_in(server::seed::ADMIN).await;
    let id = world.merchant().await.submitted(&[]).await;
    let long = "Foto gelap. ".repeat(100);
    let answer = admin.decide("decline", id, &[("reason", &long)]).await;
    assert_eq!(answer.status, 422, "{}", answer.location);
    assert!(answer.body.contains(long.trim()) && answer.body.contains("1199"), "{}", answer.body);
    assert_eq!(world.case(id).await.business.progress, domain::kyb::Progress::PartnerCheck);
}

async fn a_draft_of_many_long_fields_is_not_stored(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let long = "🍜".repeat(1_100);
    let fields = ["name", "description", "email", "phone"].map(|field| (field, long.as_str()));
    let names = fields.map(|(field, _)| named("business", field));
    let posted: Vec<_> = names.iter().map(|name| (name.as_str(), long.as_str())).collect();
    let script = post(&merchant, &format!("/businesses/{id}/business"), "application/json", URLENCODED, &posted).await;
    assert_eq!(script.status, 413, "{}", script.body);
    assert_eq!(world.count("select count(*) from drafts").await, 0);
}
