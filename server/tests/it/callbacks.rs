//! Callbacks that arrive: who may send them, what is kept, and that nothing acknowledged is lost.

use crate::callback_order::{Registered, registered};
use crate::world::{World, on_both};
use domain::{
    Millis,
    kyb::{FacetKey, State, Verdict},
};
use server::{
    services::Services,
    store::{
        callbacks::{self, Callback, Status},
        refused_callbacks,
    },
    vault::Place,
};

async fn kept(world: &World, case: &Registered<'_>) -> Vec<Callback> {
    world.callbacks(case.id).await
}

async fn count(world: &World, status: Status) -> i64 {
    let mut db = world.services.store.read().await.unwrap();
    callbacks::count(&mut db, status).await.unwrap()
}

async fn refused(world: &World) -> i64 {
    let mut db = world.services.store.read().await.unwrap();
    refused_callbacks::count(&mut db).await.unwrap()
}

on_both! {
    an_unsigned_or_badly_signed_callback_is_refused_and_its_beginning_kept(explicit),
    a_callback_signed_the_snap_way_is_no_forgery_and_changes_nothing(explicit),
    only_badly_signed_callbacks_are_limited(explicit),
    five_identical_deliveries_in_parallel_are_five_200s_one_fact_and_one_change(explicit),
    the_same_words_under_another_id_are_a_new_fact(explicit),
    what_is_no_json_is_kept_flagged_and_acknowledged(explicit), a_body_is_read_whatever_library_wrote_it(explicit),
    what_cannot_be_read_asks_about_all_at_once_but_once_a_minute_at_most(explicit),
    an_address_that_is_nearly_that_of_callbacks_is_not_found(explicit),
    over_one_mebibyte_is_refused_unread_and_just_under_is_kept(explicit),
    a_query_in_the_target_is_taken_signed_or_not(explicit),
    a_late_retry_with_its_old_timestamp_is_still_taken(explicit),
    a_key_in_a_callback_is_cut_out_and_the_rest_lies_sealed(explicit),
    a_crash_between_acknowledgement_and_projection_loses_nothing(explicit)
}

async fn an_unsigned_or_badly_signed_callback_is_refused_and_its_beginning_kept(world: &World) {
    let case = registered(world).await;
    let body = case.says("BUSINESS_BANK", "REJECTED", Some("SANDI RAHASIA"));
    let url = format!("{}/webhooks/doku", world.base);
    assert_eq!(world.http.post(&url).body(body.clone()).send().await.unwrap().status(), 401);
    assert_eq!(world.callback_signed_with(&"SK-somebody-else".into(), "r-1", &body).await, 401);
    assert_eq!(world.callback_signed_with(&"SK-somebody-else".into(), "", &body).await, 401);
    let long = [vec![b' '; 5_000], body.clone()].concat();
    assert_eq!(world.callback_signed_with(&"SK-somebody-else".into(), "r-2", &long).await, 401);
    world.run_due().await;
    assert_eq!(refused(world).await, 4);
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Pending);
    assert_eq!(count(world, Status::New).await + i64::try_from(kept(world, &case).await.len()).unwrap(), 0);
    for head in world.blobs("select head from refused_callbacks").await {
        assert!(head.len() <= 4_096 + 64, "{} bytes kept", head.len());
        assert!(!head.windows(13).any(|part| part == b"SANDI RAHASIA"), "kept in the open");
    }
}

async fn a_callback_signed_the_snap_way_is_no_forgery_and_changes_nothing(world: &World) {
    let case = registered(world).await;
    let admin = world.sign_in(server::seed::ADMIN).await;
    assert!(!admin.get("/review/settings").await.body.contains("SNAP"));
    let body = case.says("BUSINESS_BANK", "REJECTED", Some("SANDI RAHASIA"));
    let post = async || {
        let request = world.http.post(format!("{}/webhooks/doku", world.base));
        let request = request.header("X-Signature", "c2lnbmF0dXJl").header("X-Timestamp", "2026-11-23T10:00:00+07:00");
        request.header("X-Partner-Id", "BRN-0001").body(body.clone()).send().await.unwrap().status().as_u16()
    };
    assert_eq!(post().await, 401);
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Pending);
    assert_eq!(world.count("select count(*) from refused_callbacks where reason = 'snap'").await, 1);
    assert_eq!(world.count("select count(*) from refused_callbacks where reason = 'signature'").await, 0);
    for head in world.blobs("select head from refused_callbacks").await {
        assert!(!head.windows(13).any(|part| part == b"SANDI RAHASIA"), "kept in the open");
    }
    let page = admin.get("/review/settings").await.body;
    assert!(page.contains("1 callback yang ditandatangani dengan cara SNAP"), "{page}");
    let metrics = world.http.get(format!("{}/metrics", world.base)).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("callbacks_total{outcome=\"snap\"}"), "{metrics}");
    // Any number gets the same answer, and room for them is limited.
    for _ in 0..70 {
        assert_eq!(post().await, 401);
    }
    assert!(world.count("select count(*) from refused_callbacks").await < 70);
    // A callback with a signature that we understand is judged by that.
    assert_eq!(world.callback("right", &body).await, 200);
}

