//! The number of tries to sign in.

use crate::accounts::{PASSWORD, without_nonce};
use crate::world::{World, on_both};
use server::account::NoSignIn;
use std::{collections::BTreeSet, net::IpAddr};

on_both! {
    too_many_tries_are_told_so_and_rest_until_later, of_many_tries_at_once_no_more_are_judged_than_of_many_in_a_row,
    one_address_may_not_try_for_ever
}

async fn too_many_tries_are_told_so_and_rest_until_later(world: &World) {
    let merchant = world.merchant().await;
    let wrong = [("email", merchant.email.as_str()), ("password", "bukan kata sandinya")];
    for _ in 0..10 {
        assert_eq!(world.nobody().post("/sign-in", &wrong).await.status, 422);
    }
    let right = [("email", merchant.email.as_str()), ("password", PASSWORD)];
    let resting = world.nobody().post("/sign-in", &right).await;
    assert_eq!(resting.status, 429);
    assert!(resting.cookie.is_empty(), "the account does not rest");
    assert_ne!(
        without_nonce(&resting),
        without_nonce(&world.nobody().post("/sign-in", &[("email", "x@y.example"), ("password", "z")]).await)
    );
    world.clock.advance(16 * domain::Millis::MINUTE);
    assert_eq!(world.nobody().post("/sign-in", &right).await.status, 303);
}

async fn of_many_tries_at_once_no_more_are_judged_than_of_many_in_a_row(world: &World) {
    let merchant = world.merchant().await;
    let here = IpAddr::from([127, 0, 0, 1]);
    let tries = (0..30).map(|_| world.services.sign_in(&merchant.email, "bukan kata sandinya".into(), here));
    let outcomes = futures::future::join_all(tries).await;
    let judged = outcomes.iter().filter(|outcome| matches!(outcome, Err(NoSignIn::Wrong))).count();
    let resting = outcomes.iter().filter(|outcome| matches!(outcome, Err(NoSignIn::TooMany))).count();
    assert_eq!((judged, resting), (10, 20));
    let right = [("email", merchant.email.as_str()), ("password", PASSWORD)];
    assert_eq!(world.nobody().post("/sign-in", &right).await.status, 429, "the account does not rest");
    world.clock.advance(16 * domain::Millis::MINUTE);
    // Every right one is forgiven.
    for _ in 0..12 {
        assert_eq!(world.nobody().post("/sign-in", &right).await.status, 303);
    }
}

async fn one_address_may_not_try_for_ever(world: &World) {
    let mut told = BTreeSet::new();
    for n in 0..40 {
        let email = format!("tidak.ada{n}@warung.example");
        told.insert(world.nobody().post("/sign-up", &[("email", &email), ("password", "kurang")]).await.status);
    }
    assert_eq!(told, BTreeSet::from([422, 429]));
    let page = world.nobody().post("/sign-up", &[("email", "masih@warung.example"), ("password", PASSWORD)]).await;
    assert!(
        page.status == 429 && page.body.contains("masih@warung.example") && page.cookie.is_empty(),
        "{}",
        page.status
    );
}
