//! DOKU in trouble: whatever it answers, or does not, one registration comes of it and nothing is lost.

use crate::world::{Person, Trouble, World, bank, on_both};
use domain::{Millis, ids::BusinessId, kyb::State};
use server::store::{
    flags,
    outbox::{Answer, Call, Kind, Problem, Status},
};
use std::{collections::BTreeSet, time::Duration};

const NO_HEADERS: &[(&str, &str)] = &[];

fn says(status: u16, body: &str) -> Trouble {
    Trouble::Refused((status, NO_HEADERS, body.to_owned()))
}

/// Returns an application that is filled in, with its files at DOKU.
async fn filled<'w>(world: &'w World, tag: &str) -> (Person<'w>, BusinessId) {
    let merchant = world.merchant_tagged(tag).await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    world.run_due().await;
    (merchant, id)
}

async fn registers(world: &World, id: BusinessId) -> Vec<Call> {
    world.calls(id).await.into_iter().filter(|call| call.kind == Kind::Register).collect()
}

async fn is_stopped(world: &World) -> bool {
    let mut db = world.services.store.read().await.unwrap();
    flags::get(&mut db, flags::DOKU_STOPPED).await.unwrap().is_some()
}

/// Checks that one registration came of it, with one Request-Id and the same bytes each time, and is ACTIVE.
async fn ends_in_one_registration(world: &World, id: BusinessId) {
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert_eq!(world.registrations().await.len(), 1);
    let sent = world.line().passed("POST /business");
    let ids: BTreeSet<&str> = sent.iter().map(|one| one.request_id.as_str()).collect();
    let bodies: BTreeSet<&[u8]> = sent.iter().map(|one| one.body.as_ref()).collect();
    assert_eq!((ids.len(), bodies.len()), (1, 1), "a repetition differs");
}

on_both! {
    what_passes_is_tried_again_until_it_is_done(line), a_wait_that_doku_asks_for_is_kept(line),
    silence_is_uncertain_and_the_same_request_finds_its_answer(line),
    ninety_seconds_without_an_answer_and_two_500s_after_the_work_are_survived(line),
    an_outage_holds_everything_up_and_loses_nothing(automatic),
    a_refused_credential_stops_the_queue_and_is_not_the_merchants_fault(line),
    a_credential_refused_on_a_read_back_clears_by_itself_too(line),
    texts_of_a_refusal_stand_beside_what_they_name(line),
    a_refusal_that_names_nothing_of_the_merchants_needs_a_person(line),
    a_file_that_doku_forgot_is_uploaded_again_and_the_registration_follows(line),
    after_twenty_hours_without_an_answer_it_needs_a_person_and_is_never_sent_again(line),
    a_process_that_slept_through_the_twenty_hours_does_not_send_again(line)
}

