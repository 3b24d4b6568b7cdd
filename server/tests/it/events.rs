//! Events to the partner's systems: numbered without a gap, each behind those before it.

use crate::{
    callback_order::registered,
    receiver::{Receiver, add},
    schema::fits,
    world::{World, on_both},
};
use domain::{
    Millis,
    ids::{BusinessId, EventId},
};
use futures::future::join_all;
use serde_json::json;
use server::{seed, store::hooks};

async fn numbers(world: &World, id: BusinessId) -> Vec<i64> {
    let mut db = world.services.store.read().await.unwrap();
    let rows: Vec<(i64,)> =
        server::fetch_all!(&mut db, "select sequence from events where business_id = $1 order by sequence", id)
            .await
            .unwrap();
    rows.into_iter().map(|(number,)| number).collect()
}

fn counted(to: usize) -> Vec<i64> {
    (1..=i64::try_from(to).unwrap()).collect()
}

on_both! {
    an_event_waits_for_those_before_it_and_no_other_business_waits(automatic),
    what_is_sent_again_by_hand_comes_out_of_turn_and_holds_up_nothing(explicit),
    numbers_have_no_gap_however_many_write_at_once_and_whoever_gives_up,
    many_callbacks_at_two_instances_are_told_in_one_order(explicit),
    what_happened_while_nobody_listened_leaves_a_gap(explicit),
    what_needs_fixing_is_told_by_codes_whenever_the_list_is_another(explicit),
    what_the_partner_sends_back_is_told_without_its_words, each_service_is_told_by_itself(explicit)
}

async fn an_event_waits_for_those_before_it_and_no_other_business_waits(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let (one, two) = (Receiver::open().await, Receiver::open().await);
    add(&admin, &one.url).await;
    add(&admin, &two.url).await;
    let (first, second) = (world.merchant().await, world.merchant().await);
    let refused = first.start_business().await;
    one.refuses(Some(refused.to_string()));
    first.fill(refused, &[]).await;
    world.run_due().await;
    first.submit(refused).await;
    let taken = second.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    let all = counted(numbers(world, refused).await.len());
    assert!(all.len() > 3, "{all:?}");
    assert_eq!(numbers(world, refused).await, all);
    let tries = one.sequences(refused);
    assert!(tries.len() > 1 && tries.iter().all(|turn| *turn == 1), "{tries:?}");
    assert_eq!(one.sequences(taken), numbers(world, taken).await, "held up by another business");
    assert_eq!(two.sequences(refused), all, "held up by another endpoint");
    one.refuses(None);
    world.advance(7 * Millis::MINUTE).await;
    let came = one.sequences(refused);
    assert_eq!(came[tries.len()..], numbers(world, refused).await, "once each, in turn");
    let firsts: Vec<_> = one
        .got()
        .into_iter()
        .filter(|got| got.event()["data"]["business"] == refused.to_string().as_str())
        .take(tries.len() + 1)
        .collect();
    assert!(firsts.iter().all(|got| (&got.id, &got.body) == (&firsts[0].id, &firsts[0].body)), "the same each time");
}

