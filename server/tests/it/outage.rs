//! DOKU is down for thirty hours: calls that certainly never arrived go out however long it takes, people begin
//! businesses meanwhile, and the partner reads the state on every page.

use crate::{
    outbox::{REGISTER, filled, refused, the_one},
    world::{Person, World, jpeg, on_both},
};
use app::texts::{ID, actor};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{Actor, State},
};
use server::{
    seed,
    store::outbox::{Problem, Status},
};
use std::collections::BTreeSet;

const FIELDS: [(&str, &str); 4] = [
    ("business_type", "PERSONAL"),
    ("legal_entity", "PERSEORANGAN"),
    ("business_line", "RETAIL"),
    ("nationality", "ID"),
];

/// Submits this many applications, and lets nothing through any more.
async fn outage(world: &World, count: usize) -> Vec<(Person<'_>, BusinessId)> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(filled(world, "", &[]).await);
    }
    for what in [REGISTER, "POST /file", "POST /token", "GET /file", "GET /business/{id}"] {
        world.line().next(what, 100_000, refused(503, ""));
    }
    for (merchant, id) in &all {
        merchant.submit(*id).await;
    }
    world.run_due().await;
    all
}

on_both! {
    what_never_arrived_is_sent_for_as_long_as_it_takes(unreached),
    what_may_have_arrived_once_is_uncertain_whatever_came_after(unreached),
    what_waits_for_doku_can_be_taken_back(unreached),
    every_page_of_the_partner_says_that_doku_is_unreachable_since_when_and_how_many_wait(line),
    a_merchant_whose_application_waits_reads_that_it_is_not_their_fault_and_nobody_else_does(line),
    with_doku_down_a_business_is_begun_with_the_last_list_and_its_date(line)
}

async fn what_never_arrived_is_sent_for_as_long_as_it_takes(world: &World) {
    let all = outage(world, 6).await;
    for _ in 0..10 {
        world.advance(3 * Millis::HOUR).await;
    }
    for (merchant, id) in &all {
        let call = the_one(world, *id).await;
        assert_eq!((call.status, call.first_sent_at), (Status::Waiting, None));
        let page = merchant.get(&format!("/businesses/{id}")).await.body;
        assert!(page.contains(&actor(&ID, Actor::Us, "")), "{page}");
    }
    world.line().mend();
    for _ in 0..2 {
        world.advance(3 * Millis::HOUR).await;
    }
    for (_, id) in &all {
        assert_eq!(world.case(*id).await.business.state, State::Active);
        assert_eq!(the_one(world, *id).await.status, Status::Done);
    }
    assert_eq!(world.registrations().await.len(), 6);
    // DOKU keeps a Request-Id for a day: later each call goes under another.
    let sent = world.line().passed(REGISTER);
    let ids: BTreeSet<&str> = sent.iter().map(|one| one.request_id.as_str()).collect();
    assert!((12..=18).contains(&ids.len()), "{} Request-Ids of six calls", ids.len());
}

async fn what_may_have_arrived_once_is_uncertain_whatever_came_after(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 1, refused(502, ""));
    world.line().next(REGISTER, 10_000, refused(503, ""));
    merchant.submit(id).await;
    for _ in 0..8 {
        world.advance(3 * Millis::HOUR).await;
    }
    let call = the_one(world, id).await;
    assert_eq!((call.status, call.problem.as_deref()), (Status::NeedsPerson, Some(&Problem::NoAnswer)));
    let ids: BTreeSet<String> = world.line().passed(REGISTER).into_iter().map(|one| one.request_id).collect();
    assert_eq!(ids.len(), 1, "another Request-Id for what DOKU may have");
}

async fn what_waits_for_doku_can_be_taken_back(world: &World) {
    let all = outage(world, 1).await;
    let (merchant, id) = &all[0];
    world.advance(26 * Millis::HOUR).await;
    let (reviewer, business) = (world.reviewer().await, id.to_string());
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    assert!(page.contains("/take-back\"") && page.contains("Ini pasti belum sampai di DOKU"), "{page}");
    let silent = reviewer.post(&format!("/review/{business}/take-back"), &[("reason", "")]).await;
    assert!(silent.location.contains("problem=no_reason"), "{}", silent.location);
    let fields = [("reason", "Merchant ingin mengubah datanya.")];
    let taken = reviewer.post(&format!("/review/{business}/take-back"), &fields).await;
    assert!(!taken.location.contains("problem"), "{}", taken.location);
    let stands = world.case(*id).await.business;
    assert_eq!((stands.state, stands.trouble), (State::PartnerCheck, None));
    // It certainly never arrived: the merchant may end it, and the partner may send it.
    assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains("/withdraw\""));
    world.line().mend();
    assert!(!reviewer.approve(*id).await.location.contains("problem"));
    world.advance(3 * Millis::HOUR).await;
    assert_eq!((world.case(*id).await.business.state, world.registrations().await.len()), (State::Active, 1));
    let late = reviewer.post(&format!("/review/{business}/take-back"), &fields).await;
    assert!(late.location.contains("problem=out_of_date"), "{}", late.location);
}