async fn what_passes_is_tried_again_until_it_is_done(world: &World) {
    let garbage = "<html>\u{0}not json";
    let troubles = [
        says(500, r#"{"message":["INTERNAL SERVER ERROR"]}"#),
        says(502, garbage),
        says(503, ""),
        says(429, "{}"),
        says(408, "{}"),
        says(200, garbage),
        says(200, "{}"),
        Trouble::Garbled((200, NO_HEADERS, garbage.to_owned())),
        Trouble::Garbled((500, NO_HEADERS, String::new())),
        says(409, r#"{"error":{"code":"idempotent_request","message":"Request-Id is already being processed"}}"#),
    ];
    let (merchant, id) = filled(world, "").await;
    for trouble in troubles {
        world.line().next("POST /business", 1, trouble);
    }
    merchant.submit(id).await;
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::Sending);
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(page.contains("Sedang dikirim ke DOKU"));
    world.advance(14 * Millis::HOUR).await;
    assert!(world.line().passed("POST /business").len() >= 11);
    ends_in_one_registration(world, id).await;
    let call = registers(world, id).await.remove(0);
    assert_eq!((call.status, call.attempts), (Status::Done, 11));
}

async fn a_wait_that_doku_asks_for_is_kept(world: &World) {
    let (merchant, id) = filled(world, "").await;
    world.line().next("POST /business", 1, Trouble::Refused((429, &[("retry-after", "600")], "{}".into())));
    merchant.submit(id).await;
    world.run_due().await;
    world.advance(590 * Millis::SECOND).await;
    assert_eq!(world.line().passed("POST /business").len(), 1, "asked again too early");
    world.advance(20 * Millis::SECOND).await;
    ends_in_one_registration(world, id).await;
}

async fn silence_is_uncertain_and_the_same_request_finds_its_answer(world: &World) {
    let (merchant, id) = filled(world, "").await;
    world.line().next("POST /business", 1, Trouble::Silent(Duration::from_secs(8)));
    merchant.submit(id).await;
    world.run_due().await;
    assert_eq!((world.case(id).await.business.state, world.registrations().await.len()), (State::Sending, 1));
    ends_in_one_registration(world, id).await;
    assert_eq!(world.line().passed("POST /business").len(), 2);
}

async fn ninety_seconds_without_an_answer_and_two_500s_after_the_work_are_survived(world: &World) {
    for tag in ["timeout", "flaky"] {
        let before = world.registrations().await.len();
        let (merchant, id) = filled(world, tag).await;
        merchant.submit(id).await;
        world.run_due().await;
        world.advance(2 * Millis::MINUTE).await;
        assert_eq!(world.case(id).await.business.state, State::Active, "{tag}");
        assert_eq!(world.registrations().await.len(), before + 1, "{tag}");
    }
}

async fn an_outage_holds_everything_up_and_loses_nothing(world: &World) {
    let (merchant, id) = filled(world, "").await;
    world.order("outage", &serde_json::json!({"on": true})).await;
    merchant.submit(id).await;
    world.advance(30 * Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Sending);
    let fields = [
        ("business_type", "PERSONAL"),
        ("legal_entity", "PERSEORANGAN"),
        ("business_line", "RETAIL"),
        ("nationality", "ID"),
    ];
    let begun = merchant.post("/businesses/new", &fields).await;
    assert_eq!(begun.status, 303, "a new business is begun with the list that DOKU gave last: outage.rs");
    world.order("outage", &serde_json::json!({"on": false})).await;
    world.advance(3 * Millis::HOUR).await;
    assert_eq!((world.case(id).await.business.state, world.registrations().await.len()), (State::Active, 1));
}

async fn a_refused_credential_stops_the_queue_and_is_not_the_merchants_fault(world: &World) {
    let (merchant, id) = filled(world, "").await;
    let refusal = r#"{"error":{"code":"invalid_signature","message":"Invalid Header Signature"}}"#;
    world.line().next("POST /business", 1_000, says(401, refusal));
    merchant.submit(id).await;
    world.run_due().await;
    assert!(is_stopped(world).await);
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(page.contains("Ini bukan kesalahan Anda"), "the merchant is not told");
    assert!(!page.contains("invalid_signature"));
    let ready = world.nobody().get("/readyz").await;
    assert!(ready.body.contains("credential"), "{}", ready.body);
    // Other calls wait too: one probe a minute, not a storm.
    let (other, second) = filled(world, "").await;
    other.submit(second).await;
    world.advance(10 * Millis::MINUTE).await;
    let tried = world.line().passed("POST /business").len();
    assert!((2..=13).contains(&tried), "{tried} attempts");
    assert!(registers(world, id).await[0].status == Status::Waiting);
    world.line().mend();
    world.advance(5 * Millis::MINUTE).await;
    assert!(!is_stopped(world).await, "the stop does not clear by itself");
    for id in [id, second] {
        assert_eq!(world.case(id).await.business.state, State::Active);
    }
    assert_eq!(world.registrations().await.len(), 2);
    assert!(!merchant.get(&format!("/businesses/{id}")).await.body.contains("Ini bukan kesalahan Anda"));
}

async fn a_credential_refused_on_a_read_back_clears_by_itself_too(world: &World) {
    let (merchant, id) = filled(world, "lost").await;
    merchant.submit(id).await;
    world.line().next("GET /business/{id}", 2, says(403, "{}"));
    world.run_due().await;
    assert!(is_stopped(world).await);
    world.advance(3 * Millis::HOUR).await;
    assert!(!is_stopped(world).await, "nothing is left to clear the stop");
    assert_eq!(world.case(id).await.business.state, State::Active);
}

async fn texts_of_a_refusal_stand_beside_what_they_name(world: &World) {
    for (status, named) in [(422, "account_number"), (400, "account_name")] {
        let (merchant, id) = filled(world, "").await;
        let text = format!("business.banks[0].{named} must be another");
        let body = serde_json::json!({"message": [text, "business.contacts[0].documents[0].forms[0].value must be 16 digits"]});
        world.line().next("POST /business", 1, says(status, &body.to_string()));
        merchant.submit(id).await;
        world.run_due().await;
        let stands = world.case(id).await;
        assert_eq!((stands.business.state, stands.to_fix()), (State::ActionNeeded, 2), "{status}");
        assert!(merchant.get(&format!("/businesses/{id}/bank")).await.body.contains(&text));
        assert!(!merchant.get(&format!("/businesses/{id}/address")).await.body.contains(&text));
        let documents = merchant.get(&format!("/businesses/{id}/documents")).await.body;
        assert!(documents.contains("must be 16 digits") && !documents.contains(&text));
        // Nothing typed is lost, and a correction goes out under a Request-Id of its own.
        merchant.save(id, "bank", &bank("4370112234")).await;
        merchant.save(id, "documents", &[("KTP.NO_KTP", "3273205507880005")]).await;
        assert_eq!(world.case(id).await.business.state, State::Ready);
        merchant.submit(id).await;
        world.advance(Millis::MINUTE).await;
        assert_eq!(world.case(id).await.business.state, State::Active);
        let calls = registers(world, id).await;
        let of = |status| calls.iter().filter(|call| call.status == status).count();
        assert_eq!((calls.len(), of(Status::Dropped), of(Status::Done)), (2, 1, 1));
        assert_ne!(calls[0].request_id, calls[1].request_id);
    }
    assert_eq!(world.registrations().await.len(), 2);
}

async fn a_refusal_that_names_nothing_of_the_merchants_needs_a_person(world: &World) {
    let (merchant, id) = filled(world, "").await;
    world.line().next("POST /business", 5, says(422, r#"{"message":["business.callback_url is not allowed"]}"#));
    merchant.submit(id).await;
    world.advance(3 * Millis::HOUR).await;
    let calls = registers(world, id).await;
    assert_eq!((calls.len(), calls[0].status, calls[0].attempts), (1, Status::NeedsPerson, 1));
    assert_eq!(world.case(id).await.business.trouble.as_deref(), Some(&Problem::Doku(Answer::Status(422))));
    let case = world.reviewer().await.get(&format!("/review/{id}")).await.body;
    assert!(case.contains("422") && case.contains("href=\"/review/troubles\""));
}

async fn a_file_that_doku_forgot_is_uploaded_again_and_the_registration_follows(world: &World) {
    let (merchant, id) = filled(world, "").await;
    let forgotten = world.case(id).await.documents["KTP"].doku_file_id.clone().unwrap();
    let body = serde_json::json!({"message": [format!("FILE {forgotten} NOT FOUND")]});
    world.line().next("POST /business", 1, says(404, &body.to_string()));
    merchant.submit(id).await;
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!(stands.business.state, State::Active);
    assert_ne!(stands.documents["KTP"].doku_file_id, Some(forgotten));
    assert_eq!((world.registrations().await.len(), world.line().passed("POST /file").len()), (1, 4));
}

async fn after_twenty_hours_without_an_answer_it_needs_a_person_and_is_never_sent_again(world: &World) {
    let (merchant, id) = filled(world, "lost").await;
    world.line().next("POST /business", 1_000, Trouble::Garbled((502, NO_HEADERS, String::new())));
    merchant.submit(id).await;
    for _ in 0..10 {
        world.advance(3 * Millis::HOUR).await;
    }
    let call = registers(world, id).await.remove(0);
    assert_eq!(call.status, Status::NeedsPerson);
    assert_eq!(world.case(id).await.business.trouble.as_deref(), Some(&Problem::NoAnswer));
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(page.contains("Sedang dikirim"), "never say failed before we know");
    let tried = world.line().passed("POST /business").len();
    world.line().mend();
    world.advance(3 * Millis::HOUR).await;
    assert_eq!(world.line().passed("POST /business").len(), tried, "sent again");
    assert_eq!(world.registrations().await.len(), 1);
}

async fn a_process_that_slept_through_the_twenty_hours_does_not_send_again(world: &World) {
    let (merchant, id) = filled(world, "lost").await;
    world.line().next("POST /business", 1, Trouble::Garbled((502, NO_HEADERS, String::new())));
    merchant.submit(id).await;
    world.run_due().await;
    world.clock.advance(26 * Millis::HOUR);
    world.run_due().await;
    assert_eq!(
        world.line().passed("POST /business").len(),
        1,
        "DOKU has forgotten the Request-Id: this registers twice"
    );
    assert_eq!(registers(world, id).await[0].status, Status::NeedsPerson);
}
