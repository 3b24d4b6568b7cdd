//! A note that our catalogue does not know: somebody of the partner says what it means.

use crate::{
    said::registered,
    world::{World, on_both},
};

on_both! {
    async fn an_unknown_note_waits_for_the_partner_and_is_explained_once_mapped(world: &World, explicit) {
        let case = registered(world).await;
        let (merchant, id) = (&case.merchant, case.id);
        world.callback("odd", &case.says("BUSINESS_BANK", "REJECTED", Some("Mohon dicek ulang, ref 4370112233"))).await;
        world.callback("odd2", &case.says("BRAND_PRODUCT", "REJECTED", Some("INTERNAL: lihat tiket"))).await;
        world.settle().await;
        let bank = format!("/businesses/{id}/bank");
        assert!(merchant.get(&bank).await.body.contains("Baca catatan DOKU di atas"));
        assert_eq!(merchant.get("/review/notes").await.status, 403);
        let reviewer = world.sign_in("reviewer@demo.test").await;
        let page = reviewer.get("/review/notes").await.body;
        assert!(page.contains("Mohon dicek ulang") && !page.contains("4370112233") && !page.contains("lihat tiket"), "{page}");
        let admin = world.sign_in("admin@demo.test").await;
        assert!(admin.get("/review/notes").await.body.contains("lihat tiket"));
        let note = page.split("name=\"note\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let answer = reviewer.post("/api/review/map_note", &[("note", &note), ("reason", "bank_name_mismatch")]).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/review/notes"), "{}", answer.body);
        assert!(reviewer.get("/review/notes").await.body.contains("sudah dipetakan"));
        assert!(merchant.get(&bank).await.body.contains("berbeda dengan nama pemilik usaha"));
    }
}
