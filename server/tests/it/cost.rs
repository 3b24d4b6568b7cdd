//! The number of a page's questions to the database.

use crate::world::{World, jpeg, on_both, page};

on_both! { a_task_list_asks_five_times_at_most(line) }

async fn a_task_list_asks_five_times_at_most(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let path = format!("/businesses/{id}");
    let untouched = page(&merchant, &path).await;
    merchant.fill(id, &[]).await;
    let filled = page(&merchant, &path).await;
    // Its files have gone to DOKU; now another one waits.
    let photo = merchant.upload(id, "KTP", "ktp.jpg", jpeg(800)).await;
    assert_eq!(photo.status, 303);
    for asked in [untouched, filled, page(&merchant, &path).await] {
        assert!(asked.len() <= 5, "{} times: {asked:#?}", asked.len());
    }
}
