//! Calls to DOKU, sentence by sentence of DESIGN §4. trouble.rs tries what passes, is refused and is lost; here is what
//! the outbox does about it.

use crate::world::{Person, Trouble, World, on_both, usual};
use domain::{
    Millis,
    ids::{BusinessId, RequestId},
    kyb::State,
};
use server::store::{
    exchanges,
    outbox::{self, Answer, Call, Kind, Lane, Problem, Status},
};
use std::{collections::BTreeSet, time::Duration};

const NO_HEADERS: &[(&str, &str)] = &[];
pub const REGISTER: &str = "POST /business";

pub fn refused(status: u16, body: &str) -> Trouble {
    Trouble::Refused((status, NO_HEADERS, body.to_owned()))
}

/// The work is done, but the answer is lost.
pub fn unheard() -> Trouble {
    Trouble::Garbled((502, NO_HEADERS, String::new()))
}

pub async fn filled<'w>(world: &'w World, tag: &str, change: &[(&str, &str)]) -> (Person<'w>, BusinessId) {
    let merchant = world.merchant_tagged(tag).await;
    let id = merchant.start_business().await;
    merchant.fill(id, change).await;
    world.run_due().await;
    (merchant, id)
}

pub async fn submitted<'w>(world: &'w World, tag: &str) -> (Person<'w>, BusinessId) {
    let (merchant, id) = filled(world, tag, &[]).await;
    merchant.submit(id).await;
    world.run_due().await;
    (merchant, id)
}

pub async fn registers(world: &World, id: BusinessId) -> Vec<Call> {
    world.calls(id).await.into_iter().filter(|call| call.kind == Kind::Register).collect()
}

pub async fn the_one(world: &World, id: BusinessId) -> Call {
    let mut calls = registers(world, id).await;
    assert_eq!(calls.len(), 1);
    calls.remove(0)
}

/// The exchange log is written by a task of its own.
async fn logged(world: &World, request_id: &str, count: usize) -> Vec<exchanges::Exchange> {
    for _ in 0..100 {
        let mut db = world.services.store.read().await.unwrap();
        let rows = exchanges::page(&mut db, Some(request_id), None, 100).await.unwrap();
        if rows.len() >= count {
            return rows;
        }
        drop(db);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{count} exchanges of {request_id} were not logged")
}

on_both! {
    one_logical_call_is_one_row_written_with_the_decision(line),
    a_retry_keeps_its_request_id_and_is_signed_afresh(line),
    the_wait_doubles_with_jitter_up_to_an_hour_and_a_half(line), a_409_with_the_first_body_is_the_success(line),
    a_409_in_flight_waits_and_sends_the_same_again(line), a_final_answer_is_not_repeated(line),
    a_wait_until_a_date_is_kept(line), a_stopped_doku_holds_up_neither_mail_nor_webhooks(line),
    a_stop_is_shown_to_the_partner_with_its_beginning_and_does_not_use_up_the_twenty_hours(line),
    a_lane_works_by_itself_until_it_is_told_to_stop, one_poisoned_call_does_not_hold_up_the_others,
    every_exchange_is_logged_for_the_partner_without_anything_personal(line),
    exchanges_are_turned_page_by_page_without_a_gap
}

async fn one_logical_call_is_one_row_written_with_the_decision(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    assert!(registers(world, id).await.is_empty());
    merchant.submit(id).await;
    let call = the_one(world, id).await;
    assert_eq!((call.status, call.attempts, call.kind.lane()), (Status::Waiting, 0, Lane::Doku));
    assert!(!call.request_id.as_str().is_empty() && call.payload.is_none());
    // The second click of a double click writes none.
    merchant.submit(id).await;
    assert_eq!(the_one(world, id).await.request_id, call.request_id);
}

async fn a_retry_keeps_its_request_id_and_is_signed_afresh(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 2, refused(503, ""));
    merchant.submit(id).await;
    world.advance(Millis::MINUTE).await;
    let sent = world.line().passed(REGISTER);
    let different = |part: fn(&crate::world::Passed) -> String| sent.iter().map(part).collect::<BTreeSet<_>>().len();
    assert_eq!(sent.len(), 3);
    assert_eq!(
        (
            different(|one| one.request_id.clone()),
            different(|one| one.timestamp.clone()),
            different(|one| one.signature.clone())
        ),
        (1, 3, 3)
    );
}

