//! DOKU goes away and comes back: calls that never left lose no time, and nobody waits longer than they must.

use crate::{
    outbox::{REGISTER, filled, refused, the_one},
    world::{Trouble, World, jpeg, on_both},
};
use domain::{Millis, kyb::State};
use server::{
    services::Services,
    store::outbox::{Lane, Status},
};

/// Opens this process again, with a DOKU address where nobody answers.
async fn cut_off(world: &World) -> Services {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    let mut config = world.config.clone();
    config.doku.base_url = Some(format!("http://{nobody}/adv-core-api/partner/v1.0"));
    Services::open(&config, world.clock.clone(), world.chance.clone(), None).await.unwrap()
}

on_both! {
    what_never_left_is_sent_once_whenever_doku_is_back(line),
    a_registration_that_was_ready_to_go_keeps_its_twenty_hours(line), a_file_may_go_up_after_any_time,
    once_doku_is_back_nobody_waits_out_a_long_pause_but_the_one_that_doku_asked_for(line)
}

async fn what_never_left_is_sent_once_whenever_doku_is_back(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    merchant.submit(id).await;
    let cut = cut_off(world).await;
    for _ in 0..30 {
        world.clock.advance(Millis::HOUR);
        while server::jobs::run_once(&cut).await.unwrap() {}
    }
    cut.store.close().await;
    let calls: Vec<_> = world.calls(id).await.into_iter().filter(|call| call.kind.lane() == Lane::Doku).collect();
    assert_eq!(calls.len(), 4);
    assert!(calls.iter().all(|call| (call.status, call.first_sent_at) == (Status::Waiting, None)));
    assert!(calls.iter().any(|call| call.attempts > 5), "an attempt counts, for the pause before the next");
    world.advance(3 * Millis::HOUR).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert_eq!((world.line().passed(REGISTER).len(), world.registrations().await.len()), (1, 1));
}

async fn a_registration_that_was_ready_to_go_keeps_its_twenty_hours(world: &World) {
    let (merchant, id) = filled(world, "", &[]).await;
    merchant.submit(id).await;
    let cut = cut_off(world).await;
    for _ in 0..30 {
        world.clock.advance(Millis::HOUR);
        while server::jobs::run_once(&cut).await.unwrap() {}
    }
    cut.store.close().await;
    let call = the_one(world, id).await;
    assert_eq!((call.status, call.first_sent_at), (Status::Waiting, None));
    assert!(call.attempts > 5 && call.payload.is_some());
    world.advance(3 * Millis::HOUR).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert_eq!((world.line().passed(REGISTER).len(), world.registrations().await.len()), (1, 1));
}

async fn a_file_may_go_up_after_any_time(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "sim-500.jpg", jpeg(900)).await;
    world.advance(22 * Millis::HOUR).await;
    let call = world.calls(id).await.remove(0);
    assert_eq!(call.status, Status::Waiting);
    assert!(call.first_sent_at.is_some_and(|sent| world.clock.now().since(sent) > server::outbox::GIVE_UP));
}

async fn once_doku_is_back_nobody_waits_out_a_long_pause_but_the_one_that_doku_asked_for(world: &World) {
    let (merchant, paused) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 12, refused(503, ""));
    merchant.submit(paused).await;
    for _ in 0..11 {
        server::outbox::run(&world.services).await.unwrap();
        world.clock.advance(the_one(world, paused).await.due_at.since(world.clock.now()));
    }
    server::outbox::run(&world.services).await.unwrap();
    let (second, asked) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 1, Trouble::Refused((429, &[("retry-after", "3600")], "{}".into())));
    second.submit(asked).await;
    world.run_due().await;
    let (third, stopped) = filled(world, "", &[]).await;
    world.line().next(REGISTER, 1, refused(401, "{}"));
    third.submit(stopped).await;
    world.run_due().await;
    let (pause, until) = (the_one(world, paused).await, the_one(world, asked).await.due_at);
    assert_eq!((pause.status, pause.attempts), (Status::Waiting, 12));
    assert!(pause.due_at.since(world.clock.now()) > 30 * Millis::MINUTE, "nothing was over yet");
    world.advance(3 * Millis::MINUTE).await;
    for id in [paused, stopped] {
        assert_eq!(the_one(world, id).await.status, Status::Done);
    }
    let waits = the_one(world, asked).await;
    assert_eq!((waits.status, waits.due_at), (Status::Waiting, until));
}
