//! Cases for a person: a registration whose answer is lost, and a refusal that names nothing of the merchant's.

use crate::{
    fixes::{PUT, REJECTED, fix_three, rejected, send},
    outbox::{REGISTER, filled, refused, registers, submitted, the_one, unheard},
    world::{Person, Trouble, World, jpeg, on_both},
};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{Progress, State},
};
use server::store::{
    lookups,
    outbox::{self, Call, Kind, Problem, Status},
};
use std::collections::BTreeSet;

/// An upload that was left to a person.
const LEFT: &str = "update outbox set status = 'needs_person', problem = 'doku_401', done_at = 2 where kind = 'upload'";

/// Submits a registration whose answer will be lost: DOKU has it, but 20 hours of asking bring no answer.
pub async fn lost<'w>(world: &'w World, tag: &str, change: &[(&str, &str)]) -> (Person<'w>, BusinessId) {
    let (merchant, id) = filled(world, tag, change).await;
    merchant.submit(id).await;
    (merchant, id)
}

pub async fn twenty_hours(world: &World) {
    for _ in 0..8 {
        world.advance(3 * Millis::HOUR).await;
    }
}

/// Sends three fixes, and lets the calls of the update meet this trouble for 21 hours.
pub async fn unanswered<'w>(world: &'w World, trouble: Trouble) -> (Person<'w>, BusinessId, Call) {
    let (merchant, id) = rejected(world, REJECTED).await;
    fix_three(&merchant, id).await;
    world.run_due().await;
    world.line().next(PUT, 10_000, trouble);
    send(&merchant, id).await;
    world.run_due().await;
    world.advance(21 * Millis::HOUR).await;
    world.line().mend();
    let call = world.calls(id).await.into_iter().find(|call| call.kind == Kind::Update).unwrap();
    assert_eq!((call.status, call.problem.as_deref()), (Status::NeedsPerson, Some(&Problem::NoAnswer)));
    assert_eq!(world.case(id).await.business.state, State::Sending);
    (merchant, id, call)
}

/// Lists the calls on a page of troubles, in their order.
fn shown(page: &str) -> Vec<String> {
    let fields = page.split("action=\"/review/calls/").skip(1);
    let mut ids: Vec<String> = fields.map(|rest| rest.split('/').next().unwrap().to_owned()).collect();
    ids.dedup();
    ids
}

async fn audited(world: &World, action: &'static str) -> bool {
    let all = match action {
        "retry_call" => world.count("select count(*) from audit where action = 'retry_call'").await,
        "retry_call_anew" => world.count("select count(*) from audit where action = 'retry_call_anew'").await,
        "look_again" => world.count("select count(*) from audit where action = 'look_again'").await,
        _ => world.count("select count(*) from audit where action = 'give_up_call'").await,
    };
    all == 1
}

on_both! {
    a_lost_answer_is_found_by_what_a_callback_names(line),
    two_applications_with_the_same_email_and_nik_need_a_person(line), an_id_of_somebody_else_is_given_to_nobody(line),
    to_retry_what_is_lost_means_to_look_and_never_to_send(line), after_a_final_refusal_a_retry_is_a_new_request(line),
    giving_up_what_doku_certainly_refused_returns_it_to_the_merchant(line),
    giving_up_what_doku_may_have_leaves_it_with_the_partner(line),
    an_update_without_an_answer_is_sent_anew_since_it_registers_nothing_twice(line),
    an_update_that_is_given_up_is_to_be_sent_again_with_the_partners_words(line),
    nothing_of_what_ended_is_sent_whoever_asks(line), what_applications_hang_on_stands_before_mail_and_webhooks
}