async fn the_wait_doubles_with_jitter_up_to_an_hour_and_a_half(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 1_000, refused(502, ""));
    merchant.submit(id).await;
    for attempt in 1..=14_i64 {
        server::outbox::run(&world.services).await.unwrap();
        let call = the_one(world, id).await;
        let (wait, least) =
            (call.due_at.since(world.clock.now()), ((2 * Millis::SECOND) << (attempt - 1).min(10)).min(Millis::HOUR));
        assert_eq!(call.attempts, attempt);
        assert!((least..=least + least / 2).contains(&wait), "attempt {attempt} waits {wait} ms");
        world.clock.advance(wait);
    }
}

async fn a_409_with_the_first_body_is_the_success(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 1, unheard());
    merchant.submit(id).await;
    world.advance(Millis::MINUTE).await;
    let call = the_one(world, id).await;
    assert_eq!((call.status, world.registrations().await.len()), (Status::Done, 1));
    let told = logged(world, call.request_id.as_str(), 2).await;
    let told: Vec<_> = told.iter().rev().map(|one| (one.attempt, one.status)).collect();
    assert_eq!(told, [(1, Some(502)), (2, Some(409))]);
    assert_eq!(world.case(id).await.business.state, State::Active);
}

async fn a_409_in_flight_waits_and_sends_the_same_again(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(
        REGISTER,
        1,
        refused(409, r#"{"error":{"code":"idempotent_request","message":"still running"}}"#),
    );
    merchant.submit(id).await;
    world.run_due().await;
    world.clock.advance(4 * Millis::SECOND);
    world.run_due().await;
    assert_eq!(world.line().passed(REGISTER).len(), 1, "asked again too early");
    world.advance(Millis::MINUTE).await;
    assert_eq!((world.line().passed(REGISTER).len(), the_one(world, id).await.status), (2, Status::Done));
}

async fn a_final_answer_is_not_repeated(world: &World) {
    for status in [400, 404, 413, 422] {
        let (merchant, id) = filled(world, "", &[]).await;
        world.line().next(REGISTER, 1, refused(status, r#"{"message":["NOT LIKE THIS"]}"#));
        merchant.submit(id).await;
        world.advance(Millis::MINUTE).await;
        let call = the_one(world, id).await;
        assert_eq!((call.status, call.attempts), (Status::NeedsPerson, 1), "{status}");
        assert_eq!(call.problem.as_deref(), Some(&Problem::Doku(Answer::Status(status))));
    }
}

async fn a_wait_until_a_date_is_kept(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    let headers: &[(&str, &str)] =
        &[("date", "Mon, 23 Nov 2026 03:00:00 GMT"), ("retry-after", "Mon, 23 Nov 2026 03:10:00 GMT")];
    world.line().next(REGISTER, 1, Trouble::Refused((503, headers, String::new())));
    merchant.submit(id).await;
    let asked_at = world.clock.now();
    world.run_due().await;
    assert_eq!(the_one(world, id).await.due_at, asked_at.plus(600 * Millis::SECOND));
    world.advance(11 * Millis::MINUTE).await;
    assert_eq!(the_one(world, id).await.status, Status::Done);
}

async fn a_stopped_doku_holds_up_neither_mail_nor_webhooks(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 1_000, refused(401, r#"{"error":{"code":"invalid_signature"}}"#));
    merchant.submit(id).await;
    world.run_due().await;
    let mut tx = world.services.store.begin().await.unwrap();
    for kind in [Kind::Mail, Kind::Webhook] {
        let call = Call::new(&tx, id, kind, None, world.clock.now()).unwrap();
        outbox::insert(&mut tx, &call).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.run_due().await;
    let calls = world.calls(id).await;
    let waits = |lane: Lane| {
        calls.iter().any(|call| call.kind.lane() == lane && call.status == Status::Waiting && call.attempts == 0)
    };
    assert!(!waits(Lane::Mail) && !waits(Lane::Webhook), "held up with DOKU");
    assert_eq!(the_one(world, id).await.status, Status::Waiting);
}

async fn a_stop_is_shown_to_the_partner_with_its_beginning_and_does_not_use_up_the_twenty_hours(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 100_000, refused(403, "{}"));
    merchant.submit(id).await;
    world.run_due().await;
    let reviewer = world.reviewer().await;
    let page = reviewer.get("/review/troubles").await.body;
    assert!(page.contains("DOKU menolak kredensial API") && page.contains("Senin 23 November"), "{page}");
    // It lasts two days: nothing was done at DOKU, so nothing is lost by asking then.
    for _ in 0..16 {
        world.advance(3 * Millis::HOUR).await;
    }
    let call = the_one(world, id).await;
    assert_eq!((call.status, call.first_sent_at), (Status::Waiting, None));
    world.line().mend();
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!((the_one(world, id).await.status, world.registrations().await.len()), (Status::Done, 1));
    assert!(!reviewer.get("/review/troubles").await.body.contains("menolak kredensial"));
}

async fn a_lane_works_by_itself_until_it_is_told_to_stop(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    let (told, telling) = tokio::sync::watch::channel(false);
    let mut workers = server::jobs::spawn(&world.services, &telling);
    merchant.upload(id, "KTP", "ktp.jpg", crate::world::jpeg(900)).await;
    let patience = Duration::from_secs(60);
    let sent = async {
        while world.calls(id).await[0].status != Status::Done {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(patience, sent).await.unwrap();
    told.send_replace(true);
    while tokio::time::timeout(patience, workers.join_next()).await.unwrap().is_some() {}
    merchant.upload(id, "PHOTO_PROOF", "toko.png", crate::world::png()).await;
    assert!(world.calls(id).await.iter().any(|call| call.status == Status::Waiting));
}

async fn one_poisoned_call_does_not_hold_up_the_others(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "sim-500.jpg", crate::world::jpeg(900)).await;
    world.advance(10 * Millis::MINUTE).await;
    let ok = world.merchant().await;
    let second = ok.start_business().await;
    ok.consent(second).await;
    ok.upload(second, "KTP", "ktp.jpg", crate::world::jpeg(900)).await;
    world.run_due().await;
    assert_eq!(world.calls(second).await[0].status, Status::Done, "held up by somebody else's file");
}

async fn every_exchange_is_logged_for_the_partner_without_anything_personal(world: &World) {
    world.line().next(REGISTER, 1, refused(503, ""));
    let (_, id) = submitted(world, "").await;
    world.advance(Millis::MINUTE).await;
    let call = the_one(world, id).await;
    logged(world, call.request_id.as_str(), 2).await;
    let reviewer = world.reviewer().await;
    let page = reviewer.get(&format!("/review/exchanges?request={}", call.request_id)).await.body;
    assert!(page.contains("POST /adv-core-api/partner/v1.0/business") || page.contains("/business"), "{page}");
    assert!(page.contains("503") && page.contains("200") && page.contains(call.request_id.as_str()));
    let all = reviewer.get("/review/exchanges").await.body;
    for word in ["/file", "/token", "/business"] {
        assert!(all.contains(word), "{word} is not logged");
    }
    for secret in
        [usual("documents", "KTP.NO_KTP"), usual("bank", "account_number"), "warung.example\"", "Bearer", "SK-"]
    {
        assert!(!all.contains(secret), "{secret} is on the page");
    }
}

async fn exchanges_are_turned_page_by_page_without_a_gap(world: &World) {
    let mut tx = world.services.store.begin().await.unwrap();
    for n in 0..120_i64 {
        let exchange = doku::Exchange {
            method: "GET".into(),
            path: format!("/business/BRN-{n}"),
            status: Some(200),
            ms: n.unsigned_abs(),
            request_id: RequestId::new(format!("r{n}")),
            at: Millis(n / 3),
        };
        exchanges::insert(&mut tx, world.services.new_id().unwrap(), &exchange).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (reviewer, mut next, mut seen) = (world.reviewer().await, "/review/exchanges".to_owned(), BTreeSet::new());
    for _ in 0..3 {
        let page = reviewer.get(&next).await.body;
        seen.extend(page.split("/business/BRN-").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()));
        let links = page.split("href=\"").map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
        let link = links.into_iter().find(|link| link.contains("after=") && *link != next);
        next = link.unwrap_or_default();
    }
    assert_eq!((seen.len(), next.as_str()), (120, ""));
}
