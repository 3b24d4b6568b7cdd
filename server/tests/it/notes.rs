//! A note that our catalogue does not know: somebody of the partner says what it means.

use crate::{
    callback_order::registered,
    world::{World, on_both, usual},
};
use server::seed;

on_both! {
    an_unknown_note_waits_for_the_partner_and_is_explained_once_mapped(explicit),
    a_number_in_a_note_is_told_to_the_merchant_whole_and_to_the_partner_by_its_end(explicit)
}

async fn an_unknown_note_waits_for_the_partner_and_is_explained_once_mapped(world: &World) {
    let case = registered(world).await;
    let (merchant, id) = (&case.merchant, case.id);
    world.callback("odd", &case.says("BUSINESS_BANK", "REJECTED", Some("Mohon dicek ulang, ref 4370112233"))).await;
    world.callback("odd2", &case.says("BRAND_PRODUCT", "REJECTED", Some("INTERNAL: lihat tiket"))).await;
    world.run_due().await;
    let bank = format!("/businesses/{id}/bank");
    assert!(merchant.get(&bank).await.body.contains("Baca catatan DOKU di atas"));
    assert_eq!(merchant.get("/review/notes").await.status, 403);
    let reviewer = world.sign_in("reviewer@demo.test").await;
    let page = reviewer.get("/review/notes").await.body;
    assert!(
        page.contains("Mohon dicek ulang")
            && !page.contains(usual("bank", "account_number"))
            && !page.contains("lihat tiket"),
        "{page}"
    );
    let admin = world.sign_in("admin@demo.test").await;
    assert!(admin.get("/review/notes").await.body.contains("lihat tiket"));
    let note = page.split("action=\"/review/notes/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let answer = reviewer.post(&format!("/review/notes/{note}"), &[("reason", "bank_name_mismatch")]).await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/review/notes"), "{}", answer.body);
    assert!(reviewer.get("/review/notes").await.body.contains("sudah diberi arti"));
    assert!(merchant.get(&bank).await.body.contains("berbeda dengan nama pemilik usaha"));
}

async fn a_number_in_a_note_is_told_to_the_merchant_whole_and_to_the_partner_by_its_end(world: &World) {
    let case = registered(world).await;
    let (merchant, id) = (&case.merchant, case.id);
    let told = [
        ("BUSINESS_BANK", "Rekening 4370 1122 33 bukan atas nama Ratna.", "bank"),
        ("BUSINESS_CONTACT", "NIK 3273205507880004 milik orang lain.", "contact"),
        ("BUSINESS_DOCUMENT", "Di foto tertulis 3273-2055-0788-0099.", "documents"),
        ("BRAND_PRODUCT", "Rekening 43701199 belum aktif.", ""),
    ];
    for (kind, note, _) in told {
        assert_eq!(world.callback(kind, &case.says(kind, "REJECTED", Some(note))).await, 200);
    }
    world.run_due().await;
    for who in [world.reviewer().await, world.sign_in(seed::ADMIN).await] {
        let page = who.get(&format!("/review/{id}")).await.body;
        for masked in ["Rekening ····2233 bukan", "NIK ····0004 milik", "tertulis ····0099.", "Rekening ····1199 belum"]
        {
            // It is beside its part, or among the verdicts, and in the history.
            assert!(
                page.matches(masked).count() >= 2,
                "{}: {masked} stands there {} times",
                who.email,
                page.matches(masked).count()
            );
        }
        for whole in ["4370 1122 33", usual("documents", "KTP.NO_KTP"), "3273-2055-0788-0099", "43701199"] {
            assert!(!page.contains(whole), "{} reads {whole}", who.email);
        }
    }
    for (_, note, page) in told.iter().filter(|(.., page)| !page.is_empty()) {
        assert!(
            merchant.get(&format!("/businesses/{id}/{page}")).await.body.contains(note),
            "{page} does not tell it as DOKU wrote it"
        );
    }
    let history = merchant.get(&format!("/businesses/{id}/history")).await.body;
    assert!(told.iter().all(|(_, note, _)| history.contains(note)), "{history}");
}
