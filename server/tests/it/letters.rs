//! Mails: their words and links for each thing to fix, and the news that they repeat.

use crate::{
    callback_order::{Registered, registered},
    fixes::{rejected, send},
    mail::{letters, subjects},
    world::{World, jpeg, on_both},
};
use domain::{Millis, kyb::State};
use server::{mailer::Letter, store::mails};

async fn newest(world: &World) -> Letter {
    letters(world).await.pop().unwrap()
}

on_both! {
    dokus_words_are_explained_as_on_pages(automatic), a_note_about_a_person_leads_to_the_selfie_or_to_the_nik(explicit),
    what_no_page_corrects_names_whom_to_ask(explicit),
    the_same_words_at_another_time_are_no_news_unless_they_were_taken_back(explicit),
    the_same_words_about_what_was_sent_again_are_told_again(automatic),
    each_suspension_is_told_to_whoever_wants_no_news(explicit),
    who_has_no_service_is_not_called_active_until_the_first(explicit)
}

async fn dokus_words_are_explained_as_on_pages(world: &World) {
    rejected(world, &[("KTP", "sim-blur.jpg"), ("bank.account_number", "0000000002")]).await;
    let letter = newest(world).await;
    assert!(
        letter.text.contains("Catatan DOKU: “Foto KTP buram, NIK tidak terbaca.”\n  Fotonya buram."),
        "{}",
        letter.text
    );
    for meaning in ["Fotonya buram.", "Pakai rekening atas nama sendiri"] {
        assert!(letter.text.contains(meaning) && letter.html.contains(meaning), "{meaning}: {}", letter.text);
    }
}

async fn a_note_about_a_person_leads_to_the_selfie_or_to_the_nik(world: &World) {
    for (note, place) in [
        ("Swafoto buram, wajah tidak terlihat jelas.", "documents?fix=OWNER%5FLIVENESS"),
        ("NIK tidak sesuai nama", "documents?fix=KTP%2ENO%5FKTP"),
        ("Nomor telepon tidak terdaftar", "contact?fix=contact%5B0%5D"),
    ] {
        let case = registered(world).await;
        case.decide("BUSINESS_CONTACT", "REJECTED", note).await;
        world.advance(Millis::MINUTE).await;
        let (letter, path) = (newest(world).await, format!("/businesses/{}/{place}", case.id));
        assert!(letter.text.contains(&format!("{}{path}\n", world.base)), "{note}: {}", letter.text);
        let page = case.merchant.get(&path).await;
        assert!(page.status == 200 && page.body.contains("autofocus"), "{note}: {}", page.body);
    }
}

async fn what_no_page_corrects_names_whom_to_ask(world: &World) {
    let case = registered(world).await;
    case.decide("BRAND.OPERATIONAL_STATUS", "REJECTED", "").await;
    world.advance(Millis::MINUTE).await;
    let letter = newest(world).await;
    assert_eq!(letter.subject, "Perlu bantuan Logipay · Logipay");
    let ask = "Bagian ini tidak bisa Anda perbaiki sendiri. Hubungi Logipay di bantuan@logipay.example.";
    assert!(letter.text.contains(ask) && letter.html.contains(ask), "{}", letter.text);
    assert!(letter.text.contains("DOKU tidak menulis alasan.") && !letter.text.contains("?fix="), "{}", letter.text);
}

async fn the_same_words_at_another_time_are_no_news_unless_they_were_taken_back(world: &World) {
    let case = registered(world).await;
    case.decide("BUSINESS_ADDRESS", "REJECTED", "Alamat tidak ditemukan").await;
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda").await;
    world.advance(40 * Millis::MINUTE).await;
    assert_eq!(subjects(world).await, ["Perlu perbaikan (2) · Logipay"]);
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda.").await;
    world.advance(40 * Millis::MINUTE).await;
    assert_eq!(subjects(world).await.len(), 1);
    case.decide("BUSINESS_BANK", "ACTIVE", "").await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(subjects(world).await.len(), 1, "a shorter list");
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda").await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(subjects(world).await.len(), 2);
}

async fn the_same_words_about_what_was_sent_again_are_told_again(world: &World) {
    let (merchant, id) = rejected(world, &[("business.name", "Warung SIM-TWICE"), ("KTP", "sim-blur.jpg")]).await;
    assert_eq!(subjects(world).await, ["Perlu perbaikan (1) · Logipay"]);
    merchant.upload(id, "KTP", "sim-blur.jpg", jpeg(901)).await;
    send(&merchant, id).await;
    world.advance(40 * Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::ActionNeeded);
    assert_eq!(subjects(world).await.len(), 2);
}

async fn each_suspension_is_told_to_whoever_wants_no_news(world: &World) {
    let case = registered(world).await;
    case.merchant.post("/preferences", &[("language", "id"), ("news", "no")]).await;
    case.accept_all().await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(case.id).await.business.state, State::Active);
    let mut db = world.services.store.read().await.unwrap();
    let notice = mails::notice(&mut db, case.id).await.unwrap();
    drop(db);
    assert_eq!((notice.told.0, notice.told_at), (vec!["active".to_owned()], None), "known, and no mail to wait for");
    for n in 1..=2 {
        case.decide("BRAND.OPERATIONAL_STATUS", "SUSPENDED", "").await;
        world.advance(40 * Millis::MINUTE).await;
        case.decide("BRAND.OPERATIONAL_STATUS", "ACTIVE", "").await;
        world.advance(Millis::MINUTE).await;
        assert_eq!(subjects(world).await, vec!["Usaha Anda ditangguhkan · Logipay"; n]);
    }
}

/// Returns a business that is verified and active, with none of its services on.
pub async fn without_service(world: &World) -> Registered<'_> {
    let case = registered(world).await;
    case.decide("BRAND_PRODUCT", "REJECTED", "Kategori belum didukung.").await;
    for entity in case.entities.iter().filter(|entity| entity["entity"] != "BRAND_PRODUCT") {
        case.decide(entity["entity"].as_str().unwrap(), "ACTIVE", "").await;
    }
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(case.id).await.business.state, State::Active);
    case
}

async fn who_has_no_service_is_not_called_active_until_the_first(world: &World) {
    let case = without_service(world).await;
    let letter = newest(world).await;
    assert_eq!(letter.subject, "Terverifikasi, belum ada layanan · Logipay");
    assert!(
        letter.text.contains("belum ada layanan yang aktif. Hubungi Logipay di bantuan@logipay.example"),
        "{}",
        letter.text
    );
    assert!(letter.unsubscribe.is_some());
    case.decide("BRAND_PRODUCT", "ACTIVE", "").await;
    world.advance(40 * Millis::MINUTE).await;
    case.decide("BRAND_PRODUCT", "SUSPENDED", "").await;
    world.advance(40 * Millis::MINUTE).await;
    assert_eq!(subjects(world).await[1..], ["Usaha Anda aktif · Logipay"]);
}
