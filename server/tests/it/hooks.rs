//! Webhooks to the partner's own systems: signed, repeated, seen by admins, and never into a private network.

use crate::receiver::Got;
use crate::{
    callback_order::registered,
    receiver::{Receiver, add, is_signed},
    world::{World, on_both, usual},
};
use domain::{Millis, ids::BusinessId, kyb::State};
use server::{
    seed,
    store::outbox::{Answer, Call, Kind, Problem, Status},
};

/// Returns the value of the first hidden field of that name.
pub fn hidden(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    field.split('"').next().unwrap().to_owned()
}

/// Returns the first of `endpoints`, `deliveries` or `keys` that a form of the page is about.
pub fn posted_about(page: &str, kind: &str) -> String {
    let address = page.split(&format!("action=\"/review/settings/{kind}/")).nth(1).unwrap();
    address.split('/').next().unwrap().to_owned()
}

async fn webhook_calls(world: &World, id: BusinessId) -> Vec<Call> {
    world.calls(id).await.into_iter().filter(|call| call.kind == Kind::Webhook).collect()
}

on_both! {
    every_change_of_state_reaches_every_endpoint_signed(automatic),
    what_is_not_taken_is_tried_ten_times_in_28_hours_then_by_hand(automatic),
    an_endpoint_that_fails_for_five_days_is_switched_off_until_somebody_switches_it_on(automatic),
    one_that_wants_no_more_is_left_alone(explicit), a_secret_is_shown_once_and_to_admins_alone
}

async fn every_change_of_state_reaches_every_endpoint_signed(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let (one, two) = (Receiver::open().await, Receiver::open().await);
    let (first, second) = (add(&admin, &one.url).await, add(&admin, &two.url).await);
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    let moves = one.moves();
    assert_eq!(moves.first().unwrap(), &("draft".to_owned(), "ready".to_owned()), "{moves:?}");
    assert_eq!(moves.last().unwrap().1, "active");
    assert!(moves.windows(2).all(|pair| pair[0].1 == pair[1].0), "a change is missing: {moves:?}");
    assert_eq!(moves, two.moves());
    for (one, two) in one.got().iter().zip(two.got()) {
        assert!(is_signed(&first, one) && is_signed(&second, &two) && !is_signed(&second, one));
        assert_eq!((&one.id, &one.body), (&two.id, &two.body), "one event, one id");
        assert!(one.id.starts_with("msg_"));
    }
    let last = one.events("business.state_changed").pop().unwrap();
    assert_eq!(last["data"]["business"], id.to_string().as_str());
    assert!(last["data"]["doku"]["business_id"].as_str().unwrap().starts_with("BSN-"));
    assert!(last["data"]["doku"]["brand_id"].as_str().unwrap().starts_with("BRN-"));
    assert!(last["data"]["services"].as_array().unwrap().iter().all(|service| service["verdict"] == "accepted"));
    for got in one.got() {
        let body = String::from_utf8(got.body.to_vec()).unwrap();
        for personal in [
            "Ratna",
            "Warung",
            usual("documents", "KTP.NO_KTP"),
            usual("bank", "account_number"),
            merchant.email.as_str(),
        ] {
            assert!(!body.contains(personal), "{body}");
        }
    }
}

async fn what_is_not_taken_is_tried_ten_times_in_28_hours_then_by_hand(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    world.run_due().await;
    let secret = add(&admin, &receiver.url).await;
    receiver.answers(302);
    merchant.submit(id).await;
    let began = world.clock.now();
    while webhook_calls(world, id).await.iter().all(|call| call.status == Status::Waiting) {
        world.clock.advance(5 * Millis::MINUTE);
        world.run_due().await;
        assert!(world.clock.now().since(began) < 48 * Millis::HOUR);
    }
    let (given_up, waiting): (Vec<Call>, Vec<Call>) =
        webhook_calls(world, id).await.into_iter().partition(|call| call.status == Status::NeedsPerson);
    assert!(
        given_up
            .iter()
            .all(|call| (call.attempts, call.problem.as_deref()) == (10, Some(&Problem::Webhook(Answer::Status(302))))),
        "led elsewhere"
    );
    assert!(
        given_up.len() == 1 && waiting.iter().all(|call| call.attempts <= 1),
        "the next begins when the first is given up"
    );
    let first: Vec<Got> = receiver.got().into_iter().filter(|got| got.id == receiver.got()[0].id).collect();
    let hours = world.clock.now().since(began) / Millis::HOUR;
    assert_eq!((first.len(), (27..30).contains(&hours)), (10, true), "{hours} h");
    assert!(first.iter().all(|got| is_signed(&secret, got)), "each as it was sent");
    let page = admin.get("/review/settings").await.body;
    assert!(page.contains("HTTP 302") && page.contains("Gagal"));
    receiver.answers(204);
    let (delivery, so_far) = (posted_about(&page, "deliveries"), receiver.got().len());
    assert_eq!(admin.post(&format!("/review/settings/deliveries/{delivery}/resend"), &[]).await.status, 303);
    let twice = admin.plain_request(&format!("/review/settings/deliveries/{delivery}/resend"));
    assert_eq!(twice.send().await.unwrap().status(), 409, "it is under way");
    world.run_due().await;
    assert_eq!(receiver.got()[so_far].id, first[0].id, "out of turn");
    assert!(admin.get("/review/settings").await.body.contains("Terkirim"));
    assert!(
        webhook_calls(world, id).await.iter().all(|call| call.status != Status::NeedsPerson),
        "its trouble is over"
    );
}