async fn a_lost_answer_is_found_by_what_a_callback_names(world: &World) {
    let (merchant, id) = lost(world, "", &[]).await;
    world.line().next(REGISTER, 10_000, unheard());
    twenty_hours(world).await;
    let (sent, stands) = (world.line().passed(REGISTER).len(), world.case(id).await);
    assert_eq!((the_one(world, id).await.status, stands.business.state), (Status::Done, State::Active));
    assert!(stands.brands[0].shared_key.is_some() && stands.business.trouble.is_none());
    assert_eq!(world.registrations().await.len(), 1);
    assert_eq!(world.count("select count(*) from callbacks where status = 'orphan'").await, 0);
    assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains("Aktif"));
    world.line().mend();
    world.advance(3 * Millis::HOUR).await;
    assert_eq!(world.line().passed(REGISTER).len(), sent, "sent again");
}

async fn two_applications_with_the_same_email_and_nik_need_a_person(world: &World) {
    let same = [("business.email", "sama@warung.example")];
    world.line().next(REGISTER, 10_000, unheard());
    let (_, first) = lost(world, "", &same).await;
    let (_, second) = lost(world, "", &same).await;
    twenty_hours(world).await;
    for id in [first, second] {
        let call = the_one(world, id).await;
        assert_eq!((call.status, world.case(id).await.business.state), (Status::NeedsPerson, State::Sending));
    }
    assert_eq!(world.count("select count(*) from lookups where outcome = 'several'").await, 2);
    assert_eq!(world.registrations().await.len(), 2);
    // A business that was looked up is not asked about again and again.
    let asked = world.line().passed("GET /business/{id}").len();
    world.advance(Millis::HOUR).await;
    assert_eq!(world.line().passed("GET /business/{id}").len(), asked);
}

async fn an_id_of_somebody_else_is_given_to_nobody(world: &World) {
    let (_, id) = lost(world, "", &[]).await;
    world.line().next(REGISTER, 10_000, refused(502, ""));
    world.run_due().await;
    // DOKU knows this business, but not through us: another NIK, another address.
    let body =
        serde_json::json!({"type": "BUSINESS", "business": {"id": "BSN-0001-1111111111111"}, "status": "ACTIVE"});
    assert_eq!(world.callback("somebody", body.to_string().as_bytes()).await, 200);
    twenty_hours(world).await;
    let mut db = world.services.store.read().await.unwrap();
    let looked = lookups::get(&mut db, "BSN-0001-1111111111111").await.unwrap().unwrap();
    drop(db);
    assert_eq!(looked.outcome, lookups::Matched::Nobody);
    assert_eq!(the_one(world, id).await.status, Status::NeedsPerson);
    assert_eq!(world.case(id).await.business.progress, Progress::Sending);
}

async fn to_retry_what_is_lost_means_to_look_and_never_to_send(world: &World) {
    let (_, id) = lost(world, "lost", &[]).await;
    world.line().next(REGISTER, 10_000, unheard());
    twenty_hours(world).await;
    world.line().mend();
    let (sent, call, reviewer) =
        (world.line().passed(REGISTER).len(), the_one(world, id).await, world.reviewer().await);
    let page = reviewer.get("/review/troubles").await.body;
    assert!(
        page.contains("Cari lagi di DOKU") && page.contains("Belum diketahui apakah DOKU sudah memprosesnya"),
        "{page}"
    );
    let retried = reviewer.post(&format!("/review/calls/{}/retry", call.id), &[]).await;
    assert_eq!(retried.location, "/review/troubles");
    world.advance(2 * Millis::MINUTE).await;
    assert!(audited(world, "look_again").await);
    assert_eq!((the_one(world, id).await.status, world.line().passed(REGISTER).len()), (Status::NeedsPerson, sent));
    // A callback comes at last, so there is something to look up.
    let doku_id = world.registrations().await[0]["business_id"].as_str().unwrap().to_owned();
    let body = serde_json::json!({"type": "BUSINESS", "business": {"id": doku_id}, "status": "ACTIVE"});
    assert_eq!(world.callback("at-last", body.to_string().as_bytes()).await, 200);
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(
        (the_one(world, id).await.status, world.case(id).await.business.doku_business_id.map(|id| id.to_string())),
        (Status::Done, Some(doku_id))
    );
    assert_eq!(world.line().passed(REGISTER).len(), sent);
}

