//! Several instances on one database agree on what may be sent, and no two have the same call in hand.

use crate::{
    outbox::{REGISTER, filled, refused, the_one},
    world::{Trouble, World, on_both},
};
use domain::{Millis, kyb::State};
use server::{
    outbox::lease,
    services::Services,
    store::outbox::{self, Lane, Status},
};
use std::time::Duration;

async fn other_instance(world: &World) -> Services {
    Services::open(&world.config, world.clock.clone(), world.chance.clone(), None).await.unwrap()
}

on_both! {
    one_probe_a_minute_goes_out_however_many_instances_there_are(line),
    the_circuit_opens_for_all_instances_one_tries_and_it_closes(line),
    what_a_killed_process_had_in_hand_resumes_after_half_a_minute_and_never_twice_at_once(line),
    a_lease_is_renewed_while_the_call_runs_and_a_lost_one_ends_it(line)
}

async fn one_probe_a_minute_goes_out_however_many_instances_there_are(world: &World) {
    let mut merchants = Vec::new();
    for _ in 0..3 {
        merchants.push(filled(world, "", &[]).await);
    }
    world.line().next(REGISTER, 1_000, refused(401, "{}"));
    for (merchant, id) in &merchants {
        merchant.submit(*id).await;
    }
    world.run_due().await;
    let (before, other) = (world.line().passed(REGISTER).len(), other_instance(world).await);
    for _ in 0..5 {
        world.clock.advance(Millis::MINUTE);
        let (a, b) = tokio::join!(server::outbox::run(&world.services), server::outbox::run(&other));
        assert!(a.unwrap() || b.unwrap());
    }
    assert_eq!(world.line().passed(REGISTER).len(), before + 5);
    other.store.close().await;
}

async fn the_circuit_opens_for_all_instances_one_tries_and_it_closes(world: &World) {
    let mut merchants = Vec::new();
    for _ in 0..6 {
        merchants.push(filled(world, "", &[]).await);
    }
    world.line().next(REGISTER, 1_000, refused(503, ""));
    for (merchant, id) in &merchants {
        merchant.submit(*id).await;
    }
    let other = other_instance(world).await;
    world.run_due().await;
    let before = world.line().passed(REGISTER).len();
    assert!((5..=8).contains(&before), "{before} calls before it opened");
    // The breaker is open: nothing goes out from either instance, whatever is due.
    world.clock.advance(29 * Millis::SECOND);
    assert!(!server::outbox::run(&world.services).await.unwrap() && !server::outbox::run(&other).await.unwrap());
    assert_eq!(world.line().passed(REGISTER).len(), before);
    assert!(world.reviewer().await.get("/review/troubles").await.body.contains("DOKU tidak menjawab"));
    // The breaker is half open: one call is tried, in vain.
    world.clock.advance(Millis::SECOND);
    let (a, b) = tokio::join!(server::outbox::run(&world.services), server::outbox::run(&other));
    assert!(a.unwrap() != b.unwrap(), "not exactly one tried");
    assert_eq!(world.line().passed(REGISTER).len(), before + 1);
    world.clock.advance(59 * Millis::SECOND);
    assert!(!server::outbox::run(&other).await.unwrap(), "the pause did not double");
    // The line works again: the next try closes the breaker, and all calls go out.
    world.line().mend();
    world.advance(10 * Millis::MINUTE).await;
    for (_, id) in &merchants {
        assert_eq!(world.case(*id).await.business.state, State::Active);
    }
    assert_eq!(world.registrations().await.len(), 6);
    assert!(!world.reviewer().await.get("/review/troubles").await.body.contains("DOKU tidak menjawab"));
    other.store.close().await;
}

async fn what_a_killed_process_had_in_hand_resumes_after_half_a_minute_and_never_twice_at_once(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 1, Trouble::Silent(Duration::from_millis(1_500)));
    merchant.submit(id).await;
    let other = other_instance(world).await;
    let first = tokio::spawn({
        let services = world.services.clone();
        async move { server::outbox::run(&services).await }
    });
    while world.line().passed(REGISTER).is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    world.clock.advance(29 * Millis::SECOND);
    assert!(!server::outbox::run(&other).await.unwrap(), "two workers had it in hand");
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    assert!(!server::outbox::run(&other).await.unwrap());
    world.clock.advance(Millis::SECOND);
    assert!(server::outbox::run(&other).await.unwrap(), "nobody took it over");
    let sent = world.line().passed(REGISTER);
    assert_eq!((sent.len(), &sent[0].request_id), (2, &sent[1].request_id));
    assert_eq!((the_one(world, id).await.status, world.registrations().await.len()), (Status::Done, 1));
    other.store.close().await;
}

async fn a_lease_is_renewed_while_the_call_runs_and_a_lost_one_ends_it(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    merchant.submit(id).await;
    let (services, now) = (&world.services, world.clock.now());
    let claim = async |holder: u128| {
        let (holder, now) = (uuid::Uuid::from_u128(holder), world.clock.now());
        let mut tx = services.store.begin().await.unwrap();
        let found = outbox::claim(&mut tx, Lane::Doku, holder, now, now.plus(lease::LEASE), 4).await.unwrap();
        tx.commit().await.unwrap();
        found.into_iter().find(|call| call.business_id == id)
    };
    let call = claim(1).await.unwrap();
    world.clock.advance(29 * Millis::SECOND);
    let held = lease::hold(services, &call, tokio::time::sleep(Duration::from_secs(6))).await;
    assert!(held.is_some());
    world.clock.advance(29 * Millis::SECOND);
    assert!(claim(2).await.is_none(), "the lease was not renewed");
    world.clock.advance(Millis::SECOND);
    let taken = claim(3).await.unwrap();
    assert_eq!(world.clock.now().since(now), 59 * Millis::SECOND);
    let ended = lease::hold(services, &call, std::future::pending::<()>()).await;
    assert!(ended.is_none(), "two have it in hand");
    let freeze = async |call: &outbox::Call, bytes: &'static [u8]| {
        services.store.write(async |tx| outbox::freeze(tx, call, bytes, now).await).await.unwrap()
    };
    assert!(!freeze(&call, b"of the first").await && freeze(&taken, b"of the other").await);
    assert_eq!(the_one(world, id).await.payload.as_deref(), Some(&b"of the other"[..]));
}