async fn an_endpoint_that_fails_for_five_days_is_switched_off_until_somebody_switches_it_on(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    receiver.answers(500);
    let merchant = world.merchant().await;
    merchant.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    assert!(admin.get("/review/settings").await.body.contains("Terus gagal"));
    // A failure long after another one switches nothing off.
    world.clock.advance(5 * Millis::DAY);
    world.run_due().await;
    assert!(admin.get("/review/settings").await.body.contains("Terus gagal"), "an attempt was left");
    world.run("update outbox set attempts = 9 where kind = 'webhook' and status = 'waiting'").await;
    for _ in 0..2 {
        world.clock.advance(10 * Millis::MINUTE);
        world.run_due().await;
    }
    let page = admin.get("/review/settings").await.body;
    assert!(page.contains("Nonaktif setelah 5 hari gagal") && page.contains("Dilewati"), "the rest is not tried");
    let so_far = receiver.got().len();
    merchant.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(receiver.got().len(), so_far, "nothing goes to one that is off");
    assert!(world.count("select count(*) from deliveries where status = 'skipped' and attempts = 0").await > 0, "lost");
    receiver.answers(200);
    let endpoint = posted_about(&page, "endpoints");
    assert_eq!(
        admin.post(&format!("/review/settings/endpoints/{endpoint}/switch"), &[("on", "true")]).await.status,
        303
    );
    // The missed event can be sent by hand; it does not come by itself.
    world.run_due().await;
    assert_eq!(receiver.got().len(), so_far);
    let missed = posted_about(&admin.get("/review/settings").await.body, "deliveries");
    assert_eq!(admin.post(&format!("/review/settings/deliveries/{missed}/resend"), &[]).await.status, 303);
    world.run_due().await;
    assert_eq!(receiver.got().len(), so_far + 1);
    merchant.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    assert!(receiver.got().len() > so_far + 1);
    assert_eq!(admin.post(&format!("/review/settings/endpoints/{endpoint}/remove"), &[]).await.status, 303);
    assert!(admin.get("/review/settings").await.body.contains("Belum ada alamat"));
    world.advance(Millis::MINUTE).await;
}

async fn one_that_wants_no_more_is_left_alone(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    receiver.answers(410);
    registered(world).await;
    world.advance(Millis::HOUR).await;
    assert!(receiver.got().len() <= 4, "{}", receiver.got().len());
    assert!(admin.get("/review/settings").await.body.contains("Nonaktif: sistem Anda menjawab 410"));
}

async fn a_secret_is_shown_once_and_to_admins_alone(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let secret = add(&admin, "https://partner.example/hook").await;
    let page = admin.get("/review/settings").await.body;
    assert!(page.contains("https://partner.example/hook") && !page.contains("whsec_"));
    for table in world.tables().await {
        let text = String::from_utf8_lossy(&table.1).into_owned();
        assert!(!text.contains(secrecy::ExposeSecret::expose_secret(&secret)), "{}", table.0);
    }
    let again = admin.post("/review/settings/endpoints", &[("url", "https://partner.example/hook")]).await;
    assert_eq!((again.status, again.body.contains("Alamat ini sudah ada.")), (422, true));
    for (typed, sentence) in [
        ("http://partner.example/", "harus diawali https"),
        ("https://10.0.0.1/", "jaringan privat"),
        ("https://[fd00::1]/", "jaringan privat"),
        ("partner", "tidak valid. Contoh"),
        ("", "tidak valid. Contoh"),
        ("javascript:alert(1)", "tidak valid. Contoh"),
    ] {
        let refused = admin.post("/review/settings/endpoints", &[("url", typed)]).await;
        assert_eq!((refused.status, refused.body.contains(sentence)), (422, true), "{typed}");
    }
    let reviewer = world.reviewer().await;
    assert_eq!(reviewer.get("/review/settings").await.status, 403);
    assert_eq!(reviewer.post("/review/settings/endpoints", &[("url", "https://other.example/")]).await.status, 403);
    assert_eq!(reviewer.post("/review/settings/keys", &[("name", "x")]).await.status, 403);
    assert_eq!(reviewer.post("/review/settings/endpoints/x/secrets", &[]).await.status, 403);
    for path in [
        "endpoints/x/switch",
        "endpoints/x/remove",
        "endpoints/x/test",
        "endpoints/x/end-old-secret",
        "deliveries/x/resend",
        "keys/x/revoke",
    ] {
        let request = reviewer
            .plain_request(&format!("/review/settings/{path}"))
            .header("Content-Type", "application/x-www-form-urlencoded");
        assert_eq!(request.send().await.unwrap().status(), 403, "{path}");
    }
}
