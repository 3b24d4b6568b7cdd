//! Forms with and without scripts, and addresses that name nothing.

use crate::{
    usual::{escape, named},
    world::{Answer, Person, World, on_both, usual},
};
use reqwest::header;
use server::seed;

async fn post(who: &Person<'_>, path: &str, accept: &str, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    let request = who.plain_request(path).header(header::ACCEPT, accept).body(body.join("&"));
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    Answer::read(request.send().await.unwrap()).await
}

const HTML: &str = "text/html,application/xhtml+xml";
const JSON: &str = "application/json";

on_both! {
    a_judged_form_leads_to_the_next_task_and_a_refused_one_comes_back, values_of_files_arrive_under_their_names,
    an_island_is_answered_without_a_redirect, a_failure_is_told_by_its_code, a_stranger_is_led_to_sign_in_and_back,
    an_address_that_names_nothing_is_not_found, what_simulation_shows_is_nowhere_else(line)
}

async fn a_judged_form_leads_to_the_next_task_and_a_refused_one_comes_back(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let page = |task: &str| format!("/businesses/{id}/{task}");
    let bank = [
        ("form[bank]", "014"),
        ("form[account_number]", "5220304455"),
        ("form[account_name]", "Ratna"),
        ("judge", "true"),
    ];
    let answer = post(&merchant, &page("bank"), HTML, &bank).await;
    assert_eq!((answer.status, answer.location), (303, page("documents")), "the first task that is open");
    let answer = post(&merchant, &page("contact"), HTML, &[("form[name]", "x"), ("judge", "true")]).await;
    assert_eq!((answer.status, answer.location), (303, format!("{}#error-summary", page("contact"))));
}

async fn values_of_files_arrive_under_their_names(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let (page, name) = (format!("/businesses/{id}/documents"), named("documents", "KTP.NO_KTP"));
    let answer = post(&merchant, &page, HTML, &[(&name, usual("documents", "KTP.NO_KTP")), ("judge", "true")]).await;
    assert_eq!(answer.location, format!("/businesses/{id}"), "accepted, and nothing else is open");
    let answer = post(&merchant, &page, HTML, &[(&name, "327320550788"), ("judge", "true")]).await;
    assert_eq!(answer.location, format!("{page}#error-summary"), "refused, so the same page");
}

async fn an_island_is_answered_without_a_redirect(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let answer = post(&merchant, &format!("/businesses/{id}/contact"), JSON, &[("form[name]", "x")]).await;
    assert_eq!((answer.status, answer.location.as_str()), (200, ""));
}

async fn a_failure_is_told_by_its_code(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    let answer = post(&merchant, &format!("/businesses/{id}/submit"), HTML, &[]).await;
    assert_eq!(answer.location, format!("/businesses/{id}/check?problem=not_ready"));
    let answer = post(&merchant, &format!("/businesses/{id}/submit"), JSON, &[]).await;
    assert_eq!((answer.status, answer.body.as_str()), (409, "not_ready"));
    let reviewer = world.reviewer().await;
    let answer = post(&reviewer, &format!("/review/calls/{id}/retry"), HTML, &[]).await;
    assert_eq!(answer.location, "/review/troubles?problem=out_of_date");
    let answer = post(&reviewer, &format!("/review/notes/{id}"), HTML, &[("reason", "no reason of ours")]).await;
    assert_eq!(answer.location, "/review/notes?problem=bad_request");
}

async fn a_stranger_is_led_to_sign_in_and_back(world: &World) {
    let id = world.merchant().await.start_business().await;
    let nobody = world.nobody();
    for (path, back) in [("submit", "check"), ("consent", "documents"), ("bank", "bank"), ("bank/keep-as-is", "bank")] {
        let answer = post(&nobody, &format!("/businesses/{id}/{path}"), HTML, &[]).await;
        let to = format!("/sign-in?next=%2Fbusinesses%2F{id}%2F{back}");
        assert!(
            answer.status == 303 && answer.location.replace("%2D", "-").starts_with(&to),
            "{path}: {}",
            answer.location
        );
        let answer = post(&nobody, &format!("/businesses/{id}/{path}"), JSON, &[]).await;
        assert_eq!((answer.status, answer.location.as_str()), (401, ""), "{path}");
    }
    for (page, back) in [("", ""), ("/bank", "%2Fbank")] {
        let answer = nobody.get(&format!("/businesses/{id}{page}")).await;
        assert_eq!(
            (answer.status, answer.location.replace("%2D", "-")),
            (302, format!("/sign-in?next=%2Fbusinesses%2F{id}{back}"))
        );
    }
}

async fn an_address_that_names_nothing_is_not_found(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    for path in [
        "/businesses/not-an-id",
        "/nowhere",
        &format!("/businesses/{id}/nothing"),
        &format!("/businesses/{id}/receipts/x"),
        &format!("/businesses/{id}/bank/x"),
    ] {
        let answer = merchant.get(path).await;
        assert!(answer.status == 404 && answer.body.contains("<h1"), "{path}: {} {}", answer.status, answer.body);
    }
    assert_eq!(merchant.get("/review").await.status, 403);
    assert_eq!(world.sign_in(seed::ADMIN).await.get("/review/not-an-id").await.status, 404);
}

async fn what_simulation_shows_is_nowhere_else(world: &World) {
    for path in ["/states", "/mail"] {
        let answer = world.nobody().get(path).await;
        assert!(answer.status == 404 && answer.body.contains("<h1"), "{path}: {}", answer.status);
    }
}
