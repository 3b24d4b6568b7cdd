//! Registrations do not wait for the files of drafts, however many there are, and accounts take turns.

use crate::world::{Person, World, on_both};
use domain::{
    Millis,
    ids::{BusinessId, DokuFileId},
};
use server::{
    outbox::lease::LEASE,
    store::{
        documents,
        outbox::{self, Call, Kind, Lane, Status},
    },
};

async fn draft(world: &World) -> (Person<'_>, BusinessId) {
    let merchant = world.merchant().await;
    let business = merchant.start_business().await;
    (merchant, business)
}

async fn wants(world: &World, business: BusinessId, kind: Kind, count: usize) {
    let mut tx = world.services.store.begin().await.unwrap();
    for _ in 0..count {
        let subject = world.services.id().unwrap();
        let call = Call::new(&tx, business, kind, Some(subject), world.clock.now()).unwrap();
        outbox::insert(&mut tx, &call).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Takes calls as a worker with so much room does.
async fn take(world: &World, room: i64) -> Vec<Call> {
    let (now, holder) = (world.clock.now(), world.services.id().unwrap());
    let mut tx = world.services.store.begin().await.unwrap();
    let calls = outbox::claim(&mut tx, Lane::Doku, holder, now, now.plus(LEASE), room).await.unwrap();
    tx.commit().await.unwrap();
    calls
}

async fn end(world: &World, call: &Call) {
    let mut tx = world.services.store.begin().await.unwrap();
    outbox::finish(&mut tx, call.id, Status::Done, None, world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Takes and ends one call after the other.
async fn next(world: &World, count: usize) -> Vec<(BusinessId, Kind)> {
    let mut gone = Vec::new();
    for _ in 0..count {
        let call = take(world, 1).await.pop().unwrap();
        end(world, &call).await;
        gone.push((call.business_id, call.kind));
    }
    gone
}

on_both! {
    a_registration_goes_before_files_of_drafts, files_that_a_submitted_application_waits_for_go_before_those_of_drafts,
    files_go_before_what_was_looked_at_in_vain, files_of_drafts_go_by_turns_of_accounts, an_account_has_one_file_in_hand_while_others_wait
}

async fn a_registration_goes_before_files_of_drafts(world: &World) {
    let (_, busy) = draft(world).await;
    wants(world, busy, Kind::Upload, 300).await;
    world.clock.advance(Millis::SECOND);
    let (_, other) = draft(world).await;
    for kind in [Kind::Register, Kind::Update] {
        wants(world, other, kind, 1).await;
        assert_eq!(next(world, 1).await, [(other, kind)], "it waits behind files of drafts");
    }
}

async fn files_that_a_submitted_application_waits_for_go_before_those_of_drafts(world: &World) {
    let mut busy = Vec::new();
    for _ in 0..10 {
        let (_, one) = draft(world).await;
        wants(world, one, Kind::Upload, 40).await;
        busy.push(one);
    }
    world.clock.advance(Millis::SECOND);
    let (merchant, business) = draft(world).await;
    merchant.fill(business, &[]).await;
    merchant.submit(business).await;
    let waiting = world.calls(business).await.into_iter().filter(|call| call.status == Status::Waiting).count();
    assert!(waiting > 1, "its files and its registration");
    let gone = next(world, waiting).await;
    assert!(gone.iter().all(|(whose, _)| *whose == business), "it waits behind files of drafts: {gone:?}");
    // Files that are uploaded later go first too.
    wants(world, business, Kind::Upload, 1).await;
    assert_eq!(next(world, 1).await, [(business, Kind::Upload)]);
    // Nothing is forgotten.
    assert!(busy.contains(&next(world, 1).await[0].0));
}

/// A slow lane would do nothing but look at registrations again, and send none of the files that they wait for.
async fn files_go_before_what_was_looked_at_in_vain(world: &World) {
    let mut submitted = Vec::new();
    for _ in 0..3 {
        let (merchant, business) = draft(world).await;
        merchant.fill(business, &[]).await;
        wants(world, business, Kind::Register, 1).await;
        submitted.push(business);
    }
    let registrations = take(world, 3).await;
    assert!(registrations.iter().all(|call| call.kind == Kind::Register), "a registration goes first once");
    let now = world.clock.now();
    let mut tx = world.services.store.begin().await.unwrap();
    for call in &registrations {
        outbox::await_files(&mut tx, call, now.plus(Millis::MINUTE)).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.clock.advance(2 * Millis::MINUTE);
    let gone = next(world, 2).await;
    assert!(gone.iter().all(|(_, kind)| *kind == Kind::Upload), "{gone:?}");
    // The files of one are there: now it goes before the files of others.
    let now = world.clock.now();
    let mut tx = world.services.store.begin().await.unwrap();
    for document in documents::current(&mut tx, submitted[1]).await.unwrap() {
        assert_eq!(outbox::wake_awaiting_files(&mut tx, submitted[1], now).await.unwrap(), 0, "one is missing");
        documents::set_doku_file(&mut tx, document.id, &DokuFileId::new(document.id.to_string()), now).await.unwrap();
    }
    assert_eq!(outbox::wake_awaiting_files(&mut tx, submitted[1], now).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(next(world, 1).await, [(submitted[1], Kind::Register)]);
}

async fn files_of_drafts_go_by_turns_of_accounts(world: &World) {
    for _ in 0..10 {
        let (_, busy) = draft(world).await;
        wants(world, busy, Kind::Upload, 40).await;
    }
    world.clock.advance(Millis::SECOND);
    next(world, 25).await;
    let (merchant, other) = draft(world).await;
    wants(world, other, Kind::Upload, 2).await;
    // One account with many drafts has one turn.
    wants(world, merchant.start_business().await, Kind::Upload, 1).await;
    let gone = next(world, 40).await;
    let mine = gone.iter().filter(|(whose, _)| *whose == other).count();
    assert_eq!(mine, 2, "it had {mine} turns in four rounds");
}

async fn an_account_has_one_file_in_hand_while_others_wait(world: &World) {
    let (_, busy) = draft(world).await;
    wants(world, busy, Kind::Upload, 10).await;
    let first = take(world, 1).await;
    let (_, other) = draft(world).await;
    let (_, third) = draft(world).await;
    wants(world, other, Kind::Upload, 1).await;
    wants(world, third, Kind::Upload, 1).await;
    // Another instance has room for two.
    let mut taken: Vec<BusinessId> = take(world, 2).await.iter().map(|call| call.business_id).collect();
    taken.sort_unstable();
    let mut wanted = vec![other, third];
    wanted.sort_unstable();
    assert_eq!(taken, wanted, "the one with a file in hand takes another");
    // Nobody else waits: no place stays empty.
    assert_eq!(take(world, 4).await.len(), 4);
    // A process that was killed lets go of its call.
    world.clock.advance(LEASE + 1);
    let again: Vec<_> = take(world, 20).await.iter().map(|call| call.id).collect();
    assert!(again.contains(&first[0].id) && again.len() == 12, "{}", again.len());
}