async fn only_badly_signed_callbacks_are_limited(world: &World) {
    let case = registered(world).await;
    let body = case.says("BUSINESS_BANK", "ACTIVE", None);
    let mut told = std::collections::BTreeSet::new();
    for n in 0..70 {
        told.insert(world.callback_signed_with(&"SK-somebody-else".into(), &format!("bad-{n}"), &body).await);
    }
    assert_eq!(told, std::collections::BTreeSet::from([401, 429]));
    for n in 0..70 {
        assert_eq!(world.callback(&format!("good-{n}"), &body).await, 200);
    }
    assert!(refused(world).await <= 61);
}

async fn five_identical_deliveries_in_parallel_are_five_200s_one_fact_and_one_change(world: &World) {
    let case = registered(world).await;
    let mut news = world.services.live.watch(case.id);
    let body = case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."));
    let all = futures::future::join_all((0..5).map(|_| world.callback("the-same", &body))).await;
    assert_eq!(all, [200; 5]);
    world.run_due().await;
    let rows = kept(world, &case).await;
    assert_eq!((rows.len(), rows[0].deliveries, rows[0].status), (1, 5, Status::Projected));
    assert_eq!(world.count("select count(*) from observations where source = 'callback'").await, 1);
    assert!(news.has_changed().unwrap());
    news.mark_unchanged();
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
    // A replay a day later is counted and has no effect.
    world.advance(25 * Millis::HOUR).await;
    news.mark_unchanged();
    assert_eq!(world.callback("the-same", &body).await, 200);
    server::projection::run(&world.services).await.unwrap();
    assert_eq!((kept(world, &case).await[0].deliveries, news.has_changed().unwrap()), (6, false));
}

