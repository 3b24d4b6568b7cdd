//! Endpoints that are down: their events hold up no others, and arrive in order when the endpoints are back.

use crate::{
    receiver::{Receiver, add},
    world::{Person, World, on_both},
};
use domain::{
    Millis,
    ids::{BusinessId, DeliveryId, EndpointId, EventId},
    outbox::Delivery,
};
use serde_json::json;
use server::{
    seed,
    services::Services,
    store::{
        hooks,
        outbox::{self, Kind, Lane},
    },
};

async fn endpoint(world: &World, receiver: &Receiver) -> EndpointId {
    let mut db = world.services.store.read().await.unwrap();
    let all = hooks::endpoints(&mut db).await.unwrap();
    all.into_iter().find(|endpoint| endpoint.url == receiver.url).unwrap().id
}

async fn businesses(merchant: &Person<'_>, count: usize) -> Vec<BusinessId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(merchant.start_business().await);
    }
    ids
}

/// Writes `count` events of one business for one endpoint, all due now.
async fn events(world: &World, business: BusinessId, receiver: &Receiver, count: usize) {
    let (to, now, services) = (endpoint(world, receiver).await, world.clock.now(), &world.services);
    let mut tx = services.store.begin().await.unwrap();
    for _ in 0..count {
        let (event, id) = (EventId::new(services.id().unwrap()), DeliveryId::new(services.id().unwrap()));
        let sequence = hooks::next_sequence(&mut tx, business).await.unwrap();
        let body = json!({ "sequence": sequence, "data": { "business": business.to_string() } }).to_string();
        hooks::insert_event(&mut tx, event, business, sequence, body.as_bytes(), now).await.unwrap();
        hooks::insert_delivery(&mut tx, id, to, event, Delivery::Waiting, now).await.unwrap();
        let call = outbox::Call::new(&tx, business, Kind::Webhook, Some(id.uuid()), services.now()).unwrap();
        outbox::insert_in_turn(&mut tx, &call, to, sequence).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn delivered(world: &World) -> i64 {
    world.count("select count(*) from deliveries where status = 'delivered'").await
}

/// Runs both instances until neither finds anything.
async fn both_work(one: &Services, other: &Services) {
    for _ in 0..100 {
        let (first, second) = tokio::join!(server::outbox::run(one), server::outbox::run(other));
        if !first.unwrap() && !second.unwrap() {
            return;
        }
    }
    panic!("there is no end");
}

on_both! {
    one_that_is_down_holds_up_no_other_and_gets_everything_once_it_is_back,
    an_event_that_is_refused_for_its_own_sake_puts_off_those_of_its_business_alone,
    two_instances_keep_the_order_of_each_business
}

async fn one_that_is_down_holds_up_no_other_and_gets_everything_once_it_is_back(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let (dead, healthy) = (Receiver::open().await, Receiver::open().await);
    add(&admin, &dead.url).await;
    add(&admin, &healthy.url).await;
    let ids = businesses(&world.merchant().await, 7).await;
    dead.answers(503);
    for id in &ids[..6] {
        events(world, *id, &dead, 5).await;
    }
    events(world, ids[0], &healthy, 1).await;
    server::outbox::run(&world.services).await.unwrap();
    assert_eq!(healthy.got().len(), 1, "held up");
    assert!((1..=2).contains(&dead.got().len()), "asked {} times", dead.got().len());
    // A longer outage makes all of them wait longer, without a loss of attempts.
    world.clock.advance(3 * Millis::MINUTE);
    server::outbox::run(&world.services).await.unwrap();
    world.clock.advance(2 * Millis::MINUTE);
    server::outbox::run(&world.services).await.unwrap();
    assert!(dead.got().len() <= 6, "asked {} times", dead.got().len());
    let asked = dead.got().len();
    // One event that gets through brings the others, long before their time.
    dead.answers(204);
    events(world, ids[6], &dead, 1).await;
    server::outbox::run(&world.services).await.unwrap();
    assert_eq!(delivered(world).await, 32);
    assert_eq!(dead.got().len(), asked + 31);
    for id in &ids[..6] {
        let came = dead.sequences(*id);
        assert_eq!(
            came[came.len() - 5..].iter().map(|turn| turn - came[0]).collect::<Vec<_>>(),
            [0, 1, 2, 3, 4],
            "{came:?}"
        );
    }
}

async fn an_event_that_is_refused_for_its_own_sake_puts_off_those_of_its_business_alone(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    let ids = businesses(&world.merchant().await, 3).await;
    receiver.answers(400);
    for id in &ids {
        events(world, *id, &receiver, 2).await;
    }
    server::outbox::run(&world.services).await.unwrap();
    assert_eq!(receiver.got().len(), 3);
    assert!(ids.iter().all(|id| receiver.sequences(*id) == [1]));
    // Later events wait behind it too, and are not looked at again and again.
    events(world, ids[0], &receiver, 1).await;
    server::outbox::run(&world.services).await.unwrap();
    let mut db = world.services.store.read().await.unwrap();
    assert!(!outbox::is_due(&mut db, Lane::Webhook, world.clock.now()).await.unwrap());
    drop(db);
    assert_eq!(receiver.got().len(), 3);
    receiver.answers(204);
    world.clock.advance(Millis::MINUTE);
    server::outbox::run(&world.services).await.unwrap();
    assert_eq!(receiver.sequences(ids[0]), [1, 1, 2, 3]);
}

async fn two_instances_keep_the_order_of_each_business(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let (one, two) = (Receiver::open().await, Receiver::open().await);
    add(&admin, &one.url).await;
    add(&admin, &two.url).await;
    let ids = businesses(&world.merchant().await, 4).await;
    let (other, _) = world.another(|_| {}).await;
    for receiver in [&one, &two] {
        for id in &ids {
            events(world, *id, receiver, 12).await;
        }
    }
    both_work(&world.services, &other).await;
    for receiver in [&one, &two] {
        for id in &ids {
            let came = receiver.sequences(*id);
            assert!(came.len() == 12 && came.is_sorted(), "{came:?}");
        }
    }
    other.store.close().await;
}
