//! What one account may take up: businesses that it begins, files that it replaces, bytes that it stores. However many ask at once.

use crate::{
    uploads::ready,
    world::{World, jpeg, on_both},
};
use domain::{Millis, ids::BusinessId};
use futures::future::join_all;

const NEW: [(&str, &str); 4] = [
    ("business_type", "PERSONAL"),
    ("legal_entity", "PERSEORANGAN"),
    ("business_line", "RETAIL"),
    ("nationality", "ID"),
];

on_both! {
    async fn of_forty_businesses_begun_at_once_twenty_are(world: &World) {
        let merchant = world.merchant().await;
        let answers = join_all((0..40).map(|_| merchant.post("/businesses/new", &NEW))).await;
        let of = |status| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((of(303), of(429)), (20, 20));
        assert_eq!(world.count("select count(*) from businesses").await, 20);
        assert_eq!(world.merchant().await.post("/businesses/new", &NEW).await.status, 303, "somebody else may not");
    }

    async fn starting_again_counts_like_beginning(world: &World) {
        let merchant = world.merchant().await;
        let mut ended: Vec<String> = Vec::new();
        for _ in 0..10 {
            let id = merchant.start_business().await.to_string();
            merchant.post("/api/onboarding/withdraw", &[("business", &id)]).await;
            ended.push(id);
        }
        world.clock.advance(Millis::DAY + Millis::SECOND);
        let merchant = world.sign_in_as(&merchant).await;
        let again = join_all(ended.iter().map(|id| async {
            let fields = [("business", id.as_str())];
            merchant.post("/api/onboarding/start_again", &fields).await.location.contains("problem")
        }));
        let anew = join_all((0..15).map(|_| async { merchant.post("/businesses/new", &NEW).await.status != 303 }));
        let (again, anew) = tokio::join!(again, anew);
        assert_eq!(again.iter().chain(&anew).filter(|refused| **refused).count(), 5);
        assert_eq!(world.count("select count(*) from businesses where withdrawn_at is null").await, 20);
    }

    async fn a_file_is_replaced_thirty_times_a_day(world: &World) {
        let (merchant, id) = ready(world).await;
        let replace = async |id: BusinessId, bytes| merchant.upload(id, "KTP", "ktp.jpg", jpeg(bytes)).await.location;
        for n in 0..=30 {
            let told = replace(id, 900 + n).await;
            assert!(!told.contains("problem"), "{n}: {told}");
        }
        let told = replace(id, 2_000).await;
        assert!(told.contains("problem=replaced_often#slot-KTP"), "{told}");
        assert_eq!(world.case(id).await.documents["KTP"].size_bytes, 930, "the earlier file does not stand");
        // What is not there yet is no replacement.
        let told = merchant.upload(id, "OWNER_LIVENESS", "selfie.jpg", jpeg(900)).await.location;
        assert!(!told.contains("problem"), "{told}");
        world.clock.advance(Millis::DAY);
        let merchant = world.sign_in_as(&merchant).await;
        let told = merchant.upload(id, "KTP", "ktp.jpg", jpeg(2_000)).await.location;
        assert!(!told.contains("problem"), "{told}");
    }
}
