//! Our own client against our own DOKU: both read the contract the same way.

use doku::{Client, Query, Upload, body_of};
use domain::ids::RequestId;
use sandbox::Decide;

use crate::world::{CLIENT, JPEG, KEY, World};

fn client(world: &World) -> Client {
    Client::new(doku::Config::new(world.sandbox.base_url(), CLIENT, KEY.into()), world.clock.clone()).unwrap()
}

#[tokio::test]
async fn the_client_walks_from_requirements_to_the_read_back() {
    let world = World::new(Decide::Explicit).await;
    let client = client(&world);
    let query = Query {
        business_type: "PERSONAL".to_owned(),
        legal_entity: "PERSEORANGAN".to_owned(),
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
