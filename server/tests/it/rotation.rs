//! The secret of an endpoint is renewed without a break, and a test event shows whether an address takes what we send.

use crate::{
    callback_order::registered,
    hooks::{hidden, posted_about},
    receiver::{Receiver, add, is_signed, secret},
    schema::fits,
    world::{Answer, Person, World, on_both},
};
use domain::Millis;
use secrecy::{ExposeSecret, SecretString};
use server::seed;

async fn test(admin: &Person<'_>) -> Answer {
    let endpoint = posted_about(&admin.get("/review/settings").await.body, "endpoints");
    admin.post(&format!("/review/settings/endpoints/{endpoint}/test"), &[]).await
}

async fn renew(admin: &Person<'_>) -> Answer {
    let endpoint = posted_about(&admin.get("/review/settings").await.body, "endpoints");
    admin.post(&format!("/review/settings/endpoints/{endpoint}/secrets"), &[]).await
}

/// Tells for each secret whether the last delivery is signed by it.
async fn signed_by(admin: &Person<'_>, receiver: &Receiver, secrets: [&SecretString; 2]) -> [bool; 2] {
    assert_eq!(test(admin).await.status, 303);
    let last = receiver.got().pop().unwrap();
    secrets.map(|secret| is_signed(secret, &last))
}

on_both! {
    a_test_event_goes_at_once_and_its_answer_is_shown, a_test_that_arrives_brings_what_was_put_off(explicit),
    both_secrets_sign_for_a_day_then_the_new_one_alone, the_old_secret_ends_at_once_when_somebody_says_so
}

async fn a_test_event_goes_at_once_and_its_answer_is_shown(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    let secret = add(&admin, &receiver.url).await;
    assert_eq!(test(&admin).await.status, 303);
    let got = receiver.got().pop().unwrap();
    assert!(is_signed(&secret, &got) && got.id.starts_with("msg_"));
    let event = got.event();
    fits(&event, "EndpointTest");
    assert!(event["type"] == "endpoint.test" && event.get("sequence").is_none());
    assert!(admin.get("/review/settings").await.body.contains("HTTP 204"));
    for (status, told) in [(500, "HTTP 500"), (410, "HTTP 410")] {
        receiver.answers(status);
        assert_eq!(test(&admin).await.status, 303);
        let page = admin.get("/review/settings").await.body;
        assert!(page.contains(told) && page.contains("Aktif"), "a test switches nothing off");
    }
    assert_eq!(world.count("select count(*) from deliveries").await, 0);
    assert_eq!(world.count("select count(*) from audit where action = 'test_endpoint'").await, 3);
    let nowhere = admin.plain_request("/review/settings/endpoints/0193504e-8c1f-7000-8000-000000000001/test");
    assert_eq!(nowhere.send().await.unwrap().status(), 404);
}

async fn a_test_that_arrives_brings_what_was_put_off(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    receiver.answers(503);
    let case = registered(world).await;
    world.advance(Millis::MINUTE).await;
    assert!(admin.get("/review/settings").await.body.contains("Terus gagal"));
    receiver.answers(204);
    assert_eq!(test(&admin).await.status, 303);
    server::outbox::run(&world.services).await.unwrap();
    assert_eq!(world.count("select count(*) from deliveries where status <> 'delivered'").await, 0);
    let came = receiver.sequences(case.id);
    assert!(came.is_sorted(), "{came:?}");
    assert!(admin.get("/review/settings").await.body.contains("Aktif"));
}

async fn both_secrets_sign_for_a_day_then_the_new_one_alone(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    let old = add(&admin, &receiver.url).await;
    let answer = renew(&admin).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let new: SecretString = secret(&answer).into();
    assert_ne!(new.expose_secret(), old.expose_secret());
    assert!(!admin.get("/review/settings").await.body.contains("whsec_"), "shown once");
    assert_eq!(signed_by(&admin, &receiver, [&old, &new]).await, [true, true]);
    assert_eq!(renew(&admin).await.status, 409, "no third one");
    let page = admin.get("/review/settings").await.body;
    assert!(page.contains("Akhiri secret lama sekarang") && !page.contains("Buat secret baru"));
    world.clock.advance(23 * Millis::HOUR);
    assert_eq!(signed_by(&admin, &receiver, [&old, &new]).await, [true, true]);
    world.clock.advance(Millis::HOUR);
    assert_eq!(signed_by(&admin, &receiver, [&old, &new]).await, [false, true]);
    for table in world.tables().await {
        let text = String::from_utf8_lossy(&table.1).into_owned();
        assert!(![&old, &new].iter().any(|secret| text.contains(secret.expose_secret())), "{}", table.0);
    }
    assert_eq!(world.count("select count(*) from audit where action = 'renew_secret'").await, 1);
}

async fn the_old_secret_ends_at_once_when_somebody_says_so(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    let old = add(&admin, &receiver.url).await;
    let new: SecretString = secret(&renew(&admin).await).into();
    let endpoint = posted_about(&admin.get("/review/settings").await.body, "endpoints");
    assert_eq!(admin.post(&format!("/review/settings/endpoints/{endpoint}/end-old-secret"), &[]).await.status, 303);
    assert_eq!(signed_by(&admin, &receiver, [&old, &new]).await, [false, true]);
    assert_eq!(world.count("select count(*) from audit where action = 'end_old_secret'").await, 1);
    // Two posts over a slow line make one secret, which both answers show.
    let once = hidden(&admin.get("/review/settings").await.body, "once");
    let fields = [("once", once.as_str())];
    let path = format!("/review/settings/endpoints/{endpoint}/secrets");
    let (first, again) = tokio::join!(admin.post(&path, &fields), admin.post(&path, &fields));
    let newest: SecretString = secret(&first).into();
    assert_eq!(newest.expose_secret(), secret(&again));
    assert_eq!(signed_by(&admin, &receiver, [&new, &newest]).await, [true, true]);
}
