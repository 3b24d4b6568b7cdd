//! One call with a trouble of its own: it holds up nobody else, it is not repeated for ever, and a person hears of it.

use crate::{
    outbox::{REGISTER, filled, refused, registers, the_one},
    world::{World, jpeg, on_both},
};
use domain::{Millis, kyb::State};
use server::store::{
    flags,
    outbox::{Answer, Problem, Status},
};

on_both! {
    a_row_that_cannot_be_read_holds_up_nobody_and_ends_with_a_person(line),
    a_file_that_is_gone_from_our_disk_ends_with_a_person,
    a_file_that_is_always_refused_stops_nobody_for_long(automatic),
    files_that_doku_forgets_again_and_again_end_with_a_person(line),
    a_refusal_and_the_end_of_its_call_are_kept_together_or_not_at_all(line),
    files_of_one_account_that_fail_hold_up_nobody_else(line),
    a_file_that_is_refused_without_a_code_stops_nobody_and_a_token_that_is_refused_stops_all(line)
}

async fn a_row_that_cannot_be_read_holds_up_nobody_and_ends_with_a_person(world: &World) {
    let (merchant, broken) = filled(world, "", &[]).await;
    merchant.submit(broken).await;
    world.run("update submissions set body = (select data_key from businesses limit 1)").await;
    let (other, id) = filled(world, "", &[]).await;
    other.submit(id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert_eq!(the_one(world, broken).await.status, Status::Waiting);
    world.advance(20 * Millis::MINUTE).await;
    let call = the_one(world, broken).await;
    assert_eq!(
        (call.status, call.attempts, call.problem.as_deref()),
        (Status::NeedsPerson, 5, Some(&Problem::Internal))
    );
    assert_eq!(world.case(broken).await.business.trouble.as_deref(), Some(&Problem::Internal));
    let page = world.reviewer().await.get("/review/troubles").await.body;
    assert!(page.contains("Terjadi kesalahan di sistem kami sebanyak lima kali"), "{page}");
    assert!(page.contains("pasti belum memproses"), "it never left");
    assert_eq!(world.line().passed(REGISTER).len(), 1);
}

async fn a_file_that_is_gone_from_our_disk_ends_with_a_person(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    for file in std::fs::read_dir(world.folder.path().join("files")).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    world.run_due().await;
    world.advance(20 * Millis::MINUTE).await;
    let call = world.calls(id).await.remove(0);
    assert_eq!((call.status, call.problem.as_deref()), (Status::NeedsPerson, Some(&Problem::Internal)));
}

async fn a_file_that_is_always_refused_stops_nobody_for_long(world: &World) {
    let merchant = world.merchant().await;
    let poisoned = merchant.start_business().await;
    merchant.consent(poisoned).await;
    merchant.upload(poisoned, "KTP", "sim-401.jpg", jpeg(900)).await;
    world.run_due().await;
    for round in 0..4 {
        let (other, id) = filled(world, "", &[]).await;
        other.submit(id).await;
        world.advance(4 * Millis::MINUTE).await;
        assert_eq!(world.case(id).await.business.state, State::Active, "{round}");
    }
    let call = world.calls(poisoned).await.remove(0);
    assert_eq!(
        (call.status, call.problem.as_deref()),
        (Status::NeedsPerson, Some(&Problem::Doku(Answer::Status(401))))
    );
    assert_eq!(world.case(poisoned).await.business.trouble.as_deref(), Some(&Problem::Doku(Answer::Status(401))));
    let mut db = world.services.store.read().await.unwrap();
    assert!(flags::get(&mut db, flags::DOKU_STOPPED).await.unwrap().is_none());
}

async fn files_that_doku_forgets_again_and_again_end_with_a_person(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    // Three files go before each of four rounds.
    world.line().next("POST /file", 12, refused(200, r#"{"id":"DCM-0001-0000000000001"}"#));
    world.line().next(REGISTER, 4, refused(404, r#"{"message":["FILE DCM-0001-0000000000001 NOT FOUND"]}"#));
    let sent = || world.line().passed(REGISTER).len();
    merchant.submit(id).await;
    world.run_due().await;
    assert_eq!(sent(), 2, "once more at once");
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(sent(), 3);
    world.advance(8 * Millis::MINUTE).await;
    assert_eq!(sent(), 3, "a longer pause each time");
    world.advance(3 * Millis::MINUTE).await;
    assert_eq!((sent(), world.line().passed("POST /file").len()), (4, 15));
    let all = registers(world, id).await;
    let left: Vec<_> = all.iter().filter(|call| call.status == Status::NeedsPerson).collect();
    assert_eq!((all.len(), left.len(), left[0].problem.as_deref()), (4, 1, Some(&Problem::Doku(Answer::Status(404)))));
    // DOKU keeps them by now.
    let call = left[0].id.to_string();
    world.reviewer().await.post(&format!("/review/calls/{call}/retry"), &[]).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!((world.case(id).await.business.state, world.registrations().await.len()), (State::Active, 1));
}

async fn a_refusal_and_the_end_of_its_call_are_kept_together_or_not_at_all(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    // No other call can end as dropped: this stands for a process that is killed where the call would.
    world
        .run("update outbox set status = 'dropped' where id = (select id from outbox where kind = 'upload' order by id limit 1)")
        .await;
    world.run("create unique index one_dropped on outbox (status) where status = 'dropped'").await;
    world.line().next(REGISTER, 2, refused(400, r#"{"message":["business.banks[0].account_number is closed"]}"#));
    merchant.submit(id).await;
    world.run_due().await;
    let stands = world.case(id).await;
    let call = the_one(world, id).await;
    assert_eq!((stands.business.state, stands.returned.len(), call.status), (State::Sending, 0, Status::Waiting));
    world.run("drop index one_dropped").await;
    world.advance(5 * Millis::MINUTE).await;
    let stands = world.case(id).await;
    let call = the_one(world, id).await;
    assert_eq!((stands.business.state, stands.returned.len(), call.status), (State::ActionNeeded, 1, Status::Dropped));
    let sent = world.line().passed(REGISTER);
    assert_eq!((sent.len(), &sent[0].request_id), (2, &sent[1].request_id));
}

async fn files_of_one_account_that_fail_hold_up_nobody_else(world: &World) {
    let (other, id) = filled(world, "", &[]).await;
    let merchant = world.merchant().await;
    for _ in 0..2 {
        let failing = merchant.start_business().await;
        merchant.fill(failing, &[]).await;
    }
    world.line().next("POST /file", 1_000, refused(500, ""));
    world.run_due().await;
    assert_eq!(world.line().passed("POST /file").len(), 3 + 6, "nothing holds up the files themselves");
    other.submit(id).await;
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::InVerification);
    assert_eq!(world.count("select count(*) from breakers where open_until > 0").await, 0);
}

async fn a_file_that_is_refused_without_a_code_stops_nobody_and_a_token_that_is_refused_stops_all(world: &World) {
    let is_stopped = async || {
        let mut db = world.services.store.read().await.unwrap();
        flags::get(&mut db, flags::DOKU_STOPPED).await.unwrap().is_some()
    };
    let merchant = world.merchant().await;
    let poisoned = merchant.start_business().await;
    merchant.consent(poisoned).await;
    merchant.upload(poisoned, "KTP", "ktp.jpg", jpeg(900)).await;
    // Each try renews the token, and so asks twice.
    world.line().next("POST /file", 8, refused(403, "<html>Forbidden</html>"));
    world.run_due().await;
    for minutes in [2, 4, 8] {
        assert!(!is_stopped().await, "before {minutes} minutes");
        world.advance(minutes * Millis::MINUTE).await;
    }
    assert!(!is_stopped().await);
    let call = world.calls(poisoned).await.remove(0);
    let problem = Problem::Doku(Answer::Status(403));
    assert_eq!((call.status, call.problem.as_deref(), call.attempts), (Status::NeedsPerson, Some(&problem), 4));
    world.line().next("POST /token", 1, refused(403, "<html>Forbidden</html>"));
    merchant.upload(poisoned, "PHOTO_PROOF", "toko.jpg", jpeg(900)).await;
    world.run_due().await;
    assert!(is_stopped().await);
    world.advance(2 * Millis::MINUTE).await;
    assert!(!is_stopped().await, "the stop does not clear by itself");
}
