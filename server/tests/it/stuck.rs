//! Rejections that no page of ours corrects: named, in DOKU's words, and without a button that does nothing.

use crate::callback_order::registered;
use crate::fixes::rejected;
use crate::world::{World, on_both};
use domain::kyb::{FacetKey, Sent, State};
use serde_json::json;
use server::store::{outbox::Kind, readbacks, sends};

/// Returns the opening tag of the page's one action.
fn primary(page: &str) -> &str {
    let mut links = page.split("<a ").filter_map(|rest| rest.split('>').next());
    links.find(|tag| tag.contains("data-primary")).unwrap_or_default()
}

on_both! {
    a_part_without_a_form_is_named_and_leads_to_the_partner(explicit),
    a_second_address_is_no_business_of_the_form(explicit), a_bank_page_says_what_to_attach_and_where(automatic)
}

async fn a_part_without_a_form_is_named_and_leads_to_the_partner(world: &World) {
    let case = registered(world).await;
    let (merchant, path) = (&case.merchant, format!("/businesses/{}", case.id));
    world.callback("no", &case.says("BRAND.OPERATIONAL_STATUS", "REJECTED", Some("Toko tutup saat disurvei."))).await;
    world.run_due().await;
    assert_eq!(world.case(case.id).await.business.state, State::ActionNeeded);
    let page = merchant.get(&path).await.body;
    assert!(page.contains("Kegiatan usaha · Catatan DOKU") && page.contains("Toko tutup saat disurvei."), "{page}");
    assert!(page.contains("Perlu bantuan Logipay") && page.contains("Giliran Logipay dan DOKU"), "{page}");
    assert!(!page.contains("Giliran Anda") && primary(&page).contains("href=\"mailto:"), "{page}");

    // The partner reads the same in the tab of troubles, and finds it by the number that the merchant quotes.
    let reviewer = world.reviewer().await;
    for queue in ["/review?tab=troubled".to_owned(), format!("/review?search={}", case.business.to_lowercase())] {
        let page = reviewer.get(&queue).await.body;
        assert!(page.contains("Ditolak DOKU, perlu Anda tangani") && page.contains("Anda dan DOKU"), "{queue}: {page}");
    }
    let page = reviewer.get(&format!("/review/{}", case.id)).await.body;
    assert!(
        page.contains("Ditolak DOKU, perlu Anda tangani") && page.contains("bantu merchant, dan hubungi DOKU"),
        "{page}"
    );

    let check = merchant.get(&format!("{path}/check")).await.body;
    assert!(!check.contains("Kirim pengajuan") && !check.contains("aria-label=\"Ubah"), "{check}");
    merchant.submit(case.id).await;
    world.run_due().await;
    let calls = world.calls(case.id).await;
    assert_eq!(calls.iter().filter(|call| call.kind == Kind::Register).count(), 1);
}

async fn a_second_address_is_no_business_of_the_form(world: &World) {
    let case = registered(world).await;
    let (merchant, path) = (&case.merchant, format!("/businesses/{}", case.id));
    let second = Sent { facet: FacetKey::Address(1), revision: 1, at: world.clock.now(), file: None };
    let mut tx = world.services.store.begin().await.unwrap();
    sends::insert(&mut tx, case.id, &second).await.unwrap();
    readbacks::remember_entity(&mut tx, case.id, "ADR-0001-7777777777777", "address[1]").await.unwrap();
    tx.commit().await.unwrap();
    let body = json!({
        "type": "BUSINESS_ADDRESS", "business": { "id": case.business }, "entity": { "id": "ADR-0001-7777777777777" },
        "status": "REJECTED", "reject_notes": "Gudang tidak ditemukan.", "updated_at": case.later(60).to_iso(),
    });
    world.callback("second", body.to_string().as_bytes()).await;
    world.run_due().await;
    assert_eq!(world.case(case.id).await.business.state, State::ActionNeeded);
    let page = merchant.get(&path).await.body;
    assert!(page.contains("Alamat ke-2 · Catatan DOKU") && page.contains("Gudang tidak ditemukan."), "{page}");
    assert!(page.contains("Giliran Logipay dan DOKU") && !page.contains("Perlu diperbaiki"), "{page}");
    let form = merchant.get(&format!("{path}/address")).await.body;
    assert!(!form.contains("Gudang tidak ditemukan."), "another address: {form}");

    // It is still named beside something that can be fixed, and the rest is the merchant's turn.
    world.callback("bank", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama pemilik rekening berbeda."))).await;
    world.run_due().await;
    let page = merchant.get(&path).await.body;
    assert!(
        page.contains("Alamat ke-2 · Catatan DOKU")
            && page.contains("DOKU juga menolak Alamat ke-2, yang tidak bisa Anda perbaiki di sini."),
        "{page}"
    );
    assert!(page.contains("Giliran Anda") && primary(&page).contains("/bank?fix="), "{page}");
}

async fn a_bank_page_says_what_to_attach_and_where(world: &World) {
    let (merchant, id) = rejected(world, &[("bank.account_number", "0000000003")]).await;
    for page in ["bank", "check"] {
        let page = merchant.get(&format!("/businesses/{id}/{page}")).await.body;
        assert!(page.contains("Mohon lampirkan foto halaman depan buku tabungan."), "{page}");
        assert!(page.contains("Unggah foto halaman depan buku tabungan Anda"), "{page}");
        assert!(page.contains("/documents?fix=BANK%5FACCOUNT"), "{page}");
        assert!(!page.contains("Sertakan semua yang disebut"), "{page}");
    }
}