async fn the_same_words_under_another_id_are_a_new_fact(world: &World) {
    let case = registered(world).await;
    let body = case.says("BUSINESS_BANK", "REJECTED", None);
    for id in ["one", "two"] {
        assert_eq!(world.callback(id, &body).await, 200);
    }
    world.run_due().await;
    assert_eq!(kept(world, &case).await.iter().map(|row| row.deliveries).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(world.count("select count(*) from observations where source = 'callback'").await, 2);
}

async fn what_is_no_json_is_kept_flagged_and_acknowledged(world: &World) {
    for (id, body) in [
        ("a", b"<xml/>".as_slice()),
        ("b", b""),
        ("c", b"[]"),
        ("d", b"\"x\""),
        ("e", b"{\"type\":"),
        ("f", b"\xff\xfe"),
    ] {
        assert_eq!(world.callback(id, body).await, 200, "{id}");
    }
    world.run_due().await;
    assert_eq!((count(world, Status::Flagged).await, count(world, Status::New).await), (6, 0));
}

async fn a_body_is_read_whatever_library_wrote_it(world: &World) {
    let case = registered(world).await;
    let plain = String::from_utf8(case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."))).unwrap();
    let marked = format!("\u{feff}{plain}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bodies = [
        marked.into_bytes(),
        wide,
        plain.replace("berbeda", "caf\u{e9}").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        format!("{plain}\0\r\n").into_bytes(),
    ];
    for (n, body) in bodies.into_iter().enumerate() {
        assert_eq!(world.callback(&format!("written-{n}"), &body).await, 200);
    }
    world.run_due().await;
    assert_eq!((count(world, Status::Flagged).await, kept(world, &case).await.len()), (0, 4));
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
}

async fn what_cannot_be_read_asks_about_all_at_once_but_once_a_minute_at_most(world: &World) {
    let case = registered(world).await;
    world.advance(Millis::MINUTE).await;
    let next_read = async || world.brand(case.id).await.next_read_at.unwrap();
    let now = world.clock.now();
    assert!(next_read().await > now.plus(Millis::MINUTE));
    world.callback("torn", b"{\"type\":\"BUSINESS_BA").await;
    server::projection::run(&world.services).await.unwrap();
    assert_eq!(next_read().await, now, "nobody asks DOKU");
    world.run_due().await;
    for round in 0..3 {
        for n in 0..10 {
            world.callback(&format!("torn {round} {n}"), format!("torn {round} {n}").as_bytes()).await;
        }
        server::projection::run(&world.services).await.unwrap();
        assert_eq!(next_read().await, now.plus(Millis::MINUTE), "it is asked for once more, and later");
    }
    world.advance(Millis::MINUTE).await;
    assert!(next_read().await > world.clock.now());
}

async fn an_address_that_is_nearly_that_of_callbacks_is_not_found(world: &World) {
    let case = registered(world).await;
    let (key, body) = (world.services.settings.secret_key.clone(), case.says("BUSINESS_BANK", "REJECTED", None));
    for (n, path) in ["/webhooks/doku/", "/webhooks/doku//", "/webhooks/Doku", "/webhook/doku", "/v1/webhooks/doku"]
        .into_iter()
        .enumerate()
    {
        assert_eq!(world.callback_to(path, &key, &format!("astray-{n}"), &body).await, 404, "{path}");
    }
    assert_eq!((refused(world).await, kept(world, &case).await.len()), (0, 0));
}

async fn over_one_mebibyte_is_refused_unread_and_just_under_is_kept(world: &World) {
    let most = 1024 * 1024;
    assert_eq!(world.callback("big", &vec![b' '; most + 1]).await, 413);
    assert_eq!(world.callback("fits", &vec![b' '; most]).await, 200);
    world.run_due().await;
    assert_eq!((count(world, Status::Flagged).await, refused(world).await), (1, 0));
}

async fn a_query_in_the_target_is_taken_signed_or_not(world: &World) {
    let case = registered(world).await;
    let key = world.services.settings.secret_key.clone();
    let body = case.says("BUSINESS_BANK", "ACTIVE", None);
    assert_eq!(world.callback_to("/webhooks/doku?source=doku", &key, "signed-with-query", &body).await, 200);
    assert_eq!(world.callback_to("/webhooks/doku?b=1&a=2", &"SK-wrong".into(), "wrong", &body).await, 401);
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Accepted);
}

async fn a_late_retry_with_its_old_timestamp_is_still_taken(world: &World) {
    let case = registered(world).await;
    let body = case.says("BUSINESS_BANK", "ACTIVE", None);
    world.clock.advance(-13 * Millis::HOUR);
    let old = world.clock.now();
    world.clock.advance(13 * Millis::HOUR);
    assert_eq!(world.callback_dated(old, "retry", &body).await, 200);
}

async fn a_key_in_a_callback_is_cut_out_and_the_rest_lies_sealed(world: &World) {
    let case = registered(world).await;
    let body = format!(
        r#"{{"type":"BRAND","business":{{"id":"{}"}},"brand":{{"id":"{}","shared_key":"SK-DO-NOT-KEEP"}},"status":"ACTIVE","reject_notes":null,"updated_at":"{}"}}"#,
        case.business,
        case.brand,
        case.later(60).to_iso()
    );
    assert_eq!(world.callback("with-key", body.as_bytes()).await, 200);
    let key = world.services.vault.inbox();
    let ids = world.blobs("select body from callbacks").await;
    assert!(
        ids.iter().all(|sealed| !sealed.windows(6).any(|part| part == b"status" || part == b"SK-DO-")),
        "kept in the open"
    );
    let mut db = world.services.store.read().await.unwrap();
    let row = callbacks::unmatched(&mut db, 1).await.unwrap().remove(0);
    drop(db);
    let open = String::from_utf8(key.open(&Place::Callback(row.id), &row.body).unwrap()).unwrap();
    assert!(open.contains("\"ACTIVE\"") && !open.contains("SK-DO-NOT-KEEP"), "{open}");
    world.run_due().await;
    let row = kept(world, &case).await.remove(0);
    assert!(key.open(&Place::Callback(row.id), &row.body).is_err(), "still under the inbox's key");
    let own = world.case(case.id).await.key;
    assert_eq!(own.open(&Place::Callback(row.id), &row.body).unwrap(), open.as_bytes());
}

async fn a_crash_between_acknowledgement_and_projection_loses_nothing(world: &World) {
    let case = registered(world).await;
    assert_eq!(
        world.callback("before-the-crash", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."))).await,
        200
    );
    assert_eq!((count(world, Status::New).await, case.verdict(FacetKey::Bank(0)).await), (1, Verdict::Pending));
    // Another process opens the same database.
    let after = Services::open(&world.config, world.clock.clone(), world.chance.clone(), Some(world.sandbox.address()))
        .await
        .unwrap();
    while server::jobs::run_once(&after).await.unwrap() {}
    after.store.close().await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
    assert_eq!(world.case(case.id).await.business.state, State::ActionNeeded);
}
