//! Our own client against our own DOKU: both read the contract the same way.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use doku::{Client, Upload, body_of};
use domain::Millis;
use domain::forms::NewBusiness;
use domain::ids::RequestId;
use futures::{FutureExt, StreamExt, stream};
use sandbox::Decide;
use serde_json::json;

use crate::world::{CLIENT, JPEG, KEY, World};

fn client(world: &World) -> Client {
    Client::new(doku::Config::new(world.sandbox.base_url(), CLIENT, KEY.into()), world.clock.clone()).unwrap()
}

#[tokio::test]
async fn the_client_walks_from_requirements_to_the_read_back() {
    let world = World::new(Decide::Explicit).await;
    let client = client(&world);
    let query = NewBusiness {
        business_type: "PERSONAL".into(),
        legal_entity: "PERSEORANGAN".into(),
        business_line: "RETAIL".to_owned(),
        nationality: "ID".to_owned(),
    };
    let requirements = client.check_requirements(&query, &RequestId::new("one")).await.unwrap();
    assert_eq!(domain::requirement::walk(&requirements).len(), 3);

    let mut body = world.registration().await;
    let upload = Upload {
        category: "DOCUMENT".to_owned(),
        code: Some("KTP".to_owned()),
        file_name: "ktp.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        length: JPEG.len() as u64,
        body: body_of(JPEG.into()),
    };
    let uploaded = client.upload_file(&upload, &RequestId::new("two")).await.unwrap();
    body["business"]["contacts"][0]["documents"][0]["id"] = uploaded.as_str().into();

    let bytes: Vec<u8> = serde_json::to_vec(&body).unwrap();
    let first = client.register(&RequestId::new("three"), bytes.clone().into()).await.unwrap();
    let again = client.register(&RequestId::new("three"), bytes.into()).await.unwrap();
    assert_eq!((&first.business, &first.brand), (&again.business, &again.brand));
    assert_eq!(first.services.len(), 3);

    let read = client.get_business(first.brand.as_str(), &RequestId::new("four")).await.unwrap();
    assert_eq!(read.body["id"], first.business.as_str());
    assert_eq!(read.at, world.clock.now());
}

#[tokio::test]
async fn the_client_tells_how_far_the_clocks_are_apart() {
    let world = World::new(Decide::Explicit).await;
    world.switch(json!({ "skew_minutes": 90 })).await;
    let refused = client(&world).get_business("BRN-0001-1700000000000", &RequestId::new("one")).await.unwrap_err();
    assert!(refused.is_time_out_of_range());
    assert_eq!(refused.clock_skew_ms(), Some(90 * Millis::MINUTE));
}

#[tokio::test]
async fn the_client_renews_a_token_that_ends_in_mid_upload() {
    let world = World::new(Decide::Explicit).await;
    world.switch(json!({ "token_seconds": 30 })).await;
    let (clock, opened) = (world.clock.clone(), Arc::new(AtomicUsize::new(0)));
    let times = opened.clone();
    let body: doku::OpenBody = Arc::new(move || {
        let (clock, is_first) = (clock.clone(), opened.fetch_add(1, Ordering::SeqCst) == 0);
        let parts = stream::iter(JPEG.chunks(4).enumerate()).map(move |(n, part)| {
            // Half a minute passes between its first and its second part.
            if is_first && n == 1 {
                clock.advance(30 * Millis::SECOND);
            }
            Ok::<_, io::Error>(part)
        });
        async move { Ok(reqwest::Body::wrap_stream(parts)) }.boxed()
    });
    let upload = Upload {
        category: "PHOTO_PROOF".to_owned(),
        code: None,
        file_name: "toko.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        length: JPEG.len() as u64,
        body,
    };
    let file = client(&world).upload_file(&upload, &RequestId::new("one")).await.unwrap();
    assert!(file.as_str().starts_with("DCM-"), "{file}");
    assert_eq!(times.load(Ordering::SeqCst), 2, "refused once, and taken with a new token");
    assert_eq!(world.sim("GET", "/sim/api/counts", json!({})).await.body["files"], 1);
}
