//! Endpoints that are down: what goes to them holds up nobody else, and comes when they are back.

use crate::{
    hooks::{Receiver, add},
    world::{World, on_both},
};
use domain::{
    Millis,
    ids::{BusinessId, DeliveryId, EndpointId, EventId},
};
use server::{
    seed,
    store::{
        hooks::{self, Status},
        outbox::{self, Kind},
    },
    worker,
};

async fn endpoint(world: &World, receiver: &Receiver) -> EndpointId {
    let mut db = world.services.store.read().await.unwrap();
    let all = hooks::endpoints(&mut db).await.unwrap();
    all.into_iter().find(|endpoint| endpoint.url == receiver.url).unwrap().id
}

/// So many events for one endpoint, all due now.
async fn events(world: &World, business: BusinessId, receiver: &Receiver, count: usize) {
    let (to, now, services) = (endpoint(world, receiver).await, world.clock.now(), &world.services);
    let mut tx = services.store.begin().await.unwrap();
    for _ in 0..count {
        let (event, id) = (EventId::new(services.id().unwrap()), DeliveryId::new(services.id().unwrap()));
        hooks::insert_event(&mut tx, event, business, b"{}", now).await.unwrap();
        hooks::insert_delivery(&mut tx, id, to, event, Status::Waiting, now).await.unwrap();
        let call = worker::outbox::new_call(services, business, Kind::Webhook, Some(id.uuid())).unwrap();
        outbox::insert(&mut tx, &call).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn delivered(world: &World) -> i64 {
    world.count("select count(*) from deliveries where status = 'delivered'").await
}

on_both! {
    async fn one_that_is_down_holds_up_no_other_and_gets_everything_once_it_is_back(world: &World) {
        let admin = world.sign_in(seed::ADMIN).await;
        let (dead, healthy) = (Receiver::open().await, Receiver::open().await);
        add(&admin, &dead.url).await;
        add(&admin, &healthy.url).await;
        let id = world.merchant().await.start_business().await;
        dead.answers(503);
        events(world, id, &dead, 30).await;
        events(world, id, &healthy, 1).await;
        worker::outbox::run(&world.services).await.unwrap();
        assert_eq!(healthy.got().len(), 1, "held up");
        assert!((1..=2).contains(&dead.got().len()), "asked {} times", dead.got().len());
        // The longer it is down, the longer all wait for it, and no attempt of theirs is used up.
        world.clock.advance(3 * Millis::MINUTE);
        worker::outbox::run(&world.services).await.unwrap();
        world.clock.advance(2 * Millis::MINUTE);
        worker::outbox::run(&world.services).await.unwrap();
        let tried: i64 = world.calls(id).await.iter().map(|call| call.attempts).sum();
        assert!(tried <= 1 + 6 && dead.got().len() <= 6, "asked {} times", dead.got().len());
        // One that gets through brings the others, long before their time.
        dead.answers(204);
        events(world, id, &dead, 1).await;
        worker::outbox::run(&world.services).await.unwrap();
        assert_eq!(delivered(world).await, 32);
    }

    async fn an_event_that_is_refused_for_its_own_sake_puts_off_no_other(world: &World) {
        let admin = world.sign_in(seed::ADMIN).await;
        let receiver = Receiver::open().await;
        add(&admin, &receiver.url).await;
        let id = world.merchant().await.start_business().await;
        receiver.answers(400);
        events(world, id, &receiver, 3).await;
        worker::outbox::run(&world.services).await.unwrap();
        assert_eq!(receiver.got().len(), 3);
    }
}