async fn after_a_final_refusal_a_retry_is_a_new_request(world: &World) {
    world.line().next(REGISTER, 1, refused(422, r#"{"message":["business.callback_url is not allowed"]}"#));
    let (_, id) = submitted(world, "").await;
    let (call, reviewer) = (the_one(world, id).await, world.reviewer().await);
    let page = reviewer.get("/review/troubles").await.body;
    assert!(page.contains("HTTP 422") && page.contains("permintaan baru"), "{page}");
    assert!(reviewer.get(&format!("/review/{id}")).await.body.contains("/review/troubles"));
    reviewer.post(&format!("/review/calls/{}/retry", call.id), &[]).await;
    world.advance(Millis::MINUTE).await;
    let calls = registers(world, id).await;
    let [old, new] = [true, false].map(|old| calls.iter().find(|one| (one.id == call.id) == old).unwrap());
    assert_eq!((calls.len(), old.status, new.status), (2, Status::Dropped, Status::Done));
    assert_ne!(old.request_id, new.request_id);
    let stands = world.case(id).await.business;
    assert_eq!((stands.state, stands.trouble), (State::Active, None));
    assert!(audited(world, "retry_call_anew").await);
    // Somebody dealt with it meanwhile.
    let again = reviewer.post(&format!("/review/calls/{}/retry", call.id), &[]).await;
    assert!(again.location.contains("problem=out_of_date"), "{}", again.location);
}

async fn giving_up_what_doku_certainly_refused_returns_it_to_the_merchant(world: &World) {
    world.line().next(REGISTER, 1, refused(422, r#"{"message":["business.callback_url is not allowed"]}"#));
    let (merchant, id) = submitted(world, "").await;
    let (call, reviewer) = (the_one(world, id).await.id.to_string(), world.reviewer().await);
    let field = format!("reasons[of-{call}]");
    let silent = reviewer.post(&format!("/review/calls/{call}/give-up"), &[(&field, "  ")]).await;
    assert!(silent.location.contains("problem=no_reason"), "{}", silent.location);
    reviewer.post(&format!("/review/calls/{call}/give-up"), &[(&field, "Jenis usaha ini belum kami layani.")]).await;
    assert_eq!(the_one(world, id).await.status, Status::GivenUp);
    let stands = world.case(id).await.business;
    assert_eq!((stands.state, stands.trouble), (State::ActionNeeded, None));
    assert!(merchant.get(&format!("/businesses/{id}/business")).await.body.contains("belum kami layani"));
    assert!(audited(world, "give_up_call").await);
    assert!(reviewer.get("/review/troubles").await.body.contains("Tidak ada kiriman yang perlu Anda tangani"));
}

async fn giving_up_what_doku_may_have_leaves_it_with_the_partner(world: &World) {
    let (merchant, id) = lost(world, "lost", &[]).await;
    world.line().next(REGISTER, 10_000, unheard());
    twenty_hours(world).await;
    let (call, reviewer) = (the_one(world, id).await.id.to_string(), world.reviewer().await);
    let reason = format!("reasons[of-{call}]");
    let fields = [(reason.as_str(), "DOKU menjawab lewat telepon: tidak ada.")];
    reviewer.post(&format!("/review/calls/{call}/give-up"), &fields).await;
    let stands = world.case(id).await.business;
    assert_eq!((stands.state, stands.trouble.as_deref()), (State::PartnerCheck, Some(&Problem::GivenUp)));
    merchant.submit(id).await;
    assert_eq!(registers(world, id).await.len(), 1, "registered anew");
    // If DOKU names it after all, it is recognised.
    let doku_id = world.registrations().await[0]["business_id"].as_str().unwrap().to_owned();
    let body = serde_json::json!({"type": "BUSINESS", "business": {"id": doku_id}, "status": "ACTIVE"});
    world.callback("after-all", body.to_string().as_bytes()).await;
    world.advance(2 * Millis::MINUTE).await;
    let stands = world.case(id).await.business;
    assert_eq!((stands.progress, stands.trouble), (Progress::Registered, None));
}

async fn an_update_without_an_answer_is_sent_anew_since_it_registers_nothing_twice(world: &World) {
    let (_, id, call) = unanswered(world, unheard()).await;
    let reviewer = world.reviewer().await;
    let page = reviewer.get("/review/troubles").await.body;
    assert!(page.contains("kiriman kedua tidak mengubah apa pun") && !page.contains("Cari lagi di DOKU"), "{page}");
    reviewer.post(&format!("/review/calls/{}/retry", call.id), &[]).await;
    world.advance(2 * Millis::MINUTE).await;
    let stands = world.case(id).await.business;
    assert_eq!((stands.state, stands.trouble), (State::Active, None));
    assert!(audited(world, "retry_call_anew").await);
    assert_eq!(world.registrations().await.len(), 1);
}

async fn an_update_that_is_given_up_is_to_be_sent_again_with_the_partners_words(world: &World) {
    let (merchant, id, call) = unanswered(world, refused(502, "")).await;
    let (reviewer, call) = (world.reviewer().await, call.id.to_string());
    let reason = format!("reasons[of-{call}]");
    let fields = [(reason.as_str(), "DOKU sedang gangguan, kirim sekali lagi.")];
    reviewer.post(&format!("/review/calls/{call}/give-up"), &fields).await;
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.business.progress), (State::ActionNeeded, Progress::Registered));
    assert_eq!((stands.business.trouble, stands.to_fix(), stands.returned.len()), (None, 3, 3));
    for page in ["bank", "address", "documents"] {
        let body = merchant.get(&format!("/businesses/{id}/{page}")).await.body;
        assert!(body.contains("DOKU sedang gangguan, kirim sekali lagi."), "{page}");
    }
    assert!(send(&merchant, id).await.location.contains("problem=not_ready"), "first it is to be read");
    fix_three(&merchant, id).await;
    world.run_due().await;
    assert!(!send(&merchant, id).await.location.contains("problem"));
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
}

async fn nothing_of_what_ended_is_sent_whoever_asks(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    world.run(LEFT).await;
    merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    let status = async || world.calls(id).await[0].status;
    assert_eq!(status().await, Status::Dropped);
    // The call was left to a person just afterwards.
    let (reviewer, call) = (world.reviewer().await, world.calls(id).await[0].id.to_string());
    let reason = format!("reasons[of-{call}]");
    let give_up: &[(&str, &str)] = &[(&reason, "Sudah batal.")];
    for (path, fields) in [("retry", &[][..]), ("give-up", give_up)] {
        world.run(LEFT).await;
        let answer = reviewer.post(&format!("/review/calls/{call}/{path}"), fields).await;
        assert!(answer.location.contains("problem=out_of_date"), "{path}: {}", answer.location);
        assert_eq!(status().await, Status::Dropped, "{path}");
    }
    world.run_due().await;
    assert_eq!((world.line().passed("POST /file").len(), world.case(id).await.business.state), (0, State::Withdrawn));
}

async fn what_applications_hang_on_stands_before_mail_and_webhooks(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    let mut tx = world.services.store.begin().await.unwrap();
    for _ in 0..25 {
        let call = Call::new(&tx, id, Kind::Webhook, None, world.clock.now()).unwrap();
        outbox::insert(&mut tx, &call).await.unwrap();
    }
    tx.commit().await.unwrap();
    world
        .run("update outbox set status = 'needs_person', problem = 'webhook_500', done_at = 1 where kind = 'webhook'")
        .await;
    world.run(LEFT).await;
    let upload = world.calls(id).await.into_iter().find(|call| call.kind == Kind::Upload).unwrap().id.to_string();
    let reviewer = world.reviewer().await;
    let first = reviewer.get("/review/troubles").await.body;
    let next = first.split("href=\"/review/troubles?after=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let second = reviewer.get(&format!("/review/troubles?after={next}")).await.body;
    let (first, second) = (shown(&first), shown(&second));
    assert_eq!((first.len(), second.len(), &first[0]), (20, 6, &upload));
    assert_eq!(first.iter().chain(&second).collect::<BTreeSet<_>>().len(), 26, "one is shown twice");
}
