//! More acts of a person in these tests: a photo that never ends, and waiting.

use crate::{
    installation::wait_for,
    person::{KTP_PHOTO, Person},
};
use futures::StreamExt;
use reqwest::multipart;
use std::time::Duration;
use tokio::task::JoinHandle;

impl Person {
    /// Uploads a photo that goes on and on: it ends only with the server.
    pub fn half_an_upload(&self, business: &str, slot: &str) -> JoinHandle<()> {
        let head = futures::stream::iter([KTP_PHOTO.to_vec()]);
        let rest = futures::stream::repeat(vec![7_u8; 20_000]).then(async |bytes| {
            tokio::time::sleep(Duration::from_millis(20)).await;
            bytes
        });
        let body = reqwest::Body::wrap_stream(head.chain(rest).map(Ok::<_, std::io::Error>));
        let form = multipart::Form::new().part("file", multipart::Part::stream(body).file_name("half.jpg"));
        let request = self.request(&format!("/businesses/{business}/documents/{slot}")).multipart(form);
        tokio::spawn(async move { assert!(request.send().await.is_err(), "half a file was taken") })
    }

    /// Returns the photo as it is kept.
    pub async fn file(&self, business: &str, slot: &str) -> Vec<u8> {
        let page = self.get(&format!("/businesses/{business}/documents")).await.text();
        let start = format!("src=\"/businesses/{business}/documents/{slot}/");
        let (_, rest) = page.split_once(&start).unwrap();
        let document = rest.split('"').next().unwrap();
        let answer = self.get(&format!("/businesses/{business}/documents/{slot}/{document}")).await;
        assert_eq!(answer.status, 200);
        answer.body
    }

    pub async fn until(&self, business: &str, state: &str) {
        wait_for(state, async || self.state(business).await == state).await;
    }
}