async fn every_page_of_the_partner_says_that_doku_is_unreachable_since_when_and_how_many_wait(world: &World) {
    let all = outage(world, 6).await;
    let admin = world.sign_in(seed::ADMIN).await;
    let id = all[0].1;
    let pages = [
        "/review".to_owned(),
        "/review?tab=late".to_owned(),
        "/review/troubles".to_owned(),
        "/review/exchanges".to_owned(),
        "/review/notes".to_owned(),
        "/review/settings".to_owned(),
        format!("/review/{id}"),
        format!("/review/{id}/evidence"),
    ];
    for page in &pages {
        let body = admin.get(page).await.body;
        for told in [ID.calls.held, "Sejak Senin 23 November", "Permintaan yang menunggu: 6."] {
            assert!(body.contains(told), "{page} does not say {told}: {body}");
        }
    }
    assert!(!all[0].0.get("/businesses").await.body.contains(ID.calls.held));
    world.line().mend();
    world.advance(10 * Millis::MINUTE).await;
    for page in &pages {
        assert!(!admin.get(page).await.body.contains(ID.calls.held), "{page}");
    }
}

async fn a_merchant_whose_application_waits_reads_that_it_is_not_their_fault_and_nobody_else_does(world: &World) {
    let idle = world.merchant().await;
    let draft = idle.start_business().await;
    let all = outage(world, 6).await;
    let told = ID.tasks.held_up;
    for (merchant, id) in &all {
        assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains(told));
    }
    // Nothing of this one waits, until it has a file.
    for page in ["", "/documents"] {
        assert!(!idle.get(&format!("/businesses/{draft}{page}")).await.body.contains(told), "{page}");
    }
    idle.consent(draft).await;
    idle.upload(draft, "KTP", "ktp.jpg", jpeg(900)).await;
    for page in ["", "/documents"] {
        assert!(idle.get(&format!("/businesses/{draft}{page}")).await.body.contains(told), "{page}");
    }
    world.line().mend();
    world.advance(10 * Millis::MINUTE).await;
    for (who, id) in all.iter().map(|(who, id)| (who, *id)).chain([(&idle, draft)]) {
        assert!(!who.get(&format!("/businesses/{id}")).await.body.contains(told));
    }
}

async fn with_doku_down_a_business_is_begun_with_the_last_list_and_its_date(world: &World) {
    let merchant = world.merchant().await;
    world.line().next("GET /file", 100_000, refused(503, ""));
    // Nobody ever asked this question.
    let refused_at_first = merchant.post("/businesses/new", &FIELDS).await;
    assert_eq!(refused_at_first.status, 503);
    world.line().mend();
    merchant.start_business().await;
    let first = world.count("select read_at from requirements").await;
    assert_eq!(first, world.clock.now().0);
    world.clock.advance(26 * Millis::HOUR);
    for trouble in [refused(503, ""), refused(401, "{}"), refused(200, "{}")] {
        world.line().next("GET /file", 1, trouble);
        let id = merchant.start_business().await;
        for page in [format!("/businesses/{id}"), format!("/businesses/{id}/documents")] {
            let body = merchant.get(&page).await.body;
            assert!(body.contains("daftar DOKU per Senin 23 November"), "{page}: {body}");
        }
        assert_eq!(world.case(id).await.checklist.len(), 3);
    }
    // DOKU is back: its list is today's, and kept.
    let id = merchant.start_business().await;
    assert!(!merchant.get(&format!("/businesses/{id}")).await.body.contains("daftar DOKU per"));
    assert_eq!(world.count("select read_at from requirements").await, first + 26 * Millis::HOUR);
    // A refusal for good is no outage.
    world.line().next("GET /file", 1, refused(400, r#"{"message":["unknown business line"]}"#));
    assert_eq!(merchant.post("/businesses/new", &FIELDS).await.status, 503);
}
