//! The first content of a database with the sandbox on.

use crate::world::{World, on_both};
use app::paths::Side;
use domain::{
    Millis,
    kyb::{State, Verdict},
};
use server::{
    fetch_all, seed,
    store::{businesses::Business, flags},
};

const TELLING: [(State, usize); 10] = [
    (State::Draft, 1),
    (State::Ready, 1),
    (State::PartnerCheck, 2),
    (State::Sending, 1),
    (State::InVerification, 2),
    (State::ActionNeeded, 1),
    (State::Verified, 1),
    (State::Active, 1),
    (State::Suspended, 1),
    (State::Declined, 1),
];

async fn all(world: &World) -> Vec<Business> {
    let mut db = world.services.store.read().await.unwrap();
    fetch_all!(&mut db, "select * from businesses order by created_at, id").await.unwrap()
}

async fn named(world: &World, name: &str) -> Business {
    all(world).await.into_iter().find(|row| row.name == name).unwrap()
}

async fn tell_from(world: &World, told: Millis) {
    let mut tx = world.services.store.begin().await.unwrap();
    flags::mark(&mut tx, flags::DEMO_UNTIL, world.clock.now()).await.unwrap();
    flags::mark(&mut tx, flags::DEMO_TOLD, told).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    the_demo_has_one_in_every_telling_state_with_a_history_of_days, whoever_comes_first_has_work_on_the_page,
    a_second_start_changes_nothing, a_demo_that_was_killed_goes_on_where_it_was,
    a_database_with_businesses_of_somebody_is_left_as_it_is
}

async fn the_demo_has_one_in_every_telling_state_with_a_history_of_days(world: &World) {
    let now = world.clock.now();
    seed::demo(&world.services, &world.sandbox).await.unwrap();
    assert_eq!(world.clock.now(), now);

    let rows = all(world).await;
    let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.state, row.trouble)).collect();
    for (state, count) in TELLING {
        assert_eq!(rows.iter().filter(|row| row.state == state).count(), count, "{state:?} of {told:?}");
    }
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().all(|row| row.trouble.is_none()), "{told:?}");
    assert!(rows.iter().all(|row| row.created_at <= now && row.updated_at <= now && row.state_since <= now));
    let oldest = rows.iter().map(|row| row.created_at).min().unwrap();
    assert!(now.since(oldest) > 5 * Millis::DAY && now.since(oldest) <= 6 * Millis::DAY);

    let fixing = world.case(named(world, "Warung Ratna Sari").await.id).await;
    let notes = fixing.facets.iter().filter(|row| row.note.is_some()).count();
    assert_eq!((fixing.to_fix(), notes), (3, 3));
    let promised = named(world, "Binatu Antapani").await.deadline().unwrap();
    let share = now.since(promised.from) * 100 / promised.due.since(promised.from);
    assert!((79..=81).contains(&share), "{share} %");
    let late: Vec<&str> =
        rows.iter().filter(|row| row.due_at.is_some_and(|due| due <= now)).map(|row| row.name.as_str()).collect();
    assert_eq!(late, ["Perak Celuk"]);
    let products = world.case(named(world, "Sewa Motor Ubud").await.id).await.products();
    let on: Vec<&str> =
        products.iter().filter(|one| one.verdict == Verdict::Accepted).map(|one| one.code.as_str()).collect();
    assert_eq!((on, products.len()), (vec!["QRIS"], 3));
}

async fn whoever_comes_first_has_work_on_the_page(world: &World) {
    seed::demo(&world.services, &world.sandbox).await.unwrap();
    let queue = world.reviewer().await.get("/review").await.body;
    assert!(queue.contains("Kopi Batur") && queue.contains("Oleh-Oleh Priangan"), "{queue}");
    let ratna = world.sign_in(seed::MERCHANT).await;
    let mine = ratna.get("/businesses").await.body;
    assert!(mine.contains("Warung Ratna Sari") && !mine.contains("Perak Celuk"), "{mine}");
    let business = named(world, "Warung Ratna Sari").await.id;
    let page = ratna.get(&format!("/businesses/{business}")).await.body;
    assert!(page.contains("Foto KTP buram, NIK tidak terbaca."), "{page}");
    let file = ratna.get(&world.file(Side::Merchant, business, "KTP").await).await;
    assert_eq!((file.status, file.headers["content-type"].to_str().unwrap()), (200, "image/png"));
    // DOKU takes the application that is being sent.
    let wayan = world.sign_in(seed::SECOND_MERCHANT).await;
    assert!(wayan.get("/businesses").await.body.contains("Perak Celuk"));
    let rotan = named(world, "Rotan Wayan").await;
    assert_eq!(rotan.state, State::Sending);
    world.advance(Millis::HOUR).await;
    assert_ne!(named(world, "Rotan Wayan").await.state, State::Sending);
}

async fn a_second_start_changes_nothing(world: &World) {
    seed::demo(&world.services, &world.sandbox).await.unwrap();
    let facts = async || {
        let rows = all(world).await;
        rows.iter().map(|row| (row.id, row.state, row.revision, row.updated_at)).collect::<Vec<_>>()
    };
    let before = facts().await;
    world.clock.advance(Millis::MINUTE);
    seed::demo(&world.services, &world.sandbox).await.unwrap();
    assert_eq!(facts().await, before);
}

async fn a_demo_that_was_killed_goes_on_where_it_was(world: &World) {
    let now = world.clock.now();
    // The seed was killed before the last application's events.
    tell_from(world, now.plus(-3 * Millis::HOUR - 11 * Millis::MINUTE)).await;
    seed::demo(&world.services, &world.sandbox).await.unwrap();
    let rows = all(world).await;
    assert_eq!(
        rows.iter().map(|row| (row.name.as_str(), row.state)).collect::<Vec<_>>(),
        [("Rotan Wayan", State::Sending)]
    );
    // The seed was killed after the last step and before it was marked.
    tell_from(world, now.plus(-3 * Millis::MINUTE)).await;
    seed::demo(&world.services, &world.sandbox).await.unwrap();
    assert_eq!(all(world).await.len(), 1);
    assert_eq!(world.clock.now(), now);
}

async fn a_database_with_businesses_of_somebody_is_left_as_it_is(world: &World) {
    world.merchant().await.start_business().await;
    seed::demo(&world.services, &world.sandbox).await.unwrap();
    assert_eq!(all(world).await.len(), 1);
}