async fn what_is_sent_again_by_hand_comes_out_of_turn_and_holds_up_nothing(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    let case = registered(world).await;
    world.run_due().await;
    let before = receiver.sequences(case.id);
    let delivery = crate::hooks::posted_about(&admin.get("/review/settings").await.body, "deliveries");
    receiver.refuses(Some(case.id.to_string()));
    assert_eq!(admin.post(&format!("/review/settings/deliveries/{delivery}/resend"), &[]).await.status, 303);
    world.run_due().await;
    receiver.refuses(None);
    world.callback("no", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama pemilik rekening berbeda."))).await;
    world.run_due().await;
    let after = receiver.sequences(case.id);
    let (again, news): (Vec<i64>, Vec<i64>) = after[before.len()..].iter().partition(|number| before.contains(number));
    assert_eq!(news, counted(before.len() + 2)[before.len()..], "{after:?}");
    assert!(again.len() > 1, "it is tried until it is taken: {after:?}");
}

async fn numbers_have_no_gap_however_many_write_at_once_and_whoever_gives_up(world: &World) {
    let id = world.merchant().await.start_business().await;
    let (other, _) = world.another(|_| {}).await;
    join_all((0..24).map(|n| {
        let services = if n % 2 == 0 { world.services.clone() } else { other.clone() };
        let now = world.clock.now();
        tokio::spawn(async move {
            let mut tx = services.store.begin().await.unwrap();
            let number = hooks::next_sequence(&mut tx, id).await.unwrap();
            let event = EventId::new(services.id().unwrap());
            hooks::insert_event(&mut tx, event, id, number, b"{}", now).await.unwrap();
            if n % 3 != 0 {
                tx.commit().await.unwrap();
            }
        })
    }))
    .await
    .into_iter()
    .for_each(|done| done.unwrap());
    assert_eq!(numbers(world, id).await, counted(16));
    other.store.close().await;
}

async fn many_callbacks_at_two_instances_are_told_in_one_order(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    let case = registered(world).await;
    let (other, base) = world.another(|_| {}).await;
    let kinds = ["BUSINESS_BANK", "BRAND_PRODUCT", "BUSINESS_CONTACT", "BUSINESS_ADDRESS", "BRAND"];
    for round in 0..4 {
        let status = if round % 2 == 0 { "REJECTED" } else { "ACTIVE" };
        join_all(kinds.iter().enumerate().map(async |(n, kind)| {
            let body = case.says_at(kind, status, None, case.later(60 + round));
            let base = if n % 2 == 0 { &world.base } else { &base };
            assert_eq!(world.callback_at(base, world.clock.now(), &format!("{round}-{n}"), &body).await, 200);
        }))
        .await;
        let (one, two) = tokio::join!(server::projection::run(&world.services), server::projection::run(&other));
        one.unwrap();
        two.unwrap();
    }
    world.run_due().await;
    let all = numbers(world, case.id).await;
    assert_eq!(all, counted(all.len()));
    assert_eq!(receiver.sequences(case.id), all);
    other.store.close().await;
}

async fn what_happened_while_nobody_listened_leaves_a_gap(world: &World) {
    let case = registered(world).await;
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    world.callback("one", &case.says("BUSINESS_BANK", "REJECTED", None)).await;
    world.run_due().await;
    let told = receiver.sequences(case.id);
    assert!(told[0] > 1 && numbers(world, case.id).await == told, "{told:?}");
}

async fn what_needs_fixing_is_told_by_codes_whenever_the_list_is_another(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    world.clock.advance(42);
    let case = registered(world).await;
    let bank = case.says("BUSINESS_BANK", "REJECTED", Some("Nama pemilik rekening berbeda."));
    for name in ["one", "the same"] {
        world.callback(name, &bank).await;
        world.run_due().await;
    }
    let told = receiver.events("business.fixes_needed");
    let fix = json!({ "facet": "bank[0]", "from": "doku", "reason": "bank_name_mismatch" });
    assert_eq!(told.iter().map(|event| &event["data"]["fixes"]).collect::<Vec<_>>(), [&json!([fix])]);
    let moved = receiver.events("business.state_changed").pop().unwrap();
    assert_eq!(
        (&moved["data"]["state"], moved["sequence"].as_i64().unwrap() + 1),
        (&json!("action_needed"), told[0]["sequence"].as_i64().unwrap())
    );
    assert_eq!(told[0]["timestamp"].as_str().unwrap().len(), "2026-11-23T03:00:00.042Z".len());
    let key = format!("Bearer {}", crate::read_api::make_key(&admin, "Sistem toko").await);
    let read = crate::read_api::ask(world, &format!("/businesses/{}", case.id), Some(&key)).await;
    crate::schema::fits(&read.body, "Business");
    assert_eq!(read.body["fixes"], told[0]["data"]["fixes"], "as it is told, so it is read");
    world.callback("two", &case.says("BUSINESS_CONTACT", "REJECTED", None)).await;
    world.run_due().await;
    let told = receiver.events("business.fixes_needed");
    assert_eq!((told.len(), told[1]["data"]["fixes"].as_array().unwrap().len()), (2, 2), "{told:?}");
    for got in receiver.got() {
        let (event, body) = (got.event(), String::from_utf8(got.body.to_vec()).unwrap());
        assert!(!body.contains("rekening") && event["timestamp"].as_str().unwrap().ends_with(".042Z"), "{body}");
        fits(&event, if event["type"] == "business.fixes_needed" { "FixesNeeded" } else { "StateChanged" });
    }
}

async fn what_the_partner_sends_back_is_told_without_its_words(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    let id = world.merchant().await.submitted(&[]).await;
    let fields = [("reasons[bank]", "Nama berbeda."), ("reasons[KTP]", "Buram.")];
    assert!(admin.decide("send_back", id, &fields).await.status < 400);
    world.run_due().await;
    let told = receiver.events("business.fixes_needed");
    assert_eq!(told.len(), 1);
    fits(&told[0], "FixesNeeded");
    assert_eq!(told[0]["data"]["reference"], json!(null));
    let mut facets: Vec<_> = told[0]["data"]["fixes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fix| (fix["facet"].as_str().unwrap(), &fix["from"]))
        .collect();
    facets.sort_unstable_by_key(|(facet, _)| *facet);
    assert_eq!(facets, [("bank", &json!("partner")), ("document[KTP]", &json!("partner"))]);
}

async fn each_service_is_told_by_itself(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    let case = registered(world).await;
    for (n, status) in ["ACTIVE", "ACTIVE", "SUSPENDED"].into_iter().enumerate() {
        let at = case.later(60 * (i64::try_from(n).unwrap() + 1));
        world.callback(&n.to_string(), &case.says_at("BRAND_PRODUCT", status, None, at)).await;
        world.run_due().await;
    }
    let told = receiver.events("business.service_changed");
    told.iter().for_each(|event| fits(event, "ServiceChanged"));
    let moves: Vec<_> =
        told.iter().map(|event| (&event["data"]["previous"], &event["data"]["service"]["verdict"])).collect();
    assert_eq!(moves, [(&json!("pending"), &json!("accepted")), (&json!("accepted"), &json!("suspended"))]);
    assert!(told.iter().all(|event| !event["data"]["service"]["code"].as_str().unwrap().is_empty()));
}
