//! Replaced files: when their bytes go, and what their address answers then.

use crate::{
    fixes::{REJECTED, rejected},
    uploads::ready,
    world::{World, jpeg, on_both},
};
use app::{
    error::AppError,
    paths::Side,
    texts::{Lang, app_error, texts},
};
use domain::Millis;

fn on_disk(world: &World) -> usize {
    std::fs::read_dir(world.folder.path().join("files")).unwrap().count()
}

async fn later(world: &World, days: i64) {
    world.clock.advance(days * Millis::DAY);
    world.services.purge_replaced().await.unwrap();
}

on_both! {
    what_the_partner_looked_at_goes_after_ninety_days_and_its_row_stays,
    what_doku_holds_stays_while_its_correction_waits(automatic),
    a_crash_between_commit_and_removal_leaves_nothing_for_good, a_file_that_is_being_sent_goes_after_its_call,
    the_address_of_an_old_file_says_that_it_is_gone(automatic)
}

async fn what_the_partner_looked_at_goes_after_ninety_days_and_its_row_stays(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    assert_eq!(world.reviewer().await.looks_at(id, "KTP").await.status, 200);
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "dua.jpg", jpeg(901)).await;
    later(world, 89).await;
    assert_eq!(on_disk(world), 2);
    later(world, 1).await;
    assert_eq!(
        (on_disk(world), world.count("select count(*) from documents where purged_at is not null").await),
        (1, 1)
    );
    assert_eq!(world.case(id).await.documents["KTP"].size_bytes, 901);
}

async fn what_doku_holds_stays_while_its_correction_waits(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let before = world.file(Side::Merchant, id, "KTP").await;
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    later(world, 100).await;
    assert_eq!(on_disk(world), 4);
    let merchant = world.sign_in_as(&merchant).await;
    assert_eq!(merchant.get(&before).await.status, 200);
}

async fn a_crash_between_commit_and_removal_leaves_nothing_for_good(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    let stored = world.case(id).await.documents["KTP"].stored_as.clone();
    merchant.upload(id, "KTP", "dua.jpg", jpeg(901)).await;
    // The state before: the row does not know that its bytes are gone, and here they are not.
    std::fs::write(world.folder.path().join("files").join(stored), b"left behind").unwrap();
    world.run("update documents set purged_at = null").await;
    later(world, 0).await;
    assert_eq!(
        (on_disk(world), world.count("select count(*) from documents where purged_at is not null").await),
        (1, 1)
    );
    // The state once more, with the file gone and the row not knowing it.
    world.run("update documents set purged_at = null").await;
    later(world, 0).await;
    assert_eq!(
        (on_disk(world), world.count("select count(*) from documents where purged_at is not null").await),
        (1, 1)
    );
}

async fn a_file_that_is_being_sent_goes_after_its_call(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    world.run("update outbox set leased_until = 9000000000000, held_by = id where kind = 'upload'").await;
    merchant.upload(id, "KTP", "dua.jpg", jpeg(901)).await;
    assert_eq!(on_disk(world), 2, "it was taken away from who sends it");
    world.clock.advance(Millis::MINUTE);
    later(world, 0).await;
    assert_eq!(on_disk(world), 1);
}

async fn the_address_of_an_old_file_says_that_it_is_gone(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let before = world.file(Side::Merchant, id, "KTP").await;
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    assert_eq!(merchant.get(&before).await.status, 200);
    world.run("update documents set purged_at = 1 where replaced_at is not null").await;
    let told = merchant.get(&before).await;
    assert_eq!(
        (told.status, told.location.as_str()),
        (303, format!("/businesses/{id}/documents?problem=file_gone").as_str())
    );
    let page = merchant.get(&told.location).await;
    assert!(
        page.status == 200 && page.body.contains(app_error(texts(Lang::Id), &AppError::FileGone).text),
        "{}",
        page.body
    );
    // A picture on a page is no page.
    let picture = world.http.get(format!("{}{before}", world.base)).header("Cookie", &merchant.cookie);
    let picture = picture.header("Accept", "image/*,*/*;q=0.8").send().await.unwrap();
    assert_eq!((picture.status().as_u16(), picture.text().await.unwrap().as_str()), (410, "file_gone"));
}
